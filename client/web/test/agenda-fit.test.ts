// A long agenda on the wall: the current item is always there, and with it as many around it as fit.
import { expect, it } from 'vitest';
import { around, guess, lines } from '../src/screen/fit';

it('shows all when all fit', () => expect(around([10, 10, 10], 1, 40)).toEqual([0, 3]));
it('grows on both sides of the current row', () => expect(around([10, 10, 10, 10, 10], 2, 35)).toEqual([1, 4]));
it('stays inside the list', () => expect(around([10, 10, 10, 10], 3, 25)).toEqual([2, 4]));
it('keeps the current row even when it is too high', () => expect(around([10, 99, 10], 1, 20)).toEqual([1, 2]));
it('lets a long row out and takes a short one on the other side', () => expect(around([5, 10, 50], 1, 20)).toEqual([0, 2]));
it('breaks only a word that is longer than a line', () => {
  expect(lines('W'.repeat(100), 1, 40, guess(1))).toBe(3);
  expect(lines(`a ${'W'.repeat(100)} b`, 1, 40, guess(1))).toBe(4);
  expect(lines('one two three', 1, 8, guess(1))).toBe(2);
});
