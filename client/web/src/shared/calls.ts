// When a person is told that their turn comes near: two before them, the next one, called. Pure.
// Rule: each is said once. What was said is remembered on the device, so a page that was reloaded or slept says only what is new.
import type { Hand, Slot, Turn } from './protocol.gen';
import { placeOf } from './queue';

export type Stage = 'far' | 'near' | 'next' | 'turn';

/** `ref` is the hand, the slot or the turn; `ahead` how many are before it, whoever speaks now not counted. */
export interface Call {
  stage: Stage;
  ref: string;
  ahead: number;
  /** One's own hand: whoever raised it knows where it stands. */
  own: boolean;
}

export interface CallFacts {
  self: string;
  line: readonly Hand[];
  turn: Turn | null;
  /** Who of a round is still to be heard, in the order in which they are called. */
  waiting: readonly Slot[];
}

export type Said = Pick<Call, 'ref' | 'stage'>;

const NEAR = 2;
const RANK: Record<Stage, number> = { far: 0, near: 1, next: 2, turn: 3 };

/** What is true now; null for who waits for nothing, or has the floor already. */
export function callNow({ self, line, turn, waiting }: CallFacts): Call | null {
  if (turn && (turn.member === self || turn.reader === self))
    return turn.status === 'called' ? { stage: 'turn', ref: turn.id, ahead: 0, own: false } : null;
  const stage = (ahead: number): Stage => (ahead === 0 ? 'next' : ahead <= NEAR ? 'near' : 'far');
  const found: Call[] = [];
  const hand = line.find((each) => each.member === self);
  if (hand) {
    const ahead = placeOf(hand, line) - 1;
    found.push({ stage: stage(ahead), ref: hand.id, ahead, own: !hand.by_desk });
  }
  const ahead = waiting.findIndex((slot) => (slot.reader ?? slot.member) === self);
  const slot = waiting[ahead];
  if (slot) found.push({ stage: stage(ahead), ref: slot.id, ahead, own: false });
  return found.sort((a, b) => a.ahead - b.ahead)[0] ?? null;
}

/** What is to be said, if anything, and what to remember. */
export function toSay(now: Call | null, before: Said | null): { say: Call | null; said: Said | null } {
  if (!now) return { say: null, said: before };
  const said = { ref: now.ref, stage: now.stage };
  if (before?.ref === now.ref) return { say: RANK[now.stage] > RANK[before.stage] ? now : null, said };
  return { say: now.own || now.stage === 'far' ? null : now, said };
}
