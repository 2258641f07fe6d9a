// Whom to name while one types behind an "@": a few names to tap, found without marks, and the key that begins it.
import type { VNode } from 'preact';
import { offered, withName, type Person } from '../mentions';
import type { Live } from '../live';
import { w } from '../words.voices';

/** Everybody this page knows by name; a large room does not show the whole roster, but who spoke or wrote. */
export function peopleOf(live: Live): Person[] {
  const { room } = live;
  const found = new Map<string, Person>();
  for (const each of room.of('members').all.value) found.set(each.id, { id: each.id, name: each.name, unit: each.unit ?? each.title });
  const seen = (id: string | null, name: string | null): void => {
    if (id && name && !found.has(id)) found.set(id, { id, name, unit: null });
  };
  for (const each of room.of('comments').all.value) seen(each.author, each.name);
  for (const each of room.of('turns').all.value) seen(each.member, each.name);
  for (const each of room.of('hands').all.value) seen(each.member, each.name);
  return [...found.values()].filter((each) => each.name);
}

export function Naming({ body, people, onBody, onChoose }: { body: string; people: readonly Person[]; onBody: (body: string) => void; onChoose: (id: string) => void }): VNode | null {
  const found = offered(body, people);
  if (found.length === 0) return null;
  const twice = (person: Person): boolean => people.some((each) => each.id !== person.id && each.name === person.name);
  return (
    <div class="chips naming" role="group" aria-label={w('naming.label')}>
      {found.map((each) => (
        <button
          key={each.id}
          type="button"
          class="chip"
          onClick={() => {
            onChoose(each.id);
            onBody(withName(body, each));
          }}
        >
          @{each.name}{twice(each) && each.unit ? ` · ${each.unit}` : ''}
        </button>
      ))}
    </div>
  );
}

/** Begins a name: an "@" at the end of what is written. */
export function NameKey({ body, onBody }: { body: string; onBody: (body: string) => void }): VNode {
  const begin = (): void => {
    if (body.endsWith('@')) return;
    onBody(`${body}${body && !/\s$/.test(body) ? ' ' : ''}@`);
  };
  return <button type="button" class="chip" onClick={begin}>@ {w('naming.begin')}</button>;
}
