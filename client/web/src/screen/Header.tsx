// The strip on top of most scenes: which item, how many are here, what time it is.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { standing } from '../shared/agenda';
import { timeOfDay } from '../shared/clock';
import type { Meeting } from '../shared/protocol.gen';
import { forecastNow } from '../shared/outlook';
import { rollCall } from '../shared/rollcall';
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
  const ends = meeting.status === 'open' ? forecastNow(live, meeting).meeting_at : null;
  return (
    <header class="head label">
      <span class="what">
        {held
          ? [at ? t('meeting.item', { number: at.number, of: at.of }) : null, w('wall.round', { done: held.round.done, total: held.round.total }), about].filter(Boolean).join(' · ')
          : at ? `${t('meeting.item', { number: at.number, of: at.of })} · ${at.title}` : meeting.title}
      </span>
      <span class="side"><QuorumMark meeting={meeting} /><Present />{ends !== null && ` · ${w('wall.ends', { time: timeOfDay(ends) })}`} · <strong>{timeOfDay(live.clock.now())}</strong></span>
    </header>
  );
}

/** Only when it is lost, or the chair went on without one. */
function QuorumMark({ meeting: { quorum, status } }: { meeting: Meeting }): VNode | null {
  if (!quorum || quorum.reached || status === 'draft') return null;
  return <span class="quorum-mark" data-overridden={quorum.overridden}>{quorum.overridden ? w('wall.quorumOverridden') : w('wall.quorumLost', { n: quorum.needed })}</span>;
}

/** "Present 47/52", or only how many where the roster is not shown. */
export function Present(): VNode {
  const { room } = useLive();
  const counts = useComputed(() => {
    const members = room.of('members').all.value;
    return members.length ? rollCall(members) : null;
  }).value;
  if (counts) return <span>{w('wall.present', { n: counts.present, of: counts.total })}</span>;
  return <span>{w('wall.presentOnly', { n: room.presence.value?.present ?? 0 })}</span>;
}
