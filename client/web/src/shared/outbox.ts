// What this device still owes the server, kept until it is certain.
// Rules: a comment, and that somebody is here, are sent again for ten minutes with the id they were born with, so they arrive
// once; a hand for one minute and only while the item it was raised on is open, afterwards the person is asked; a vote is never
// kept here.
import type { Outcome } from './connection';
import type { Command, WireError } from './protocol.gen';
import { storedValue, type Storage } from './stored';

export type Kind = 'comment' | 'here' | 'hand' | 'floor';

export interface Entry {
  id: string;
  kind: Kind;
  command: Command;
  /** The agenda item that was current when it was made. */
  item: string | null;
  made_at: number;
  /** `ask`: too late to send by itself. `sent`: acknowledged, and shown until the view has it. */
  state: 'waiting' | 'sending' | 'sent' | 'ask' | 'failed';
  refusal: WireError | null;
  /** What came into being, once acknowledged. */
  result: string | null;
}

const KEEP_MS: Record<Kind, number> = { comment: 600_000, here: 600_000, hand: 60_000, floor: 60_000 };
const AGAIN_MS = [1000, 2000, 4000, 8000];

export interface Surroundings {
  /** Whose it is: people who share a device owe nothing for one another. */
  token: string;
  storage: Storage;
  /** This device's own clock; only lengths matter. */
  now(): number;
  currentItem(): string | null;
  send(command: Command): Promise<Outcome>;
  later(act: () => void, after_ms: number): void;
  /** Called with the whole list after every change. */
  changed(entries: readonly Entry[]): void;
  /** Called once with each refusal, so that the page can say it. */
  refused(entry: Entry): void;
}

export class Outbox {
  private entries: Entry[] = [];
  private live = false;
  private tries = 0;

  constructor(private readonly around: Surroundings) {
    const kept = storedValue<Entry[]>(this.key, around.storage) ?? [];
    // What was on its way when the page went may or may not have arrived: the same id asks again.
    this.entries = kept.filter((each) => each.state !== 'sent').map((each) => (each.state === 'sending' ? { ...each, state: 'waiting' } : each));
    this.tell();
  }

  add(kind: Kind, command: Command): void {
    const { now, currentItem } = this.around;
    const entry: Entry = { id: command.id, kind, command, item: currentItem(), made_at: now(), state: 'waiting', refusal: null, result: null };
    // A new list, never the old one changed: pages redraw only for a list they have not seen.
    this.entries = [...this.entries, entry];
    this.tell();
    void this.flush();
  }

  /** The person says: send it after all. Its time begins anew, its id stays. */
  again(id: string): void {
    const { now, currentItem } = this.around;
    this.change(id, { state: 'waiting', made_at: now(), item: currentItem(), refusal: null });
    void this.flush();
  }

  drop(id: string): void {
    this.entries = this.entries.filter((each) => each.id !== id);
    this.tell();
  }

  line(live: boolean): void {
    this.live = live;
    this.tries = 0;
    if (live) void this.flush();
    else this.expire();
  }

  /** Looks at the clock: what is too old is no longer sent by itself. */
  expire(): void {
    const { now, currentItem } = this.around;
    for (const each of this.entries) {
      if (each.state !== 'waiting') continue;
      const late = now() - each.made_at > KEEP_MS[each.kind];
      const moved = each.kind === 'hand' && each.item !== currentItem();
      if ((each.kind === 'floor' || each.kind === 'here') && late) this.drop(each.id);
      else if (late || moved) this.change(each.id, { state: 'ask' });
    }
  }

  /** One at a time, in the order they were made. */
  async flush(): Promise<void> {
    this.expire();
    if (!this.live || this.entries.some((each) => each.state === 'sending')) return;
    const next = this.entries.find((each) => each.state === 'waiting');
    if (!next) return;
    this.change(next.id, { state: 'sending' });
    const outcome = await this.around.send(next.command);
    this.settle(next, outcome);
  }

  private settle(entry: Entry, outcome: Outcome): void {
    if (outcome.kind === 'done') {
      this.tries = 0;
      this.change(entry.id, { state: 'sent', result: Object.values(outcome.result)[0] ?? null });
      this.around.later(() => this.drop(entry.id), 5000);
      void this.flush();
      return;
    }
    if (outcome.kind === 'unknown') {
      this.change(entry.id, { state: 'waiting' });
      this.around.later(() => void this.flush(), AGAIN_MS[Math.min(this.tries++, AGAIN_MS.length - 1)] ?? 8000);
      return;
    }
    const { refusal } = outcome;
    // A second tap: the words are there.
    if (refusal.code === 'already') {
      this.drop(entry.id);
      void this.flush();
      return;
    }
    if (refusal.code === 'rate_limited' && (refusal.retry_ms ?? 0) <= 15_000) {
      this.change(entry.id, { state: 'waiting' });
      this.around.later(() => void this.flush(), refusal.retry_ms ?? 1000);
      return;
    }
    // A comment's words are kept for the person to send again or copy; everything else is only said.
    if (entry.kind === 'comment') this.change(entry.id, { state: 'failed', refusal });
    else this.drop(entry.id);
    this.around.refused({ ...entry, refusal });
    void this.flush();
  }

  private change(id: string, part: Partial<Entry>): void {
    this.entries = this.entries.map((each) => (each.id === id ? { ...each, ...part } : each));
    this.tell();
  }

  private get key(): string {
    return `outbox:${this.around.token}`;
  }

  private tell(): void {
    const { storage, changed } = this.around;
    if (this.entries.length) storage.set(this.key, JSON.stringify(this.entries));
    else storage.remove(this.key);
    changed(this.entries);
  }
}
