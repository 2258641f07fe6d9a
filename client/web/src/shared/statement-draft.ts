// What somebody is writing, kept on this device and at the server.
// Rules: kept here each second, and sent as soon as there is a connection; what was written on this device and has not reached
// the server is newer than whatever the server has; nothing is written over before the server's own was seen.
import { effect, signal } from '@preact/signals-core';
import { ask } from './http';
import type { Live } from './live';
import type { Draft, Section } from './protocol.gen';
import { people } from './sharing';
import { stored, storedValue } from './stored';

/** What a draft is on, for which body, and for whom the desk writes it down. */
export interface Target {
  item: string | null;
  body: string | null;
  for: string | null;
}

interface Kept {
  sections: Section[];
  /** The server has it. */
  sent: boolean;
}

const KEEP_MS = 1000;
const AGAIN_MS = 3000;

export const LONGEST = 20_000;
export const lengthOf = (sections: readonly Section[]): number => sections.reduce((sum, { heading, text }) => sum + [...heading].length + [...text].length, 0);

/** The offered headings first, then whatever else was written; a heading without text is only an offer. */
export function withForm(sections: readonly Section[], form: readonly string[]): Section[] {
  const own = sections.filter(({ heading, text }) => text.trim() !== '' || !form.includes(heading));
  const offered = form.map((heading) => sections.find((each) => each.heading === heading) ?? { heading, text: '' });
  const all = [...offered, ...own.filter(({ heading }) => !form.includes(heading))];
  return all.length ? all : [{ heading: '', text: '' }];
}

export type Where = 'loading' | 'away' | 'here' | 'sending' | 'saved';

export class DraftKeeper {
  readonly sections = signal<Section[] | null>(null);
  readonly where = signal<Where>('loading');
  readonly saved_at = signal<number | null>(null);
  private changes = 0;
  private sent = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private sending: Promise<boolean> | null = null;
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly live: Live,
    private readonly target: Target,
    private readonly form: readonly string[],
  ) {
    const kept = this.kept()[this.name];
    if (kept) {
      this.sections.value = withForm(kept.sections, form);
      this.where.value = 'here';
      if (!kept.sent) this.changes = 1;
    }
    // Loads when there is a connection, and sends what it still owes.
    this.ends.push(effect(() => void (live.line.value.line === 'live' ? this.met() : this.lost())));
    const hidden = (): void => this.keep();
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', hidden);
    this.ends.push(() => document.removeEventListener('visibilitychange', hidden), () => window.removeEventListener('pagehide', hidden));
  }

  change(sections: Section[]): void {
    this.sections.value = sections;
    this.changes += 1;
    this.where.value = 'here';
    this.timer ??= setTimeout(() => this.due(), KEEP_MS);
  }

  /** Everything written is at the server; false when it could not be reached. */
  async flush(): Promise<boolean> {
    while (this.sections.peek() && this.sent < this.changes) if (!(await this.send())) return false;
    return this.sections.peek() !== null;
  }

  stop(): void {
    this.keep();
    if (this.sent < this.changes && this.live.line.peek().line === 'live') void this.send();
    if (this.timer !== null) clearTimeout(this.timer);
    this.ends.forEach((end) => end());
  }

  private get name(): string {
    const { item, body, for: whom } = this.target;
    return JSON.stringify([item, body, whom]);
  }

  private get shelf(): string {
    // People who share a device do not read one another's drafts.
    const others = people(this.live.room.id).length > 1 ? `:${this.live.room.me.peek()?.member ?? ''}` : '';
    return `statements:${this.live.room.id}${others}`;
  }

  private kept(): Record<string, Kept> {
    return storedValue<Record<string, Kept>>(this.shelf) ?? {};
  }

  /** The desk's machine is no place for other people's words once the server has them. */
  private keep(): void {
    const sections = this.sections.peek();
    if (!sections) return;
    const all = this.kept();
    const sent = this.sent >= this.changes;
    if (sent && this.target.for !== null) delete all[this.name];
    else all[this.name] = { sections, sent };
    stored.set(this.shelf, JSON.stringify(all));
  }

  private due(): void {
    this.timer = null;
    this.keep();
    if (this.live.line.peek().line === 'live') void this.send();
  }

  private met(): void {
    if (this.sent < this.changes) void this.send();
    else void this.load();
  }

  private lost(): void {
    if (this.sections.peek() === null) this.where.value = 'away';
    else if (this.sent < this.changes) this.where.value = 'here';
  }

  private async load(): Promise<void> {
    const whom = this.target.for;
    const answer = await ask<{ drafts: Draft[] }>(`/api/rooms/${this.live.room.id}/drafts${whom ? `?for=${encodeURIComponent(whom)}` : ''}`, { bearer: this.live.token });
    // Written on meanwhile: that is newer.
    if (this.sent < this.changes) return;
    if (!answer.ok) {
      if (this.sections.peek() === null) this.where.value = 'away';
      return;
    }
    const found = answer.body.drafts.find((each) => each.item === this.target.item && each.body === this.target.body);
    this.sections.value = withForm(found?.sections ?? [], this.form);
    this.saved_at.value = found?.saved_at ?? null;
    this.where.value = 'saved';
    this.keep();
  }

  private send(): Promise<boolean> {
    this.sending ??= this.sendNow().finally(() => (this.sending = null));
    return this.sending;
  }

  private async sendNow(): Promise<boolean> {
    const sections = this.sections.peek();
    if (!sections) return false;
    const at = this.changes;
    const { item, body, for: whom } = this.target;
    this.where.value = 'sending';
    const outcome = await this.live.perform({
      type: 'statement.save', sections, ...(item ? { item } : {}), ...(body ? { body } : {}), ...(whom ? { for: whom } : {}),
    });
    const unreached = outcome.kind === 'unknown' || (outcome.kind === 'refused' && (outcome.refusal.code === 'unavailable' || outcome.refusal.code === 'rate_limited'));
    if (unreached) {
      // Nobody need know: it is kept here, and sent again.
      this.live.refusal.value = null;
      this.where.value = 'here';
      this.timer ??= setTimeout(() => this.due(), AGAIN_MS);
      return false;
    }
    if (outcome.kind !== 'done') {
      this.where.value = 'here';
      return false;
    }
    this.sent = Math.max(this.sent, at);
    this.saved_at.value = this.live.clock.now();
    if (this.sent >= this.changes) this.where.value = 'saved';
    this.keep();
    return true;
  }
}
