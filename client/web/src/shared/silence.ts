// Who is here and has neither spoken nor written today; not who has the floor now. Pure. What is written without a name counts for nobody.
import { isHere } from './attendance';
import type { Member } from './protocol.gen';

export function silent(members: readonly Member[], comments: (member: string) => number, busy: readonly (string | null)[]): Member[] {
  return members.filter((member) => isHere(member) && member.office !== 'observer' && !busy.includes(member.id) && member.turns === 0 && comments(member.id) === 0);
}
