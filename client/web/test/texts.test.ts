// Texts for a chat group: everything a person needs to come, everything that came of it, and nobody's own link.
import { expect, it } from 'vitest';
import { invitationText, promises, reminderText, resultsText } from '../src/desk/texts';
import type { Commitment, Conclusion, Document, Meeting, Poll } from '../src/shared/protocol.gen';

const at = { url: 'http://192.168.1.10:8080/j/K7QP', code: 'K7QP' };
const meeting = { title: 'Họp tổ Toán', place: 'Phòng 2', starts_at: Date.UTC(2026, 10, 22, 7, 0) } as unknown as Meeting;

it('invites with the room and its code', () => {
  const text = invitationText(meeting, at, 'vi');
  for (const part of ['Họp tổ Toán', 'Phòng 2', '2026', at.url, 'K7QP']) expect(text).toContain(part);
  expect(text).not.toContain('#t=');
  expect(invitationText({ ...meeting, place: null, starts_at: null } as Meeting, at, 'vi')).not.toContain('null');
});

it('reminds of what is to be read', () => {
  expect(reminderText(meeting, at, [{ title: 'Kế hoạch' }, { title: 'Báo cáo' }] as Document[], 'vi')).toContain('Kế hoạch; Báo cáo');
  expect(reminderText(meeting, at, [], 'vi')).not.toContain('đọc trước');
});

it('tells conclusions and published votes, and nothing that is not published', () => {
  const poll = { question: 'Thông qua?', status: 'published', options: [{ id: 'o1', text: 'Có' }, { id: 'o2', text: 'Không' }], result: { counts: { o1: 16, o2: 1 } } } as unknown as Poll;
  const text = resultsText(meeting, [{ text: 'Thống nhất' } as Conclusion], [poll, { ...poll, question: 'Kín?', status: 'closed' }]);
  expect(text).toContain('Thống nhất');
  expect(text).toContain('Có 16, Không 1');
  expect(text).not.toContain('Kín?');
  expect(resultsText(meeting, [], [])).toBeNull();
});

it('gathers what each promised', () => {
  const one = { member: 'm_1', name: 'An', what: 'Dự giờ', measure: '4 tiết', due: '2026-12-31', status: 'made' } as unknown as Commitment;
  const told = promises([one, { ...one, what: 'Đọc sách', measure: null, due: null }, { ...one, member: 'm_2', name: 'Bình', status: 'withdrawn' }]);
  expect(told).toHaveLength(1);
  expect(told[0]?.text).toContain('An: Dự giờ');
  expect(told[0]?.text).toContain('31/12/2026; Đọc sách');
});
