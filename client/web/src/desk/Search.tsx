// The one box that finds a person: a card's number, or some letters of the name, marks not needed.
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { find } from '../shared/names';
import type { Member } from '../shared/protocol.gen';
import { d } from './words';

/** A card's number finds its owner alone; anything else is looked for in the names. */
export function matching(query: string, members: readonly Member[]): Member[] {
  const card = members.filter((member) => member.card !== null && member.card === query.trim());
  return card.length > 0 ? card : find(query, members, (member) => member.name);
}

export function Search({ query, onEnter }: { query: Signal<string>; onEnter?: () => void }): VNode {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onEnter?.();
      }}
    >
      <label class="field">
        <span class="sr">{d('roll.search')}</span>
        <input class="input" data-first type="search" autocomplete="off" placeholder={d('roll.search')} value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
      </label>
    </form>
  );
}
