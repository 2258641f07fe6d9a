// The list of activity has a sentence for every type of event; the desk's keys; who was silent.
import { describe, expect, it } from 'vitest';
import { actOf, KEYS } from '../src/desk/Keys';
import { isOfTheChair, sentence, type Logged, type Lookup } from '../src/desk/sentence';
import { EVENT_TYPES, type Member } from '../src/shared/protocol.gen';
import { silent } from '../src/shared/silence';
import { activityEn } from '../src/words/activity.en';
import { activityVi } from '../src/words/activity.vi';
import { keysVi } from '../src/words/keys.vi';

const NAMES: Record<string, string> = { m_1: 'An', m_2: 'Bình', t_1: 'Chi', i_1: 'Khai mạc' };
const look: Lookup = { member: (id) => NAMES[id] ?? null, item: (id) => NAMES[id] ?? null, owner: (id) => NAMES[id] ?? null };
const event = (type: Logged['type'], part: object = {}): Logged => ({ id: 'e_1', at: 0, born: 1, by: 'm_1', type, ...part });

describe('the list of activity', () => {
  it.each(EVENT_TYPES)('has a sentence for %s in both languages', (type) => {
    expect(activityVi).toHaveProperty([type]);
    expect(activityEn).toHaveProperty([type]);
    expect(sentence(event(type), look)).not.toMatch(/[{}]|undefined|null/);
  });

  it('says who did what to whom', () => {
    expect(sentence(event('chair.handed_over', { to: 'm_2' }), look)).toBe('An giao quyền điều hành cho Bình');
    expect(sentence(event('hand.raised', { member: 'm_1', by_desk: false }), look)).toBe('An giơ tay');
    expect(sentence(event('hand.raised', { member: 'm_2', by_desk: true }), look)).toBe('An giơ tay thay Bình');
    expect(sentence(event('turn.extended', { turn: 't_1', limit_ms: 150_000 }), look)).toBe('An đổi giờ của Chi: 2:30 phút');
    expect(sentence(event('agenda.started', { item: 'i_1' }), look)).toBe('An vào mục: Khai mạc');
    expect(sentence(event('hand.lowered', { member: 'm_2', reason: 'debate_closed' }), look)).toBe('Tay của Bình được hạ (thảo luận kết thúc)');
    expect(sentence(event('comment.posted', { by: null, author: null, body: 'Nhất trí' }), look)).toBe('Một người không ghi tên viết: Nhất trí');
    expect(sentence(event('meeting.interrupted', { by: null }), look)).toContain('gián đoạn');
  });

  it('knows the acts of the chair', () => {
    expect(['floor.granted', 'turn.reminded', 'queue.updated', 'agenda.started'].every((type) => isOfTheChair(event(type as Logged['type'])))).toBe(true);
    expect(['comment.posted', 'hand.raised', 'attendance.checked_in'].some((type) => isOfTheChair(event(type as Logged['type'])))).toBe(false);
  });
});

describe('the keys', () => {
  const press = (key: string, part: Partial<KeyboardEvent> = {}): KeyboardEvent => ({ key, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, ...part }) as KeyboardEvent;

  it('stand for one act each, all of them listed', () => {
    for (const key of KEYS) expect(keysVi).toHaveProperty([`key.${key.act}`]);
    expect(actOf(press('ArrowRight', { ctrlKey: true }), false)).toBe('next');
    expect(actOf(press('ArrowRight'), false)).toBeNull();
    expect(actOf(press('?'), false)).toBe('list');
    expect(actOf(press('R'), false)).toBe('remind-time');
    expect(actOf(press('r', { ctrlKey: true }), false)).toBeNull();
  });

  it('do nothing while somebody types', () => {
    for (const [key, part] of [['?', {}], ['+', {}], ['z', { ctrlKey: true }], ['ArrowRight', { ctrlKey: true }]] as const) expect(actOf(press(key, part), true)).toBeNull();
    expect(actOf(press('+', { altKey: true }), false)).toBeNull();
    expect(actOf(press('r', { isComposing: true }), false)).toBeNull();
  });
});

it('whoever is here and neither spoke nor wrote was silent', () => {
  const member = (id: string, part: Partial<Member> = {}): Member => ({ id, office: 'member', turns: 0, attendance: { status: 'present' }, ...part }) as Member;
  const all = [member('a'), member('b', { turns: 1 }), member('c'), member('d', { office: 'observer' }), member('e', { attendance: { status: 'left' } as Member['attendance'] }), member('f'), member('g', { office: 'guest' })];
  expect(silent(all, (id) => (id === 'c' ? 2 : 0), ['f', null]).map((each) => each.id)).toEqual(['a', 'g']);
});
