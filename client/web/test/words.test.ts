// Both catalogues say the same things with the same values, in composed letters.
import { expect, it } from 'vitest';
import { addressIn } from '../src/words/address';
import { en } from '../src/words/en';
import { vi } from '../src/words/vi';

const named = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([^}|]+)/g)].map((found) => found[1] ?? ''))].filter((name) => !['you', 'You', 'everyone'].includes(name)).sort();

it.each(Object.keys(vi))('%s takes the same values in both languages', (key) => {
  expect(named(en[key as keyof typeof vi])).toEqual(named(vi[key as keyof typeof vi]));
});

it('is in composed letters', () => {
  for (const text of [...Object.values(vi), ...Object.values(en)]) expect(text).toBe(text.normalize('NFC'));
});

it('addresses people as the profile says, or as they chose', () => {
  expect(addressIn('vi', 'party-cell', null).You).toBe('Đồng chí');
  expect(addressIn('vi', 'unheard-of', null).you).toBe('quý vị');
  expect(addressIn('vi', 'school', 'cô').you).toBe('cô');
  expect(addressIn('en', 'school', 'cô').you).toBe('you');
});
