// The hints of a commitment in both languages, days as people write them, and a plan out of a statement.
import { expect, it } from 'vitest';
import { dayText, lacking, parseDay, planIn, standing } from '../src/shared/commitment';
import type { Commitment, Statement } from '../src/shared/protocol.gen';

const of = (what: string, measure = '', due: string | null = null): string => {
  const found = lacking({ what, measure, due });
  return `${found.number ? 'number ' : ''}${found.date ? 'date' : ''}`.trim();
};

it.each([
  ['Soạn bài giảng điện tử', '', null, 'number date'],
  ['Soạn bài giảng điện tử', '8 bài', null, 'date'],
  ['Soạn tám bài giảng', '', '2027-05-30', ''],
  ['Nâng cao chất lượng trong năm học', '', '2027-05-30', 'number'],
  ['Xong trước 30/5', '', null, 'number'],
  ['Dự giờ 2 lần trước tháng 5', '', null, ''],
  ['Visit lessons', 'twice a month', null, 'date'],
  ['Be a good colleague', '', null, 'number date'],
  ['Two digital lessons by June', '', null, ''],
])('%s / %s / %s lacks: %s', (what, measure, due, expected) => expect(of(what, measure, due)).toBe(expected));

it.each([
  ['2027-05-30', '2027-05-30'], ['30/5/2027', '2027-05-30'], [' 30.05.2027 ', '2027-05-30'], ['31/02/2027', null], ['30/5', null], ['', null], ['x', null],
])('%s is the day %s', (text, expected) => expect(parseDay(text)).toBe(expected));

it('reads a day as it is written here', () => expect(dayText('2027-05-03')).toBe('03/05/2027'));

it('takes the plan out of the own statement', () => {
  const statement = (member: string, heading: string): Statement => ({ member, sections: [{ heading: 'Ưu điểm', paragraphs: ['a'] }, { heading, paragraphs: ['b', 'c'] }] }) as unknown as Statement;
  expect(planIn([statement('m_2', 'Kế hoạch'), statement('m_1', 'III. KẾ HOẠCH khắc phục')], 'm_1')).toBe('b c');
  expect(planIn([statement('m_1', 'My plan')], 'm_1')).toBe('b c');
  expect(planIn([statement('m_1', 'Explanation')], 'm_1')).toBeNull();
});

it('leaves out what was taken back', () => {
  expect(standing([{ status: 'withdrawn' }, { status: 'partly' }] as Commitment[])).toHaveLength(1);
});
