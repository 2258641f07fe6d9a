// How a view is kept level with the server: the ten lines of the protocol, and nothing else.
// Rule: an update is applied only when it begins where we are or before; anything else is a gap, asked for once.
import type { Patch, Sync, Update } from './protocol.gen';

/** What every entity has. */
export interface Entity {
  id: string;
  at: number;
  born: number;
}

/** A view as it is kept: by collection, by id. */
export type View = Record<string, Record<string, Entity>>;

/** Where a client stands in the log; `asking` while a gap is being repaired. */
export interface Cursor {
  seq: number;
  head: string;
  asking: boolean;
}

/** Wherever the entities are kept. `replace` drops all that is held before. */
export interface Sheet {
  put(collection: string, id: string, entity: Entity): void;
  remove(collection: string, id: string): void;
  replace(view: View): void;
}

export const start = (): Cursor => ({ seq: 0, head: '', asking: false });

export function apply(sheet: Sheet, patch: Patch): void {
  for (const [collection, entities] of Object.entries(patch as Record<string, Record<string, Entity | null>>))
    for (const [id, entity] of Object.entries(entities))
      if (entity === null) sheet.remove(collection, id);
      else sheet.put(collection, id, entity);
}

export function onSync(cursor: Cursor, sheet: Sheet, sync: Sync): void {
  if (sync.mode === 'view') sheet.replace(sync.view as unknown as View);
  else apply(sheet, sync.patch);
  cursor.seq = sync.seq;
  cursor.head = sync.head;
  cursor.asking = false;
}

/** True when the caller must now send `resync`. */
export function onUpdate(cursor: Cursor, sheet: Sheet, update: Update): boolean {
  if (update.from > cursor.seq) {
    if (cursor.asking) return false;
    cursor.asking = true;
    return true;
  }
  if (update.to > cursor.seq) {
    apply(sheet, update.patch);
    cursor.seq = update.to;
    cursor.head = update.head;
  }
  return false;
}
