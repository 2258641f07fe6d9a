// One event of the log as a plain sentence. Pure but for the catalogues; the test goes through every type of event.
import { inMinutes } from '../shared/minutes';
import type { EventType } from '../shared/protocol.gen';
import { people } from '../shared/words.people';
import { a, d, p } from './words';

/** An event as `page` gives it: what every event has, and what its type adds. */
export interface Logged {
  id: string;
  at: number;
  born: number;
  by: string | null;
  type: EventType;
  [field: string]: unknown;
}

/** How the names of members, items, turns, slots and comments are found. */
export interface Lookup {
  member: (id: string) => string | null;
  item: (id: string) => string | null;
  /** Whose a turn, a slot or a comment is. */
  owner: (id: string) => string | null;
}

/** What only whoever presides does, or what decides how the meeting goes. */
const OF_THE_CHAIR = /^(meeting\.|chair\.|quorum\.|agenda\.(started|finished|skipped|reopened)|queue\.updated|floor\.|turn\.|round\.|slot\.(deferred|excused|restored)|invite\.|hand\.moved)/;

export const isOfTheChair = (event: Logged): boolean => OF_THE_CHAIR.test(event.type) && event.by !== null;

/** What everybody knows from what follows, and would only fill the list. */
const SILENT: ReadonlySet<EventType> = new Set(['queue.opened', 'slot.added']);

export const isTold = (event: Logged): boolean => !SILENT.has(event.type);

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const minutes = (value: unknown): string => (typeof value === 'number' ? a('minutes', { n: inMinutes(Math.max(1000, value)) }) : a('noLimit'));

/** What an event says beside who and whom. */
function about(event: Logged): string {
  switch (event.type) {
    case 'attendance.marked':
      return [people.maybe(`attendance.${String(event['status'])}`, ''), text(event['reason'])].filter(Boolean).join(', ');
    case 'quorum.overridden':
      return text(event['reason']) ?? '';
    case 'queue.updated':
      return [a.maybe(`state.${String(event['state'])}`, ''), minutes(event['limit_ms'])].join(', ');
    case 'hand.lowered':
      return a.maybe(`reason.${String(event['reason'])}`, '');
    case 'turn.ended':
      return minutes(event['spoken_ms']);
    case 'turn.extended':
    case 'round.fitted':
      return minutes(event['limit_ms']);
    case 'turn.reminded':
      return [a.maybe(`remind.${String(event['kind'])}`, ''), event['public'] === true ? a('remind.public') : null].filter(Boolean).join(', ');
    case 'round.phased':
      return d.maybe(`round.phase.${String(event['phase'])}`, '');
    case 'invite.answered':
      return [p.maybe(`answer.${String(event['answer'])}`, ''), text(event['text'])].filter(Boolean).join(': ');
    case 'request.made':
      return text(event['name']) ?? '—';
    default:
      return text(event['body']) ?? text(event['text']) ?? text(event['label']) ?? text(event['what']) ?? '';
  }
}

export function sentence(event: Logged, look: Lookup): string {
  const { type, by } = event;
  const whom = text(event['member']) ?? text(event['author']) ?? text(event['to']);
  const owned = text(event['turn']) ?? text(event['slot']) ?? text(event['comment']);
  const name = (whom && look.member(whom)) ?? text(event['name']) ?? (owned && look.owner(owned)) ?? (type.startsWith('comment.') ? a('anonymous') : '—');
  const who = by === null ? a('system') : (look.member(by) ?? '—');
  const title = text(event['title']) ?? text(event['question']) ?? (text(event['item']) ? look.item(String(event['item'])) : null) ?? '—';
  const other = whom !== null && by !== whom && (event['by_desk'] === true || type === 'hand.lowered' || type === 'hand.moved');
  const key = other && a.has(`${type}.for`) ? `${type}.for` : type;
  return a.free(key, { who, name, title, text: about(event) });
}
