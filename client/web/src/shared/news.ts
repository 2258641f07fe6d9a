// What has just changed for everybody: the time of a turn, and a meeting that comes back after a failure. Pure, but for reading signals.
import type { Live } from './live';
import type { Interruption, Meeting, Queue, Round, SlotPhase } from './protocol.gen';
import { queueOf } from './queue';

export const NEWS_MS = 30_000;

export interface LimitNews {
  limit_ms: number | null;
  /** The server's time at which it is news no longer. */
  until: number;
}

/** When a turn has the queue's time although a round is held. */
const QUEUES: readonly (SlotPhase | null)[] = ['comments', 'reply'];

/**
 * [R13] The newest change of what a turn may take; null when it is old. While a round is held, the queue's time concerns
 * people only when comments or a reply are on.
 */
export function limitNews(queue: Queue | null, round: Round | null, phase: SlotPhase | null, now: number): LimitNews | null {
  const changes = [round && !QUEUES.includes(phase) ? null : queue, round].flatMap((each) => (each?.limit_at == null ? [] : [{ limit_ms: each.limit_ms, until: each.limit_at + NEWS_MS }]));
  return changes.filter(({ until }) => until > now).sort((a, b) => b.until - a.until)[0] ?? null;
}

export function limitNewsNow({ room, clock }: Live, meeting: Meeting): LimitNews | null {
  const round = meeting.current_round ? room.of('rounds').get(meeting.current_round).value : null;
  const phase = round?.current ? (room.of('slots').get(round.current).value?.phase ?? null) : null;
  return limitNews(room.of('queues').get(queueOf(meeting)).value, round, phase, clock.now());
}

/** The gap after which this meeting has not gone on yet; null where it pauses for any other reason. */
export function gapNow(meeting: Pick<Meeting, 'status' | 'sittings' | 'interruptions'>): Interruption | null {
  const gap = meeting.interruptions[meeting.interruptions.length - 1];
  const sitting = meeting.sittings[meeting.sittings.length - 1];
  return meeting.status === 'paused' && gap && sitting && sitting.ended_at === gap.from_at ? gap : null;
}

/** Since when a meeting that pauses has paused. */
export function pausedSince(meeting: Pick<Meeting, 'status' | 'sittings'>): number | null {
  return meeting.status === 'paused' ? (meeting.sittings[meeting.sittings.length - 1]?.ended_at ?? null) : null;
}
