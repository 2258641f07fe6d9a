// The check of an export in the browser: what Python wrote is found whole, and any changed byte is found and named.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check, linesOf, type Finding } from '../src/verify/archive';

const golden = readFileSync(new URL('../../../tests/storage/golden/sample.giotay', import.meta.url));
const found = (bytes: Uint8Array, head = '', step?: number): Promise<Finding> => check(linesOf(new Blob([Uint8Array.from(bytes)]), step), head);
const text = golden.toString('utf8');
const lines = text.trimEnd().split('\n');
const without = (place: number): Uint8Array => Buffer.from(lines.filter((_, at) => at !== place).join('\n') + '\n');
const changed = (place: number, change: (line: string) => string): Uint8Array => Buffer.from(lines.map((line, at) => (at === place ? change(line) : line)).join('\n') + '\n');

test('what Python wrote is whole, whatever pieces it is read in', async () => {
  for (const step of [undefined, 1000, 37]) {
    const whole = await found(golden, '', step);
    expect(whole.problem).toBeNull();
    expect([whole.room, whole.files, whole.erased]).toEqual(['r_sample', 1, 1]);
    expect(whole.events).toBe(whole.seq);
    expect(whole.head).toBe((JSON.parse(lines[0] ?? '') as { head: string }).head);
  }
});

test('a printed code is found where it was', async () => {
  const third = JSON.parse(lines[3] ?? '') as { head: string; last: number };
  expect((await found(golden, third.head.slice(0, 24))).passed).toBe(third.last);
  expect((await found(golden, third.head.toUpperCase())).passed).toBe(third.last);
  expect((await found(golden, '0'.repeat(24))).passed).toBeNull();
});

test('every changed byte is found', async () => {
  // A byte in every stretch of the file; some are inside numbers, names, hashes, texts, documents.
  for (let at = 3; at < golden.length; at += 211) {
    const bytes = Buffer.from(golden);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect((await found(bytes)).problem, `byte ${at}`).not.toBeNull();
  }
}, 60_000);

test('what was changed is named by its seq', async () => {
  const fourth = JSON.parse(lines[4] ?? '') as { last: number };
  const before = (JSON.parse(lines[3] ?? '') as { last: number }).last;
  const range = { from: before + 1, to: fourth.last };
  expect((await found(changed(4, (line) => line.replace(/("at\\":)(\d)/, (_, key: string, digit: string) => key + String((Number(digit) + 1) % 10))))).problem).toEqual({ kind: 'changed', ...range });
  const inText = changed(4, (line) => line.replace(/("#[0-9a-f]{32}":"[0-9a-f]{32})(.)/, '$1X'));
  expect((await found(inText)).problem).toEqual({ kind: 'text', ...range });
  expect((await found(without(4))).problem).toEqual({ kind: 'notNext', line: 5, seq: before });
  expect((await found(without(lines.length - 1))).problem).toEqual({ kind: 'cut' });
  expect((await found(without(lines.length - 2))).problem?.kind).toBe('sum');
});

test('what is no export', async () => {
  for (const bytes of ['', 'x', '{}\n', '{"giotay":2}\n', '\u0000\u0001']) expect((await found(Buffer.from(bytes))).problem).toEqual({ kind: 'noExport' });
  expect((await found(changed(0, (line) => line.replace('"giotay":2', '"giotay":3')))).problem).toEqual({ kind: 'newer', version: 3 });
});
