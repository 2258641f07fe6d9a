// When it will be over: plan, speaker, round and waiting list put together; and lengths of time as people type them.
import { describe, expect, it } from 'vitest';
import { forecast, spentOn, waits, type Facts } from '../src/shared/estimate';
import { inMinutes, parseMinutes, share } from '../src/shared/minutes';
import type { AgendaItem, Hand, Queue, Turn } from '../src/shared/protocol.gen';

const MINUTE = 60_000;
const NOW = 1_700_000_000_000;

const item = (part: Partial<AgendaItem>): AgendaItem => ({ id: 'i_1', status: 'todo', planned_ms: null, spent_ms: 0, started_at: null, parent: null, position: 1, ...part }) as AgendaItem;
const hand = (first_time = true): Hand => ({ first_time }) as Hand;
const queue = (limit_ms: number | null, second_limit_ms: number | null = null): Queue => ({ limit_ms, second_limit_ms }) as Queue;
const current = item({ status: 'current', planned_ms: 20 * MINUTE, started_at: NOW - 5 * MINUTE });
const facts = (part: Partial<Facts> = {}): Facts => ({
  meeting: { status: 'open', current_item: 'i_1', sittings: [{ started_at: NOW - 60 * MINUTE, ended_at: null }], settings: { limit_ms: null } as Facts['meeting']['settings'] },
  items: [current], queue: queue(3 * MINUTE), line: [], turn: null, round: null, roundLeft: 0, ...part,
});

describe('the forecast', () => {
  it('holds to the plan while there is time', () => {
    const found = forecast(facts({ line: [hand(), hand()] }), NOW);
    expect(found).toMatchObject({ planned_ms: 15 * MINUTE, needed_ms: 6 * MINUTE, over_ms: 0, item_at: NOW + 15 * MINUTE, meeting_at: NOW + 15 * MINUTE });
  });

  it('goes beyond it when those who wait need more, each by their own limit', () => {
    const line = [...Array<Hand>(6).fill(hand()), hand(false)];
    const found = forecast(facts({ line, queue: queue(3 * MINUTE, MINUTE) }), NOW);
    expect(found.queue_ms).toBe(19 * MINUTE);
    expect(found.over_ms).toBe(4 * MINUTE);
    expect(found.item_at).toBe(NOW + 19 * MINUTE);
  });

  it('adds who speaks now and who is left in the round', () => {
    const turn = { status: 'speaking', started_at: NOW - MINUTE, paused_at: null, paused_ms: 0, limit_ms: 5 * MINUTE, spoken_ms: 0 } as Turn;
    expect(forecast(facts({ turn, round: { limit_ms: 4 * MINUTE }, roundLeft: 5 }), NOW).needed_ms).toBe(24 * MINUTE);
    const over = { ...turn, started_at: NOW - 9 * MINUTE };
    expect(forecast(facts({ turn: over }), NOW).needed_ms).toBe(0);
  });

  it('adds what is planned later, parts instead of their whole', () => {
    const items = [current, item({ id: 'i_2', planned_ms: 30 * MINUTE }), item({ id: 'i_3', parent: 'i_2', planned_ms: 10 * MINUTE }), item({ id: 'i_4', status: 'done', planned_ms: 99 * MINUTE })];
    expect(forecast(facts({ items }), NOW).meeting_at).toBe(NOW + 25 * MINUTE);
  });

  it('does not guess without a limit and without a plan', () => {
    const bare = item({ status: 'current', started_at: NOW });
    expect(forecast(facts({ items: [bare], line: [hand()], queue: queue(null) }), NOW)).toMatchObject({ needed_ms: null, item_at: null, meeting_at: null, over_ms: 0 });
    const draft = facts();
    expect(forecast({ ...draft, meeting: { ...draft.meeting, status: 'draft' } }, NOW).meeting_at).toBeNull();
  });

  it('tells each in the line how long they wait', () => {
    const turn = { status: 'speaking', started_at: NOW - MINUTE, paused_at: null, paused_ms: 0, limit_ms: 3 * MINUTE, spoken_ms: 0 } as Turn;
    const line = [hand(), hand(false), hand()];
    const rules = { ...queue(3 * MINUTE, MINUTE), discipline: ['tier'] } as Queue;
    expect(waits({ ...facts(), line, turn, queue: rules }, NOW)).toEqual([2 * MINUTE, 5 * MINUTE, 6 * MINUTE]);
    expect(waits({ ...facts(), line, turn, queue: { ...rules, discipline: ['tier', 'chair'] } }, NOW)).toEqual([null, null, null]);
    expect(waits({ ...facts(), line, turn: null, queue: { ...rules, limit_ms: null } }, NOW)).toEqual([0, null, null]);
  });

  it('leaves pauses out of what an item took', () => {
    const { meeting } = facts();
    const paused = { ...meeting, status: 'paused' as const, sittings: [{ started_at: NOW - 60 * MINUTE, ended_at: NOW - 2 * MINUTE }] };
    expect(spentOn(current, paused, NOW)).toBe(3 * MINUTE);
    const resumed = { ...meeting, sittings: [...paused.sittings, { started_at: NOW - MINUTE, ended_at: null }] };
    expect(spentOn({ ...current, spent_ms: 3 * MINUTE }, resumed, NOW)).toBe(4 * MINUTE);
  });
});

describe('lengths of time', () => {
  it.each([['3', 3 * MINUTE], ['2:15', 135_000], ['2,5', 150_000], ['0.5', 30_000], ['', null], ['0', undefined], ['x', undefined], ['-1', undefined], ['2:75', undefined], ['9999', undefined]])('%s', (text, ms) => {
    expect(parseMinutes(text)).toBe(ms);
  });

  it('reads as people say it', () => {
    expect([inMinutes(3 * MINUTE), inMinutes(135_000), inMinutes(30_000)]).toEqual(['3', '2:15', '0:30']);
  });

  it('divides fourteen minutes by six into two and a quarter', () => {
    expect(share(14 * MINUTE, 6)).toBe(135_000);
    expect(share(10_000, 6)).toBeNull();
    expect(share(MINUTE, 0)).toBeNull();
  });
});
