// The roll as it is read out, narrowed, and each member's stretches of being here.
import { describe, expect, it } from 'vitest';
import type { AttendanceStatus, Member, Office } from '../src/shared/protocol.gen';
import { passes, rollCall, stretches } from '../src/shared/rollcall';

const member = (status: AttendanceStatus, kind: string | null = 'full', part: { office?: Office; reason?: string; mode?: 'hall' | 'remote' } = {}): Member =>
  ({ name: `${status} ${kind}`, office: part.office ?? 'member', kind, attendance: { status, mode: part.mode ?? null, reason: part.reason ?? null } }) as Member;

describe('the roll call', () => {
  const all = [
    ...Array<Member>(13).fill(member('present')), member('late', 'full', { mode: 'remote' }), member('excused', 'full', { reason: 'công tác' }),
    member('present', 'probationary'), member('present', 'probationary'), member('exempt'), member('present', null, { office: 'guest' }), member('expected', null, { office: 'observer' }),
  ];

  it('counts by kind, guests and exempt apart', () => {
    expect(rollCall(all)).toMatchObject({
      present: 16, total: 17, late: 1, remote: 1, exempt: 1, guests: 1, absent: [], left: [],
      kinds: [{ kind: 'full', present: 14, total: 15 }, { kind: 'probationary', present: 2, total: 2 }],
      excused: [{ name: 'excused full', reason: 'công tác' }],
    });
  });

  it('counts who has not answered and who was marked absent as missing', () => {
    expect(rollCall([member('expected'), member('absent'), member('left')])).toMatchObject({ present: 0, total: 3, absent: [{}, {}], left: [{}] });
  });

  it('narrows', () => {
    const count = (filter: Parameters<typeof passes>[1]): number => all.filter((each) => passes(each, filter)).length;
    expect([count('all'), count('here'), count('not'), count('excused'), count('guests')]).toEqual([18, 16, 0, 2, 2]);
  });
});

it('a stretch begins with coming, ends with leaving, and is cut where somebody goes on from afar', () => {
  const events = [{ at: 1, status: 'present', mode: 'hall' }, { at: 2, status: 'late', mode: 'hall' }, { at: 3, status: 'left', mode: 'hall' }, { at: 5, status: 'present', mode: 'hall' }, { at: 6, status: 'present', mode: 'remote' }] as const;
  expect(stretches(events)).toEqual([{ from_at: 1, to_at: 3, remote: false }, { from_at: 5, to_at: 6, remote: false }, { from_at: 6, to_at: null, remote: true }]);
});
