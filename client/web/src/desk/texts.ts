// The texts themselves: pure, over the view and the room's address. Rule: no link of any one person is ever in them.
import type { Commitment, Conclusion, Document, Meeting, Poll } from '../shared/protocol.gen';
import { tx } from './words.texts';

export interface Address {
  url: string;
  code: string;
}

const day = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'vi-VN', { dateStyle: 'full', timeStyle: 'short' }).format(at);

const when = (meeting: Meeting, language: string): string => (meeting.starts_at === null ? '' : tx('at', { time: day(meeting.starts_at, language) }));

export const invitationText = (meeting: Meeting, { url, code }: Address, language: string): string =>
  tx('inviteText', { title: meeting.title, when: when(meeting, language), place: meeting.place ? tx('in', { place: meeting.place }) : '', url, code });

export function reminderText(meeting: Meeting, { url, code }: Address, documents: readonly Document[], language: string): string {
  const out = documents.map((each) => each.title);
  return tx('remindText', { title: meeting.title, when: when(meeting, language), documents: out.length ? tx('documents', { list: out.join('; ') }) : '', url, code });
}

/** Conclusions and published votes; null while there are none. */
export function resultsText(meeting: Meeting, conclusions: readonly Conclusion[], polls: readonly Poll[]): string | null {
  const lines = [
    ...conclusions.map(({ text }) => tx('conclusion', { text })),
    ...polls.filter((poll) => poll.status === 'published' && poll.result).map((poll) =>
      tx('vote', { question: poll.question, counts: poll.options.map(({ id, text }) => `${text} ${poll.result?.counts[id] ?? 0}`).join(', ') })),
  ];
  return lines.length ? tx('resultsText', { title: meeting.title, lines: lines.join('\n') }) : null;
}

/** What each member promised, by name; for that member, or for all. */
export function promises(commitments: readonly Commitment[]): { name: string; text: string }[] {
  const by = new Map<string, { name: string; lines: string[] }>();
  for (const each of commitments) {
    if (each.status !== 'made' || !each.name) continue;
    const entry = by.get(each.member) ?? { name: each.name, lines: [] };
    entry.lines.push(`${each.what}${each.measure ? tx('measured', { measure: each.measure }) : ''}${each.due ? tx('due', { due: each.due.split('-').reverse().join('/') }) : ''}`);
    by.set(each.member, entry);
  }
  return [...by.values()].map(({ name, lines }) => ({ name, text: tx('promise', { name, lines: lines.join('; ') }) }));
}
