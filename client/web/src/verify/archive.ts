// Whether an export is what was exported: the same check as `giotay verify`, in the browser and offline. Pure.
// Every entry of the log leads from one head to the next; whoever changes a byte changes every head after it. The hashes
// come from a library because over plain http a browser has none to offer.
import { blake2b } from '@noble/hashes/blake2.js';
import { sha256 } from '@noble/hashes/sha2.js';

export type Problem =
  | { kind: 'noExport' }
  | { kind: 'newer'; version: number }
  | { kind: 'unreadable' | 'notNext'; line: number; seq: number }
  | { kind: 'changed' | 'text'; from: number; to: number }
  | { kind: 'head' | 'sum' | 'cut' }
  | { kind: 'beside'; line: number }
  | { kind: 'file'; key: string };

export interface Finding {
  room: string;
  seq: number;
  head: string;
  events: number;
  erased: number;
  files: number;
  /** After which seq the head was the one asked for; null where it never was. */
  passed: number | null;
  problem: Problem | null;
}

type Json = Record<string, unknown>;

const VERSION = 2;
const LINE_MAX = 16 << 20;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

class Damaged extends Error {
  constructor(readonly problem: Problem) {
    super(problem.kind);
  }
}

/** The lines of a file as bytes, each with its line break; a piece of the file at a time. */
export async function* linesOf(file: Blob, step = 4 << 20): AsyncGenerator<Uint8Array> {
  let rest = new Uint8Array(0);
  for (let at = 0; at < file.size; at += step) {
    const piece = new Uint8Array(await file.slice(at, at + step).arrayBuffer());
    const whole = new Uint8Array(rest.length + piece.length);
    whole.set(rest);
    whole.set(piece, rest.length);
    let from = 0;
    for (let end = whole.indexOf(10, rest.length); end >= 0; end = whole.indexOf(10, from)) {
      yield whole.subarray(from, end + 1);
      from = end + 1;
    }
    rest = whole.slice(from);
    if (rest.length > LINE_MAX) throw new Damaged({ kind: 'noExport' });
  }
  if (rest.length) yield rest;
}

/** What is in an export; `head` is a printed code, or its beginning. */
export async function check(lines: AsyncIterable<Uint8Array>, head: string): Promise<Finding> {
  const found: Finding = { room: '', seq: 0, head: '', events: 0, erased: 0, files: 0, passed: null, problem: null };
  try {
    await read(lines, head.toLowerCase(), found);
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    found.problem = error.problem;
  }
  return found;
}

async function read(lines: AsyncIterable<Uint8Array>, wanted: string, found: Finding): Promise<void> {
  let heading: { version: number; seq: number; head: string } | null = null;
  let position = new Uint8Array(0);
  const sum = blake2b.create({ dkLen: 32 });
  const parts = new Parts();
  let number = 0;
  let ended = false;
  for await (const raw of lines) {
    number += 1;
    if (!heading) {
      heading = headingOf(raw, found);
      position = blake2b(encoder.encode(found.room), { dkLen: 32 });
      found.head = hex(position);
      sum.update(raw);
      continue;
    }
    if (ended) throw new Damaged({ kind: 'beside', line: number });
    if (found.seq < heading.seq) {
      position = entryOf(raw, number, position, found);
      if (wanted && found.passed === null && found.head.startsWith(wanted)) found.passed = found.seq;
      sum.update(raw);
      continue;
    }
    if (found.head !== heading.head) throw new Damaged({ kind: 'head' });
    if (heading.version === 1) continue;
    const line = jsonOf(raw);
    if (!line) throw new Damaged({ kind: 'beside', line: number });
    if (line.kind === 'end') {
      if (line.check !== hex(sum.clone().digest())) throw new Damaged({ kind: 'sum' });
      ended = true;
      continue;
    }
    sum.update(raw);
    if (line.kind === 'file') found.files += parts.take(line, number) ? 1 : 0;
  }
  if (!heading) throw new Damaged({ kind: 'noExport' });
  if (found.seq !== heading.seq || found.head !== heading.head) throw new Damaged({ kind: 'head' });
  parts.done();
  if (heading.version > 1 && !ended) throw new Damaged({ kind: 'cut' });
}

function jsonOf(raw: Uint8Array): Json | null {
  try {
    const value: unknown = JSON.parse(decoder.decode(raw));
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

function headingOf(raw: Uint8Array, found: Finding): { version: number; seq: number; head: string } {
  const line = jsonOf(raw);
  const { giotay, room, seq, head } = line ?? {};
  if (typeof giotay !== 'number' || typeof room !== 'string' || typeof seq !== 'number' || typeof head !== 'string') throw new Damaged({ kind: 'noExport' });
  if (giotay > VERSION) throw new Damaged({ kind: 'newer', version: giotay });
  found.room = room;
  return { version: giotay, seq, head };
}

/** The next entry; answers the head it leads to. */
function entryOf(raw: Uint8Array, number: number, before: Uint8Array, found: Finding): Uint8Array<ArrayBuffer> {
  const unreadable = new Damaged({ kind: 'unreadable', line: number, seq: found.seq });
  const line = jsonOf(raw);
  const { last, entry, texts, head } = line ?? {};
  if (typeof last !== 'number' || typeof entry !== 'string' || typeof texts !== 'object' || texts === null) throw unreadable;
  const stored = encoder.encode(entry);
  const events = jsonOf(stored)?.events;
  if (!Array.isArray(events)) throw unreadable;
  const [first, final] = [events[0], events[events.length - 1]] as ({ seq?: unknown } | undefined)[];
  if (first?.seq !== found.seq + 1 || final?.seq !== last) throw new Damaged({ kind: 'notNext', line: number, seq: found.seq });
  const after = blake2b(concat(before, stored), { dkLen: 32 });
  const range = { from: found.seq + 1, to: last };
  if (typeof head === 'string' && head !== hex(after)) throw new Damaged({ kind: 'changed', ...range });
  const references = entry.match(/"#[0-9a-f]{32}"/g)?.map((each) => each.slice(1, -1)) ?? [];
  for (const [reference, salted] of Object.entries(texts as Json)) {
    const right = typeof salted === 'string' && reference === `#${hex(blake2b(encoder.encode(salted), { dkLen: 16 }))}`;
    if (!right || !references.includes(reference)) throw new Damaged({ kind: 'text', ...range });
  }
  found.events += last - found.seq;
  found.erased += references.filter((reference) => !(reference in (texts as Json))).length;
  found.seq = last;
  found.head = hex(after);
  return after;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Sees that the parts of each document are all there and are what its key says. */
class Parts {
  private key: string | null = null;
  private next = 0;
  private hash = sha256.create();

  /** Whether the document is complete with this part. */
  take(line: Json, number: number): boolean {
    if (typeof line.key !== 'string' || typeof line.bytes !== 'string') throw new Damaged({ kind: 'beside', line: number });
    if (this.key === null) [this.key, this.next, this.hash] = [line.key, 0, sha256.create()];
    if (line.key !== this.key || line.part !== this.next) throw new Damaged({ kind: 'file', key: this.key });
    this.hash.update(Uint8Array.from(atob(line.bytes), (sign) => sign.charCodeAt(0)));
    this.next += 1;
    if (line.last !== true) return false;
    if (hex(this.hash.digest()) !== this.key) throw new Damaged({ kind: 'file', key: this.key });
    this.key = null;
    return true;
  }

  done(): void {
    if (this.key !== null) throw new Damaged({ kind: 'file', key: this.key });
  }
}
