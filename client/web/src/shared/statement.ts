// A statement as screens go through it: one line after another, each knowing where it stands. Pure, but for reading signals.
// It lies outside what every phone loads: only the parts that show a text fetch it.
import type { Live } from './live';
import type { Place, Section, Slot, Statement } from './protocol.gen';
import { roundNow } from './round';

/** One paragraph, or one page of paper; a paragraph's place in the list is the number that comments carry. */
export interface Line extends Place {
  text: string;
  what: 'paragraph' | 'page';
  /** Its number among those, and of how many. */
  n: number;
  of: number;
  /** The section's heading at its first paragraph. */
  heading: string | null;
  /** A page of a scan stands here instead of words. */
  scan?: { id: string; page: number };
}

/** The paragraphs, and behind them the pages of what was photographed from paper. */
export function linesOf(statement: Pick<Statement, 'sections'> & Partial<Pick<Statement, 'scans'>>): Line[] {
  const written = statement.sections.flatMap(({ heading, paragraphs }, section) =>
    paragraphs.map((text, paragraph) => ({ text, heading: paragraph === 0 && heading ? heading : null, section, paragraph })),
  );
  const seen = (statement.scans ?? []).flatMap(({ id, pages }, at) =>
    Array.from({ length: pages }, (_, page) => ({ text: '', heading: null, section: statement.sections.length + at, paragraph: page, scan: { id, page: page + 1 } })),
  );
  const numbered = (lines: Omit<Line, 'what' | 'n' | 'of'>[], what: Line['what']): Line[] => lines.map((line, at) => ({ ...line, what, n: at + 1, of: lines.length }));
  return [...numbered(written, 'paragraph'), ...numbered(seen, 'page')];
}

/** Which line a place is; where it is nowhere, the next one that there is. */
export function lineAt(lines: readonly Line[], place: Place | null): number {
  if (!place) return 0;
  const found = lines.findIndex((line) => line.section > place.section || (line.section === place.section && line.paragraph >= place.paragraph));
  return found === -1 ? Math.max(0, lines.length - 1) : found;
}

const WORD_MS = 300;

/** How long reading it aloud may take, as the server works it out. */
export const readingMs = (sections: readonly Section[]): number =>
  WORD_MS * sections.reduce((words, { text }) => words + text.split(/\s+/).filter(Boolean).length, 0);

export const minutesOf = (ms: number): number => Math.max(1, Math.round(ms / 60_000));

/** Whose text is on in the round: being read, or commented on. Null when nothing was handed in. */
export function textOn(live: Live): { slot: Slot; statement: Statement } | null {
  const slot = roundNow(live)?.on ?? null;
  const statement = slot?.statement ? live.room.of('statements').get(slot.statement).value : null;
  return slot && statement && statement.status === 'revealed' ? { slot, statement } : null;
}
