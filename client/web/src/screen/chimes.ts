// The hall's bell: one stroke when time is nearly up, two at zero, none after. Rings only on a machine somebody has armed.
import { useSignalEffect } from '@preact/signals';
import { remaining } from '../shared/clock';
import type { Live } from '../shared/live';
import { ring } from '../shared/sound';

export function useChimes(live: Live, how: 'aloud' | 'silent'): void {
  useSignalEffect(() => {
    const turn = live.turn.value;
    if (how === 'silent' || !turn || turn.status !== 'speaking') return undefined;
    const left = remaining(turn, live.clock.now());
    if (left === null) return undefined;
    const timers: ReturnType<typeof setTimeout>[] = [];
    if (left > turn.warn_ms) timers.push(setTimeout(() => ring(1), left - turn.warn_ms));
    if (left > 0) timers.push(setTimeout(() => ring(2), left));
    return () => timers.forEach(clearTimeout);
  });
}
