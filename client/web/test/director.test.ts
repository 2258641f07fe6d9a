// The director's table: shutter, then pinned, then what the meeting itself says.
import { describe, expect, it } from 'vitest';
import { AGENDA_MS, direct, RESULT_MS, type Facts } from '../src/shared/director';
import type { AgendaItem, Comment, Commitment, Conclusion, Meeting, Poll, Screen, Slot, Statement, Turn } from '../src/shared/protocol.gen';

const turn = { id: 't_1', status: 'speaking' } as Turn;
const comment = (part: Partial<Comment> = {}): Comment => ({ id: 'c_1', status: 'shown', scope: 'all', hold: null, body: 'x', ...part }) as Comment;
const pinned = (scene: Screen['scene'], part: Partial<Screen> = {}): Screen => ({ scene, ref: null, text: null, pinned: true, shutter: false, ...part }) as Screen;
const facts = (part: Partial<Facts> = {}, status: Meeting['status'] = 'open'): Facts => ({
  meeting: { status } as Meeting, screen: null, item: null, turn: null, comment: () => null, statement: () => null, slot: () => null, current_poll: null, poll: () => null, document: () => null, conclusions: [], commitments: [], ...part,
});
const scene = (given: Facts, now = 100_000): string => direct(given, now).shown.scene;

describe('the director', () => {
  it('follows the meeting', () => {
    expect(scene(facts({}, 'draft'))).toBe('lobby');
    expect(scene(facts())).toBe('wall');
    expect(scene(facts({ turn }))).toBe('speaker');
    expect(scene(facts({ turn }, 'paused'))).toBe('paused');
    expect(scene(facts({}, 'closed'))).toBe('closed');
  });

  it('shows what is being read, and the speaker where there is no text', () => {
    const reading = { ...turn, slot: 's_1', phase: 'reading' } as Turn;
    const text = { id: 'st_1', status: 'revealed', sections: [{ heading: '', paragraphs: ['a'] }], scans: [] } as unknown as Statement;
    const known = (statement: Statement | null): Partial<Facts> => ({
      slot: () => ({ id: 's_1', statement: statement?.id ?? null }) as Slot, statement: () => statement,
    });
    expect(scene(facts({ turn: reading, ...known(text) }))).toBe('statement');
    expect(scene(facts({ turn: { ...reading, status: 'called' }, ...known(text) }))).toBe('speaker');
    expect(scene(facts({ turn: { ...reading, phase: 'reply' }, ...known(text) }))).toBe('speaker');
    expect(scene(facts({ turn: reading, ...known({ ...text, status: 'submitted' }) }))).toBe('speaker');
    expect(scene(facts({ turn: reading, ...known(null) }))).toBe('speaker');
    expect(scene(facts({ screen: pinned('statement', { ref: 'st_1' }), ...known(text) }))).toBe('statement');
    expect(scene(facts({ screen: pinned('statement', { ref: 'st_1' }), ...known(null) }))).toBe('wall');
  });

  it('shows a conclusion for ten seconds when it is made, unless somebody speaks or votes', () => {
    const conclusions = [{ id: 'cn_1', at: 1 }, { id: 'cn_2', at: 100_000 }] as Conclusion[];
    const [first, made] = conclusions;
    expect(direct(facts({ conclusions }), 101_000)).toEqual({ shown: { scene: 'conclusion', conclusion: made }, until: 100_000 + RESULT_MS });
    expect(scene(facts({ conclusions }), 100_000 + RESULT_MS)).toBe('wall');
    expect(scene(facts({ conclusions, turn }))).toBe('speaker');
    expect(scene(facts({ conclusions, current_poll: { id: 'p', status: 'open' } as Poll }))).toBe('poll');
    expect(direct(facts({ conclusions, turn, screen: pinned('conclusion', { ref: 'cn_1' }) }), 1).shown).toEqual({ scene: 'conclusion', conclusion: first });
    expect(scene(facts({ conclusions: [], screen: pinned('conclusion') }))).toBe('wall');
    expect(scene(facts({ screen: pinned('topics') }))).toBe('topics');
  });

  it('shows a commitment when it is made, not one of a meeting before, and one by one', () => {
    const made = { id: 'cm_2', at: 100_000, promised_at: 100_000, status: 'made' } as Commitment;
    const before = { id: 'cm_1', at: 100_500, promised_at: 5, status: 'made' } as Commitment;
    expect(direct(facts({ commitments: [made, before] }), 101_000)).toEqual({ shown: { scene: 'commitments', commitment: made }, until: 110_000 });
    expect(scene(facts({ commitments: [before] }), 101_000)).toBe('wall');
    expect(scene(facts({ commitments: [{ ...made, status: 'withdrawn' }] }), 101_000)).toBe('wall');
    expect(scene(facts({ commitments: [made], conclusions: [{ id: 'cn_1', at: 101_000 } as Conclusion] }), 102_000)).toBe('conclusion');
    expect(direct(facts({ commitments: [made, before], turn, screen: pinned('commitments', { ref: 'cm_1' }) }), 1).shown).toEqual({ scene: 'commitments', commitment: before });
  });

  it('shows the agenda for five seconds when an item starts, and says until when', () => {
    const item = { started_at: 100_000 } as AgendaItem;
    expect(direct(facts({ item }), 101_000)).toEqual({ shown: { scene: 'agenda' }, until: 100_000 + AGENDA_MS });
    expect(scene(facts({ item }), 105_000)).toBe('wall');
    expect(scene(facts({ item, turn }), 101_000)).toBe('speaker');
  });

  it('asks the hall to vote before anything else, and shows a result once nobody speaks', () => {
    const poll = (status: Poll['status']): Poll => ({ id: 'p_1', status }) as Poll;
    expect(scene(facts({ turn, current_poll: poll('open') }))).toBe('poll');
    expect(scene(facts({ turn, current_poll: poll('closed') }))).toBe('speaker');
    expect(scene(facts({ current_poll: poll('closed') }))).toBe('poll');
    expect(scene(facts({ current_poll: poll('published') }))).toBe('poll');
    expect(scene(facts({ current_poll: poll('open'), screen: pinned('wall') }))).toBe('wall');
    expect(scene(facts({ screen: pinned('poll', { ref: 'p_1' }), poll: () => poll('published') }))).toBe('poll');
    expect(scene(facts({ screen: pinned('poll', { ref: 'p_1' }) }))).toBe('wall');
  });

  it('lets the pinned scene beat the meeting, and the shutter beat both', () => {
    expect(scene(facts({ turn, screen: pinned('blank') }))).toBe('blank');
    expect(scene(facts({ turn, screen: pinned('blank', { shutter: true }) }))).toBe('shutter');
    expect(scene(facts({ screen: pinned('speaker') }))).toBe('invite');
    expect(scene(facts({ turn, screen: pinned('round') }))).toBe('round');
    expect(direct(facts({ screen: pinned('message', { text: 'A' }) }), 0).shown).toEqual({ scene: 'message', text: 'A' });
  });

  it('never shows a hidden comment', () => {
    const screen = pinned('comment', { ref: 'c_1' });
    expect(scene(facts({ screen, comment: () => comment() }))).toBe('comment');
    for (const status of ['hidden', 'pending', 'retracted'] as const)
      expect(scene(facts({ screen, comment: () => comment({ status }) }))).toBe('wall');
    expect(scene(facts({ screen, comment: () => comment({ scope: 'desk' }) }))).toBe('wall');
  });

  it('goes on by itself where it cannot draw what is pinned', () => {
    expect(scene(facts({ turn, screen: pinned('poll') }))).toBe('speaker');
  });
});
