// The server's time on this machine, and the arithmetic of a turn.
// Rule: nothing counts ticks. What is left is worked out from moments, so a phone that slept is right at once.
import type { Turn } from './protocol.gen';

/** Guesses the server's clock from round trips: the shortest of the last few wins. */
export class Clock {
  private readonly trips: { length: number; offset: number }[] = [];
  private offset: number | null = null;

  constructor(private readonly local: () => number = () => performance.now()) {}

  get known(): boolean {
    return this.offset !== null;
  }

  /** Milliseconds since the epoch, as the server would say. */
  now(): number {
    return this.offset === null ? Date.now() : this.local() + this.offset;
  }

  read(): number {
    return this.local();
  }

  /** `sent` and `received` are readings of `read()`. */
  trip(sent: number, now: number, received: number): void {
    this.trips.push({ length: received - sent, offset: now - (sent + received) / 2 });
    if (this.trips.length > 8) this.trips.shift();
    this.offset = this.trips.reduce((best, each) => (each.length < best.length ? each : best)).offset;
  }

  /** A moment the server has already passed. It can only show that our guess is behind. */
  passed(now: number): void {
    const least = now - this.local();
    if (this.offset === null || least > this.offset) this.offset = least;
  }

  /** After sleep the local reading may have stood still: old trips say nothing any more. */
  forget(): void {
    this.trips.length = 0;
  }
}

export type Phase = 'called' | 'speaking' | 'warn' | 'over' | 'paused' | 'done';

export type Timed = Pick<Turn, 'status' | 'started_at' | 'paused_at' | 'paused_ms' | 'limit_ms' | 'warn_ms' | 'spoken_ms'>;

export interface Reading {
  phase: Phase;
  /** How long the speaker has spoken. */
  elapsed_ms: number;
  /** Null without a limit; negative when over. */
  remaining_ms: number | null;
  /** What is left as a share of the limit, 1 to 0. */
  share: number;
  /** "2:41", "+0:42"; without a limit the time spoken. */
  digits: string;
  /** How long these digits stay true; null while nothing moves. */
  next_ms: number | null;
}

export function elapsed(turn: Timed, now: number): number {
  if (turn.status === 'done' || turn.status === 'declined') return turn.spoken_ms;
  if (turn.started_at === null) return 0;
  const until = turn.status === 'paused' && turn.paused_at !== null ? turn.paused_at : now;
  return Math.max(0, until - turn.started_at - turn.paused_ms);
}

/** Null without a limit; negative when over. */
export const remaining = (turn: Timed, now: number): number | null => (turn.limit_ms === null ? null : turn.limit_ms - elapsed(turn, now));

/** Down to zero by whole seconds begun; over time by whole seconds gone. */
export function digits(remaining_ms: number): string {
  if (remaining_ms > 0) return minutes(Math.ceil(remaining_ms / 1000));
  const over = Math.floor(-remaining_ms / 1000);
  return over === 0 ? '0:00' : `+${minutes(over)}`;
}

export function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function read(turn: Timed, now: number): Reading {
  const spent = elapsed(turn, now);
  const left = remaining(turn, now);
  const running = turn.status === 'speaking';
  const shown = left ?? spent;
  const part = ((shown % 1000) + 1000) % 1000;
  // Down: the digits hold until the next whole second below. Up: until the next one above.
  const hold = left === null ? 1000 - part : part || 1000;
  return {
    phase: phase(turn, left),
    elapsed_ms: spent,
    remaining_ms: left,
    share: left === null || !turn.limit_ms ? 0 : Math.min(1, Math.max(0, left / turn.limit_ms)),
    digits: left === null ? minutes(Math.floor(spent / 1000)) : digits(left),
    next_ms: running ? hold : null,
  };
}

function phase(turn: Timed, left: number | null): Phase {
  if (turn.status === 'called') return 'called';
  if (turn.status === 'done' || turn.status === 'declined') return 'done';
  if (turn.status === 'paused') return 'paused';
  if (left === null) return 'speaking';
  if (left <= 0) return 'over';
  return left <= turn.warn_ms ? 'warn' : 'speaking';
}

/** "14:05" on the wall; a 24-hour clock in both languages. */
export function timeOfDay(moment: number): string {
  const date = new Date(moment);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

export function dayAndMonth(moment: number): string {
  const date = new Date(moment);
  return `${date.getDate()}/${date.getMonth() + 1}/${date.getFullYear()}`;
}
