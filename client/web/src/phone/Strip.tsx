// The strip on top: which item, who speaks, how long still. Tapping it opens the agenda.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { standing } from '../shared/agenda';
import { timeOfDay } from '../shared/clock';
import type { Meeting, Turn } from '../shared/protocol.gen';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { StatusDot } from '../shared/ui/StatusDot';
import { Timer } from '../shared/ui/Timer';
import { t } from '../shared/words';

export function Strip({ meeting, onAgenda }: { meeting: Meeting; onAgenda: () => void }): VNode {
  const live = useLive();
  const where = useComputed(() => standing(live.room.of('agenda').all.value, live.room.meeting.value?.current_item ?? null));
  const turn = live.turn.value;
  const at = where.value;
  const round = meeting.current_round ? live.room.of('rounds').get(meeting.current_round).value : null;
  return (
    <header class="strip" data-status={meeting.status}>
      <button type="button" class="strip-item" onClick={onAgenda}>
        <span class="line">{round ? `${t('round.heard', { done: round.done, total: round.total })} · ` : ''}{at ? `${at.number}/${at.of} · ${at.title}` : meeting.title}</span>
        <StatusDot line={live.line.value.line} />
      </button>
      {meeting.status === 'paused' ? <p class="strip-now"><Icon name="pause" /><strong>{t('meeting.paused')}</strong></p>
      : meeting.status === 'open' ? <Now turn={turn} />
      : meeting.status === 'draft' ? <p class="strip-now"><strong>{meeting.starts_at === null ? t('lobby.draft') : t('lobby.starts', { time: timeOfDay(meeting.starts_at) })}</strong></p>
      : <p class="strip-now"><Icon name="check" /><strong>{t('meeting.closed')}</strong></p>}
    </header>
  );
}

function Now({ turn }: { turn: Turn | null }): VNode {
  const { clock } = useLive();
  if (!turn) return <p class="strip-now quiet">{t('meeting.nobody')}</p>;
  return (
    <p class="strip-now">
      <Icon name={turn.status === 'paused' ? 'pause' : 'mic'} label={turn.status === 'paused' ? t('meeting.pausedTurn') : turn.status === 'called' ? t('meeting.called') : t('mic.label')} />
      <strong>{turn.name}</strong>
      {turn.status === 'called' ? <span class="tag brand">{t('meeting.called')}</span> : <Timer turn={turn} clock={clock} />}
    </p>
  );
}
