// The last picture of a room, so that a page reopened in the hall shows something at once instead of a spinner.
// Rule: at most 50 kB, never a cursor: the server always answers with what is true now.
import type { Entity, View } from './apply';
import type { Me } from './protocol.gen';
import type { Room } from './room';
import { stored, storedValue, type Storage } from './stored';

const LIMIT = 50_000;
const KEPT = ['meeting', 'agenda', 'queues', 'hands', 'turns', 'reminders', 'reacted', 'comments'] as const;

interface Snapshot {
  token: string;
  me: Me;
  self: Entity | null;
  view: View;
}

export function save(room: Room, token: string, into: Storage = stored): void {
  const me = room.me.peek();
  if (!me) return;
  for (const comments of [30, 10, 0]) {
    const snapshot: Snapshot = { token, me, self: room.self.peek(), view: room.sketch(KEPT, comments) };
    const text = JSON.stringify(snapshot);
    if (text.length > LIMIT) continue;
    into.set(`view:${room.id}`, text);
    return;
  }
  into.remove(`view:${room.id}`);
}

/** True when there was something to show. */
export function restore(room: Room, token: string, from: Storage = stored): boolean {
  const snapshot = storedValue<Snapshot>(`view:${room.id}`, from);
  if (!snapshot || snapshot.token !== token || !snapshot.view) return false;
  const { self } = snapshot;
  room.paint(snapshot.me, { ...snapshot.view, members: self ? { [self.id]: self } : {} });
  return true;
}
