// Place in line and waiting time, counted as people count.
import { expect, it } from 'vitest';
import type { Hand } from '../src/shared/protocol.gen';
import { inLine, placeOf } from '../src/shared/queue';

const hand = (id: string, rank: number, part: Partial<Hand> = {}): Hand => ({ id, rank, queue: 'i_1', ahead: null, ...part }) as Hand;

it('sorts by rank, then id, one queue only', () => {
  const line = inLine([hand('h_c', 2), hand('h_b', 1), hand('h_a', 1), hand('h_x', 0, { queue: 'main' })], 'i_1');
  expect(line.map((each) => each.id)).toEqual(['h_a', 'h_b', 'h_c']);
});

it('counts from one, or takes what the server says where names are hidden', () => {
  const line = [hand('h_a', 1), hand('h_b', 2)];
  expect(placeOf(line[1] as Hand, line)).toBe(2);
  expect(placeOf(hand('h_z', 9, { ahead: 6 }), [])).toBe(7);
});

