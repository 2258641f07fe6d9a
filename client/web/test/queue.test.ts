// Place in line and waiting time, counted as people count.
import { expect, it } from 'vitest';
import type { Hand, Queue, Turn } from '../src/shared/protocol.gen';
import { inLine, placeOf, waitMs } from '../src/shared/queue';

const hand = (id: string, rank: number, part: Partial<Hand> = {}): Hand => ({ id, rank, queue: 'i_1', ahead: null, ...part }) as Hand;
const queue = { limit_ms: 180_000, discipline: ['first_come'] } as Queue;

it('sorts by rank, then id, one queue only', () => {
  const line = inLine([hand('h_c', 2), hand('h_b', 1), hand('h_a', 1), hand('h_x', 0, { queue: 'main' })], 'i_1');
  expect(line.map((each) => each.id)).toEqual(['h_a', 'h_b', 'h_c']);
});

it('counts from one, or takes what the server says where names are hidden', () => {
  const line = [hand('h_a', 1), hand('h_b', 2)];
  expect(placeOf(line[1] as Hand, line)).toBe(2);
  expect(placeOf(hand('h_z', 9, { ahead: 6 }), [])).toBe(7);
});

it('estimates from what the speaker has left and a full turn for each ahead', () => {
  const turn = { status: 'speaking', limit_ms: 180_000, started_at: 0, paused_ms: 0, paused_at: null, spoken_ms: 0 } as unknown as Turn;
  expect(waitMs(3, queue, turn, null, 60_000)).toBe(120_000 + 360_000);
  expect(waitMs(1, queue, null, null, 0)).toBe(0);
  expect(waitMs(2, { ...queue, discipline: ['chair'] }, null, null, 0)).toBeNull();
  expect(waitMs(2, { ...queue, limit_ms: null }, null, null, 0)).toBeNull();
});
