// When the item and the meeting will be over: what was planned, and what those who still wait need. Pure; every screen may ask.
// It is an honest guess and says when it cannot guess: speeches without a limit take nobody knows how long.
import { elapsed } from './clock';
import type { AgendaItem, Hand, Meeting, Queue, Round, Turn } from './protocol.gen';

export interface Facts {
  meeting: Pick<Meeting, 'status' | 'current_item' | 'sittings' | 'settings'>;
  items: readonly AgendaItem[];
  queue: Queue | null;
  line: readonly Hand[];
  /** Only one's own hand is in the line: how many others wait is not known here. */
  hidden?: boolean;
  turn: Turn | null;
  round: Pick<Round, 'limit_ms'> | null;
  /** How many subjects of the round who are here are still to be heard. */
  roundLeft: number;
}

export interface Forecast {
  /** What is left of the time planned for the current item; null where none was planned. 0 when it is used up. */
  planned_ms: number | null;
  /** What the speaker, the round and the queue still need; null when one of them has no limit. */
  needed_ms: number | null;
  /** How much of that is the waiting list. */
  queue_ms: number | null;
  /** When the current item will be over; null when nobody can tell. */
  item_at: number | null;
  /** When the meeting will be over. */
  meeting_at: number | null;
  /** By how much those who still wait go beyond the plan; 0 when they do not. */
  over_ms: number;
}

/** What an item has taken so far, pauses of the meeting left out. */
export function spentOn(item: AgendaItem, meeting: Facts['meeting'], now: number): number {
  const sitting = meeting.sittings[meeting.sittings.length - 1];
  if (item.status !== 'current' || item.started_at === null || !sitting) return item.spent_ms;
  const until = sitting.ended_at ?? now;
  return item.spent_ms + Math.max(0, until - Math.max(item.started_at, sitting.started_at));
}

/** How long a waiting hand may speak: who has been heard here before has the second limit, where there is one. */
export function limitOf(hand: Pick<Hand, 'first_time'>, queue: Queue | null, fallback_ms: number | null): number | null {
  if (!queue) return fallback_ms;
  return !hand.first_time && queue.second_limit_ms !== null ? queue.second_limit_ms : queue.limit_ms;
}

/** Adds up; null as soon as one is unknown. */
function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((total, part) => (total === null || part === null ? null : total + part), 0);
}

/**
 * How long each in the line still waits: what the speaker has left, and the turns of those before.
 * Null where it would be a guess: without a limit, or where the chair picks freely.
 */
export function waits({ queue, line, turn, meeting }: Pick<Facts, 'queue' | 'line' | 'turn' | 'meeting'>, now: number): (number | null)[] {
  let total: number | null = queue?.discipline.includes('chair') ? null : left(turn, now);
  return line.map((hand) => {
    const before = total;
    total = sum([total, limitOf(hand, queue, meeting.settings.limit_ms)]);
    return before;
  });
}

/** How long this hand still waits; where names are hidden, as many full turns as are ahead of it. */
export function waitOf(hand: Hand, facts: Pick<Facts, 'queue' | 'line' | 'turn' | 'meeting'>, now: number): number | null {
  if (hand.ahead === null) return waits(facts, now)[facts.line.findIndex((each) => each.id === hand.id)] ?? null;
  if (facts.queue?.discipline.includes('chair')) return null;
  const limit = facts.queue ? facts.queue.limit_ms : facts.meeting.settings.limit_ms;
  return sum([left(facts.turn, now), limit === null && hand.ahead > 0 ? null : hand.ahead * (limit ?? 0)]);
}

/** What a turn has left; 0 for none, null without a limit. */
function left(turn: Turn | null, now: number): number | null {
  if (!turn) return 0;
  return turn.limit_ms === null ? null : Math.max(0, turn.limit_ms - elapsed(turn, now));
}

export function forecast({ meeting, items, queue, line, hidden, turn, round, roundLeft }: Facts, now: number): Forecast {
  const current = items.find((item) => item.id === meeting.current_item) ?? null;
  const planned_ms = current?.planned_ms ? Math.max(0, current.planned_ms - spentOn(current, meeting, now)) : null;
  const turn_ms = left(turn, now);
  const queue_ms = hidden ? null : sum(line.map((hand) => limitOf(hand, queue, meeting.settings.limit_ms)));
  const round_ms = round && roundLeft > 0 ? (round.limit_ms === null ? null : round.limit_ms * roundLeft) : 0;
  const needed_ms = sum([turn_ms, queue_ms, round_ms]);
  // The plan holds until those who wait need more; without either nobody can tell.
  const known = planned_ms !== null || (needed_ms !== null && needed_ms > 0);
  const left_ms = current === null ? 0 : known ? Math.max(planned_ms ?? 0, needed_ms ?? 0) : null;
  const later = items.filter((item) => item.status === 'todo' && item.planned_ms !== null && !items.some((part) => part.parent === item.id && part.planned_ms !== null));
  const later_ms = later.reduce((total, item) => total + (item.planned_ms ?? 0), 0);
  const told = meeting.status === 'open' || meeting.status === 'paused';
  return {
    planned_ms,
    needed_ms,
    queue_ms,
    item_at: told && current !== null && left_ms !== null ? now + left_ms : null,
    meeting_at: told && (left_ms !== null || later_ms > 0) && (left_ms ?? 0) + later_ms > 0 ? now + (left_ms ?? 0) + later_ms : null,
    over_ms: planned_ms !== null && needed_ms !== null ? Math.max(0, needed_ms - planned_ms) : 0,
  };
}
