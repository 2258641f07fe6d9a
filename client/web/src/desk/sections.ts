// What happened, when, and where the secretary's words for it go. Pure: made from the minutes as the server folds them.
import { ask } from '../shared/http';
import { path } from '../shared/paper';

interface Named {
  name: string;
}

interface Voice {
  id: string;
  person: Named | null;
  body: string | null;
  replies: Voice[];
}

interface Statement {
  sections: { heading: string; paragraphs: string[] }[];
}

export interface Spoken {
  id: string;
  person: Named;
  started_at: number | null;
  ended_at: number | null;
  notes: string | null;
  voices: Voice[];
}

interface Subject {
  id: string;
  person: Named | null;
  body: string | null;
  phases: [string, number][];
  turns: Spoken[];
  statement: Statement | null;
}

interface Matter {
  id: string | null;
  title: string;
  number: string;
  spans: { from_at: number }[];
  turns: Spoken[];
  rounds: { subjects: Subject[] }[];
  voices: Voice[];
  polls: { id: string; at: number; question: string }[];
  conclusions: { id: string; at: number; text: string }[];
}

export interface Model {
  matters: Matter[];
  general: Matter;
}

/** One line of what happened; `section` is where the secretary's words for it stand. */
export interface Entry {
  key: string;
  section: string;
  kind: 'head' | 'item' | 'slot' | 'turn' | 'poll' | 'conclusion' | 'closing';
  at: number | null;
  title: string;
  /** An item's number on the agenda. */
  number?: string;
  /** What stands in the paper already, of the secretary's notes during the speech. */
  note: string | null;
  /** A finished turn of which the log knows only that it took place. */
  wants: boolean;
  /** What can be put into the words: what was read, and what was written. */
  offers: { who: string; text: string }[];
}

/** The head first, then everything as it happened, the closing last. */
export function timeline({ matters, general }: Model): Entry[] {
  const told = [...matters, general].flatMap(ofMatter);
  // What has not begun stands where the agenda has it: after what was before it.
  let last = 0;
  const placed = told.map((entry) => ({ entry, at: (last = entry.at ?? last) }));
  const inOrder = placed.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
  return [{ ...plain('head', 'head'), offers: said(general.voices) }, ...inOrder, plain('closing', 'closing')];
}

const plain = (key: string, kind: 'head' | 'closing'): Entry => ({ key, section: key, kind, at: null, title: '', note: null, wants: false, offers: [] });

function ofMatter(matter: Matter): Entry[] {
  const section = matter.id === null ? 'head' : `item:${matter.id}`;
  const common = { note: null, wants: false, offers: [] };
  const item: Entry[] = matter.id === null ? [] : [{ ...common, key: section, section, kind: 'item', at: matter.spans[0]?.from_at ?? null, title: matter.title, number: matter.number, offers: said(matter.voices) }];
  return [
    ...item,
    ...matter.turns.map(ofTurn),
    ...matter.rounds.flatMap((round) => round.subjects).flatMap((subject) => [ofSubject(subject), ...subject.turns.map(ofTurn)]),
    ...matter.polls.map((poll): Entry => ({ ...common, key: poll.id, section, kind: 'poll', at: poll.at, title: poll.question })),
    ...matter.conclusions.map((found): Entry => ({ ...common, key: found.id, section, kind: 'conclusion', at: found.at, title: found.text })),
  ];
}

function ofSubject(subject: Subject): Entry {
  const key = `slot:${subject.id}`;
  const name = subject.person?.name ?? subject.body ?? '';
  const read = (subject.statement?.sections ?? []).map(({ heading, paragraphs }) => ({ who: heading || name, text: [heading, ...paragraphs].filter(Boolean).join('\n') }));
  return { key, section: key, kind: 'slot', at: subject.phases[0]?.[1] ?? null, title: name, note: null, wants: false, offers: read };
}

function ofTurn(turn: Spoken): Entry {
  const key = `turn:${turn.id}`;
  const wants = turn.started_at !== null && turn.ended_at !== null && turn.notes === null;
  return { key, section: key, kind: 'turn', at: turn.started_at ?? turn.ended_at, title: turn.person.name, note: turn.notes, wants, offers: said(turn.voices) };
}

const said = (voices: readonly Voice[]): Entry['offers'] =>
  voices.flatMap((voice) => [...(voice.body ? [{ who: voice.person?.name ?? '', text: voice.body }] : []), ...said(voice.replies)]);

/** The turns of which nothing is written, with the words that the desk has now. */
export const unwritten = (entries: readonly Entry[], text: (section: string) => string): Entry[] => entries.filter((entry) => entry.wants && !text(entry.section).trim());

/** The section's words with a text put after them, as a paragraph of its own. */
export const withOffer = (words: string, { who, text }: { who: string; text: string }, quote: boolean): string =>
  [words.trimEnd(), quote && who ? `${who}: ${text}` : text].filter(Boolean).join('\n');

export async function modelOf(room: string, bearer: string): Promise<Model | null> {
  const answer = await ask<Model>(path(room, 'json'), { bearer, timeout_ms: 20_000 });
  return answer.ok ? answer.body : null;
}
