// What a member's hand button stands for at this moment. Pure: one state out of the view and what is still on its way.
import { isHere } from './attendance';
import type { Entry } from './outbox';
import type { Hand, Meeting, Member, Queue, Turn } from './protocol.gen';
import { placeOf } from './queue';

export type HandState =
  | { kind: 'not_open' }
  | { kind: 'observer' }
  | { kind: 'floor' }
  | { kind: 'list_closed' }
  | { kind: 'debate_closed' }
  | { kind: 'ready'; here: boolean }
  | { kind: 'sending' }
  | { kind: 'waiting'; entry: string }
  | { kind: 'ask'; entry: string }
  | { kind: 'raised'; hand: Hand; place: number }
  | { kind: 'next'; hand: Hand };

export interface HandFacts {
  meeting: Meeting;
  self: Member;
  queue: Queue | null;
  line: readonly Hand[];
  turn: Turn | null;
  owed: readonly Entry[];
}

export function handState({ meeting, self, queue, line, turn, owed }: HandFacts): HandState {
  if (meeting.status === 'draft' || meeting.status === 'closed') return { kind: 'not_open' };
  if (turn?.member === self.id) return { kind: 'floor' };
  const mine = line.find((hand) => hand.member === self.id);
  if (mine) {
    const place = placeOf(mine, line);
    return place === 1 ? { kind: 'next', hand: mine } : { kind: 'raised', hand: mine, place };
  }
  const entry = owed.find((each) => each.kind === 'hand');
  if (entry?.state === 'ask' || entry?.state === 'failed') return { kind: 'ask', entry: entry.id };
  if (entry?.state === 'waiting') return { kind: 'waiting', entry: entry.id };
  if (entry) return { kind: 'sending' };
  if (self.office === 'observer') return { kind: 'observer' };
  if (queue?.state === 'list_closed') return { kind: 'list_closed' };
  if (queue?.state === 'debate_closed') return { kind: 'debate_closed' };
  return { kind: 'ready', here: isHere(self) || !meeting.settings.present_only };
}
