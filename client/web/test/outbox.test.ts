// Nothing owed is lost or doubled; a hand raised long ago is not raised behind one's back.
import { beforeEach, expect, it } from 'vitest';
import type { Outcome } from '../src/shared/connection';
import { Outbox, type Entry } from '../src/shared/outbox';
import type { Command } from '../src/shared/protocol.gen';

const kept = new Map<string, string>();
const storage = { get: (key: string) => kept.get(key) ?? null, set: (key: string, value: string) => void kept.set(key, value), remove: (key: string) => void kept.delete(key) };
let now = 0;
let item: string | null = 'i_1';
let answers: Outcome[] = [];
let sent: string[] = [];
let list: readonly Entry[] = [];
let refusals: string[] = [];
let later: (() => void)[] = [];

const make = (): Outbox =>
  new Outbox({
    token: 'r_1.secret', storage, now: () => now, currentItem: () => item,
    send: async (command) => {
      sent.push(command.id);
      return answers.shift() ?? { kind: 'unknown' };
    },
    later: (act) => void later.push(act),
    changed: (entries) => (list = entries),
    refused: (entry) => refusals.push(entry.refusal?.code ?? ''),
  });
const comment = (id: string): Command => ({ id, type: 'comment.post', body: 'x' }) as unknown as Command;
const hand = (id: string): Command => ({ id, type: 'hand.raise' }) as unknown as Command;
const done = (result = {}): Outcome => ({ kind: 'done', seq: 1, result });
const rest = (): Promise<void> => new Promise((go) => setTimeout(go, 0));

beforeEach(() => {
  kept.clear();
  now = 0;
  item = 'i_1';
  [answers, sent, refusals, later] = [[], [], [], []];
});

it('says that somebody is here before their hand, and keeps both in that order', async () => {
  const outbox = make();
  outbox.add('here', { id: 'a', type: 'attendance.check_in' } as unknown as Command);
  outbox.add('hand', hand('b'));
  await rest();
  expect(sent).toEqual([]);
  answers = [done(), done()];
  outbox.line(true);
  await rest();
  await rest();
  expect(sent).toEqual(['a', 'b']);
});

it('drops "I am here" where that is known already, and goes on to the hand', async () => {
  const outbox = make();
  outbox.add('here', { id: 'a', type: 'attendance.check_in' } as unknown as Command);
  outbox.add('hand', hand('b'));
  answers = [{ kind: 'refused', refusal: { code: 'already', message: '' } } as Outcome, done()];
  outbox.line(true);
  await rest();
  await rest();
  expect(sent).toEqual(['a', 'b']);
  expect(refusals).toEqual([]);
});

it('keeps a comment while offline and sends it once on return', async () => {
  const box = make();
  box.add('comment', comment('c1'));
  expect(sent).toEqual([]);
  answers = [done({ comment: 'c_9' })];
  box.line(true);
  await rest();

  expect(sent).toEqual(['c1']);
  expect(list).toMatchObject([{ state: 'sent', result: 'c_9' }]);
});

it('tells of what is owed with a list of its own, or pages would not redraw', () => {
  const box = make();
  const before = list;
  box.add('hand', hand('h1'));
  expect(list).not.toBe(before);
  expect(before).toEqual([]);
  expect(list).toMatchObject([{ id: 'h1', state: 'waiting' }]);
});

it('sends the same id again when nobody knows', async () => {
  const box = make();
  box.line(true);
  answers = [{ kind: 'unknown' }, done()];
  box.add('comment', comment('c1'));
  await rest();
  later.shift()?.();
  await rest();

  expect(sent).toEqual(['c1', 'c1']);
});

it('survives a reload, even in the middle of sending', async () => {
  const box = make();
  box.line(true);
  box.add('comment', comment('c1'));
  const reloaded = make();
  expect(list).toMatchObject([{ id: 'c1', state: 'waiting' }]);
  answers = [done()];
  reloaded.line(true);
  await rest();

  expect(list).toMatchObject([{ state: 'sent' }]);
});

it('asks after ten minutes instead of sending', async () => {
  const box = make();
  box.add('comment', comment('c1'));
  now = 600_001;
  box.line(true);
  await rest();
  expect(sent).toEqual([]);
  expect(list).toMatchObject([{ state: 'ask' }]);
  answers = [done()];
  box.again('c1');
  await rest();

  expect(sent).toEqual(['c1']);
});

it('raises a hand for a minute, and only on the item it was meant for', async () => {
  const box = make();
  box.add('hand', hand('h1'));
  item = 'i_2';
  box.line(true);
  await rest();
  expect(list).toMatchObject([{ state: 'ask' }]);
  box.drop('h1');
  box.line(false);
  box.add('hand', hand('h2'));
  now = 60_001;
  box.line(true);
  await rest();

  expect(sent).toEqual([]);
  expect(list).toMatchObject([{ id: 'h2', state: 'ask' }]);
});

it('keeps the words of a refused comment, and goes on with the next', async () => {
  const box = make();
  answers = [{ kind: 'refused', refusal: { code: 'closed', message: '' } }, done()];
  box.add('comment', comment('c1'));
  box.add('comment', comment('c2'));
  box.line(true);
  await rest();
  await rest();

  expect(refusals).toEqual(['closed']);
  expect(list).toMatchObject([{ id: 'c1', state: 'failed' }, { id: 'c2', state: 'sent' }]);
});

it('takes words that stand already for words that were sent', async () => {
  const box = make();
  box.line(true);
  answers = [{ kind: 'refused', refusal: { code: 'already', message: '' } } as Outcome];
  box.add('comment', comment('c1'));
  await rest();
  expect(list).toEqual([]);
  expect(refusals).toEqual([]);
});
