// A text's lines and places, what is offered to write under, the margin of the wall, and pages that never cut a word.
import { describe, expect, it } from 'vitest';
import { guess, lines } from '../src/screen/fit';
import { notesOf, pagesOf } from '../src/screen/margin';
import type { Comment, Statement } from '../src/shared/protocol.gen';
import { lineAt, linesOf, minutesOf, readingMs } from '../src/shared/statement';
import { lengthOf, withForm } from '../src/shared/statement-draft';

const text = { sections: [{ heading: 'A', paragraphs: ['1', '2'] }, { heading: 'B', paragraphs: [] }, { heading: 'C', paragraphs: ['3'] }] } as unknown as Statement;

describe('a text', () => {
  it('is one line after another, numbered through all sections', () => {
    const all = linesOf(text);
    expect(all.map((line) => [line.text, line.heading])).toEqual([['1', 'A'], ['2', null], ['3', 'C']]);
    expect(lineAt(all, null)).toBe(0);
    const photographed = linesOf({ ...text, scans: [{ id: 'sc_1', pages: 2, bytes: 1 }, { id: 'sc_2', pages: 1, bytes: 1 }] });
    expect(photographed.slice(all.length)).toMatchObject([{ section: text.sections.length, paragraph: 0, scan: { id: 'sc_1', page: 1 } }, { section: text.sections.length, paragraph: 1, scan: { id: 'sc_1', page: 2 } }, { section: text.sections.length + 1, paragraph: 0, scan: { id: 'sc_2', page: 1 } }]);
    expect(photographed.map(({ what, n, of }) => `${what} ${n}/${of}`)).toEqual(['paragraph 1/3', 'paragraph 2/3', 'paragraph 3/3', 'page 1/3', 'page 2/3', 'page 3/3']);
    expect(lineAt(all, { section: 0, paragraph: 1 })).toBe(1);
    expect(lineAt(all, { section: 1, paragraph: 0 })).toBe(2);
    expect(lineAt(all, { section: 9, paragraph: 0 })).toBe(2);
  });

  it('takes as long as two hundred words a minute', () => {
    expect(readingMs([{ heading: 'nothing', text: ' một  hai\nba ' }])).toBe(900);
    expect(minutesOf(1000)).toBe(1);
  });

  it('is offered the headings of the form and keeps every other', () => {
    expect(withForm([], [])).toEqual([{ heading: '', text: '' }]);
    expect(withForm([{ heading: 'X', text: 'x' }, { heading: 'B', text: 'b' }], ['A', 'B'])).toEqual([
      { heading: 'A', text: '' }, { heading: 'B', text: 'b' }, { heading: 'X', text: 'x' },
    ]);
    expect(lengthOf([{ heading: 'Ẳ', text: 'đ' }])).toBe(2);
  });
});

describe('the margin', () => {
  const note = (id: string, part: Partial<Comment> = {}): Comment =>
    ({ id, status: 'shown', scope: 'all', body: 'x', on: 'st_1', reply_to: null, paragraph: null, ...part }) as Comment;

  it('has those of this paragraph first, the newest on top, and no more than fit', () => {
    const comments = [note('a'), note('b', { paragraph: 2 }), note('c', { paragraph: 0 }), note('d', { paragraph: 2 }), note('e', { on: 'st_2' })];
    expect(notesOf(comments, ['st_1'], 2, () => 10, 30)).toEqual([{ id: 'd', elsewhere: null }, { id: 'b', elsewhere: null }, { id: 'c', elsewhere: 0 }]);
    expect(notesOf(comments, ['st_1'], 2, () => 99, 30).map(({ id }) => id)).toEqual(['d']);
  });

  it('has nothing that is hidden, held, private or withdrawn', () => {
    const secret = [note('a', { status: 'hidden' }), note('b', { status: 'pending' }), note('c', { scope: 'desk' }), note('d', { body: null })];
    expect(notesOf(secret, ['st_1'], 0, () => 1, 30)).toEqual([]);
  });
});

describe('pages', () => {
  const measure = guess(0.56);
  it('are one while it fits, smaller first, then more', () => {
    expect(pagesOf('ngắn', 94, 60, 1, measure)).toEqual([{ text: 'ngắn', size: 7 }]);
    const long = Array.from({ length: 400 }, (_, n) => `từ${n}`).join(' ');
    const all = pagesOf(long, 94, 60, 1, measure);
    expect(all.length).toBeGreaterThan(3);
    expect(all.map((page) => page.text).join(' ')).toBe(long);
    for (const page of all) {
      expect(page.size).toBe(5.6);
      expect(lines(page.text, page.size, 94, measure) * page.size * 1.42).toBeLessThanOrEqual(60);
    }
  });

  it('break a word only where it is longer than a line', () => {
    const word = 'a'.repeat(900);
    expect(pagesOf(word, 94, 60, 1, measure).map((page) => page.text.replace(/ /g, '')).join('')).toBe(word);
  });
});
