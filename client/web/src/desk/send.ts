// Sending a document or a scan: a file as it is, or the note of one that was given out elsewhere; and why it was not taken.
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
  if (body instanceof File) return sendFile(live, 'documents', query, body);
  return sent(live, 'documents', new URLSearchParams(), 'application/json', JSON.stringify({ ...body, id: freshId() }));
}

/** A file as it is, to the documents or to the scans. */
export async function sendFile(live: Live, to: 'documents' | 'scans', query: Record<string, string>, file: File): Promise<Sent> {
  const named = new URLSearchParams(Object.entries(query).filter(([, value]) => value.trim() !== ''));
  named.set('id', freshId());
  return sent(live, to, named, 'application/octet-stream', file);
}

async function sent(live: Live, to: string, query: URLSearchParams, type: string, body: File | string): Promise<Sent> {
  try {
    const answer = await fetch(`/api/rooms/${live.room.id}/${to}?${query.toString()}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${live.token}`, 'Content-Type': type },
      body,
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
