// Naming somebody in one's words: what to offer while typing, and who is named in the end. Pure.
import { matches } from './names';

export interface Person {
  id: string;
  name: string;
  /** What tells two people of one name apart. */
  unit: string | null;
}

export const MOST_NAMED = 10;
const OFFERED = 5;
/** What is being typed behind the last `@`: up to four words, the `@` at the beginning of one. */
const TYPED = /(^|[\s(])@([^@\n]{0,60})$/;

/** What stands behind the `@` that is being typed; null when none is. */
export function typedName(body: string): string | null {
  const found = TYPED.exec(body)?.[2];
  return found === undefined || found.trim().split(/\s+/).length > 4 ? null : found;
}

/** Whom to offer for what is typed last, in the order of the list. Nobody once a name stands there whole. */
export function offered(body: string, people: readonly Person[]): Person[] {
  const typed = typedName(body);
  if (typed === null || people.some((each) => typed.startsWith(`${each.name} `))) return [];
  return people.filter((each) => each.name && matches(typed, each.name)).slice(0, OFFERED);
}

/** The body with this name in place of what was typed behind the last `@`. */
export function withName(body: string, person: Person): string {
  const typed = typedName(body) ?? '';
  return `${body.slice(0, body.length - typed.length)}${person.name} `;
}

/** Who is named: the longest name that stands behind an `@`. Of two people of one name only one who was chosen. */
export function namedIn(body: string, people: readonly Person[], chosen: readonly string[]): string[] {
  const longest = [...people].filter((each) => each.name).sort((a, b) => b.name.length - a.name.length);
  const found = new Set<string>();
  for (let at = body.indexOf('@'); at >= 0; at = body.indexOf('@', at + 1)) {
    const alike = longest.filter((each) => body.startsWith(each.name, at + 1));
    const same = alike.filter((each) => each.name.length === alike[0]?.name.length);
    const meant = same.length > 1 ? same.find((each) => chosen.includes(each.id) && !found.has(each.id)) : same[0];
    if (meant) found.add(meant.id);
  }
  return [...found].slice(0, MOST_NAMED);
}
