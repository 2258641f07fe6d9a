// The waiting list as everybody counts it: order and place in line. Pure.
import type { Hand, Meeting } from './protocol.gen';

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

/** Whole minutes for people; at least one. */
export const roundMinutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000));
