// On a phone that two people share, every act is asked about; only "I am here, raise my hand" is one tap.
import { beforeEach, expect, it } from 'vitest';
import type { Live, Wish } from '../src/shared/live';
import { asking, guarded } from '../src/shared/sharing';

let sent: string[] = [];
const live = {
  perform: async (wish: Wish) => {
    sent.push(wish.type);
    return { kind: 'done', seq: 1, result: {} };
  },
  post: (_: string, wish: Wish, first?: 'here') => {
    if (first) sent.push(first);
    sent.push(wish.type);
    return '';
  },
} as unknown as Live;
const wish = (type: string): Wish => ({ type }) as unknown as Wish;
const rest = (): Promise<void> => new Promise((go) => setTimeout(go, 0));

async function mine(type: string): Promise<void> {
  expect(asking.value?.wish.type).toBe(type);
  asking.value?.answer(true);
  await rest();
}

beforeEach(() => {
  sent = [];
  asking.value = null;
});

it('asks whose a vote is, and right afterwards whose the reserved opinion is', async () => {
  const shared = guarded(live);
  void shared.perform(wish('poll.vote'));
  await mine('poll.vote');
  void shared.perform(wish('poll.reserve'));
  await rest();
  expect(sent).toEqual(['poll.vote']);
  await mine('poll.reserve');
  expect(sent).toEqual(['poll.vote', 'poll.reserve']);
});

it('asks once where one tap says "I am here" and raises the hand', async () => {
  const shared = guarded(live);
  shared.post('hand', wish('hand.raise'), 'here');
  await mine('hand.raise');
  expect(sent).toEqual(['here', 'hand.raise']);
  // The next hand is another tap.
  shared.post('hand', wish('hand.raise'));
  await rest();
  expect(sent).toHaveLength(2);
  await mine('hand.raise');
  expect(sent).toHaveLength(3);
});

it('sends nothing when the answer is no', async () => {
  const shared = guarded(live);
  const outcome = shared.perform(wish('comment.post'));
  asking.value?.answer(false);
  expect(await outcome).toEqual({ kind: 'unknown' });
  expect(sent).toEqual([]);
});
