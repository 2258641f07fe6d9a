// Who is in the hall, and when one may say so. Pure. Attendance is never worked out from a connection.
import type { Meeting, Member } from './protocol.gen';

export const isHere = (member: Member | null): boolean =>
  member !== null && (member.attendance.status === 'present' || member.attendance.status === 'late');

/** From when a member may check in; 0 means at any time. */
export function checkInOpensAt(meeting: Meeting): number {
  if (meeting.status !== 'draft' || meeting.starts_at === null) return 0;
  return meeting.starts_at - meeting.settings.check_in_opens_ms;
}

export function mayCheckIn(meeting: Meeting, member: Member | null, now: number): boolean {
  return member !== null && meeting.status !== 'closed' && !isHere(member) && now >= checkInOpensAt(meeting);
}

export interface Roll {
  total: number;
  present: number;
  late: number;
  left: number;
  excused: number;
  absent: number;
  expected: number;
  remote: number;
}

/** The roll in numbers; exempt members are not counted, observers neither. */
export function roll(members: readonly Member[]): Roll {
  const counts: Roll = { total: 0, present: 0, late: 0, left: 0, excused: 0, absent: 0, expected: 0, remote: 0 };
  for (const { attendance, office } of members) {
    if (attendance.status === 'exempt' || office === 'observer') continue;
    counts.total += 1;
    counts[attendance.status] += 1;
    if (attendance.mode === 'remote' && (attendance.status === 'present' || attendance.status === 'late')) counts.remote += 1;
  }
  return counts;
}
