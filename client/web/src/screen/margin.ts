// Which comments stand in the margin of the paragraph being read, and how long a paragraph's pages are. Pure.
// Rules: those on this paragraph first, then the newest others on the same text; as many as fit; nothing that is not for the wall.
import type { Comment } from '../shared/protocol.gen';
import { onWall } from '../shared/thread';
import { lines, type Measure } from './fit';

export interface Note {
  id: string;
  /** The paragraph it stands at, where that is another one than is being read. */
  elsewhere: number | null;
}

/** `about` are the ids a comment may be on: the text, and the turn in which it is read. */
export function notesOf(comments: readonly Comment[], about: readonly string[], at: number, heightOf: (comment: Comment) => number, room: number): Note[] {
  const on = comments.filter((each) => onWall(each) && each.reply_to === null && each.on !== null && about.includes(each.on));
  const newest = [...on].reverse();
  const here = newest.filter((each) => each.paragraph === at);
  const others = newest.filter((each) => each.paragraph !== at);
  const notes: Note[] = [];
  let left = room;
  for (const comment of [...here, ...others]) {
    const high = heightOf(comment);
    if (high > left && notes.length > 0) break;
    left -= high;
    notes.push({ id: comment.id, elsewhere: comment.paragraph === null || comment.paragraph === at ? null : comment.paragraph });
  }
  return notes;
}

export interface Page {
  text: string;
  size: number;
}

const LINE = 1.42;
const SIZES = [7, 6.3, 5.6];

/** A paragraph as large as it fits, 7 to 5.6; one that does not fit then goes on further pages. Never smaller, never cut. */
export function pagesOf(text: string, width: number, room: number, depth: number, measure: Measure): Page[] {
  for (const size of SIZES) if (high(text, size * depth, width, measure) <= room) return [{ text, size: size * depth }];
  const size = (SIZES[SIZES.length - 1] ?? 5.6) * depth;
  const pages: string[] = [];
  let page = '';
  for (const word of text.split(/\s+/).filter(Boolean).flatMap((each) => pieces(each, width / size, measure))) {
    const longer = page ? `${page} ${word}` : word;
    if (page && high(longer, size, width, measure) > room) {
      pages.push(page);
      page = word;
    } else page = longer;
  }
  if (page) pages.push(page);
  return pages.map((each) => ({ text: each, size }));
}

/** The beginning of a text that takes no more than so many lines; "…" says that there is more. */
export function beginning(text: string, size: number, width: number, most: number, measure: Measure): string {
  if (lines(text, size, width, measure) <= most) return text;
  const words = text.split(/\s+/).filter(Boolean).flatMap((each) => pieces(each, width / size, measure));
  let count = words.length;
  while (count > 1 && lines(`${words.slice(0, count).join(' ')}…`, size, width, measure) > most) count -= 1;
  return `${words.slice(0, count).join(' ')}…`;
}

const high = (text: string, size: number, width: number, measure: Measure): number => lines(text, size, width, measure) * size * LINE;

/** A word longer than a line goes on in the next; the page may turn between. */
function pieces(word: string, most: number, measure: Measure): string[] {
  if (measure(word) <= most) return [word];
  const half = Math.ceil(word.length / 2);
  return word.length < 2 ? [word] : [...pieces(word.slice(0, half), most, measure), ...pieces(word.slice(half), most, measure)];
}
