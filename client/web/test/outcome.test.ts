// Which voices wait for an outcome, and what an author has not been told yet.
import { expect, it } from 'vitest';
import { isUnanswered, itemOf, untold } from '../src/shared/outcome';
import type { Comment } from '../src/shared/protocol.gen';

const comment = (part: Partial<Comment> = {}): Comment => ({ id: 'c_1', status: 'shown', body: 'x', reply_to: null, outcome: null, ...part }) as Comment;

it.each([
  [{}, true], [{ status: 'pending' }, true], [{ status: 'hidden' }, false], [{ status: 'retracted' }, false],
  [{ outcome: 'noted' }, false], [{ reply_to: 'c_0' }, false],
] as [Partial<Comment>, boolean][])('a comment that is %j waits: %s', (part, expected) => expect(isUnanswered(comment(part))).toBe(expected));

it('finds the item of what was said', () => {
  const about = (id: string): { item: string } | null => (id === 't_1' ? { item: 'a_1' } : null);
  expect(itemOf('t_1', about)).toBe('a_1');
  expect(itemOf('a_2', about)).toBe('a_2');
  expect(itemOf(null, about)).toBeNull();
});

it('tells an outcome once, and another one anew', () => {
  const accepted = comment({ outcome: 'accepted' });
  expect(untold([accepted, comment({ id: 'c_2' })], []).map(({ key }) => key)).toEqual(['c_1:accepted']);
  expect(untold([accepted], ['c_1:accepted'])).toEqual([]);
  expect(untold([{ ...accepted, outcome: 'declined' }], ['c_1:accepted'])).toHaveLength(1);
});
