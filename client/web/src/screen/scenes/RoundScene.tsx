// S7: how far the round is. Names stand there for those who were heard or are on; who has not spoken yet is a hollow dot.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { roundNow } from '../../shared/round';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { w } from '../words';

export function RoundScene(): VNode | null {
  const live = useLive();
  const held = useComputed(() => roundNow(live)).value;
  if (!held) return null;
  const { round, slots, on, following } = held;
  const heard = slots.filter((slot) => slot.status === 'done');
  const left = slots.filter((slot) => slot.status === 'waiting' || slot.status === 'deferred');
  return (
    <div class="round-scene">
      <div>
        <p class="read">{w('wall.roundTitle')}</p>
        <p class="big">{round.done}/{round.total}</p>
        {on && <p class="read strong"><Icon name="mic" /> {on.name}</p>}
        {following && <p class="read sub">{w('wall.roundNext')}: {following.name}</p>}
      </div>
      <div>
        <ul class="round-heard label">
          {heard.map((slot) => (
            <li key={slot.id}><Icon name="check" /> {slot.name}</li>
          ))}
        </ul>
        <p class="round-left" aria-hidden="true">{left.map((slot) => <i key={slot.id} />)}</p>
      </div>
    </div>
  );
}
