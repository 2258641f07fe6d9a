// The strip on top of most scenes: which item, how many are here, what time it is.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { standing } from '../shared/agenda';
import { roll } from '../shared/attendance';
import { timeOfDay } from '../shared/clock';
import type { Meeting } from '../shared/protocol.gen';
import { roundNow } from '../shared/round';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { t } from '../shared/words';
import { w } from './words';

export function Header({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  useEvery(5000);
  const at = useComputed(() => standing(live.room.of('agenda').all.value, live.room.meeting.value?.current_item ?? null)).value;
  const held = useComputed(() => roundNow(live)).value;
  const about = held?.on && held.on.phase && held.on.phase !== 'reading' ? w(`wall.round.${held.on.phase}`, { name: held.on.name }) : null;
  return (
    <header class="head label">
      <span class="what">
        {held
          ? [at ? t('meeting.item', { number: at.number, of: at.of }) : null, w('wall.round', { done: held.round.done, total: held.round.total }), about].filter(Boolean).join(' · ')
          : at ? `${t('meeting.item', { number: at.number, of: at.of })} · ${at.title}` : meeting.title}
      </span>
      <span class="side"><Present /> · {timeOfDay(live.clock.now())}</span>
    </header>
  );
}

/** "Present 47/52", or only how many where the roster is not shown. */
export function Present(): VNode {
  const { room } = useLive();
  const counts = useComputed(() => {
    const members = room.of('members').all.value;
    return members.length ? roll(members) : null;
  }).value;
  if (counts) return <span>{w('wall.present', { n: counts.present + counts.late, of: counts.total })}</span>;
  return <span>{w('wall.presentOnly', { n: room.presence.value?.present ?? 0 })}</span>;
}
