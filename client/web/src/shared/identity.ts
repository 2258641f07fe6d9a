// Who this device is. The credential stands in the address after `#t=`, which reaches no log, and in this device's
// storage, so that reload, "open in the browser" and a closed chat window all come back to the same person.
import { stored } from './stored';

export interface Place {
  page: 'code' | 'join' | 'room';
  code: string | null;
  room: string | null;
}

/** What the address asks for; paths are matched in any case. */
export function placeOf(path: string): Place {
  const [first = '', second = ''] = path.split('/').filter(Boolean);
  const page = first.toLowerCase();
  if (page === 'j' && second) return { page: 'join', code: second.toUpperCase(), room: null };
  if (['m', 'desk', 'screen'].includes(page) && second) return { page: 'room', code: null, room: second };
  return { page: 'code', code: null, room: null };
}

export function tokenInAddress(hash: string): string | null {
  const found = /[#&]t=([A-Za-z0-9_.-]+)/.exec(hash);
  return found?.[1] ?? null;
}

/** The room a token belongs to: `<room>.<secret>`. */
export const roomOf = (token: string): string => token.split('.')[0] ?? '';

/** Finds the token for a room, keeps it in both places. `face` keeps a desk and a phone on one device apart. */
export function tokenFor(room: string, face: 'phone' | 'desk' | 'screen' = 'phone'): string | null {
  const key = `token:${face}:${room}`;
  const named = tokenInAddress(location.hash);
  if (named && roomOf(named) === room) {
    stored.set(key, named);
    return named;
  }
  const known = stored.get(key);
  if (known) history.replaceState(null, '', `${location.pathname}${location.search}#t=${known}`);
  return known;
}

export function remember(room: string, token: string, face: 'phone' | 'desk' | 'screen' = 'phone'): void {
  stored.set(`token:${face}:${room}`, token);
}

export function forget(room: string, face: 'phone' | 'desk' | 'screen' = 'phone'): void {
  const token = stored.get(`token:${face}:${room}`) ?? '';
  for (const key of [`token:${face}:${room}`, `view:${room}`, `outbox:${token}`, `right:${room}`, `statements:${room}`, `people:${room}`, `seat:${room}`]) stored.remove(key);
  history.replaceState(null, '', location.pathname + location.search);
}
