// The view in signals: one row's change touches one row, long lists wait a quarter second, older pages never overwrite.
import { effect } from '@preact/signals-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Comment, Sync } from '../src/shared/protocol.gen';
import { Room } from '../src/shared/room';
import { restore, save } from '../src/shared/snapshot';
import { isShown, threads } from '../src/shared/thread';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const comment = (id: string, born: number, part: Partial<Comment> = {}): Comment =>
  ({ id, at: 0, born, author: 'm_2', reply_to: null, status: 'shown', scope: 'all', hold: null, body: id, ...part }) as Comment;
const sync = (comments: Comment[]): Sync =>
  ({ room: 'r_1', me: { member: 'm_1', office: 'member', class: 'hall' }, mode: 'view', seq: 9, head: 'h', now: 0, reset: null,
    view: { meeting: {}, comments: Object.fromEntries(comments.map((each) => [each.id, each])), members: { m_1: { id: 'm_1', at: 0, born: 1, name: 'Ada' } } } }) as unknown as Sync;

it('tells the list of many new rows at most four times a second', () => {
  const room = new Room('r_1');
  room.sync(sync([]));
  let lists = 0;
  effect(() => {
    void room.of('comments').ids.value;
    lists += 1;
  });
  for (let n = 1; n <= 40; n++) {
    room.put('comments', `c_${n}`, comment(`c_${n}`, n));
    vi.advanceTimersByTime(25);
  }
  vi.advanceTimersByTime(300);
  // One for the empty list, then the first row and one look each quarter second.
  expect(lists).toBeLessThanOrEqual(7);
  expect(room.of('comments').ids.value).toHaveLength(40);
});

it('shows a changed entity at once, and a removed one as nothing', () => {
  const room = new Room('r_1');
  room.sync(sync([comment('c_1', 1)]));
  room.put('comments', 'c_1', comment('c_1', 1, { status: 'hidden' }));
  expect(room.of('comments').get('c_1').value?.status).toBe('hidden');
  room.remove('comments', 'c_1');
  expect(room.of('comments').get('c_1').value).toBeNull();
});

it('keeps the order of birth and lets a page fill in without overwriting', () => {
  const room = new Room('r_1');
  room.sync(sync([comment('c_5', 5, { body: 'new' })]));
  room.older('comments', { c_5: comment('c_5', 5, { body: 'old' }), c_2: comment('c_2', 2) });
  vi.advanceTimersByTime(300);
  expect(room.of('comments').ids.value).toEqual(['c_2', 'c_5']);
  expect(room.of('comments').peek('c_5')?.body).toBe('new');
});

it('paints the last picture for the same token only, and asks the server for everything', () => {
  const kept = new Map<string, string>();
  const storage = { get: (key: string) => kept.get(key) ?? null, set: (key: string, value: string) => void kept.set(key, value), remove: (key: string) => void kept.delete(key) };
  const room = new Room('r_1');
  room.sync(sync([comment('c_1', 1)]));
  save(room, 'r_1.secret', storage);
  const again = new Room('r_1');
  expect(restore(again, 'r_1.other', storage)).toBe(false);
  expect(restore(again, 'r_1.secret', storage)).toBe(true);
  expect(again.self.value?.name).toBe('Ada');
  expect(again.of('comments').ids.value).toEqual(['c_1']);
  expect(again.where()).toBeNull();
});

it('folds replies under their root and shows what waits only to its author', () => {
  const held = comment('c_3', 3, { status: 'pending', hold: 'all', author: 'm_1' });
  expect(isShown(held, 'm_1')).toBe(true);
  expect(isShown(held, 'm_2')).toBe(false);
  expect(isShown({ ...held, hold: 'screen' }, 'm_2')).toBe(true);
  expect(isShown({ ...held, status: 'hidden' }, 'm_2')).toBe(false);
  const [first] = threads([comment('c_1', 1), comment('c_2', 2, { reply_to: 'c_1' })]);
  expect(first?.replies.map((each) => each.id)).toEqual(['c_2']);
});
