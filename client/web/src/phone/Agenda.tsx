// The agenda: what is done, what is now, what comes.
import type { VNode } from 'preact';
import { numbered } from '../shared/agenda';
import { timeOfDay } from '../shared/clock';
import { forecastNow } from '../shared/outlook';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { t } from '../shared/words';
import { Documents } from './Documents';
import { Conclusions } from './Conclusions';
import { f } from '../shared/words.floor';
import { ToMyStatement } from './MyStatement';

export function Agenda(): VNode {
  const live = useLive();
  const { room } = live;
  useEvery(15_000);
  const meeting = room.meeting.value;
  const ends = meeting && forecastNow(live, meeting);
  const rows = numbered(room.of('agenda').all.value);
  return (
    <div class="scroller padded" tabIndex={0}>
      <h1>{t('agenda.title')}</h1>
      {ends && (ends.item_at !== null || ends.meeting_at !== null) && (
        <p class="ends">
          <Icon name="clock" />
          <span>
            {ends.item_at !== null && <span>{f('end.item', { time: timeOfDay(ends.item_at) })}</span>}
            {ends.meeting_at !== null && <strong>{f('end.meeting', { time: timeOfDay(ends.meeting_at) })}</strong>}
          </span>
        </p>
      )}
      {rows.length === 0 && <p class="quiet">{t('agenda.empty')}</p>}
      <ol class="agenda">
        {rows.map(({ item, number, depth }) => (
          <li key={item.id} data-status={item.status} class={`depth-${Math.min(depth, 2)}`} aria-current={item.status === 'current' ? 'step' : undefined}>
            <span class="number">{number}</span>
            <span class="what">
              <span>{item.title}</span>
              <small>
                {item.status === 'current' && <span class="tag brand"><Icon name="play" />{t('agenda.now')}</span>}
                {item.status === 'done' && <span class="tag"><Icon name="check" />{t('agenda.done')}</span>}
                {item.status === 'skipped' && <span class="tag">{t('agenda.skipped')}</span>}
                {item.planned_ms !== null && item.status !== 'done' && <span class="quiet"> {t('agenda.minutes', { n: Math.round(item.planned_ms / 60_000) })}</span>}
              </small>
              <Conclusions item={item.id} />
              {room.self.value && <Documents self={room.self.value} item={item.id} />}
              {item.kind === 'round' && item.status !== 'done' && item.status !== 'skipped' && <ToMyStatement look="button" />}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
