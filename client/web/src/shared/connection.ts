// One socket to the server, and the only place that talks to it.
// Rules: Socket.IO keeps what is emitted while offline and sends it later, so every command goes out with a time limit
// and is never emitted while there is no connection; a device that wakes asks for what it missed before it shows anything as live.
import { io, type Socket } from 'socket.io-client';
import type { Entity } from './apply';
import type { ClientMessages, Command, Presence, ServerMessages, Sync, Typing, Update, WireError } from './protocol.gen';

export type Line = 'connecting' | 'live' | 'lost' | 'ended';

/** What became of a command. `unknown`: it may or may not have been stored; send the same id again. */
export type Outcome =
  | { kind: 'done'; seq: number; result: Record<string, string> }
  | { kind: 'refused'; refusal: WireError }
  | { kind: 'unknown' };

export interface PageQuestion {
  collection: string;
  limit: number;
  before?: string;
  after?: string;
  where?: Record<string, string | number | boolean | null>;
}

export interface PageOf {
  entities: Record<string, Entity>;
  next: string | null;
}

export interface Listener {
  sync(message: Sync): void;
  /** True when a gap must be repaired by `resync`. */
  update(message: Update): boolean;
  presence(message: Presence): void;
  typing(message: Typing): void;
  /** The connection's state; when it is `ended` for good, `code` says why. */
  line(line: Line, code: string | null): void;
  /** One round trip of the clock: readings of `read` and the server's `now`. */
  trip(sent: number, now: number, received: number): void;
  slept(): void;
}

export interface Options {
  token: string;
  app: 'phone' | 'desk' | 'screen';
  cursor(): { seq: number; head: string } | null;
  read(): number;
  listener: Listener;
}

const ACK_MS = 8000;
const WAKE_MS = 2000;
const ASLEEP_MS = 3000;
const TRIPS = [0, 300, 700, 1500, 4000];
const CLOCK_EVERY_MS = 60_000;

export class Connection {
  private readonly socket: Socket<ServerMessages, ClientMessages>;
  private line: Line = 'connecting';
  private hiddenAt: number | null = null;
  private again: ReturnType<typeof setTimeout> | null = null;
  private readonly undo: (() => void)[] = [];

  constructor(private readonly options: Options) {
    this.socket = io({
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 4000,
      randomizationFactor: 0.5,
      timeout: 8000,
      auth: (give) => give(this.auth()),
    });
    this.listen();
  }

  get isLive(): boolean {
    return this.line === 'live';
  }

  /** Sends one command and waits for its ack. Never sends while there is no connection. */
  async command(command: Command): Promise<Outcome> {
    if (!this.isLive) return { kind: 'unknown' };
    try {
      const answer = await this.socket.timeout(ACK_MS).emitWithAck('command', command);
      if (answer.ok) return { kind: 'done', seq: answer.seq, result: answer.result ?? {} };
      if (answer.error.code === 'unavailable') return { kind: 'unknown' };
      return { kind: 'refused', refusal: answer.error };
    } catch {
      return { kind: 'unknown' };
    }
  }

  async page(question: PageQuestion): Promise<PageOf | null> {
    if (!this.isLive) return null;
    try {
      const answer = await this.socket.timeout(ACK_MS).emitWithAck('page', question);
      return 'entities' in answer ? (answer as PageOf) : null;
    } catch {
      return null;
    }
  }

  typing(on: string | null): void {
    if (this.isLive) this.socket.volatile.emit('typing', { on });
  }

  /** Asks for what was missed; without an answer in time the line is taken for dead. */
  async resync(limit_ms = ACK_MS): Promise<void> {
    const cursor = this.options.cursor();
    if (!this.isLive || !cursor) return;
    try {
      const answer = await this.socket.timeout(limit_ms).emitWithAck('resync', cursor);
      if ('seq' in answer) this.options.listener.sync(answer);
      else this.redial(answer.error.retry_ms ?? 1000);
    } catch {
      this.redial(0);
    }
  }

  /** At once, without waiting for the next attempt of its own. */
  retry(): void {
    if (this.line !== 'ended') this.redial(0);
  }

  close(): void {
    for (const each of this.undo) each();
    if (this.again) clearTimeout(this.again);
    this.socket.disconnect();
  }

  private auth(): Record<string, unknown> {
    const { token, app } = this.options;
    return { token, ...(this.options.cursor() ?? {}), client: { app, version: '1' } };
  }

  private listen(): void {
    const { socket, options } = this;
    const { listener } = options;
    socket.on('sync', (message) => {
      listener.sync(message);
      this.become('live', null);
      this.measure();
    });
    socket.on('update', (message) => {
      if (listener.update(message)) void this.resync();
    });
    socket.on('presence', (message) => listener.presence(message));
    socket.on('typing', (message) => listener.typing(message));
    socket.on('bye', (message) => {
      if (!message.retry) return this.end(message.code);
      this.become('lost', null);
      this.redial(message.after_ms);
    });
    socket.on('disconnect', (reason) => {
      if (this.line === 'ended') return;
      this.become('lost', null);
      // Socket.IO does not come back by itself when the server closed the connection.
      if (reason === 'io server disconnect' && !this.again) this.redial(500 + Math.random() * 1500);
    });
    socket.on('connect_error', (error: Error & { data?: { code?: string; retry_ms?: number } }) => {
      const code = error.data?.code ?? null;
      if (code !== null && ['unauthenticated', 'forbidden', 'not_found', 'invalid'].includes(code)) return this.end(code);
      this.become('lost', null);
      if (!socket.active) this.redial(error.data?.retry_ms ?? 1000 + Math.random() * 2000);
    });
    this.wake();
    const timer = setInterval(() => this.measure(), CLOCK_EVERY_MS);
    this.undo.push(() => clearInterval(timer));
  }

  private become(line: Line, code: string | null): void {
    if (this.line === 'ended') return;
    this.line = line;
    this.options.listener.line(line, code);
  }

  private end(code: string): void {
    this.become('ended', code);
    this.close();
  }

  private redial(after_ms: number): void {
    if (this.again) clearTimeout(this.again);
    this.again = setTimeout(() => {
      this.again = null;
      if (this.line === 'ended') return;
      this.become('lost', null);
      this.socket.disconnect().connect();
    }, after_ms);
  }

  /** Several round trips; whoever listens keeps the shortest. */
  private measure(): void {
    for (const after of TRIPS)
      setTimeout(() => {
        if (!this.isLive || document.visibilityState === 'hidden') return;
        const sent = this.options.read();
        this.socket
          .timeout(WAKE_MS)
          .emitWithAck('clock', { sent })
          .then((answer) => this.options.listener.trip(sent, answer.now, this.options.read()))
          .catch(() => undefined);
      }, after);
  }

  private wake(): void {
    const awake = (): void => {
      const slept = this.hiddenAt === null ? 0 : Date.now() - this.hiddenAt;
      this.hiddenAt = null;
      if (this.line === 'ended' || slept < ASLEEP_MS) return;
      this.options.listener.slept();
      if (this.isLive) void this.resync(WAKE_MS).then(() => this.measure());
      else this.redial(0);
    };
    const on = (target: EventTarget, name: string, act: (event: Event) => void): void => {
      target.addEventListener(name, act);
      this.undo.push(() => target.removeEventListener(name, act));
    };
    on(document, 'visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.hiddenAt = Date.now();
      else awake();
    });
    on(window, 'focus', awake);
    on(window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) this.hiddenAt ??= 0;
      awake();
    });
    on(window, 'online', () => {
      this.hiddenAt = 0;
      awake();
    });
    // A laptop's lid makes no event: a second that took much longer than a second does.
    let last = Date.now();
    const timer = setInterval(() => {
      const now = Date.now();
      if (now - last > 1000 + ASLEEP_MS * 3 && document.visibilityState === 'visible') {
        this.hiddenAt = last;
        awake();
      }
      last = now;
    }, 1000);
    this.undo.push(() => clearInterval(timer));
  }
}
