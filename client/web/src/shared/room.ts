// The view of one room in signals: one per entity, one list of ids per collection.
// Rule: a change of an entity shows at once; new and removed rows of long lists show at most four times a second,
// because on a weak phone painting a list is what costs.
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { onSync, onUpdate, start, type Cursor, type Entity, type Sheet, type View } from './apply';
import type {
  AgendaItem, Comment, Commitment, Conclusion, Hand, Invite, JoinRequest, Lowered, Me, Meeting, Member, Minutes, Named, Poll, Prepared, Presence, Queue, Reacted, Reminder, Round, Scorecard, Scoring, Screen, Slot, Statement, Sync,
  Topic, Turn, Update, Voice,
} from './protocol.gen';

/** What each collection holds; the ones of later work are read with `room.collection<T>(name)`. */
export interface Collections {
  meeting: Meeting;
  members: Member;
  agenda: AgendaItem;
  queues: Queue;
  hands: Hand;
  turns: Turn;
  rounds: Round;
  slots: Slot;
  statements: Statement;
  reminders: Reminder;
  comments: Comment;
  reacted: Reacted;
  named: Named;
  prepared: Prepared;
  topics: Topic;
  conclusions: Conclusion;
  commitments: Commitment;
  polls: Poll;
  minutes: Minutes;
  scorecard: Scorecard;
  scorings: Scoring;
  screen: Screen;
  requests: JoinRequest;
  voices: Voice;
  invites: Invite;
  lowered: Lowered;
}

const BATCH_MS = 250;
const COMMENTS_HELD = 1000;

/** One collection: `ids` in the order of birth, `get` for one entity's signal, `all` for short lists. */
export class Collection<T extends Entity> {
  private readonly held = new Map<string, Signal<T | null>>();
  private readonly list = signal<string[]>([]);
  private timer: ReturnType<typeof setTimeout> | null = null;
  private dirty = false;

  readonly ids: ReadonlySignal<string[]> = this.list;
  /** Every entity, in the order of birth. Touches every row: for short lists only. */
  readonly all: ReadonlySignal<T[]> = computed(() => {
    const found: T[] = [];
    for (const id of this.list.value) {
      const entity = this.held.get(id)?.value;
      if (entity) found.push(entity);
    }
    return found;
  });

  constructor(
    private readonly wait_ms: number,
    private readonly most = 10_000,
  ) {}

  /** The signal of one entity; null while nobody has told us of it. Reading it subscribes. */
  get(id: string): ReadonlySignal<T | null> {
    return this.at(id);
  }

  peek(id: string): T | null {
    return this.held.get(id)?.peek() ?? null;
  }

  has(id: string): boolean {
    return this.peek(id) !== null;
  }

  put(id: string, entity: T): void {
    const at = this.at(id);
    const fresh = at.peek() === null;
    at.value = entity;
    if (fresh) this.changed();
  }

  remove(id: string): void {
    const at = this.held.get(id);
    if (!at || at.peek() === null) return;
    at.value = null;
    this.changed();
  }

  replace(entities: Record<string, T>): void {
    for (const id of this.held.keys()) if (!(id in entities)) this.remove(id);
    for (const id of Object.keys(entities)) this.put(id, entities[id] as T);
    this.publish();
  }

  private at(id: string): Signal<T | null> {
    let found = this.held.get(id);
    if (!found) this.held.set(id, (found = signal<T | null>(null)));
    return found;
  }

  private changed(): void {
    this.dirty = true;
    if (this.wait_ms === 0) return this.publish();
    if (this.timer !== null) return;
    // The first of a burst shows at once, the rest together.
    this.publish();
    this.rest();
  }

  private rest(): void {
    this.timer = setTimeout(() => {
      this.timer = null;
      if (!this.dirty) return;
      this.publish();
      this.rest();
    }, this.wait_ms);
  }

  private publish(): void {
    this.dirty = false;
    const born: [number, string][] = [];
    for (const [id, at] of this.held) {
      const entity = at.peek();
      if (entity) born.push([entity.born, id]);
    }
    born.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
    // A long evening must not fill a small phone: the oldest go, `page` brings them back.
    for (const [, id] of born.splice(0, Math.max(0, born.length - this.most))) this.held.delete(id);
    this.list.value = born.map(([, id]) => id);
  }
}

export class Room implements Sheet {
  private readonly held = new Map<string, Collection<Entity>>();
  private readonly cursor: Cursor = start();
  private whole = false;

  readonly me = signal<Me | null>(null);
  readonly presence = signal<Presence | null>(null);
  /** True once there is anything to show, from the server or from the last visit. */
  readonly known = signal(false);
  readonly meeting: ReadonlySignal<Meeting | null> = this.of('meeting').get('meeting');
  readonly screen: ReadonlySignal<Screen | null> = this.of('screen').get('main');
  /** One's own member; the desk and the hall always have it. */
  readonly self: ReadonlySignal<Member | null> = computed(() => {
    const id = this.me.value?.member;
    return id ? this.of('members').get(id).value : null;
  });

  constructor(readonly id: string) {}

  of<K extends keyof Collections>(name: K): Collection<Collections[K]> {
    return this.collection<Collections[K]>(name);
  }

  collection<T extends Entity>(name: string): Collection<T> {
    let found = this.held.get(name);
    if (!found) this.held.set(name, (found = name === 'comments' ? new Collection<Entity>(BATCH_MS, COMMENTS_HELD) : new Collection<Entity>(0)));
    return found as unknown as Collection<T>;
  }

  put(collection: string, id: string, entity: Entity): void {
    this.collection(collection).put(id, entity);
  }

  remove(collection: string, id: string): void {
    this.collection(collection).remove(id);
  }

  replace(view: View): void {
    for (const [name, held] of this.held) if (!(name in view)) held.replace({});
    for (const [name, entities] of Object.entries(view)) this.collection(name).replace(entities);
  }

  sync(message: Sync): void {
    onSync(this.cursor, this, message);
    this.whole = true;
    this.me.value = message.me;
    this.known.value = true;
  }

  /** True when the caller must ask for a resync. */
  update(message: Update): boolean {
    return onUpdate(this.cursor, this, message);
  }

  /** Where to go on from, if all of a view is held. */
  where(): { seq: number; head: string } | null {
    return this.whole && this.cursor.head ? { seq: this.cursor.seq, head: this.cursor.head } : null;
  }

  /** Entities from `page`: older than what an update may have brought, so they never overwrite. */
  older(collection: string, entities: Record<string, Entity>): void {
    const into = this.collection(collection);
    for (const [id, entity] of Object.entries(entities)) if (!into.has(id)) into.put(id, entity);
  }

  /** What the snapshot keeps; `comments` the newest so many, or all. */
  sketch(names: readonly string[], comments: number): View {
    const view: View = {};
    for (const name of names) {
      const held = this.collection(name);
      const ids = held.ids.peek();
      const kept = name === 'comments' ? ids.slice(-comments) : ids;
      view[name] = Object.fromEntries(kept.map((id) => [id, held.peek(id)]).filter((pair): pair is [string, Entity] => pair[1] !== null));
    }
    return view;
  }

  /** A first picture from the last visit; the server's first sync replaces it. */
  paint(me: Me, view: View): void {
    this.replace(view);
    this.me.value = me;
    this.known.value = true;
  }
}
