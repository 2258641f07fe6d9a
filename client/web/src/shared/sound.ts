// A soft bell and a buzz. Rule: a browser lets a page ring only after a tap, so whoever wants sound calls `unlock` in one.

import { stored } from './stored';

let context: AudioContext | null = null;

/** Has this person asked for a bell on this device? */
export const soundWanted = (): boolean => stored.get('sound') === '1';

export function unlock(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
  } catch {
    context = null; // No sound on this device; everything is also shown.
  }
}

export const armed = (): boolean => context !== null && context.state === 'running';

/** One stroke or two of a small bell: three partials that die away. */
export function ring(strokes: 1 | 2): void {
  if (!context) return;
  for (let stroke = 0; stroke < strokes; stroke++) {
    const at = context.currentTime + stroke * 0.55;
    for (const [partial, share] of [[1, 0.5], [2.01, 0.22], [3.02, 0.1]] as const) {
      const tone = context.createOscillator();
      const level = context.createGain();
      tone.frequency.value = 784 * partial;
      level.gain.setValueAtTime(0.0001, at);
      level.gain.exponentialRampToValueAtTime(share, at + 0.015);
      level.gain.exponentialRampToValueAtTime(0.0001, at + 1.4 / partial);
      tone.connect(level).connect(context.destination);
      tone.start(at);
      tone.stop(at + 1.5);
    }
  }
}

/** False where the device cannot vibrate. */
export function buzz(pattern: number[]): boolean {
  try {
    return typeof navigator.vibrate === 'function' && navigator.vibrate(pattern);
  } catch {
    return false;
  }
}
