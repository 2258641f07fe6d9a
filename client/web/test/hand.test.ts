// The hand button's states, in the order in which one beats another.
import { expect, it } from 'vitest';
import { handState, type HandFacts } from '../src/shared/hand';
import type { Entry } from '../src/shared/outbox';
import type { Hand, Meeting, Member, Queue, Turn } from '../src/shared/protocol.gen';

const facts = (part: Partial<HandFacts> = {}): HandFacts => ({
  meeting: { status: 'open', settings: { present_only: true } } as Meeting,
  self: { id: 'm_1', office: 'member', attendance: { status: 'present' } } as Member,
  queue: { state: 'open' } as Queue, line: [], turn: null, owed: [], ...part,
});
const hand = (id: string, member: string): Hand => ({ id, member, ahead: null }) as Hand;
const kind = (part: Partial<HandFacts>): string => handState(facts(part)).kind;

it('is ready, and knows who must check in first', () => {
  expect(handState(facts())).toEqual({ kind: 'ready', here: true });
  expect(handState(facts({ self: { id: 'm_1', office: 'member', attendance: { status: 'expected' } } as Member }))).toEqual({ kind: 'ready', here: false });
});

it('shows the place, and the next one as next', () => {
  const line = [hand('h_2', 'm_2'), hand('h_1', 'm_1')];
  expect(handState(facts({ line }))).toMatchObject({ kind: 'raised', place: 2 });
  expect(handState(facts({ line: line.slice(1) }))).toMatchObject({ kind: 'next' });
});

it('says why not', () => {
  expect(kind({ meeting: { status: 'draft' } as Meeting })).toBe('not_open');
  expect(kind({ queue: { state: 'list_closed' } as Queue })).toBe('list_closed');
  expect(kind({ queue: { state: 'debate_closed' } as Queue })).toBe('debate_closed');
  expect(kind({ self: { id: 'm_1', office: 'observer', attendance: { status: 'present' } } as Member })).toBe('observer');
  expect(kind({ turn: { member: 'm_1' } as Turn })).toBe('floor');
});

it('keeps a raised hand though the list was closed after it', () => {
  expect(kind({ queue: { state: 'list_closed' } as Queue, line: [hand('h_1', 'm_1')] })).toBe('next');
});

it('tells what is on its way', () => {
  const owed = (state: Entry['state']): Entry[] => [{ id: 'x', kind: 'hand', state } as Entry];
  expect(kind({ owed: owed('sending') })).toBe('sending');
  expect(kind({ owed: owed('sent') })).toBe('sending');
  expect(kind({ owed: owed('waiting') })).toBe('waiting');
  expect(kind({ owed: owed('ask') })).toBe('ask');
});
