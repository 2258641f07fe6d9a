// Who is told what about the turn that comes near, and that nothing is said twice.
import { describe, expect, it } from 'vitest';
import { callNow, toSay, type Call, type CallFacts } from '../src/shared/calls';
import type { Hand, Slot, Turn } from '../src/shared/protocol.gen';

const hand = (member: string, part: Partial<Hand> = {}): Hand => ({ id: `h_${member}`, member, ahead: null, by_desk: false, ...part }) as Hand;
const slot = (member: string, reader: string | null = null): Slot => ({ id: `s_${member}`, member, reader }) as Slot;
const facts = (part: Partial<CallFacts>): CallFacts => ({ self: 'me', line: [], turn: null, waiting: [], ...part });

describe('what is true now', () => {
  it('counts who is before one in the queue', () => {
    expect(callNow(facts({ line: ['a', 'b', 'c', 'me'].map((each) => hand(each)) }))).toMatchObject({ stage: 'far', ahead: 3 });
    expect(callNow(facts({ line: ['b', 'c', 'me'].map((each) => hand(each)) }))).toMatchObject({ stage: 'near', ahead: 2, ref: 'h_me' });
    expect(callNow(facts({ line: [hand('me')] }))).toMatchObject({ stage: 'next', ahead: 0 });
  });

  it('believes the server where names are hidden', () => {
    expect(callNow(facts({ line: [hand('me', { ahead: 2 })] }))).toMatchObject({ stage: 'near', ahead: 2 });
  });

  it('counts in a round, also for who reads for another', () => {
    expect(callNow(facts({ waiting: [slot('a'), slot('b'), slot('me')] }))).toMatchObject({ stage: 'near', ref: 's_me' });
    expect(callNow(facts({ waiting: [slot('a', 'me')] }))).toMatchObject({ stage: 'next', ref: 's_a' });
  });

  it('takes the nearer of queue and round', () => {
    expect(callNow(facts({ line: [hand('a'), hand('me')], waiting: [slot('me')] }))).toMatchObject({ stage: 'next', ref: 's_me' });
  });

  it('calls who was called, and is silent once they speak', () => {
    const turn = { id: 't_1', member: 'me', status: 'called' } as Turn;
    expect(callNow(facts({ turn, line: [hand('me')] }))).toMatchObject({ stage: 'turn', ref: 't_1' });
    expect(callNow(facts({ turn: { ...turn, status: 'speaking' }, line: [hand('me')] }))).toBeNull();
  });
});

describe('what is said', () => {
  const call = (stage: Call['stage'], part: Partial<Call> = {}): Call => ({ stage, ref: 'h_1', ahead: 0, own: true, ...part });

  it('says each stage once, as it comes', () => {
    expect(toSay(call('far'), null)).toEqual({ say: null, said: { ref: 'h_1', stage: 'far' } });
    expect(toSay(call('near'), { ref: 'h_1', stage: 'far' }).say?.stage).toBe('near');
    expect(toSay(call('near'), { ref: 'h_1', stage: 'near' }).say).toBeNull();
    expect(toSay(call('next'), { ref: 'h_1', stage: 'near' }).say?.stage).toBe('next');
    expect(toSay(call('next'), { ref: 'h_1', stage: 'next' }).say).toBeNull();
  });

  it('does not tell who has just raised a hand what their button says', () => {
    expect(toSay(call('next'), null).say).toBeNull();
    expect(toSay(call('next', { own: false }), null).say?.stage).toBe('next');
  });

  it('skips what a sleeping phone missed, and says only what is true now', () => {
    expect(toSay(call('next'), { ref: 'h_1', stage: 'far' }).say?.stage).toBe('next');
    expect(toSay(null, { ref: 'h_1', stage: 'next' })).toEqual({ say: null, said: { ref: 'h_1', stage: 'next' } });
  });

  it('says it again to who was set back and comes near again', () => {
    const back = toSay(call('far'), { ref: 'h_1', stage: 'next' });
    expect(back.say).toBeNull();
    expect(toSay(call('next'), back.said).say?.stage).toBe('next');
  });
});
