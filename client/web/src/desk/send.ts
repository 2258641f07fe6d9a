// Sending a document: a file as it is, or the note of one that was given out elsewhere; and why it was not taken.
import type { Live } from '../shared/live';
import { freshId } from '../shared/secure';
import { dc } from '../shared/words.documents';

export type Sent = { ok: true } | { ok: false; reason: string; max: number };

interface Elsewhere {
  title: string;
  where: string;
  day?: string;
  item?: string;
}

export async function post(live: Live, query: Record<string, string>, body: File | Elsewhere): Promise<Sent> {
  const named = new URLSearchParams(Object.entries(query).filter(([, value]) => value.trim() !== ''));
  const isFile = body instanceof File;
  if (isFile) named.set('id', freshId());
  try {
    const answer = await fetch(`/api/rooms/${live.room.id}/documents?${named.toString()}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${live.token}`, 'Content-Type': isFile ? 'application/octet-stream' : 'application/json' },
      body: isFile ? body : JSON.stringify({ ...body, id: freshId() }),
      credentials: 'omit',
    });
    if (answer.ok) return { ok: true };
    const { error } = (await answer.json()) as { error: { code: string; reason?: string; max?: number } };
    return { ok: false, reason: error.reason ?? error.code, max: error.max ?? 0 };
  } catch {
    return { ok: false, reason: 'offline', max: 0 };
  }
}

export const sayWhy = (sent: Sent): string =>
  sent.ok ? '' : sent.reason === 'too_large' ? dc('refused.too_large', { n: Math.floor(sent.max / 1_048_576) }) : dc.maybe(`refused.${sent.reason}`, dc('refused.other'));
