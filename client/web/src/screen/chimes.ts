// The hall's bell: one stroke when somebody is called and when time is nearly up, two at zero, none after. It rings only on a
// machine that somebody has armed, and only for what happens while it listens: a page that opens or wakes late is silent.
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { remaining } from '../shared/clock';
import type { Live } from '../shared/live';
import { ring } from '../shared/sound';

const LATE_MS = 2000;

export function useChimes(live: Live, how: 'aloud' | 'silent'): void {
  const called = useRef<string | null>(null);
  useSignalEffect(() => {
    const turn = live.turn.value;
    if (how === 'silent' || live.line.value.line !== 'live' || turn?.status !== 'called') return;
    if (turn.id !== called.current && live.clock.now() - turn.at < LATE_MS) ring(1);
    called.current = turn.id;
  });
  useSignalEffect(() => {
    const turn = live.turn.value;
    if (how === 'silent' || !turn || turn.status !== 'speaking') return undefined;
    const left = remaining(turn, live.clock.now());
    if (left === null) return undefined;
    const timers: ReturnType<typeof setTimeout>[] = [];
    const at = (ms: number, strokes: 1 | 2): void => {
      const due = (): void => {
        if (ms - (remaining(turn, live.clock.now()) ?? 0) < LATE_MS) ring(strokes);
      };
      if (left > ms) timers.push(setTimeout(due, left - ms));
    };
    at(turn.warn_ms, 1);
    at(0, 2);
    return () => timers.forEach(clearTimeout);
  });
}
