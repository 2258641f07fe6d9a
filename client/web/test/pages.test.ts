// Rows on the pages of a wall: in their order, none cut, none lost.
import { expect, it } from 'vitest';
import { inPages } from '../src/screen/fit';

it.each([
  [[10, 10, 10], 30, [[0, 3]]],
  [[10, 10, 11], 30, [[0, 2], [2, 3]]],
  [[50, 10, 10], 30, [[0, 1], [1, 3]]],
  [[10, 50, 10], 30, [[0, 1], [1, 2], [2, 3]]],
  [[], 30, [[0, 0]]],
])('%j in %d: %j', (heights, room, expected) => expect(inPages(heights, room)).toEqual(expected));
