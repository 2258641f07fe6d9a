// S7: how far the round is. A name stands there once it was heard, is on, or was put off by the chair; who has not spoken yet is a hollow dot.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { isHere } from '../../shared/attendance';
import { roundNow } from '../../shared/round';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { w } from '../words';

export function RoundScene(): VNode | null {
  const live = useLive();
  const held = useComputed(() => roundNow(live)).value;
  if (!held) return <p class="round-none read">{w('wall.roundNone')}</p>;
  const { round, slots, on, following } = held;
  const members = live.room.of('members');
  const named = slots.filter((slot) => slot.status === 'done' || slot.status === 'deferred' || slot.status === 'excused');
  const waiting = slots.filter((slot) => slot.status === 'waiting');
  const missing = waiting.filter((slot) => {
    const member = members.get(slot.reader ?? slot.member ?? '').value;
    return member !== null && !isHere(member);
  });
  return (
    <div class="round-scene" data-many={named.length > 14}>
      <div>
        <p class="read">{w('wall.roundTitle')}</p>
        <p class="big">{round.done}/{round.total}</p>
        {on && <p class="read strong"><Icon name="mic" /> {on.name}</p>}
        {on?.reader_name && on.reader !== on.member && <p class="label sub">{w('wall.readBy', { name: on.reader_name })}</p>}
        {following && <p class="read sub">{w('wall.roundNext')}: {following.name}</p>}
      </div>
      <div>
        <ul class="round-heard label">
          {named.map((slot) => (
            <li key={slot.id} data-status={slot.status}>
              <Icon name={slot.status === 'done' ? 'check' : slot.status === 'deferred' ? 'clock' : 'minus'} /> {slot.name}
              {slot.status !== 'done' && <span class="sub"> · {slot.status === 'deferred' ? w('wall.deferred') : w('wall.excusedSlot')}</span>}
              {slot.status === 'done' && slot.member && members.get(slot.member).value?.attendance.status === 'late' && <span class="sub"> · {w('wall.late')}</span>}
            </li>
          ))}
        </ul>
        <p class="round-left" role="img" aria-label={w('wall.roundLeft', { n: waiting.length })}>
          {waiting.map((slot) => <i key={slot.id} data-here={!missing.includes(slot)} />)}
        </p>
        {waiting.length > 0 && <p class="label sub">{w('wall.roundLeft', { n: waiting.length })}{missing.length > 0 && ` · ${w('wall.roundMissing', { n: missing.length })}`}</p>}
      </div>
    </div>
  );
}
