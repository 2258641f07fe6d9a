// Who may preside next, and when somebody may take the chair that nobody holds. Pure.
import { isHere } from './attendance';
import type { Meeting, Member, Presence } from './protocol.gen';

/** The chair, then the deputies as they stand on the roster. */
export function presidium(members: readonly Member[]): Member[] {
  const deputies = members.filter((member) => member.office === 'deputy').sort((a, b) => a.born - b.born || (a.id < b.id ? -1 : 1));
  return [...members.filter((member) => member.office === 'chair'), ...deputies];
}

/** The next of the presidium who is here, after whoever presides now; null when there is nobody else. */
export function nextToPreside(members: readonly Member[], presiding: string | null): Member | null {
  const all = presidium(members);
  const at = all.findIndex((member) => member.id === presiding);
  const inTurn = [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))];
  return inTurn.find((member) => isHere(member)) ?? null;
}

/** To whom the chair may be handed: deputies first, then the others of the desk, then everybody; those here before those not. */
export function candidates(members: readonly Member[], presiding: string | null): Member[] {
  const rank = (member: Member): number => ({ chair: 0, deputy: 1, secretary: 2 })[member.office as string] ?? 3;
  return members
    .filter((member) => member.id !== presiding && member.office !== 'guest' && member.office !== 'observer')
    .sort((a, b) => rank(a) - rank(b) || Number(isHere(b)) - Number(isHere(a)) || (a.sort_key < b.sort_key ? -1 : 1));
}

export type TakeOver = { kind: 'no' } | { kind: 'wait'; left_ms: number } | { kind: 'may' };

/** Whether this member may take over from whoever presides, or how long it must still wait. */
export function takeOver(meeting: Meeting, self: Member | null, presence: Presence | null, members: readonly Member[], now: number): TakeOver {
  const gone_at = presence?.chair_gone_at ?? null;
  if (!self || self.id === meeting.presiding || meeting.status === 'closed' || gone_at === null) return { kind: 'no' };
  if (self.office !== 'deputy' && self.office !== 'secretary') return { kind: 'no' };
  if (self.office === 'secretary' && presence && 'online' in presence) {
    // A deputy who is connected goes before a secretary.
    const online = new Set(presence.online);
    if (members.some((member) => member.office === 'deputy' && member.id !== meeting.presiding && online.has(member.id))) return { kind: 'no' };
  }
  const left_ms = gone_at + meeting.settings.chair_lease_ms - now;
  return left_ms > 0 ? { kind: 'wait', left_ms } : { kind: 'may' };
}
