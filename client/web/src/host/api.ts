// What the host may ask of the server, with the host key. Every answer is checked by its status only; the server is ours.
import { ask, type Answer } from '../shared/http';
import { saveFrom } from '../shared/saving';
import type { Locale, Office } from '../shared/protocol.gen';
import type { QrData } from '../shared/ui/Qr';

export interface Server {
  public_url: string;
  addresses: string[];
  version: string;
  durability: 'replicated' | 'always' | 'everysec' | 'memory';
  pinged_at: number | null;
}

export interface Listed {
  room: string;
  code: string;
  title: string;
  place: string | null;
  starts_at: number | null;
  status: 'draft' | 'open' | 'paused' | 'closed';
  members: number;
}

export interface Row {
  line: number;
  name: string;
  office: Office;
  kind: string | null;
  title: string | null;
  unit: string | null;
  group: string | null;
  seat: string | null;
  card: string | null;
  birth_date: string | null;
  problems: { code: string; field: string | null; message: string }[];
  status: 'ok' | 'warning' | 'error';
}

export interface Roster {
  rows: Row[];
  counts: { ok: number; warning: number; error: number };
}

export interface Founding {
  id: string;
  title: string;
  place: string | null;
  starts_at: number | null;
  profile: string;
  locale: Locale;
  settings: { purpose?: string; wifi?: { ssid: string; password: string; security: string } };
  members: Partial<Omit<Row, 'line' | 'problems' | 'status'>>[];
}

export interface PersonLink {
  id: string;
  name: string;
  office: Office;
  link: string;
}

export interface Links {
  screen: string;
  members: PersonLink[];
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The calls of one host key. */
export function hostApi(key: string): {
  server: () => Promise<Answer<Server>>;
  rooms: () => Promise<Answer<{ rooms: Listed[] }>>;
  roster: (type: string, data: string | Blob) => Promise<Answer<Roster>>;
  create: (founding: Founding) => Promise<Answer<{ room: string; code: string }>>;
  links: (room: string) => Promise<Answer<Links>>;
  qr: (text: string) => Promise<Answer<QrData>>;
  carryOver: (room: string, next: { id: string; title: string; starts_at: number | null }) => Promise<Answer<{ room: string; code: string }>>;
  remove: (room: string) => Promise<Answer<unknown>>;
  archive: (room: string) => Promise<boolean>;
  file: (room: string, what: string) => Promise<boolean>;
  bringIn: (archive: Blob) => Promise<Answer<Listed>>;
} {
  const bearer = key;
  return {
    server: () => ask('/api/host', { bearer }),
    rooms: () => ask('/api/rooms', { bearer }),
    roster: (type, data) => ask('/api/roster', { bearer, raw: { type, data }, timeout_ms: 30_000 }),
    create: (founding) => ask('/api/rooms', { bearer, body: founding, timeout_ms: 30_000 }),
    links: (room) => ask(`/api/rooms/${room}/links`, { bearer, method: 'POST', timeout_ms: 30_000 }),
    qr: (text) => ask('/api/qr', { bearer, body: { text } }),
    carryOver: (room, next) => ask(`/api/rooms/${room}/carry-over`, { bearer, body: next, timeout_ms: 30_000 }),
    remove: (room) => ask(`/api/rooms/${room}`, { bearer, method: 'DELETE', timeout_ms: 30_000 }),
    archive: (room) => saveFrom(`/api/rooms/${room}/export`, bearer, `${room}.giotay`),
    file: (room, what) => saveFrom(`/api/rooms/${room}/${what}`, bearer, what.split('?')[0] ?? what),
    bringIn: (archive) => ask('/api/rooms/import', { bearer, raw: { type: 'application/x-ndjson', data: archive }, timeout_ms: 600_000 }),
  };
}

export type HostApi = ReturnType<typeof hostApi>;
