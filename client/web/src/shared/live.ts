// A page's hold on one room: connection, view, clock and outbox put together. The only file that knows all four.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { Acknowledged } from './acknowledged';
import { Clock } from './clock';
import { Connection, type Line, type Outcome, type PageOf, type PageQuestion } from './connection';
import { Outbox, type Entry, type Kind } from './outbox';
import type { Command, Hand, Turn, Typing, WireError } from './protocol.gen';
import { inLine, queueOf } from './queue';
import { Room } from './room';
import { freshId } from './secure';
import { restore, save } from './snapshot';
import { stored } from './stored';
import { setRoomWords } from './words';

/** A command as a page writes it: the id is added here. */
export type Wish = Command extends infer C ? (C extends { id: string } ? Omit<C, 'id'> : never) : never;

export interface Live {
  readonly room: Room;
  readonly clock: Clock;
  readonly token: string;
  /** Is there a connection; `since` is when this state began, on this device's own clock. */
  readonly line: ReadonlySignal<{ line: Line; code: string | null; since: number }>;
  readonly outbox: ReadonlySignal<readonly Entry[]>;
  readonly typing: ReadonlySignal<Typing | null>;
  /** The refusal to show now; pages set it to null when it was read. */
  readonly refusal: Signal<{ wish: string; refusal: WireError } | null>;
  /** Whose turn it is, whatever its state; null when nobody has the floor. */
  readonly turn: ReadonlySignal<Turn | null>;
  /** The hands of the queue being served, next first. */
  readonly queue: ReadonlySignal<Hand[]>;
  /** Sends now or says why not; a refusal is also put into `refusal`. Never kept for later. */
  perform(wish: Wish): Promise<Outcome>;
  /** Sends now or as soon as there is a connection, within the limits of the outbox; gives the entry's id. `here` says first
   * that one is here: one tap, two commands. */
  post(kind: Kind, wish: Wish, first?: 'here'): string;
  again(entry: string): void;
  drop(entry: string): void;
  page(question: PageQuestion): Promise<PageOf | null>;
  /** Tells the others that one is writing under `on`; at most once in two seconds. */
  tellTyping(on: string | null): void;
  retry(): void;
  leave(): void;
}

/** Who has not gone on writing for so long has stopped. */
const TYPING_MS = 4_000;
/** What would have to wait for longer is not sent by itself any more. */
const LATE_MS = 15_000;

/** `beside`: for somebody who shares this device and does not hold it now; it leaves the device's memory and words alone. */
export function openRoom(id: string, token: string, app: 'phone' | 'desk' | 'screen', place: 'alone' | 'beside' = 'alone'): Live {
  const remembers = app === 'phone' && place === 'alone';
  const room = new Room(id);
  const clock = new Clock();
  const line = signal<{ line: Line; code: string | null; since: number }>({ line: 'connecting', code: null, since: Date.now() });
  const entries = signal<readonly Entry[]>([]);
  const typing = signal<Typing | null>(null);
  const refusal = signal<{ wish: string; refusal: WireError } | null>(null);
  // A projector never paints a remembered picture: it could show what has been hidden since.
  if (remembers) restore(room, token);

  let typedAt = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const outbox = new Outbox({
    token,
    storage: remembers ? stored : nowhere,
    now: () => Date.now(),
    currentItem: () => room.meeting.peek()?.current_item ?? null,
    send: (command) => give(command),
    later: (act, after_ms) => void setTimeout(act, after_ms),
    changed: (list) => (entries.value = list),
    refused: (entry) => entry.refusal && (refusal.value = { wish: entry.command.type, refusal: entry.refusal }),
  });

  const connection: Connection = new Connection({
    token,
    app,
    cursor: () => room.where(),
    read: () => clock.read(),
    listener: {
      sync: (message) => {
        clock.passed(message.now);
        const again = acknowledged.lost(message.reset, room.where()?.seq ?? 0, (poll) => room.of('polls').peek(poll)?.kind === 'open');
        room.sync(message);
        if (again.length) void giveAgain(again);
      },
      update: (message) => {
        clock.passed(message.now);
        return room.update(message);
      },
      presence: (message) => (room.presence.value = message),
      typing: (message) => {
        typing.value = message;
        clearTimeout(silence);
        silence = setTimeout(() => (typing.value = null), TYPING_MS);
      },
      trip: (sent, now, received) => clock.trip(sent, now, received),
      slept: () => clock.forget(),
      line: (next, code) => {
        if (line.peek().line !== next) line.value = { line: next, code, since: Date.now() };
        outbox.line(next === 'live');
      },
    },
  });

  const acknowledged = new Acknowledged();
  const give = async (command: Command): Promise<Outcome> => {
    const outcome = await connection.command(command);
    if (outcome.kind === 'done') acknowledged.keep(command, outcome.seq);
    return outcome;
  };
  /** What the store may have lost although it was acknowledged; whoever did it hears of it where it is refused now. */
  const giveAgain = async (commands: readonly Command[]): Promise<void> => {
    for (const command of commands) {
      // Whoever told of the sync says first that the line is live.
      await Promise.resolve();
      let outcome = await settled(give, connection, command);
      while (outcome.kind === 'refused' && outcome.refusal.code === 'rate_limited' && (outcome.refusal.retry_ms ?? 0) <= LATE_MS) {
        const after_ms = outcome.refusal.retry_ms ?? 1000;
        await new Promise((go) => setTimeout(go, after_ms));
        outcome = await settled(give, connection, command);
      }
      if (outcome.kind === 'unknown') acknowledged.keep(command, Infinity);
      if (outcome.kind !== 'refused') continue;
      acknowledged.forget(command);
      if (outcome.refusal.code !== 'already') refusal.value = { wish: command.type, refusal: outcome.refusal };
    }
  };

  const turn = computed<Turn | null>(() => {
    const current = room.meeting.value?.current_turn;
    const found = current ? room.of('turns').get(current).value : null;
    return found && found.status !== 'done' && found.status !== 'declined' ? found : null;
  });
  const queue = computed(() => {
    const meeting = room.meeting.value;
    return meeting ? inLine(room.of('hands').all.value, queueOf(meeting)) : [];
  });

  const stopWords = effect(() => {
    const meeting = room.meeting.value;
    const self = room.self.value;
    if (meeting && place === 'alone') setRoomWords(self?.locale ?? meeting.locale, meeting.profile, self?.address ?? null);
  });
  const keep = (): void => {
    if (remembers && document.visibilityState === 'hidden' && line.peek().line !== 'ended') save(room, token);
  };
  document.addEventListener('visibilitychange', keep);
  window.addEventListener('pagehide', keep);
  const tidy = setInterval(() => {
    outbox.expire();
    if (remembers && line.peek().line === 'live') save(room, token);
  }, 10_000);

  return {
    room, clock, token, line, outbox: entries, typing, refusal, turn, queue,
    async perform(wish) {
      const command = { ...wish, id: freshId() } as Command;
      const outcome = await settled(give, connection, command);
      if (outcome.kind === 'refused') refusal.value = { wish: command.type, refusal: outcome.refusal };
      if (outcome.kind === 'unknown') refusal.value = { wish: command.type, refusal: UNREACHED };
      return outcome;
    },
    post(kind, wish, first) {
      if (first) outbox.add('here', { type: 'attendance.check_in', id: freshId() } as Command);
      const command = { ...wish, id: freshId() } as Command;
      outbox.add(kind, command);
      return command.id;
    },
    again: (entry) => outbox.again(entry),
    drop: (entry) => outbox.drop(entry),
    page: async (question) => {
      const page = await connection.page(question);
      // What is asked for now and then only is not held.
      if (page && question.collection !== 'reactors') room.older(question.collection, page.entities);
      return page;
    },
    tellTyping(on) {
      if (Date.now() - typedAt < 2000) return;
      typedAt = Date.now();
      connection.typing(on);
    },
    retry: () => connection.retry(),
    leave() {
      stopWords();
      clearInterval(tidy);
      document.removeEventListener('visibilitychange', keep);
      window.removeEventListener('pagehide', keep);
      connection.close();
    },
  };
}

/** What a page is told when nothing was sent or no answer came. */
export const UNREACHED: WireError = { code: 'unavailable', message: 'No answer from the server.' };

/** `unknown` may have been stored: the same id is sent once more before the page hears of it. */
async function settled(give: (command: Command) => Promise<Outcome>, connection: Connection, command: Command): Promise<Outcome> {
  const first = await give(command);
  if (first.kind !== 'unknown' || !connection.isLive) return first;
  return give(command);
}

const nowhere = { get: () => null, set: () => undefined, remove: () => undefined };
