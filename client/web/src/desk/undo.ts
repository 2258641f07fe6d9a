// The last act that can be taken back, for ten seconds. One at a time: what was done before is done.
import { signal } from '@preact/signals';
import type { Live, Wish } from '../shared/live';

export const UNDO_MS = 10_000;

export interface Undoable {
  what: string;
  wish: Wish;
}

export const undoable = signal<Undoable | null>(null);
let timer: ReturnType<typeof setTimeout> | null = null;

export function offer(what: string, wish: Wish): void {
  undoable.value = { what, wish };
  if (timer) clearTimeout(timer);
  timer = setTimeout(() => (undoable.value = null), UNDO_MS);
}

export async function undo(live: Live): Promise<void> {
  const last = undoable.value;
  undoable.value = null;
  if (last) await live.perform(last.wish);
}
