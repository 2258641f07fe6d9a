// P4, my turn: the whole screen, dark, a clock that can be read at arm's length, and one button. It can shrink to a bar,
// so that the comments stay in reach while speaking.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { standing } from '../shared/agenda';
import { minutes } from '../shared/clock';
import type { Member, Statement, Turn } from '../shared/protocol.gen';
import { isShared } from '../shared/sharing';
import { stayAwake } from '../shared/secure';
import { Button, RoundButton } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { later } from '../shared/ui/Later';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { Bar } from '../shared/ui/Timer';
import { useReading } from '../shared/ui/time';
import { t } from '../shared/words';
import { reminderText } from './reminder';

const Teleprompter = later(() => import('./Teleprompter').then((all) => all.Teleprompter));
const TurnComments = later(() => import('./TurnComments').then((all) => all.TurnComments));

export function MyTurn({ self }: { self: Member }): VNode | null {
  const live = useLive();
  const shrunk = useSignal<string | null>(null);
  const mine = useComputed(() => {
    const turn = live.turn.value;
    return turn && (turn.member === self.id || turn.reader === self.id) ? turn : null;
  }).value;
  const ending = live.outbox.value.some((each) => each.kind === 'floor' && each.command.type === 'turn.end' && each.command.turn === mine?.id);
  useEffect(() => {
    stayAwake(mine ? 'yes' : 'no');
    return () => stayAwake('no');
  }, [mine?.id]);
  const small = mine !== null && shrunk.value === mine.id;
  useEffect(() => {
    document.body.dataset['shrunk'] = small ? 'yes' : 'no';
  }, [small]);
  if (!mine) return null;
  if (small) return <Shrunk turn={mine} onOpen={() => (shrunk.value = null)} />;
  return (
    <div class="turn dark" role="dialog" aria-modal="true" aria-label={mine.status === 'called' ? t('turn.called') : t('turn.my')}>
      {isShared(live.room.id) && <p class="turn-whose">{self.name}</p>}
      {mine.status === 'called' ? <Called turn={mine} onShrink={() => (shrunk.value = mine.id)} /> : <Speaking turn={mine} self={self} ending={ending} onShrink={() => (shrunk.value = mine.id)} />}
    </div>
  );
}

function ItemLine({ turn }: { turn: Turn }): VNode | null {
  const { room } = useLive();
  const at = standing(room.of('agenda').all.value, turn.item);
  return at ? <p class="turn-item">{t('turn.onItem', { number: at.number, title: at.title })}</p> : null;
}

function Called({ turn, onShrink }: { turn: Turn; onShrink: () => void }): VNode {
  const live = useLive();
  const [declining, setDeclining] = useState(false);
  const [busy, setBusy] = useState(false);
  const act = (wish: Parameters<typeof live.perform>[0]): void => {
    setDeclining(false);
    setBusy(true);
    void live.perform(wish).then(() => setBusy(false));
  };
  return (
    <>
      <div class="turn-band" data-phase="called">
        <p class="turn-state"><Icon name="mic" />{t('meeting.called')}</p>
        <RoundButton icon="minus" label={t('turn.shrink')} onPress={onShrink} />
        <ItemLine turn={turn} />
      </div>
      <div class="turn-middle">
        <h1>{t('turn.called')}</h1>
        <p class="quiet">{turn.limit_ms === null ? t('turn.noLimit') : t('turn.of', { time: minutes(Math.round(turn.limit_ms / 1000)) })}</p>
        <Topic turn={turn} />
        <p class="quiet small">{t('turn.calledHint')}</p>
      </div>
      <div class="turn-foot">
        <Button look="primary" size="large" wide icon="mic" disabled={busy} onPress={() => act({ type: 'turn.start', turn: turn.id })}>{t('turn.start')}</Button>
        <Button look="plain" wide disabled={busy} onPress={() => setDeclining(true)}>{t('turn.notNow')}</Button>
      </div>
      {declining && (
        <Sheet title={t('turn.declineTitle')} onClose={() => setDeclining(false)}>
          <div class="stack">
            <Button look="outline" size="large" wide onPress={() => act({ type: 'turn.decline', turn: turn.id, keep_place: true })}>{t('turn.keepPlace')}</Button>
            <Button look="danger" size="large" wide onPress={() => act({ type: 'turn.decline', turn: turn.id, keep_place: false })}>{t('turn.giveUp')}</Button>
          </div>
        </Sheet>
      )}
    </>
  );
}

/** The text of this turn: in a round what is read for its subject, else one's own on the same matter. */
function useText(turn: Turn, self: Member): Statement | null {
  const { room } = useLive();
  const statements = room.of('statements');
  const slot = turn.slot ? room.of('slots').get(turn.slot).value : null;
  if (turn.phase !== null && turn.phase !== 'reading') return null;
  if (slot) return slot.statement ? statements.get(slot.statement).value : null;
  return statements.all.value.find((each) => each.member === self.id && each.item === turn.item && each.sections.length + each.scans.length > 0) ?? null;
}

function Speaking({ turn, self, ending, onShrink }: { turn: Turn; self: Member; ending: boolean; onShrink: () => void }): VNode {
  const live = useLive();
  const text = useText(turn, self);
  const reading = useReading(turn, live.clock);
  const [asking, setAsking] = useState(false);
  const state =
    reading.phase === 'paused' ? t('turn.myPaused')
    : reading.phase === 'warn' ? t('meeting.warn')
    : reading.phase === 'over' ? t('meeting.over')
    : t('turn.my');
  return (
    <>
      <div class="turn-band" data-phase={reading.phase}>
        <p class="turn-state">
          <Icon name={reading.phase === 'paused' ? 'pause' : reading.phase === 'over' || reading.phase === 'warn' ? 'clock' : 'mic'} />
          {state}
        </p>
        {text && <strong class="timer" role="timer" aria-label={t('timer.label')}>{reading.digits}</strong>}
        <RoundButton icon="minus" label={t('turn.shrink')} onPress={onShrink} />
        {!text && <ItemLine turn={turn} />}
        {text && <Reminders turn={turn} />}
      </div>
      {text ? <Teleprompter turn={turn} statement={text} self={self} ending={ending} onDone={() => setAsking(true)} /> : <>
      <div class="turn-middle">
        <p class="turn-clock" role="timer" aria-label={t('timer.label')} data-length={Math.min(6, reading.digits.length)}>{reading.digits}</p>
        <p class="turn-word">{reading.remaining_ms === null ? t('meeting.spoken') : reading.phase === 'over' ? t('meeting.over') : t('meeting.left')}</p>
        <Bar reading={reading} />
        <Reminders turn={turn} />
        <Topic turn={turn} />
        <TurnComments turn={turn} />
      </div>
      <div class="turn-foot">
        <Button look="primary" size="large" wide disabled={ending} onPress={() => setAsking(true)}>{ending ? t('turn.ending') : t('turn.done')}</Button>
      </div></>}
      {asking && (
        <Confirm
          title={t('turn.doneAsk')}
          yes={t('turn.doneYes')}
          no={t('turn.doneNo')}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            live.post('floor', { type: 'turn.end', turn: turn.id });
          }}
        />
      )}
    </>
  );
}

function Topic({ turn }: { turn: Turn }): VNode | null {
  if (!turn.hand_note) return null;
  return (
    <div class="turn-topic">
      <p class="quiet small">{t('turn.yourTopic')}</p>
      <p>{turn.hand_note}</p>
    </div>
  );
}

function Reminders({ turn }: { turn: Turn }): VNode | null {
  const { room } = useLive();
  const last = room.of('reminders').all.value.filter((each) => each.turn === turn.id).pop();
  return last ? <p class="turn-reminder"><Icon name="bell" />{reminderText(last)}</p> : null;
}

function Shrunk({ turn, onOpen }: { turn: Turn; onOpen: () => void }): VNode {
  const { clock } = useLive();
  const reading = useReading(turn, clock);
  return (
    <button type="button" class="turn-shrunk" data-phase={reading.phase} onClick={onOpen}>
      <Icon name="mic" />
      <span>{reading.phase === 'over' ? t('meeting.over') : reading.phase === 'called' ? t('turn.called') : t('turn.my')}</span>
      {reading.phase !== 'called' && <strong class="timer">{reading.digits}</strong>}
      <span class="open">{t('do.open')}</span>
    </button>
  );
}
