// Order policies put together and read back, why a hand stands where it stands, who presides next, who may take over.
import { describe, expect, it } from 'vitest';
import { disciplineOf, orderOf, reasons, switched } from '../src/shared/order';
import { candidates, nextToPreside, takeOver } from '../src/shared/presidium';
import type { Discipline, Hand, Meeting, Member, Office, Presence, Queue } from '../src/shared/protocol.gen';

const hand = (part: Partial<Hand> = {}): Hand => ({ tier: 6, first_time: true, pinned: false, ...part }) as Hand;
const queue = (...discipline: Discipline[]): Queue => ({ discipline }) as Queue;
let born = 0;
const member = (id: string, office: Office, here = true, part: Partial<Member> = {}): Member =>
  ({ id, office, born: ++born, sort_key: id, group: 'Tổ Toán', spoken_ms: 240_000, attendance: { status: here ? 'present' : 'expected' }, ...part }) as Member;

describe('order policies', () => {
  it('are put together with the tier first and first come last', () => {
    const order = switched(switched(orderOf(['tier', 'first_come']), 'least_time'), 'first_time');
    expect(disciplineOf(order)).toEqual(['tier', 'first_time', 'least_time', 'first_come']);
    expect(disciplineOf(switched(order, 'first_time'))).toEqual(['tier', 'least_time', 'first_come']);
    expect(orderOf(disciplineOf(order))).toEqual(order);
  });

  it('or are the rota, or the chair', () => {
    expect(disciplineOf({ manner: 'rota', choices: [] })).toEqual(['tier', 'rota', 'first_come']);
    expect(disciplineOf({ manner: 'chair', choices: ['first_time'] })).toEqual(['tier', 'chair']);
    expect(orderOf(['tier', 'chair']).manner).toBe('chair');
    expect(switched({ manner: 'chair', choices: [] }, 'alternate')).toEqual({ manner: 'rules', choices: ['alternate'] });
  });

  it('say what they looked at', () => {
    const full = queue('tier', 'first_time', 'alternate', 'least_time', 'first_come');
    expect(reasons(hand(), member('a', 'member'), full)).toEqual([{ kind: 'first_time' }, { kind: 'alternate', group: 'Tổ Toán' }, { kind: 'least_time', spoken_ms: 240_000 }]);
    expect(reasons(hand({ tier: 2, first_time: false }), null, queue('tier', 'first_time'))).toEqual([{ kind: 'tier' }, { kind: 'spoke' }]);
    expect(reasons(hand({ pinned: true }), null, full)).toEqual([{ kind: 'pinned' }]);
    expect(reasons(hand(), null, queue('tier', 'first_come'))).toEqual([]);
    expect(reasons(hand(), member('a', 'deputy'), queue('tier', 'rota'))).toEqual([{ kind: 'rota', office: 'deputy' }]);
  });
});

describe('who presides', () => {
  const people = [member('b', 'deputy'), member('s', 'secretary'), member('c', 'chair'), member('d', 'deputy'), member('m', 'member'), member('g', 'guest')];

  it('goes round the presidium: the chair, then deputies as on the roster, without those who are not here', () => {
    expect(nextToPreside(people, 'c')?.id).toBe('b');
    expect(nextToPreside(people, 'b')?.id).toBe('d');
    expect(nextToPreside(people, 'd')?.id).toBe('c');
    expect(nextToPreside(people, 'm')?.id).toBe('c');
    const away = people.map((each) => (each.id === 'd' ? member('d', 'deputy', false) : each));
    expect(nextToPreside(away, 'b')?.id).toBe('c');
    expect(nextToPreside([member('c', 'chair')], 'c')).toBeNull();
  });

  it('is handed to deputies before others, never to guests', () => {
    expect(candidates(people, 'c').map((each) => each.id)).toEqual(['b', 'd', 's', 'm']);
  });

  it('may be taken over once the lease is over, by a deputy before a secretary', () => {
    const meeting = { presiding: 'c', status: 'open', settings: { chair_lease_ms: 20_000 } } as Meeting;
    const [deputy, secretary] = people;
    const gone = (online: string[]): Presence => ({ online, present: 0, chair_gone_at: 1000 });
    expect(takeOver(meeting, deputy ?? null, { count: 3, present: 3, chair_gone_at: null }, people, 99_000)).toEqual({ kind: 'no' });
    expect(takeOver(meeting, deputy ?? null, { count: 3, present: 3, chair_gone_at: 1000 }, people, 6000)).toEqual({ kind: 'wait', left_ms: 15_000 });
    expect(takeOver(meeting, deputy ?? null, gone([]), people, 21_000)).toEqual({ kind: 'may' });
    expect(takeOver(meeting, secretary ?? null, gone(['b']), people, 21_000)).toEqual({ kind: 'no' });
    expect(takeOver(meeting, secretary ?? null, gone(['s']), people, 21_000)).toEqual({ kind: 'may' });
    expect(takeOver(meeting, people[4] ?? null, gone([]), people, 21_000)).toEqual({ kind: 'no' });
  });
});
