// The roll as it is read out at the opening: how many of each kind are here, and who is not and why. Pure.
import { isHere } from './attendance';
import type { AttendanceStatus, Member } from './protocol.gen';

export interface KindCount {
  /** The kind's name in the profile; null for members without one. */
  kind: string | null;
  present: number;
  total: number;
}

export interface Missing {
  name: string;
  reason: string | null;
}

export interface RollCall {
  present: number;
  total: number;
  kinds: KindCount[];
  late: number;
  remote: number;
  excused: Missing[];
  absent: Missing[];
  /** Who has left again. */
  left: Missing[];
  exempt: number;
  guests: number;
}

const isGuest = (member: Member): boolean => member.office === 'guest' || member.office === 'observer';

/** Guests are counted apart; who is exempt and has not come is not counted. */
export function rollCall(members: readonly Member[]): RollCall {
  const own = members.filter((member) => !isGuest(member));
  const counted = own.filter((member) => member.attendance.status !== 'exempt');
  const here = counted.filter(isHere);
  const kinds = new Map<string | null, KindCount>();
  for (const member of counted) {
    const count = kinds.get(member.kind) ?? { kind: member.kind, present: 0, total: 0 };
    kinds.set(member.kind, { ...count, total: count.total + 1, present: count.present + Number(isHere(member)) });
  }
  const missing = (...statuses: AttendanceStatus[]): Missing[] =>
    counted.filter((member) => statuses.includes(member.attendance.status)).map((member) => ({ name: member.name, reason: member.attendance.reason }));
  return {
    present: here.length,
    total: counted.length,
    kinds: [...kinds.values()].sort((a, b) => b.total - a.total),
    late: here.filter((member) => member.attendance.status === 'late').length,
    remote: here.filter((member) => member.attendance.mode === 'remote').length,
    excused: missing('excused'),
    absent: missing('absent', 'expected'),
    left: missing('left'),
    exempt: own.length - counted.length,
    guests: members.filter((member) => isGuest(member) && isHere(member)).length,
  };
}

/** What the list may be narrowed to. */
export const FILTERS = ['all', 'here', 'not', 'excused', 'guests'] as const;
export type Filter = (typeof FILTERS)[number];

export function passes(member: Member, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return !isGuest(member);
    case 'here':
      return !isGuest(member) && isHere(member);
    case 'not':
      return !isGuest(member) && ['expected', 'absent', 'left'].includes(member.attendance.status);
    case 'excused':
      return !isGuest(member) && ['excused', 'exempt'].includes(member.attendance.status);
    case 'guests':
      return isGuest(member);
  }
}

export interface Stretch {
  from_at: number;
  to_at: number | null;
  remote: boolean;
}

/** Every stretch a member was here, out of the events of the log about their attendance, oldest first. */
export function stretches(events: readonly { at: number; status: AttendanceStatus; mode: string | null }[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { at, status, mode } of events) {
    const last = found[found.length - 1];
    const here = status === 'present' || status === 'late';
    const open = last !== undefined && last.to_at === null;
    const remote = mode === 'remote';
    if (open && (!here || last.remote !== remote)) last.to_at = at;
    if (here && (!open || last.remote !== remote)) found.push({ from_at: at, to_at: null, remote });
  }
  return found;
}
