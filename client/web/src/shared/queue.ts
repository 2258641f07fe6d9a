// The waiting list as everybody counts it: order, place in line, and how long it may take. Pure.
import { elapsed } from './clock';
import type { Hand, Meeting, Queue, Turn } from './protocol.gen';

/** The id of the queue that is served now: the current item's, or `main`. */
export const queueOf = (meeting: Meeting): string => meeting.current_item ?? 'main';

/** The hands of one queue, next speaker first. */
export function inLine(hands: readonly Hand[], queue: string): Hand[] {
  return hands
    .filter((hand) => hand.queue === queue)
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1));
}

/** From 1, as people say it. Where names are hidden the server tells how many are ahead. */
export function placeOf(hand: Hand, line: readonly Hand[]): number {
  if (hand.ahead !== null) return hand.ahead + 1;
  return line.findIndex((each) => each.id === hand.id) + 1;
}

/**
 * How long until a place in line is reached: what the speaker has left plus a full turn for each before it.
 * Null where it would be a guess: without a limit, or where the chair picks freely.
 */
export function waitMs(place: number, queue: Queue | null, current: Turn | null, fallback_ms: number | null, now: number): number | null {
  if (queue?.discipline.includes('chair')) return null;
  const each = queue?.limit_ms ?? fallback_ms;
  if (each === null || place < 1) return null;
  const left = current && current.limit_ms !== null ? Math.max(0, current.limit_ms - elapsed(current, now)) : 0;
  return left + (place - 1) * each;
}

/** Whole minutes for people; at least one. */
export const roundMinutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000));
