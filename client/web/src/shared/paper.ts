// The minutes as the server lays them out in one language, and as a file on this device.
import { saveFrom } from './saving';
import { ask } from './http';

/** One line of the head or the foot; its role says how it looks. */
export interface Line {
  role: string;
  text: string;
}

export type Block =
  | { block: 'header'; rows: [Line[], Line[]][]; share: number }
  | { block: 'title'; text: string; about: string; mark: string }
  | { block: 'notice' | 'para'; text: string }
  | { block: 'fact'; label: string; text: string }
  | { block: 'heading'; level: number; text: string; section: string; number: string }
  | { block: 'point'; text: string; who: string; depth: number; number: string }
  | { block: 'table'; head: string[]; rows: string[][]; widths: number[] }
  | { block: 'signatures'; columns: { lines: Line[]; name: string }[]; recipients: Line[] }
  | { block: 'check'; text: string; address: string }
  | { block: 'new_page' };

export interface Paper {
  /** An official form is in Vietnamese, whatever was asked for. */
  locale: string;
  draft: boolean;
  blocks: Block[];
}

export const path = (room: string, kind: string): string => `/api/rooms/${room}/minutes.${kind}`;

export type Format = 'docx' | 'pdf' | 'html' | 'md';

/** What is wanted of a paper beside its format; what is empty is the room's own. */
export interface Wanted {
  paper?: string;
  locale: string;
  layout?: string;
  member?: string;
  poll?: string;
}

const asked = (wanted: Wanted): string => new URLSearchParams(Object.entries({ ...wanted }).filter((pair): pair is [string, string] => Boolean(pair[1]))).toString();

/** The minutes in a language and the room's form, or null when they cannot be had. */
export async function paperOf(room: string, bearer: string, locale: string, layout = ''): Promise<Paper | null> {
  const answer = await ask<Paper>(`${path(room, 'json')}?layout=${layout}&locale=${locale}`, { bearer, timeout_ms: 30_000 });
  return answer.ok ? answer.body : null;
}

/** Saves a file on this device. */
export const download = (room: string, bearer: string, kind: Format, wanted: Wanted): Promise<boolean> =>
  saveFrom(`${path(room, kind)}?${asked(wanted)}`, bearer, `minutes.${kind}`);
