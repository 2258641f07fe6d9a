// The view for the table at the door: a card is read or some letters typed, Enter says present, the name stands large, a tone sounds.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { isHere } from '../shared/attendance';
import type { Member } from '../shared/protocol.gen';
import { ring, unlock } from '../shared/sound';
import { Icon } from '../shared/ui/Icon';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { matching, Search } from './Search';
import { byName } from './facts';
import { r } from './words';

const SHOWN = 8;

export function DoorView({ onClose }: { onClose: () => void }): VNode {
  const live = useLive();
  const query = useSignal('');
  const said = useSignal<{ text: string; good: boolean } | null>(null);
  const members = byName(live.room.of('members').all.value);
  const typed = query.value.trim();
  const found = typed ? matching(typed, members) : [];
  const enter = async (member: Member): Promise<void> => {
    unlock();
    query.value = '';
    if (isHere(member)) {
      said.value = { text: r('door.already', { name: member.name }), good: true };
      return;
    }
    const outcome = await live.perform({ type: 'attendance.mark', member: member.id, status: 'present' });
    if (outcome.kind !== 'done') return;
    ring(1);
    said.value = { text: r('door.here', { name: member.name }), good: true };
  };
  const submit = (): void => {
    const [only] = found;
    if (only && found.length === 1) void enter(only);
    else if (typed) said.value = { text: found.length === 0 ? r('door.none', { text: typed }) : r('door.many', { n: found.length }), good: false };
  };
  return (
    <Sheet title={r('door.title')} onClose={onClose}>
      <div class="stack door-view">
        <Search query={query} onEnter={submit} />
        {said.value && <p class={said.value.good ? 'roll-entered' : 'problem'} role="status">{said.value.good && <Icon name="check" />} {said.value.text}</p>}
        <ul class="pick">
          {found.slice(0, SHOWN).map((member) => (
            <li key={member.id}>
              <button type="button" class="pick-row" onClick={() => void enter(member)}>
                <span class="strong">{member.name}</span>
                <span class="quiet small">{[member.unit, member.card].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
