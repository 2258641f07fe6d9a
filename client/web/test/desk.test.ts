// What the desk's big button stands for: one act for every state of the meeting, the floor, the queue and the round.
import { describe, expect, it } from 'vitest';
import { following, next, type Next } from '../src/desk/facts';
import type { AgendaItem, Hand, Meeting, Round, RoundStep, Slot, Turn } from '../src/shared/protocol.gen';
import type { RoundNow } from '../src/shared/round';

const meeting = (status: Meeting['status'] = 'open'): Meeting => ({ status }) as Meeting;
const turn = (status: Turn['status'], part: Partial<Turn> = {}): Turn => ({ id: 't_1', name: 'An', status, phase: null, ...part }) as Turn;
const hand = (tier = 6): Hand => ({ id: 'h_1', name: 'Bình', tier }) as Hand;
const item = (position: number, status: AgendaItem['status']): AgendaItem => ({ id: `i_${position}`, title: String(position), position, status, parent: null }) as AgendaItem;
const slot = (name: string): Slot => ({ id: `s_${name}`, name }) as Slot;
const held = (due: RoundStep | null): RoundNow => ({ round: { id: 'r_1', due } as Round, slots: [], on: slot('Chi'), following: slot('Dũng'), waiting: [], left: 1 });
const kind = (step: Next): string => (step.kind === 'round' ? `${step.step}:${step.slot?.name ?? ''}` : step.kind);

describe('the big button', () => {
  it('opens, resumes, and is silent after the close', () => {
    expect(kind(next(meeting('draft'), null, [hand()], []))).toBe('open');
    expect(kind(next(meeting('paused'), null, [hand()], []))).toBe('resume');
    expect(kind(next(meeting('closed'), null, [hand()], []))).toBe('closed');
  });

  it('follows a turn from the call to its end', () => {
    expect(kind(next(meeting(), null, [hand()], []))).toBe('call');
    expect(kind(next(meeting(), turn('called'), [], []))).toBe('start');
    expect(kind(next(meeting(), turn('speaking'), [], []))).toBe('end');
    expect(kind(next(meeting(), turn('speaking'), [hand()], []))).toBe('call');
    expect(kind(next(meeting(), turn('paused'), [hand()], []))).toBe('resume_turn');
  });

  it('lets a point of order come before a paused speaker', () => {
    expect(kind(next(meeting(), turn('paused'), [hand(1)], []))).toBe('call');
  });

  it('goes on with the agenda, then closes', () => {
    const agenda = [item(1, 'done'), item(2, 'current'), item(3, 'todo')];
    expect(following(agenda)?.id).toBe('i_3');
    expect(kind(next(meeting(), null, [], agenda))).toBe('item');
    expect(kind(next(meeting(), null, [], [item(1, 'current')]))).toBe('close');
  });

  it('names the next step of a round', () => {
    expect(kind(next(meeting(), null, [], [], held('next')))).toBe('next:Dũng');
    expect(kind(next(meeting(), null, [], [], held('comments')))).toBe('comments:Chi');
    expect(kind(next(meeting(), null, [], [], held('reply')))).toBe('reply:Chi');
    expect(kind(next(meeting(), null, [], [], held('finish')))).toBe('finish:Chi');
    expect(kind(next(meeting(), null, [], [item(1, 'todo')], held(null)))).toBe('item');
  });

  it('serves hands in the comments of a round, not while the statement is read', () => {
    expect(kind(next(meeting(), null, [hand()], [], held('reply')))).toBe('call');
    expect(kind(next(meeting(), turn('speaking', { phase: 'reading' }), [hand()], [], held('comments')))).toBe('end');
    expect(kind(next(meeting(), turn('speaking', { phase: 'reading' }), [hand(1)], [], held('comments')))).toBe('call');
  });
});
