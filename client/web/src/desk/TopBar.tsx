// The head of the desk: which meeting, which item, who is here, and the three drawers.
import type { VNode } from 'preact';
import { standing } from '../shared/agenda';
import { timeOfDay } from '../shared/clock';
import { roll } from '../shared/attendance';
import type { Meeting } from '../shared/protocol.gen';
import { Icon } from '../shared/ui/Icon';
import { StatusDot } from '../shared/ui/StatusDot';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { QuorumBadge } from './Quorum';
import { newAnswers } from './Silent';
import { connected, type Drawer } from './facts';
import { d, o, p } from './words';
import { forecastNow } from '../shared/outlook';
import { t } from '../shared/words';

export function TopBar({ meeting, onDrawer }: { meeting: Meeting; onDrawer: (which: Drawer) => void }): VNode {
  const live = useLive();
  const at = standing(live.room.of('agenda').all.value, meeting.current_item);
  const counts = roll(live.room.of('members').all.value);
  const here = connected(live);
  const answers = newAnswers(live);
  const waiting = live.room.of('requests').all.value.length;
  return (
    <header class="desk-top">
      <div class="desk-what">
        <h1>{meeting.title}</h1>
        <p class="quiet desk-item">{at ? `${t('meeting.item', { number: at.number, of: at.of })} · ${at.title}` : d('top.noItem')}</p>
        <Ends meeting={meeting} />
      </div>
      <p class="desk-counts">
        <StatusDot line={live.line.value.line} /> {d('top.present', { n: counts.present + counts.late, of: counts.total })}
        {here && <span class="quiet"> · {d('top.online', { n: here.size })}</span>}
      </p>
      <QuorumBadge meeting={meeting} />
      <div class="desk-drawers">
        <button type="button" class="button plain" data-alert={waiting > 0} onClick={() => onDrawer('roll')}>
          <Icon name="people" />
          <span>{waiting > 0 ? d('top.door', { n: waiting }) : d('top.roll')} <b class="desk-count">{counts.present + counts.late}/{counts.total}</b></span>
        </button>
        <button type="button" class="button plain" data-alert={answers > 0} onClick={() => onDrawer('chair')}>
          <Icon name="bell" />
          <span>{answers > 0 ? p('panel.answers', { n: answers }) : p('panel')}</span>
        </button>
        <button type="button" class="button plain" onClick={() => onDrawer('mine')}>
          <Icon name="hand" />
          <span>{d('top.mine')}</span>
        </button>
        <button type="button" class="button plain" onClick={() => onDrawer('settings')}>
          <Icon name="menu" />
          <span>{d('top.settings')}</span>
        </button>
        {live.room.me.value?.class === 'desk' && (
          <button type="button" class="button plain" onClick={() => onDrawer('documents')}>
            <Icon name="list" />
            <span>{d('top.documents')}</span>
          </button>
        )}
        {live.room.me.value?.class === 'desk' && (
          <button type="button" class="button plain" onClick={() => onDrawer('minutes')}>
            <Icon name="agenda" />
            <span>{d('top.minutes')}</span>
          </button>
        )}
      </div>
    </header>
  );
}

/** When the item and the meeting will be over, as far as anybody can tell. */
function Ends({ meeting }: { meeting: Meeting }): VNode | null {
  const live = useLive();
  useEvery(10_000);
  const { item_at, meeting_at, over_ms } = forecastNow(live, meeting);
  const sat = meeting.sittings.reduce((all, each) => all + (each.ended_at ?? live.clock.now()) - each.started_at, 0);
  const aim = meeting.settings.duration_ms && meeting.sittings.length ? o('end.sat', { n: Math.floor(sat / 60_000), of: Math.round(meeting.settings.duration_ms / 60_000) }) : null;
  if (item_at === null && meeting_at === null && aim === null) return null;
  const item = item_at === null ? null : o('end.item', { time: timeOfDay(item_at) });
  const whole = meeting_at === null ? null : item ? o('end.meeting', { time: timeOfDay(meeting_at) }) : o('end.meetingOnly', { time: timeOfDay(meeting_at) });
  const over = Math.round(over_ms / 60_000);
  return (
    <p class="desk-ends small">
      <span>{[item, whole, aim].filter(Boolean).join(' · ')}</span>
      {over > 0 && <span class="tag over">{o('end.over', { n: over })}</span>}
    </p>
  );
}
