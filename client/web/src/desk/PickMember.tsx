// One person out of the roster, or `among` some in a given order: type a few letters (marks are not needed) or a card's number.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import type { Member } from '../shared/protocol.gen';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { people } from '../shared/words.people';
import { matching, Search } from './Search';
import { byName } from './facts';

const SHOWN = 40;

export function PickMember({ title, among, onPick, onClose, children }: {
  title: string; among?: readonly Member[]; onPick: (member: Member) => void; onClose: () => void; children?: ComponentChildren;
}): VNode {
  const live = useLive();
  const query = useSignal('');
  const members = among ?? byName(live.room.of('members').all.value);
  const found = matching(query.value, members);
  return (
    <Sheet title={title} onClose={onClose}>
      <div class="stack">
        {children}
        <Search query={query} onEnter={() => found[0] && found.length === 1 && onPick(found[0])} />
        <ul class="pick">
          {found.slice(0, SHOWN).map((member) => (
            <li key={member.id}>
              <button type="button" class="pick-row" onClick={() => onPick(member)}>
                <span class="strong">{member.name}</span>
                <span class="quiet small">{[member.office === 'member' ? null : people(`office.${member.office}`), member.unit, member.card].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
