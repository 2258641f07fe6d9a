// The one big button: its words name what will happen. Beside it the end of a turn, and ten seconds to take back.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { timeOfDay } from '../shared/clock';
import type { Meeting } from '../shared/protocol.gen';
import { roundNow } from '../shared/round';
import { Button } from '../shared/ui/Button';
import { Confirm } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { next, presides, type Next } from './facts';
import { offer, undo, undoable } from './undo';
import { useUnanswered } from './unanswered';
import { d, e, o } from './words';

function label(step: Next): string {
  switch (step.kind) {
    case 'open':
      return d('next.open');
    case 'resume':
      return d('next.resume');
    case 'start':
      return d('next.start', { name: step.turn.name });
    case 'resume_turn':
      return d('next.resumeTurn', { name: step.turn.name });
    case 'call':
      return step.after ? d('next.callNext', { name: step.hand.name }) : d('next.call', { name: step.hand.name });
    case 'end':
      return d('next.endOf', { name: step.turn.name });
    case 'round':
      return step.step === 'finish' ? d('next.round.finish') : d(`next.round.${step.step}`, { name: step.slot?.name ?? '' });
    case 'item':
      return d('next.item', { title: step.item.title });
    case 'close':
      return d('next.close');
    case 'closed':
      return '';
  }
}

export function NextBar({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const asking = useSignal<'open' | 'close' | null>(null);
  const busy = useSignal(false);
  const turn = live.turn.value;
  const held = roundNow(live);
  const step = next(meeting, turn, live.queue.value, live.room.of('agenda').all.value, held);
  // Hands are up to comment: the big button serves them, the second one goes on with the round.
  const aside = held && !turn && step.kind === 'call' ? next(meeting, null, [], [], held) : null;
  const chair = presides(live, meeting);
  const open = useUnanswered(asking.value === 'close');
  const off = !chair || busy.value || live.line.value.line !== 'live';

  const act = async (): Promise<void> => {
    busy.value = true;
    await go();
    busy.value = false;
  };
  const end = async (): Promise<void> => {
    if (!turn) return;
    const outcome = await live.perform({ type: 'turn.end', turn: turn.id });
    if (outcome.kind === 'done') offer(d('next.undoEnd'), { type: 'turn.undo_end', turn: turn.id });
  };
  const inRound = async ({ step: due, round, on, slot }: Extract<Next, { kind: 'round' }>): Promise<void> => {
    if (due === 'finish') await live.perform({ type: 'round.finish', round });
    else if (due === 'next') await live.perform({ type: 'round.next', round, after: on?.id ?? null });
    else if (slot) await live.perform({ type: 'round.phase', slot: slot.id, phase: due });
  };
  const go = async (): Promise<void> => {
    switch (step.kind) {
      case 'open':
        asking.value = 'open';
        return;
      case 'close':
        asking.value = 'close';
        return;
      case 'resume':
        await live.perform({ type: 'meeting.resume' });
        return;
      case 'start':
        await live.perform({ type: 'turn.start', turn: step.turn.id });
        return;
      case 'resume_turn':
        await live.perform({ type: 'turn.resume', turn: step.turn.id });
        return;
      case 'call': {
        const outcome = await live.perform({ type: 'floor.grant', hand: step.hand.id, after: step.after?.id ?? null });
        if (outcome.kind === 'done' && outcome.result['turn']) offer(d('next.undoCall'), { type: 'turn.undo_call', turn: outcome.result['turn'] });
        return;
      }
      case 'end':
        await end();
        return;
      case 'round':
        await inRound(step);
        return;
      case 'item':
        await live.perform({ type: 'agenda.start', item: step.item.id });
        return;
      case 'closed':
        return;
    }
  };

  if (step.kind === 'closed') {
    return <footer class="desk-next"><p class="strong">{d('next.closed', { time: meeting.closed_at ? timeOfDay(meeting.closed_at) : '' })}</p></footer>;
  }
  return (
    <footer class="desk-next">
      <span data-key="next" class="desk-next-main">
        <Button look="primary" size="large" icon={step.kind === 'end' ? 'check' : 'play'} disabled={off} onPress={() => void act()}>{label(step)}</Button>
      </span>
      {undoable.value && (
        <span data-key="undo">
          <Button look="outline" size="large" onPress={() => void undo(live)}>{`${d('next.undo')}: ${undoable.value.what}`}</Button>
        </span>
      )}
      {turn && step.kind !== 'end' && chair && (
        <Button look="plain" size="large" disabled={off} onPress={() => void end()}>{d('next.end')}</Button>
      )}
      {aside?.kind === 'round' && chair && (
        <Button look="outline" size="large" disabled={off} onPress={() => void inRound(aside)}>{label(aside)}</Button>
      )}
      {!chair && <p class="quiet small">{d('next.onlyChair')}</p>}
      <span class="desk-next-room" />
      {chair && meeting.status === 'open' && step.kind !== 'close' && !turn && (
        <Button look="plain" size="large" icon="pause" disabled={off} onPress={() => void live.perform({ type: 'meeting.pause' })}>{d('next.pause')}</Button>
      )}
      <Remote meeting={meeting} />
      {asking.value === 'open' && (
        <Confirm
          title={d('next.openAsk')} yes={d('next.open')} no={t('do.cancel')}
          onYes={() => {
            asking.value = null;
            void live.perform({ type: 'meeting.open' });
          }}
          onNo={() => (asking.value = null)}
        />
      )}
      {asking.value === 'close' && (
        <Confirm
          title={open > 0 ? `${d('next.closeAsk')} ${e('openAtClose', { n: open })}` : d('next.closeAsk')} yes={d('next.closeDo')} no={t('do.cancel')} danger
          onYes={() => {
            asking.value = null;
            void live.perform({ type: 'meeting.close' });
          }}
          onNo={() => (asking.value = null)}
        />
      )}
    </footer>
  );
}

/** What the desk in one hand needs beside the big button, without scrolling; shown on phones only. */
function Remote({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const turn = live.turn.value;
  const screen = live.room.screen.value;
  const shut = screen?.shutter ?? false;
  const blank = screen?.scene === 'blank';
  return (
    <div class="desk-remote">
      {presides(live, meeting) && turn && turn.limit_ms !== null && (
        <Button look="plain" label={o('time.plusMinute')} onPress={() => void live.perform({ type: 'turn.extend', turn: turn.id, by_ms: 60_000 })}>{o('short.plusMinute')}</Button>
      )}
      <Button look="plain" pressed={blank} onPress={() => void live.perform({ type: 'screen.show', scene: blank ? 'auto' : 'blank' })}>{d('screen.blank')}</Button>
      <Button look={shut ? 'danger' : 'plain'} pressed={shut} label={d('screen.shutterOn')} onPress={() => void live.perform({ type: 'screen.shutter', on: !shut })}>{o('short.shutter')}</Button>
    </div>
  );
}
