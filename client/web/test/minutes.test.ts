// What happened line by line, what the desk still has to write down, and the words that go in.
import { expect, test } from 'vitest';
import { timeline, unwritten, withOffer, type Model, type Spoken } from '../src/desk/sections';

const turn = (id: string, started_at: number | null, ended_at: number | null, notes: string | null): Spoken => ({ id, person: { name: 'An' }, started_at, ended_at, notes, voices: [] });
const matter = (id: string | null, spans: number[], turns: Spoken[], more: Partial<Model['general']> = {}): Model['general'] => ({
  id, title: id ?? '', number: '1', spans: spans.map((from_at) => ({ from_at })), turns, rounds: [], voices: [], polls: [], conclusions: [], ...more,
});

const read = { sections: [{ heading: 'Ưu điểm', paragraphs: ['Gần gũi.', 'Chu đáo.'] }] };
const held = { subjects: [{ id: 's1', person: { name: 'Bình' }, body: null, phases: [['reading', 8]] as [string, number][], turns: [turn('early', 10, 20, null), turn('declined', null, 9, null)], statement: read }] };
const model: Model = {
  matters: [
    matter('one', [5], [turn('late', 30, 40, null), turn('noted', 6, 7, 'Hay'), turn('running', 50, null, null)], { rounds: [held], polls: [{ id: 'p1', at: 45, question: 'Thông qua?' }] }),
    matter('two', [], []),
  ],
  general: matter(null, [], []),
};

test('everything as it happened, between the head and the closing', () => {
  expect(timeline(model).map(({ key }) => key)).toEqual([
    'head', 'item:one', 'turn:noted', 'slot:s1', 'turn:declined', 'turn:early', 'turn:late', 'p1', 'item:two', 'turn:running', 'closing',
  ]);
});

test('what a vote needs is written under its item', () => {
  expect(timeline(model).find(({ key }) => key === 'p1')?.section).toBe('item:one');
});

test('finished turns without a note and without words, in rounds too', () => {
  const lines = timeline(model);
  expect(unwritten(lines, () => '').map(({ key }) => key)).toEqual(['turn:early', 'turn:late']);
  expect(unwritten(lines, (section) => (section === 'turn:late' ? 'Nói về điện' : ' ')).map(({ key }) => key)).toEqual(['turn:early']);
});

test('what was read is put in with its heading, what was said with the name', () => {
  const [offer] = timeline(model).find(({ key }) => key === 'slot:s1')?.offers ?? [];
  expect(offer && withOffer('Đã đọc. ', offer, false)).toBe('Đã đọc.\nƯu điểm\nGần gũi.\nChu đáo.');
  expect(withOffer('', { who: 'An', text: 'Đồng ý' }, true)).toBe('An: Đồng ý');
});
