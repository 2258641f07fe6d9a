// Naming somebody: what is offered while typing, who is named, and where names stand.
import { expect, it } from 'vitest';
import { namedIn, offered, withName } from '../src/shared/mentions';
import { parted } from '../src/shared/parted';

const people = [
  { id: 'm_1', name: 'Nguyễn Thị An', unit: null },
  { id: 'm_2', name: 'Nguyễn Thị An Bình', unit: null },
  { id: 'm_3', name: 'Lê Hà', unit: 'Tổ 1' },
  { id: 'm_4', name: 'Lê Hà', unit: 'Tổ 2' },
];
const ids = (found: { id: string }[]): string[] => found.map((each) => each.id);

it.each([
  ['Nhờ @binh', ['m_2']],
  ['@ha', ['m_3', 'm_4']],
  ['@', ['m_1', 'm_2', 'm_3', 'm_4']],
  ['@nguyen thi', ['m_1', 'm_2']],
  ['thu@ha', []],
  ['@Lê Hà xem', []],
  ['không', []],
])('%s offers %j', (body, expected) => expect(ids(offered(body, people))).toEqual(expected));

it('puts the name in place of what was typed', () => expect(withName('Nhờ @bin', people[1]!)).toBe('Nhờ @Nguyễn Thị An Bình '));

it('names the longest name, and of two of one name the one who was chosen', () => {
  expect(namedIn('@Nguyễn Thị An Bình và @Nguyễn Thị An', people, [])).toEqual(['m_2', 'm_1']);
  expect(namedIn('@Lê Hà', people, [])).toEqual([]);
  expect(namedIn('@Lê Hà', people, ['m_4'])).toEqual(['m_4']);
  expect(namedIn('a@b @nobody', people, [])).toEqual([]);
});

it('marks names in a body, also one that is gone', () => {
  expect(parted('Nhờ @Lê Hà, @Lê Ha', [{ member: 'm_3', name: 'Lê Hà' }])).toEqual([
    { text: 'Nhờ ', named: false }, { text: '@Lê Hà', named: true }, { text: ', @Lê Ha', named: false },
  ]);
  expect(parted('@… ơi', [{ member: 'm_3', name: '' }])).toEqual([{ text: '@…', named: true }, { text: ' ơi', named: false }]);
  expect(parted('@Lê Hà', [])).toEqual([{ text: '@Lê Hà', named: false }]);
});
