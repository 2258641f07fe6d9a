// The secretary's words: kept on this device each second, sent each three seconds, and forgotten here once the room has them.
import { effect, signal } from '@preact/signals-core';
import type { Live } from '../shared/live';
import { stored, storedValue } from '../shared/stored';

const KEEP_MS = 1000;
const SEND_MS = 3000;

export class SectionKeeper {
  /** What was written here and is not in the room yet, by section. */
  readonly unsent = signal<Record<string, string>>({});
  /** The server would not take it; what was written stays here. */
  readonly refused = signal(false);
  private timers: ReturnType<typeof setInterval>[];
  private kept = '';
  private sending = false;
  private readonly end: () => void;

  constructor(private readonly live: Live) {
    this.unsent.value = storedValue<Record<string, string>>(this.shelf) ?? {};
    this.timers = [setInterval(() => this.keep(), KEEP_MS), setInterval(() => void this.send(), SEND_MS)];
    this.end = effect(() => {
      const sections = this.written();
      const left = Object.entries(this.unsent.peek()).filter(([section, text]) => (sections[section] ?? '') !== text);
      if (left.length !== Object.keys(this.unsent.peek()).length) {
        this.unsent.value = Object.fromEntries(left);
        this.keep();
      }
    });
  }

  text(section: string): string {
    return this.unsent.value[section] ?? this.written()[section] ?? '';
  }

  change(section: string, text: string): void {
    this.refused.value = false;
    const { [section]: _, ...others } = this.unsent.value;
    this.unsent.value = text === (this.written()[section] ?? '') ? others : { ...others, [section]: text };
  }

  /** Everything is in the room; false when something could not be sent. */
  async send(): Promise<boolean> {
    if (this.sending || this.live.line.peek().line !== 'live' || this.refused.peek()) return false;
    this.sending = true;
    for (const [section, text] of Object.entries(this.unsent.peek())) {
      const outcome = await this.live.perform({ type: 'minutes.write', section, text });
      const code = outcome.kind === 'refused' ? outcome.refusal.code : null;
      const unreached = outcome.kind === 'unknown' || code === 'unavailable' || code === 'rate_limited';
      // It is kept here and sent again; what the room says already needs no word.
      if (unreached || code === 'already') this.live.refusal.value = null;
      if (code !== null && !unreached && code !== 'already') this.refused.value = true;
      if (outcome.kind !== 'done' && code !== 'already') break;
    }
    this.sending = false;
    return Object.keys(this.unsent.peek()).length === 0;
  }

  stop(): void {
    this.keep();
    void this.send();
    this.timers.forEach(clearInterval);
    this.end();
  }

  private get shelf(): string {
    return `minutes:${this.live.room.id}`;
  }

  private written(): Record<string, string> {
    return this.live.room.of('minutes').get('minutes').value?.sections ?? {};
  }

  private keep(): void {
    const now = JSON.stringify(this.unsent.peek());
    if (now !== this.kept) stored.set(this.shelf, (this.kept = now));
  }
}
