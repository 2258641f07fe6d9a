// Texts on the same matter are found by their syllables, with or without marks; others are not.
import { expect, it } from 'vitest';
import { similar, syllables } from '../src/shared/similar';

const TEXTS = [
  'Đề nghị sửa lại nhà xe cho học sinh trước mùa mưa.',
  'nha xe cua hoc sinh dot nat, de nghi nha truong sua',
  'Tôi nhất trí với kế hoạch năm học mới.',
  'Đề nghị tăng tiết phụ đạo môn Toán cho khối 9.',
  'Cảm ơn ban giám hiệu đã quan tâm.',
];
const like = (text: string): string[] => similar(text, TEXTS.filter((each) => each !== text), (each) => each, 5).map(({ each }) => each);

it('reads syllables without marks and signs', () => expect([...syllables('Nhà xe, NHÀ XE: 2!')]).toEqual(['nha', 'xe', '2']));

it('finds the same matter however it is typed', () => {
  expect(like(TEXTS[0] ?? '')[0]).toBe(TEXTS[1]);
  expect(like(TEXTS[1] ?? '')[0]).toBe(TEXTS[0]);
});

it('does not take a polite beginning for the same matter', () => {
  expect(like(TEXTS[0] ?? '')).not.toContain(TEXTS[3]);
  expect(like(TEXTS[4] ?? '')).toEqual([]);
});

it('knows the same words, and nothing in common', () => {
  const found = similar('kế hoạch', ['ke hoach', 'mùa mưa'], (each) => each, 5);
  expect(found).toHaveLength(1);
  expect(found[0]?.likeness).toBeCloseTo(1);
});
