// Several people on one device. Rule: nothing is sent in a person's name before somebody has said whose it is.
import { signal } from '@preact/signals-core';
import type { Outcome } from './connection';
import type { Live, Wish } from './live';
import type { Kind } from './outbox';
import { stored, storedValue } from './stored';

export interface Person {
  token: string;
  member: string;
  name: string;
}

/** Everybody who shares this device in this room; empty while one person has it alone. */
export const people = (room: string): Person[] => storedValue<Person[]>(`people:${room}`) ?? [];
export const isShared = (room: string): boolean => people(room).length > 1;

/** In the order in which they came, so that a name stays where it was. */
export function keepPerson(room: string, person: Person): void {
  const all = people(room);
  const at = all.findIndex((each) => each.member === person.member);
  stored.set(`people:${room}`, JSON.stringify(at < 0 ? [...all, person] : all.map((each, place) => (place === at ? person : each))));
}

export function dropPerson(room: string, member: string): void {
  stored.set(`people:${room}`, JSON.stringify(people(room).filter((each) => each.member !== member)));
}

/** Who sat here last and said: yes, that is me. */
export const lastHere = (room: string): Person | null => storedValue<Person>(`seat:${room}`);

export function here(room: string, person: Person): void {
  stored.set(`seat:${room}`, JSON.stringify(person));
  if (people(room).length) keepPerson(room, person);
}

/** Who takes the phone now; the page seats them. */
export const taker = signal<Person | null>(null);

/** What is asked, and what the answer does: true sends it as the one who is seated. */
export const asking = signal<{ wish: Wish; answer: (yes: boolean) => void; kind: Kind | null } | null>(null);

/** What whoever takes the phone wanted to send when they said that it is theirs. */
let brought: { wish: Wish; kind: Kind | null } | null = null;

const ASKED: readonly string[] = ['hand.raise', 'comment.post', 'poll.vote', 'poll.reserve', 'invite.answer', 'statement.submit', 'attendance.check_in', 'commitment.make'];
/** These name nothing that is one person's own, so they can be sent as somebody else's. */
const MOVABLE: readonly string[] = ['hand.raise', 'comment.post', 'poll.vote'];

export const movable = (wish: Wish): boolean => MOVABLE.includes(wish.type);

/** The same room, but asking whose it is before anything is sent. */
export function guarded(live: Live): Live {
  const ask = (wish: Wish, kind: Kind | null): Promise<boolean> =>
    !ASKED.includes(wish.type)
      ? Promise.resolve(true)
      : new Promise((done) => {
          asking.value = {
            wish, kind,
            answer: (yes) => {
              asking.value = null;
              done(yes);
            },
          };
        });
  return {
    ...live,
    perform: async (wish): Promise<Outcome> => ((await ask(wish, null)) ? live.perform(wish) : { kind: 'unknown' }),
    post(kind, wish, first) {
      void ask(wish, kind).then((yes) => yes && live.post(kind, wish, first));
      return '';
    },
  };
}

/** Somebody else has the phone; what they wanted to send goes with them where it can. */
export function take(person: Person, wish: Wish | null, kind: Kind | null): void {
  brought = wish && movable(wish) ? { wish, kind } : null;
  taker.value = person;
}

/** Sends what the one who took the phone has brought along, once they are connected. */
export function sendBrought(live: Live): void {
  const found = brought;
  brought = null;
  if (!found) return;
  if (found.kind) live.post(found.kind, found.wish);
  else void live.perform(found.wish);
}
