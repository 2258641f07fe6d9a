// Both catalogues say the same things with the same values, in composed letters.
import { expect, it } from 'vitest';
import { addressIn } from '../src/words/address';
import { en } from '../src/words/en';
import { joinEn } from '../src/words/join.en';
import { joinVi } from '../src/words/join.vi';
import { moreEn } from '../src/words/more.en';
import { moreVi } from '../src/words/more.vi';
import { chairEn } from '../src/words/chair.en';
import { chairVi } from '../src/words/chair.vi';
import { presideEn } from '../src/words/preside.en';
import { presideVi } from '../src/words/preside.vi';
import { keysEn } from '../src/words/keys.en';
import { keysVi } from '../src/words/keys.vi';
import { activityEn } from '../src/words/activity.en';
import { activityVi } from '../src/words/activity.vi';
import { rollEn } from '../src/words/roll.en';
import { rollVi } from '../src/words/roll.vi';
import { orderEn } from '../src/words/order.en';
import { orderVi } from '../src/words/order.vi';
import { deskEn } from '../src/words/desk.en';
import { deskVi } from '../src/words/desk.vi';
import { peopleEn } from '../src/words/people.en';
import { peopleVi } from '../src/words/people.vi';
import { pollEn } from '../src/words/poll.en';
import { pollVi } from '../src/words/poll.vi';
import { floorEn } from '../src/words/floor.en';
import { floorVi } from '../src/words/floor.vi';
import { vi } from '../src/words/vi';
import { wallEn } from '../src/words/wall.en';
import { wallVi } from '../src/words/wall.vi';

const pairs: [string, string, string][] = ([[vi, en], [wallVi, wallEn], [joinVi, joinEn], [moreVi, moreEn], [peopleVi, peopleEn], [deskVi, deskEn], [chairVi, chairEn], [presideVi, presideEn], [keysVi, keysEn], [activityVi, activityEn], [rollVi, rollEn], [orderVi, orderEn], [pollVi, pollEn], [floorVi, floorEn]] as [Record<string, string>, Record<string, string>][]).flatMap(([first, second]) =>
  Object.keys(first).map((key): [string, string, string] => [key, first[key] ?? '', second[key] ?? '']),
);

const named = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([^}|]+)/g)].map((found) => found[1] ?? ''))].filter((name) => !['you', 'You', 'everyone'].includes(name)).sort();

it.each(pairs)('%s takes the same values in both languages', (_key, first, second) => {
  expect(named(second)).toEqual(named(first));
});

it('is in composed letters', () => {
  for (const [, first, second] of pairs) for (const text of [first, second]) expect(text).toBe(text.normalize('NFC'));
});

it('addresses people as the profile says, or as they chose', () => {
  expect(addressIn('vi', 'party-cell', null).You).toBe('Đồng chí');
  expect(addressIn('vi', 'unheard-of', null).you).toBe('quý vị');
  expect(addressIn('vi', 'school', 'cô').you).toBe('cô');
  expect(addressIn('en', 'school', 'cô').you).toBe('you');
});
