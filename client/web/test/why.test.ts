// The reason a member is told for a place that is not first come, first heard.
import { expect, it } from 'vitest';
import { waitOf } from '../src/shared/estimate';
import { gapNow, limitNews, pausedSince } from '../src/shared/news';
import type { Discipline, Hand, Meeting, Queue, Round } from '../src/shared/protocol.gen';
import { why } from '../src/shared/why';

const hand = (id: string, born: number, part: Partial<Hand> = {}): Hand => ({ id, born, tier: 6, first_time: true, pinned: false, ahead: null, ...part }) as Hand;
const under = (...discipline: Discipline[]): Queue => ({ discipline: ['tier', ...discipline, 'first_come'] }) as Queue;
const me = hand('me', 1, { first_time: false });

it('says nothing where who came first is heard first', () => {
  expect(why(me, [me, hand('b', 2)], under('first_time'))).toBeNull();
});

it('names what let somebody pass', () => {
  expect(why(me, [hand('b', 2), me], under('first_time'))).toBe('first_time');
  expect(why(me, [hand('b', 2, { tier: 2 }), me], under('first_time'))).toBe('tier');
  expect(why(me, [hand('b', 2, { pinned: true }), me], under())).toBe('pinned');
  expect(why(hand('me', 1), [hand('b', 2), hand('me', 1)], under('alternate'))).toBe('alternate');
  expect(why(hand('me', 1), [hand('b', 2), hand('me', 1)], under('first_time', 'least_time'))).toBe('least_time');
});

it('tells who gained by it, too', () => {
  const newcomer = hand('me', 9);
  expect(why(newcomer, [newcomer, hand('b', 2, { first_time: false })], under('first_time'))).toBe('first_time');
});

it('says that the chair moved or chooses', () => {
  expect(why(hand('me', 1, { pinned: true }), [], under())).toBe('pinned');
  expect(why(me, [me], { discipline: ['tier', 'chair'] })).toBe('chair');
});

it('names the policy where nobody else is shown', () => {
  const hidden = hand('me', 1, { ahead: 3 });
  expect(why(hidden, [hidden], under('first_time'))).toBe('first_time');
  expect(why(hidden, [hidden], under())).toBeNull();
});

it('estimates from how many are ahead where names are hidden', () => {
  const facts = { queue: { ...under(), limit_ms: 120_000 }, line: [], turn: null, meeting: { settings: { limit_ms: null } } as Meeting };
  expect(waitOf(hand('me', 1, { ahead: 3 }), facts, 0)).toBe(360_000);
  expect(waitOf(hand('me', 1, { ahead: 0 }), { ...facts, queue: { ...facts.queue, limit_ms: null } }, 0)).toBe(0);
  expect(waitOf(hand('me', 1, { ahead: 1 }), { ...facts, queue: { ...facts.queue, limit_ms: null } }, 0)).toBeNull();
  expect(waitOf(hand('me', 1, { ahead: 1 }), { ...facts, queue: { ...facts.queue, discipline: ['tier', 'chair'] } }, 0)).toBeNull();
});

it('has news of a limit for half a minute, the newest first', () => {
  const queue = { limit_at: 1000, limit_ms: 60_000 } as Queue;
  const round = { limit_at: 5000, limit_ms: 135_000 } as Round;
  expect(limitNews(queue, round, null, 6000)).toEqual({ limit_ms: 135_000, until: 35_000 });
  expect(limitNews(queue, null, null, 30_999)?.limit_ms).toBe(60_000);
  expect(limitNews(queue, null, null, 31_000)).toBeNull();
  expect(limitNews({ ...queue, limit_at: null }, null, null, 0)).toBeNull();
});

it('[R13] says nothing of the time of the queue while a round has its own', () => {
  const queue = { limit_at: 5000, limit_ms: 60_000 } as Queue;
  const round = { limit_at: null, limit_ms: 135_000 } as Round;
  for (const phase of [null, 'reading', 'conclusion'] as const) expect(limitNews(queue, round, phase, 6000)).toBeNull();
  for (const phase of ['comments', 'reply'] as const) expect(limitNews(queue, round, phase, 6000)?.limit_ms).toBe(60_000);
  expect(limitNews(queue, { ...round, limit_at: 4000 }, 'reading', 6000)?.limit_ms).toBe(135_000);
});

it('knows a gap only until the meeting has gone on', () => {
  const meeting = { status: 'paused', sittings: [{ started_at: 0, ended_at: 10 }], interruptions: [{ from_at: 10, to_at: 20 }] } as unknown as Meeting;
  expect(gapNow(meeting)).toEqual({ from_at: 10, to_at: 20 });
  expect(pausedSince(meeting)).toBe(10);
  expect(gapNow({ ...meeting, status: 'open' })).toBeNull();
  expect(gapNow({ ...meeting, sittings: [...meeting.sittings, { started_at: 30, ended_at: 40 }] })).toBeNull();
});
