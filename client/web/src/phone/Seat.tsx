// One person's place in a room: connects, asks once whether the link is theirs, then shows whatever the meeting is at.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { mayCheckIn } from '../shared/attendance';
import { forget } from '../shared/identity';
import { openRoom, type Live } from '../shared/live';
import { unlock } from '../shared/sound';
import { guarded, here, isShared, sendBrought } from '../shared/sharing';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { later } from '../shared/ui/Later';
import { LiveContext } from '../shared/ui/live';
import { t } from '../shared/words';
import { Frame } from './Frame';

// Nobody is called in a page's first second, and this phone's owner perhaps not at all.
const MyTurn = later(() => import('./MyTurn').then((all) => all.MyTurn), 'rest', 'silent');
const Callouts = later(() => import('./Callouts').then((all) => all.Callouts), 'rest', 'silent');
const IsThatYou = later(() => import('./IsThatYou').then((all) => all.IsThatYou), 'needed');
const Gone = later(() => import('./Gone').then((all) => all.Gone));

export function Seat({ room, token, fresh }: { room: string; token: string; fresh: boolean }): VNode {
  const live = useMemo(() => openRoom(room, token, 'phone'), [room, token]);
  useEffect(() => () => live.leave(), [live]);
  const shared = useMemo(() => (isShared(room) ? guarded(live) : live), [live]);
  return (
    <LiveContext.Provider value={shared}>
      <Inside live={live} fresh={fresh} />
    </LiveContext.Provider>
  );
}

function Inside({ live, fresh }: { live: Live; fresh: boolean }): VNode {
  const { room } = live;
  const [right, setRight] = useState(stored.get(`right:${room.id}`));
  const ended = useComputed(() => (live.line.value.line === 'ended' ? (live.line.value.code ?? 'unauthenticated') : null));
  const was = useRef(false);
  if (live.line.value.line === 'live') was.current = true;
  useEffect(() => {
    // A link that no longer works is not tried again at the next visit.
    if (ended.value === 'unauthenticated' || ended.value === 'not_found') forget(room.id);
  }, [ended.value]);
  const meeting = room.meeting.value;
  const self = room.self.value;
  const entered = useRef(!fresh);
  useEffect(() => {
    // Entering the room is saying "I am here", once, in the time for it.
    if (entered.current || !meeting || !self || live.line.value.line !== 'live') return;
    entered.current = true;
    if (mayCheckIn(meeting, self, live.clock.now())) live.post('here', { type: 'attendance.check_in' });
  });
  const known = meeting !== null && self !== null && right === self.id;
  useEffect(() => {
    if (known && self) here(room.id, { token: live.token, member: self.id, name: self.name });
  }, [known, self?.name]);
  useEffect(() => {
    if (known && live.line.value.line === 'live') sendBrought(live);
  });
  if (ended.value) return <Gone code={ended.value === 'unauthenticated' && was.current ? 'revoked' : ended.value} />;
  if (!meeting || !self) return <Opening live={live} />;
  if (right !== self.id)
    return (
      <IsThatYou
        room={room.id}
        person={{ token: live.token, member: self.id, name: self.name }}
        title={meeting.title}
        onYes={() => {
          unlock();
          stored.set(`right:${room.id}`, self.id);
          setRight(self.id);
          if (mayCheckIn(meeting, self, live.clock.now())) live.post('here', { type: 'attendance.check_in' });
          // From now on the phone asks whose it is: everything begins anew with that.
          if (isShared(room.id)) location.reload();
        }}
      />
    );
  return (
    <>
      <Frame meeting={meeting} self={self} />
      <MyTurn self={self} />
      <Callouts self={self} />
    </>
  );
}

function Opening({ live }: { live: Live }): VNode {
  const lost = live.line.value.line === 'lost';
  return (
    <main class="page gone" aria-busy="true">
      <h1>{lost ? t('join.noWifi') : t('line.connecting')}</h1>
      {lost && <p class="quiet">{t('join.noWifiHint')}</p>}
      {lost && <Button wide size="large" onPress={() => live.retry()}>{t('do.retry')}</Button>}
    </main>
  );
}
