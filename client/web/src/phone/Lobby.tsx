// P2, before the meeting: am I checked in, who is here, what is on the agenda, does this phone ring?
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { numbered } from '../shared/agenda';
import { checkInOpensAt, isHere, mayCheckIn, roll } from '../shared/attendance';
import { timeOfDay } from '../shared/clock';
import type { Meeting, Member } from '../shared/protocol.gen';
import { buzz, ring, unlock } from '../shared/sound';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { t } from '../shared/words';
import { DocumentsHere } from './Documents';
import { ToMyStatement } from './MyStatement';
import { owesHere } from './raise';

export function Lobby({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  useEvery(20_000);
  return (
    <div class="scroller padded" tabIndex={0}>
      <section class="stack lobby">
        <h1>{meeting.title}</h1>
        {meeting.place && <p class="quiet">{meeting.place}</p>}
        <CheckIn meeting={meeting} self={self} />
        <Present />
        {self.office !== 'observer' && <ToMyStatement look="button" />}
        <DocumentsHere self={self} />
        <AgendaBrief />
        <TestSound />
        <p class="quiet small">{t('lobby.stay')}</p>
      </section>
    </div>
  );
}

function CheckIn({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  const live = useLive();
  const { attendance } = self;
  if (isHere(self))
    return (
      <p class="checked-in">
        <Icon name="check" />
        <strong>{t('lobby.checkedIn', { time: timeOfDay(attendance.since ?? live.clock.now()) })}</strong>
      </p>
    );
  if (!mayCheckIn(meeting, self, live.clock.now())) return <p class="quiet">{t('lobby.checkInLater', { time: timeOfDay(checkInOpensAt(meeting)) })}</p>;
  return (
    <>
      {['absent', 'excused', 'left'].includes(attendance.status) && <p class="quiet">{t('lobby.absent')}</p>}
      <Button
        look="primary"
        size="large"
        wide
        icon="check"
        disabled={owesHere(live)}
        onPress={() => {
          unlock();
          live.post('here', { type: 'attendance.check_in' });
        }}
      >
        {t('lobby.checkIn')}
      </Button>
    </>
  );
}

function Present(): VNode | null {
  const { room } = useLive();
  const members = room.of('members').all.value;
  const known = members.length > 1;
  const present = room.presence.value?.present;
  if (known) {
    const counts = roll(members);
    return <p><Icon name="people" /> {t('lobby.presentOf', { n: counts.present + counts.late, of: counts.total })}</p>;
  }
  return present === undefined ? null : <p><Icon name="people" /> {t('lobby.present', { n: present })}</p>;
}

function AgendaBrief(): VNode | null {
  const { room } = useLive();
  const rows = numbered(room.of('agenda').all.value).filter((each) => each.depth === 0);
  if (!rows.length) return null;
  return (
    <section class="stack tight">
      <h2>{t('agenda.title')}</h2>
      <ol class="agenda-brief">
        {rows.map(({ item, number }) => (
          <li key={item.id}><span class="number">{number}</span><span>{item.title}</span></li>
        ))}
      </ol>
    </section>
  );
}

export function TestSound(): VNode {
  const [told, setTold] = useState<'none' | 'both' | 'sound'>('none');
  return (
    <div class="stack tight">
      <Button
        look="plain"
        wide
        icon="bell"
        onPress={() => {
          unlock();
          ring(1);
          setTold(buzz([200]) ? 'both' : 'sound');
        }}
      >
        {t('lobby.test')}
      </Button>
      {told !== 'none' && <p class="quiet small" role="status">{told === 'both' ? t('lobby.tested') : t('lobby.testedNoVibration')}</p>}
    </div>
  );
}
