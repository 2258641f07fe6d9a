// The head of the desk: which meeting, which item, who is here, and the three drawers.
import type { VNode } from 'preact';
import { standing } from '../shared/agenda';
import { roll } from '../shared/attendance';
import type { Meeting } from '../shared/protocol.gen';
import { Icon } from '../shared/ui/Icon';
import { StatusDot } from '../shared/ui/StatusDot';
import { useLive } from '../shared/ui/live';
import { online, type Drawer } from './facts';
import { d } from './words';
import { t } from '../shared/words';

export function TopBar({ meeting, onDrawer }: { meeting: Meeting; onDrawer: (which: Drawer) => void }): VNode {
  const live = useLive();
  const at = standing(live.room.of('agenda').all.value, meeting.current_item);
  const counts = roll(live.room.of('members').all.value);
  const waiting = live.room.of('requests').all.value.length;
  return (
    <header class="desk-top">
      <div class="desk-what">
        <h1>{meeting.title}</h1>
        <p class="quiet">{at ? `${t('meeting.item', { number: at.number, of: at.of })} · ${at.title}` : d('top.noItem')}</p>
      </div>
      <p class="desk-counts">
        <StatusDot line={live.line.value.line} /> {d('top.present', { n: counts.present + counts.late, of: counts.total })}
        <span class="quiet"> · {d('top.online', { n: online(live).size })}</span>
      </p>
      <div class="desk-drawers">
        <button type="button" class="button plain" data-alert={waiting > 0} onClick={() => onDrawer('roll')}>
          <Icon name="people" />
          <span>{waiting > 0 ? d('top.door', { n: waiting }) : d('top.roll')}</span>
        </button>
        <button type="button" class="button plain" onClick={() => onDrawer('mine')}>
          <Icon name="hand" />
          <span>{d('top.mine')}</span>
        </button>
        <button type="button" class="button plain" onClick={() => onDrawer('settings')}>
          <Icon name="menu" />
          <span>{d('top.settings')}</span>
        </button>
      </div>
    </header>
  );
}
