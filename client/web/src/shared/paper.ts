// The minutes as the server lays them out in one language, and as a file on this device.
import { saveFrom } from './saving';
import { ask } from './http';

export type Block =
  | { block: 'header'; left: string[]; right: string[] }
  | { block: 'title'; text: string; about: string }
  | { block: 'notice' | 'para'; text: string }
  | { block: 'fact'; label: string; text: string }
  | { block: 'heading'; level: number; text: string; section: string }
  | { block: 'point'; text: string; who: string; depth: number }
  | { block: 'table'; head: string[]; rows: string[][]; widths: number[] }
  | { block: 'signatures'; columns: [string, string][] }
  | { block: 'new_page' };

export interface Paper {
  draft: boolean;
  blocks: Block[];
}

export const path = (room: string, kind: string): string => `/api/rooms/${room}/minutes.${kind}`;

/** The paper in a language, or null when it cannot be had. */
export async function paperOf(room: string, bearer: string, locale: string): Promise<Paper | null> {
  const answer = await ask<Paper>(`${path(room, 'json')}?layout=plain&locale=${locale}`, { bearer, timeout_ms: 20_000 });
  return answer.ok ? answer.body : null;
}

/** Saves a file on this device. */
export const download = (room: string, bearer: string, kind: 'docx' | 'md', locale: string): Promise<boolean> =>
  saveFrom(`${path(room, kind)}?locale=${locale}`, bearer, `minutes.${kind}`);
