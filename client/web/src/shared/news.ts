// What has just changed for everybody: the time of a turn, and a meeting that comes back after a failure. Pure.
import type { Interruption, Meeting, Queue, Round } from './protocol.gen';

export const NEWS_MS = 30_000;

export interface LimitNews {
  limit_ms: number | null;
  /** The server's time at which it is news no longer. */
  until: number;
}

/** The newest change of what a turn may take, in the queue or in the round that is held; null when it is old. */
export function limitNews(queue: Queue | null, round: Round | null, now: number): LimitNews | null {
  const changes = [queue, round].flatMap((each) => (each?.limit_at == null ? [] : [{ limit_ms: each.limit_ms, until: each.limit_at + NEWS_MS }]));
  return changes.filter(({ until }) => until > now).sort((a, b) => b.until - a.until)[0] ?? null;
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
