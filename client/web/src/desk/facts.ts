// What several parts of the desk ask about the view. Pure, but for reading signals.
import type { Live } from '../shared/live';
import type { AgendaItem, Hand, Meeting, Member, RoundStep, Slot, Turn } from '../shared/protocol.gen';
import type { RoundNow } from '../shared/round';
import { e } from './words';

/** What may lie open over the desk. */
export type Drawer = 'roll' | 'chair' | 'mine' | 'settings' | 'documents' | 'minutes' | null;

/** The members with a connection now; null where this device is not told (only the desk is). */
export function connected(live: Live): ReadonlySet<string> | null {
  const presence = live.room.presence.value;
  return presence && 'online' in presence ? new Set(presence.online) : null;
}

/** The same for lists that only the desk has. */
export const online = (live: Live): ReadonlySet<string> => connected(live) ?? new Set();

export const presides = (live: Live, meeting: Meeting): boolean => live.room.me.value?.member === meeting.presiding;

/** The item after the current one, by position; null at the end. */
export function following(items: readonly AgendaItem[]): AgendaItem | null {
  const top = items.filter((item) => item.parent === null).sort((a, b) => a.position - b.position);
  const current = top.findIndex((item) => item.status === 'current');
  return top.slice(current + 1).find((item) => item.status === 'todo') ?? null;
}

/** The one act that the big button stands for now. */
export type Next =
  | { kind: 'open' }
  | { kind: 'resume' }
  | { kind: 'start'; turn: Turn }
  | { kind: 'resume_turn'; turn: Turn }
  | { kind: 'call'; hand: Hand; after: Turn | null }
  | { kind: 'end'; turn: Turn }
  | { kind: 'round'; step: RoundStep; round: string; on: Slot | null; slot: Slot | null }
  | { kind: 'item'; item: AgendaItem }
  | { kind: 'close' }
  | { kind: 'closed' };

/** What the plan of the round says comes next, and for whom. */
function inRound({ round, on, following: waiting }: RoundNow): Next | null {
  if (!round.due) return null;
  const slot = round.due === 'next' ? waiting : on;
  return slot || round.due === 'finish' ? { kind: 'round', step: round.due, round: round.id, on, slot } : null;
}

export function next(meeting: Meeting, turn: Turn | null, line: readonly Hand[], items: readonly AgendaItem[], held: RoundNow | null = null): Next {
  if (meeting.status === 'draft') return { kind: 'open' };
  if (meeting.status === 'paused') return { kind: 'resume' };
  if (meeting.status === 'closed') return { kind: 'closed' };
  if (turn?.status === 'called') return { kind: 'start', turn };
  const [hand] = line;
  if (turn?.status === 'paused' && !(hand && hand.tier < 3)) return { kind: 'resume_turn', turn };
  // While a statement is read its comments wait; they are served when it is their time.
  if (hand && !(turn && turn.phase === 'reading' && hand.tier > 2)) return { kind: 'call', hand, after: turn };
  if (turn) return { kind: 'end', turn };
  const step = held ? inRound(held) : null;
  if (step) return step;
  const item = following(items);
  return item ? { kind: 'item', item } : { kind: 'close' };
}

export const byName = (members: readonly Member[]): Member[] =>
  [...members].sort((a, b) => (a.sort_key < b.sort_key ? -1 : a.sort_key > b.sort_key ? 1 : 0));

/** Whom a conclusion is about, a member or a subject of the round, in words; null for neither. */
export function aboutOf(live: Live, subject: string | null): string | null {
  if (!subject) return null;
  const name = live.room.of('members').get(subject).value?.name ?? live.room.of('slots').get(subject).value?.name;
  return name ? e('conclusions.about', { name }) : null;
}
