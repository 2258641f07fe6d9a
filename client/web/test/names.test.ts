// A name is found without marks, by any of its words, and by initials.
import { expect, it } from 'vitest';
import { find, fold, initials, matches, nfc } from '../src/shared/names';

it('folds marks and đ away, however the text is composed', () => {
  expect(fold('Đặng Thị Thuỷ')).toBe('dang thi thuy');
  expect(fold('Hòa'.normalize('NFD'))).toBe(fold('Hoà'));
  expect(nfc('é'.normalize('NFD'))).toBe('é');
});

it.each([
  ['thuy', true], ['dang th', true], ['thi dang', true], ['dtt', true], ['DTT', true], ['ĐẶNG', true], ['', true], ['hang', false], ['dtx', false],
])('%s finds Đặng Thị Thuỷ: %s', (query, expected) => expect(matches(query, 'Đặng Thị Thuỷ')).toBe(expected));

it('gives initials', () => expect(initials('Nguyễn Thị Thu Hà')).toBe('ntth'));

it('keeps the order of the list', () => {
  const list = [{ name: 'Lê An' }, { name: 'Trần Bình' }, { name: 'Lê Chi' }];
  expect(find('le', list, (each) => each.name).map((each) => each.name)).toEqual(['Lê An', 'Lê Chi']);
});
