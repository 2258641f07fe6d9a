// What reaches a person who is not looking: vibration, a bell if wanted, and the two live regions. Draws nothing.
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { alertNow, announce } from '../shared/announce';
import { remaining } from '../shared/clock';
import type { Member } from '../shared/protocol.gen';
import { placeOf } from '../shared/queue';
import { buzz, ring } from '../shared/sound';
import { stored } from '../shared/stored';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { reminderText } from './MyTurn';

const OFFLINE_MS = 5000;
const BUZZ_NEXT = [200];
const BUZZ_CALLED = [300, 100, 300];

export const soundWanted = (): boolean => stored.get('sound') === '1';

export function Callouts({ self }: { self: Member }): null {
  const live = useLive();
  const last = useRef({ place: 0, pinned: false, called: '', reminder: '', lost: false });

  useSignalEffect(() => {
    const line = live.queue.value;
    const mine = line.find((hand) => hand.member === self.id);
    const place = mine ? placeOf(mine, line) : 0;
    const before = last.current.place;
    const moved = mine !== undefined && mine.pinned && !last.current.pinned;
    last.current.place = place;
    last.current.pinned = mine?.pinned ?? false;
    if (place === 0 || place === before) return;
    if (place === 1) {
      buzz(BUZZ_NEXT);
      announce(`${t('hand.next')}: ${t('hand.nextHint')}`);
    } else announce(moved ? `${t('hand.chairMoved')} ${t('hand.place', { n: place })}` : t('hand.place', { n: place }));
  });

  useSignalEffect(() => {
    const turn = live.turn.value;
    if (!turn || turn.member !== self.id || turn.status !== 'called' || last.current.called === turn.id) return;
    last.current.called = turn.id;
    buzz(BUZZ_CALLED);
    if (soundWanted()) ring(2);
    alertNow(t('turn.called'));
  });

  useSignalEffect(() => {
    const reminder = live.room.of('reminders').all.value.filter((each) => each.member === self.id).pop();
    if (!reminder || reminder.id === last.current.reminder) return;
    last.current.reminder = reminder.id;
    buzz(BUZZ_NEXT);
    alertNow(reminderText(reminder));
  });

  useSignalEffect(() => {
    const turn = live.turn.value;
    if (!turn || turn.member !== self.id || turn.status !== 'speaking') return undefined;
    const left = remaining(turn, live.clock.now());
    if (left === null) return undefined;
    const timers: ReturnType<typeof setTimeout>[] = [];
    const at = (ms: number, text: string): void => {
      if (left > ms) timers.push(setTimeout(() => alertNow(text), left - ms));
    };
    at(turn.warn_ms, turn.warn_ms === 30_000 ? t('turn.remind30') : t('meeting.warn'));
    at(0, t('turn.remindOver'));
    return () => timers.forEach(clearTimeout);
  });

  const { line } = live.line.value;
  useEffect(() => {
    if (line === 'live') {
      if (last.current.lost) alertNow(t('line.back'));
      last.current.lost = false;
      return undefined;
    }
    const timer = setTimeout(() => {
      last.current.lost = true;
      alertNow(t('line.lost'));
    }, OFFLINE_MS);
    return () => clearTimeout(timer);
  }, [line]);
  return null;
}
