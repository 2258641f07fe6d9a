// The ten lines: repeated, overlapping and missing updates, and a fresh view.
import { describe, expect, it } from 'vitest';
import { onSync, onUpdate, start, type Entity, type Sheet } from '../src/shared/apply';
import type { Patch, Sync, Update } from '../src/shared/protocol.gen';

class Plain implements Sheet {
  view = new Map<string, Map<string, Entity>>();
  put(collection: string, id: string, entity: Entity): void {
    if (!this.view.has(collection)) this.view.set(collection, new Map());
    this.view.get(collection)?.set(id, entity);
  }
  remove(collection: string, id: string): void {
    this.view.get(collection)?.delete(id);
  }
  replace(view: Record<string, Record<string, Entity>>): void {
    this.view = new Map(Object.entries(view).map(([name, held]) => [name, new Map(Object.entries(held))]));
  }
  ids(collection: string): string[] {
    return [...(this.view.get(collection)?.keys() ?? [])];
  }
}

const entity = (id: string, born = 1): Entity => ({ id, at: 0, born });
const me = { member: 'm_1', office: 'member', class: 'hall' } as const;
const fresh = (seq: number, ids: string[]): Sync => ({
  room: 'r_1', me, mode: 'view', seq, head: `h${seq}`, now: 0, reset: null,
  view: { hands: Object.fromEntries(ids.map((id) => [id, entity(id)])) },
}) as unknown as Sync;
const update = (from: number, to: number, patch: Record<string, Record<string, Entity | null>>): Update => ({ from, to, head: `h${to}`, now: 0, patch: patch as Patch });

describe('a view kept level', () => {
  it('takes a view, then an update, then a removal', () => {
    const sheet = new Plain();
    const cursor = start();
    onSync(cursor, sheet, fresh(3, ['h_a']));
    expect(onUpdate(cursor, sheet, update(3, 4, { hands: { h_b: entity('h_b') } }))).toBe(false);
    expect(sheet.ids('hands')).toEqual(['h_a', 'h_b']);
    onUpdate(cursor, sheet, update(4, 5, { hands: { h_a: null } }));

    expect(sheet.ids('hands')).toEqual(['h_b']);
    expect(cursor).toEqual({ seq: 5, head: 'h5', asking: false });
  });

  it('ignores what it has already applied', () => {
    const sheet = new Plain();
    const cursor = start();
    onSync(cursor, sheet, fresh(5, []));
    onUpdate(cursor, sheet, update(3, 5, { hands: { h_old: entity('h_old') } }));

    expect(sheet.ids('hands')).toEqual([]);
  });

  it('applies an update that overlaps', () => {
    const sheet = new Plain();
    const cursor = start();
    onSync(cursor, sheet, fresh(5, []));
    onUpdate(cursor, sheet, update(3, 7, { hands: { h_a: entity('h_a') } }));

    expect(sheet.ids('hands')).toEqual(['h_a']);
    expect(cursor.seq).toBe(7);
  });

  it('asks once for a gap and takes the answer', () => {
    const sheet = new Plain();
    const cursor = start();
    onSync(cursor, sheet, fresh(5, ['h_a']));
    expect(onUpdate(cursor, sheet, update(6, 7, { hands: { h_x: entity('h_x') } }))).toBe(true);
    expect(onUpdate(cursor, sheet, update(7, 8, {}))).toBe(false);
    expect(sheet.ids('hands')).toEqual(['h_a']);
    onSync(cursor, sheet, { room: 'r_1', me, mode: 'patch', seq: 8, head: 'h8', now: 0, reset: null, patch: { hands: { h_x: entity('h_x') } } } as unknown as Sync);

    expect(sheet.ids('hands')).toEqual(['h_a', 'h_x']);
    expect(cursor.asking).toBe(false);
  });
});
