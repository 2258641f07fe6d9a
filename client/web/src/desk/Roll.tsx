// Attendance: the count to announce, the quorum, who is at the door, and everybody with what can be done for them.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { isHere } from '../shared/attendance';
import type { Meeting, Member } from '../shared/protocol.gen';
import { FILTERS, passes, type Filter } from '../shared/rollcall';
import { Button, RoundButton } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { AddMember } from './AddMember';
import { DoorView } from './DoorView';
import { Person } from './Person';
import { QuorumBadge, QuorumOverride } from './Quorum';
import { Requests } from './Requests';
import { RollCount } from './RollCount';
import { matching, Search } from './Search';
import { byName, online } from './facts';
import { statusOf } from './status';
import { d, r } from './words';

export function Roll({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const query = useSignal('');
  const filter = useSignal<Filter>('all');
  const chosen = useSignal<string | null>(null);
  const open = useSignal<'add' | 'door' | null>(null);
  const members = byName(live.room.of('members').all.value);
  const here = online(live);
  // What is looked for is found wherever it is.
  const found = query.value.trim() ? matching(query.value, members) : members.filter((member) => passes(member, filter.value));
  const waiting = members.filter((member) => here.has(member.id) && member.attendance.status === 'expected');
  const all = async (): Promise<void> => {
    for (const member of waiting) await live.perform({ type: 'attendance.mark', member: member.id, status: 'present' });
  };
  const one = chosen.value ? live.room.of('members').get(chosen.value).value : null;
  return (
    <Sheet title={d('roll.title')} onClose={onClose}>
      <div class="stack roll">
        <Requests />
        <RollCount members={members} />
        <QuorumBadge meeting={meeting} />
        <QuorumOverride meeting={meeting} />
        <div class="crowd-acts">
          <Button look="outline" icon="people" onPress={() => (open.value = 'door')}>{r('door.open')}</Button>
          {waiting.length > 0 && <Button look="plain" icon="check" onPress={() => void all()}>{d('roll.allHere')}</Button>}
        </div>
        <Search query={query} />
        <div class="chips" role="group" aria-label={r('filter')}>
          {FILTERS.map((each) => (
            <button key={each} type="button" class="chip" aria-pressed={filter.value === each} onClick={() => (filter.value = each)}>
              {r(`filter.${each}`, { n: members.filter((member) => passes(member, each)).length })}
            </button>
          ))}
        </div>
        <ul class="roll-list">
          {found.map((member) => (
            <Row key={member.id} member={member} online={here.has(member.id)} onOpen={() => (chosen.value = member.id)} />
          ))}
        </ul>
        <Button look="plain" icon="plus" onPress={() => (open.value = 'add')}>{d('roll.add')}</Button>
      </div>
      {one && <Person meeting={meeting} member={one} onClose={() => (chosen.value = null)} />}
      {open.value === 'add' && <AddMember name={query.value} onClose={() => (open.value = null)} />}
      {open.value === 'door' && <DoorView onClose={() => (open.value = null)} />}
    </Sheet>
  );
}

function Row({ member, online: linked, onOpen }: { member: Member; online: boolean; onOpen: () => void }): VNode {
  const live = useLive();
  const mark = (): void => void live.perform({ type: 'attendance.mark', member: member.id, status: 'present' });
  const facts = [
    member.office === 'member' ? null : d(`office.${member.office}`), member.unit, statusOf(member),
    linked ? d('roll.online') : null, member.attendance.by_desk ? d('roll.byDesk') : null,
  ];
  return (
    <li>
      <button type="button" class="roll-name" onClick={onOpen}>
        <span class="strong">{member.name}</span>
        <span class="quiet small">{facts.filter(Boolean).join(' · ')}</span>
      </button>
      {isHere(member)
        ? <span class="tag ok">{d('roll.present')}</span>
        : <Button look="outline" label={`${d('roll.present')}: ${member.name}`} onPress={mark}>{d('roll.present')}</Button>}
      <RoundButton icon="menu" label={member.name} onPress={onOpen} />
    </li>
  );
}
