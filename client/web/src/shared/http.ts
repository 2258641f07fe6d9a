// Requests to our own server: JSON in and out, a time limit, and one shape of answer whatever went wrong.

export type Answer<T> =
  | { ok: true; status: number; body: T }
  | { ok: false; status: number; code: string; retry_ms: number | null };

interface ErrorBody {
  error?: { code?: string; retry_ms?: number };
}

export interface Ask {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  /** A token or the host key. */
  bearer?: string | null;
  /** Sent as it is with this content type, instead of `body` as JSON. */
  raw?: { type: string; data: string | Blob };
  timeout_ms?: number;
}

/** Status 0 and code `offline` when there was no answer at all. */
export async function ask<T>(path: string, { method, body, bearer, raw, timeout_ms = 10_000 }: Ask = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (bearer) headers['Authorization'] = `Bearer ${bearer}`;
  if (raw) headers['Content-Type'] = raw.type;
  else if (body !== undefined) headers['Content-Type'] = 'application/json';
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout_ms);
  try {
    const response = await fetch(path, {
      method: method ?? (body === undefined && !raw ? 'GET' : 'POST'),
      headers,
      body: raw ? raw.data : body === undefined ? undefined : JSON.stringify(body),
      signal: stop.signal,
      cache: 'no-store',
      credentials: 'omit',
    });
    const text = await response.text();
    const data: unknown = text ? JSON.parse(text) : {};
    if (response.ok) return { ok: true, status: response.status, body: data as T };
    const { error } = data as ErrorBody;
    return { ok: false, status: response.status, code: error?.code ?? 'internal', retry_ms: error?.retry_ms ?? null };
  } catch {
    return { ok: false, status: 0, code: 'offline', retry_ms: null };
  } finally {
    clearTimeout(timer);
  }
}
