// What reaches a person who is not looking: vibration, a bell if wanted, the two live regions; and on the screen that two are
// still before them, and a page when they are the next one. (Their turn itself has a page of its own.)
// Rule: nothing is said while there is no connection, for what a page remembers may be over; and nothing twice.
import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { alertNow, announce } from '../shared/announce';
import { callNow, toSay, type Call, type Said } from '../shared/calls';
import { remaining } from '../shared/clock';
import type { Member } from '../shared/protocol.gen';
import { roundNow } from '../shared/round';
import { buzz, ring, soundWanted } from '../shared/sound';
import { stored, storedValue } from '../shared/stored';
import { Button, RoundButton } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { Timer } from '../shared/ui/Timer';
import { t } from '../shared/words';
import { f } from '../shared/words.floor';
import { reminderText } from './reminder';

const OFFLINE_MS = 5000;
const NEAR_MS = 15_000;
/** A device that slept through a moment says nothing of it afterwards. */
const LATE_MS = 2000;
const BUZZ_NEXT = [200];
const BUZZ_CALLED = [300, 100, 300];

/** `name` where several people share the device: then it says whose turn it is. */
export function Callouts({ self, name, onOpen }: { self: Member; name?: string; onOpen?: () => void }): VNode | null {
  const live = useLive();
  const key = `called:${live.room.id}:${self.id}`;
  const last = useRef({ pinned: false, reminder: '', lost: false });
  const shown = useSignal<Call | null>(null);

  const now = (): Call | null =>
    callNow({ self: self.id, line: live.queue.value, turn: live.turn.value, waiting: live.turn.value?.phase === 'reading' || !live.turn.value ? (roundNow(live)?.waiting ?? []) : [] });

  useSignalEffect(() => {
    if (live.line.value.line !== 'live' || live.room.meeting.value?.status !== 'open') {
      shown.value = null;
      return;
    }
    const call = now();
    // What stands on the screen goes on being true, or goes.
    const before = shown.peek();
    shown.value = call && before && before.ref === call.ref && before.stage === call.stage ? call : null;
    const { say, said } = toSay(call, storedValue<Said>(key));
    if (said) stored.set(key, JSON.stringify(said));
    if (!say) return;
    shown.value = say;
    if (say.stage === 'near') announce(nearText(say.ahead));
    if (say.stage === 'next') {
      buzz(BUZZ_NEXT);
      if (soundWanted()) ring(1);
      announce(name ? f('next.of', { name }) : `${f('next.title')}: ${f('next.text')}`);
    }
    if (say.stage === 'turn') {
      buzz(BUZZ_CALLED);
      if (soundWanted()) ring(2);
      alertNow(name ? f('turn.of', { name }) : t('turn.called'));
    }
  });

  useSignalEffect(() => {
    const line = live.queue.value;
    const mine = line.find((hand) => hand.member === self.id);
    const moved = mine !== undefined && mine.pinned && !last.current.pinned;
    last.current.pinned = mine?.pinned ?? false;
    if (moved) announce(`${t('hand.chairMoved')} ${f('place.at', { n: (mine.ahead ?? line.indexOf(mine)) + 1 })}`);
  });

  useSignalEffect(() => {
    const reminder = live.room.of('reminders').all.value.filter((each) => each.member === self.id).pop();
    if (!reminder || reminder.id === last.current.reminder) return;
    last.current.reminder = reminder.id;
    if (reminder.turn !== live.turn.peek()?.id) return;
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
      const due = (): void => {
        if (ms - (remaining(turn, live.clock.now()) ?? 0) < LATE_MS) alertNow(text);
      };
      if (left > ms) timers.push(setTimeout(due, left - ms));
    };
    at(turn.warn_ms, turn.warn_ms === 30_000 ? t('turn.remind30') : t('meeting.warn'));
    at(0, t('turn.remindOver'));
    return () => timers.forEach(clearTimeout);
  });

  const { line } = live.line.value;
  useEffect(() => {
    // Of a lost line one voice is enough.
    if (name) return undefined;
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

  const call = shown.value;
  useEffect(() => {
    if (call?.stage !== 'near') return undefined;
    const timer = setTimeout(() => (shown.value = null), NEAR_MS);
    return () => clearTimeout(timer);
  }, [call?.stage, call?.ref]);

  if (!call || (call.stage === 'turn' && !onOpen)) return null;
  const away = (): void => void (shown.value = null);
  if (call.stage === 'near')
    return (
      <div class="call-near">
        <Icon name="bell" />
        <p class="strong">{name && `${name}: `}{nearText(call.ahead)}</p>
        <RoundButton icon="close" label={t('do.close')} onPress={away} />
      </div>
    );
  return <CallPage stage={call.stage} {...(name ? { name } : {})} onAway={away} {...(onOpen ? { onOpen } : {})} />;
}

const nearText = (ahead: number): string => (ahead === 1 ? f('near.one') : ahead === 2 ? f('near.two') : f('near.title', { n: ahead }));

function CallPage({ stage, name, onAway, onOpen }: { stage: Call['stage']; name?: string; onAway: () => void; onOpen?: () => void }): VNode {
  const live = useLive();
  const turn = live.turn.value;
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div class="turn dark call" role="dialog" aria-modal="true" aria-label={f('next.title')} tabIndex={-1} ref={first} onKeyDown={(event) => event.key === 'Escape' && onAway()}>
      <div class="turn-middle">
        <p class="call-mark"><Icon name={stage === 'turn' ? 'mic' : 'half'} /></p>
        {name ? <h1>{stage === 'turn' ? f('turn.of', { name }) : f('next.of', { name })}</h1> : <h1>{f('next.title')}</h1>}
        {!name && <p class="call-text">{f('next.text')}</p>}
        {turn && stage === 'next' && (
          <p class="call-now">
            <span class="quiet">{f('next.now')}</span> <strong>{turn.name}</strong> {turn.status !== 'called' && <Timer turn={turn} clock={live.clock} />}
          </p>
        )}
      </div>
      <div class="turn-foot">
        {onOpen && name
          ? <><Button look="primary" size="large" wide onPress={onOpen}>{f('share.switch', { name })}</Button><Button look="plain" wide onPress={onAway}>{t('do.close')}</Button></>
          : <Button look="primary" size="large" wide onPress={onAway}>{f('next.ok')}</Button>}
      </div>
    </div>
  );
}
