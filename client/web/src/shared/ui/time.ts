// Time for components: redraw exactly when the digits change, and never on a ticking of our own.
import { useEffect, useReducer } from 'preact/hooks';
import { read, type Clock, type Reading, type Timed } from '../clock';

/** The reading of a turn's clock, drawn anew at every second's edge and when the page comes back. */
export function useReading(turn: Timed, clock: Clock): Reading {
  const [, redraw] = useReducer((count: number, _: void) => count + 1, 0);
  const reading = read(turn, clock.now());
  useEffect(() => {
    if (reading.next_ms === null) return undefined;
    const timer = setTimeout(() => redraw(undefined), reading.next_ms + 1);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const seen = (): void => redraw(undefined);
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
  return reading;
}

/** Redraws every so often; for waiting times in minutes and for clocks on the wall. */
export function useEvery(ms: number): void {
  const [, redraw] = useReducer((count: number, _: void) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => redraw(undefined), ms);
    return () => clearInterval(timer);
  }, [ms]);
}
