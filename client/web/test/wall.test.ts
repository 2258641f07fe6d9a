// The wall and the lower third: how long things stand, who waits, and that what is hidden goes at once.
import { describe, expect, it } from 'vitest';
import { guess, clockSize, lines, nameSize, pages } from '../src/screen/fit';
import { begin, next, type Piece } from '../src/screen/newest';
import { BETWEEN_MS, fill, STAY_MS, step, type Card, type Wall } from '../src/screen/wall';

const card = (n: number, height = 30): Card => ({ id: `c_${n}`, born: n, height });
const ids = (wall: Wall): string[] => wall.placed.map((each) => each.id);
const ROOM = 70;

describe('the wall', () => {
  it('begins with the newest that fit', () => {
    expect(ids(fill([1, 2, 3, 4, 5, 6].map((n) => card(n)), ROOM, 0))).toEqual(['c_3', 'c_4', 'c_5', 'c_6']);
  });

  it('takes a new one at once when there is room, then waits between arrivals', () => {
    let wall = fill([card(1)], ROOM, 0);
    wall = step(wall, [card(1), card(2), card(3)], ROOM, 100);
    expect(ids(wall)).toEqual(['c_1', 'c_2']);
    wall = step(wall, [card(1), card(2), card(3)], ROOM, 100 + BETWEEN_MS - 1);
    expect(ids(wall)).toEqual(['c_1', 'c_2']);
    wall = step(wall, [card(1), card(2), card(3)], ROOM, 100 + BETWEEN_MS);
    expect(ids(wall)).toEqual(['c_1', 'c_2', 'c_3']);
  });

  it('keeps each for twenty seconds before it makes room', () => {
    const first = [1, 2, 3, 4].map((n) => card(n));
    let wall = fill(first, ROOM, 0);
    let at = 0;
    for (const n of [5, 6, 7, 8]) wall = step(wall, [...first, ...[5, 6, 7, 8].slice(0, n - 4).map((each) => card(each))], ROOM, (at += BETWEEN_MS));
    expect(ids(wall)).toEqual(['c_5', 'c_6', 'c_7', 'c_8'].sort((a, b) => ids(wall).indexOf(a) - ids(wall).indexOf(b)));
    const full = [5, 6, 7, 8, 9].map((n) => card(n));
    expect(ids(step(wall, full, ROOM, BETWEEN_MS + STAY_MS - 1))).not.toContain('c_9');
    expect(ids(step(wall, full, ROOM, BETWEEN_MS + STAY_MS))).toContain('c_9');
  });

  it('drops what is hidden with the next look, and never moves a card to the other column', () => {
    const first = [1, 2, 3, 4].map((n) => card(n));
    const wall = fill(first, ROOM, 0);
    const after = step(wall, first.slice(1), ROOM, 10);
    expect(ids(after)).toEqual(['c_2', 'c_3', 'c_4']);
    for (const each of after.placed) expect(each.column).toBe(wall.placed.find((before) => before.id === each.id)?.column);
  });

  it('shows even a card taller than the wall', () => {
    expect(ids(fill([card(1, 90)], ROOM, 0))).toEqual(['c_1']);
  });
});

describe('the lower third', () => {
  const piece = (n: number): Piece => ({ id: `c_${n}`, born: n, at: 0 });

  it('gives each at least six seconds, in order', () => {
    let now = begin([], 0);
    now = next(now, [piece(1), piece(2)], 0);
    expect(now.id).toBe('c_1');
    expect(next(now, [piece(1), piece(2)], 5999).id).toBe('c_1');
    expect(next(now, [piece(1), piece(2)], 6000).id).toBe('c_2');
  });

  it('takes a hidden one down at once and lets an old one go', () => {
    const now = next(begin([], 0), [piece(1)], 0);
    expect(next(now, [], 100).id).toBeNull();
    expect(next(now, [piece(1)], 20_000).id).toBeNull();
  });

  it('lets only the newest three wait', () => {
    let now = next(begin([], 0), [piece(1)], 0);
    now = next(now, [1, 2, 3, 4, 5, 6].map(piece), 100);
    expect(now.waiting).toEqual(['c_4', 'c_5', 'c_6']);
  });
});

describe('fitting', () => {
  it('makes long names smaller', () => {
    expect(nameSize('Nguyễn Thị Quỳnh Như', 88, 1)).toBe(11);
    expect(nameSize('Nguyễn Phước Quý Khánh Thiên Hương', 88, 1)).toBe(7.5);
  });

  it('keeps the clock inside its block', () => {
    for (const digits of ['2:41', '12:41', '+0:42', '+12:42', '120:00'])
      expect(clockSize(digits, 62) * [...digits].reduce((sum, sign) => sum + (sign === ':' ? 0.29 : 0.58), 0)).toBeLessThanOrEqual(62.01);
  });

  it('counts lines by words, and pages without losing any', () => {
    expect(lines('một hai ba', 10, 35, guess(0.5))).toBe(2);
    const text = 'Câu một dài vừa phải. Câu hai cũng vậy, không hơn. Câu ba ngắn.';
    expect(pages(text, 30).join(' ')).toBe(text);
  });
});
