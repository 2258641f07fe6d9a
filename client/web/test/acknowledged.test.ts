// [WL11] What a store lost although it was acknowledged goes out again, once and in order.
import { expect, it } from 'vitest';
import { Acknowledged } from '../src/shared/acknowledged';
import type { Command } from '../src/shared/protocol.gen';

const comment = (id: string): Command => ({ id, type: 'comment.post', body: 'x' }) as unknown as Command;
const vote = (id: string, poll: string): Command => ({ id, type: 'poll.vote', poll, choices: [] }) as unknown as Command;
const isOpen = (poll: string): boolean => poll === 'p_open';
const ids = (commands: Command[]): string[] => commands.map((each) => each.id);

it('gives everything again where the log is another one, in the order it was done', () => {
  const acknowledged = new Acknowledged();
  acknowledged.keep(comment('a'), 3);
  acknowledged.keep(comment('b'), 4);
  expect(ids(acknowledged.lost('fork', 9, isOpen))).toEqual(['a', 'b']);
  expect(acknowledged.lost(null, 9, isOpen)).toEqual([]);
});

it('gives again what was acknowledged and never seen', () => {
  const acknowledged = new Acknowledged();
  acknowledged.keep(comment('a'), 3);
  acknowledged.keep(comment('b'), 4);
  expect(ids(acknowledged.lost(null, 3, isOpen))).toEqual(['b']);
  acknowledged.keep(comment('b'), 5);
  expect(ids(acknowledged.lost('too_long', 4, isOpen))).toEqual(['b']);
  acknowledged.forget(comment('b'));
  expect(acknowledged.lost('fork', 0, isOpen).map((each) => each.id)).toEqual(['a']);
});

it('casts no secret vote again', () => {
  const acknowledged = new Acknowledged();
  acknowledged.keep(vote('a', 'p_open'), 3);
  acknowledged.keep(vote('b', 'p_secret'), 4);
  expect(ids(acknowledged.lost('fork', 9, isOpen))).toEqual(['a']);
});

it('remembers the last hundred', () => {
  const acknowledged = new Acknowledged();
  for (let n = 0; n < 110; n++) acknowledged.keep(comment(`k${n}`), n);
  expect(ids(acknowledged.lost('fork', 0, isOpen))[0]).toBe('k10');
  expect(acknowledged.lost('fork', 0, isOpen)).toHaveLength(100);
});
