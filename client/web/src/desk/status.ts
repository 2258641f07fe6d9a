// A member's attendance in a few words: what, since when, why.
import { timeOfDay } from '../shared/clock';
import type { Member } from '../shared/protocol.gen';
import { d, r } from './words';

export function statusOf(member: Member): string {
  const { status, since, reason, mode } = member.attendance;
  const time = since ? timeOfDay(since) : '';
  const text = status === 'present' || status === 'late' || status === 'left' ? d(`roll.status.${status}`, { time }) : d(`roll.status.${status}`);
  if (mode === 'remote' && (status === 'present' || status === 'late')) return `${text} (${r('stay.remote')})`;
  return reason ? `${text}: ${reason}` : text;
}
