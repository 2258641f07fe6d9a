// The waiting list: who, for how long, heard before or not; buttons move them, no dragging needed.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Hand, Meeting } from '../shared/protocol.gen';
import { queueOf } from '../shared/queue';
import { Button, RoundButton } from '../shared/ui/Button';
import { Confirm } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { PickMember } from './PickMember';
import { online, presides } from './facts';
import { offer } from './undo';
import { d } from './words';

export function Line({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  useEvery(20_000);
  const adding = useSignal(false);
  const closing = useSignal(false);
  const line = live.queue.value;
  const queue = live.room.of('queues').get(queueOf(meeting)).value;
  const chair = presides(live, meeting);
  const here = online(live);
  const closed = queue !== null && queue.state !== 'open';
  const set = async (state: 'open' | 'list_closed' | 'debate_closed'): Promise<void> => {
    const outcome = await live.perform({ type: 'queue.update', ...(meeting.current_item ? { item: meeting.current_item } : {}), state });
    if (outcome.kind === 'done' && state === 'list_closed') {
      offer(d('next.undoList'), { type: 'queue.update', ...(meeting.current_item ? { item: meeting.current_item } : {}), state: 'open' });
    }
  };
  return (
    <div class="line">
      <div class="desk-head">
        <h2>{d('queue.title', { n: line.length })}</h2>
        <Button look="plain" icon="plus" onPress={() => (adding.value = true)}>{d('queue.add')}</Button>
        {chair && meeting.status !== 'draft' && meeting.status !== 'closed' && (
          closed
            ? <Button look="outline" icon="lock" onPress={() => void set('open')}>{d('queue.open')}</Button>
            : <Button look="plain" icon="lock" onPress={() => void set('list_closed')}>{d('queue.close')}</Button>
        )}
      </div>
      {closed && (
        <p class="tag over">{queue.state === 'debate_closed' ? d('queue.debateClosed') : d('queue.closed')}</p>
      )}
      {line.length === 0 && (
        <div class="quiet">
          <p>{d('queue.empty')}</p>
          <p class="small">{d('queue.emptyHint')}</p>
        </div>
      )}
      <ol class="hands">
        {line.map((hand, at) => (
          <Row key={hand.id} hand={hand} place={at + 1} before={line[at - 1] ?? null} after={line[at + 1] ?? null} connected={here.has(hand.member)} chair={chair} />
        ))}
      </ol>
      {chair && queue?.state === 'list_closed' && (
        <Button look="link" onPress={() => (closing.value = true)}>{d('queue.closeDebate')}</Button>
      )}
      {adding.value && (
        <PickMember
          title={d('queue.addTitle')}
          onClose={() => (adding.value = false)}
          onPick={(member) => {
            adding.value = false;
            void live.perform({ type: 'hand.raise', for: member.id });
          }}
        />
      )}
      {closing.value && (
        <Confirm
          title={d('queue.closeDebateAsk')} yes={d('queue.closeDebate')} no={d('queue.open')} danger
          onYes={() => {
            closing.value = false;
            void set('debate_closed');
          }}
          onNo={() => (closing.value = false)}
        />
      )}
    </div>
  );
}

function Row({ hand, place, before, after, connected, chair }: {
  hand: Hand; place: number; before: Hand | null; after: Hand | null; connected: boolean; chair: boolean;
}): VNode {
  const live = useLive();
  const member = live.room.of('members').get(hand.member).value;
  const waits = Math.max(0, Math.floor((live.clock.now() - hand.at) / 60_000));
  const facts = [
    hand.intent === 'speak' ? null : d(`intent.${hand.intent}`),
    member && member.turns > 0 ? d('queue.spoken', { n: member.turns }) : d('queue.never'),
    waits > 0 ? d('queue.waits', { n: waits }) : null,
    hand.by_desk ? d('queue.byDesk') : connected ? null : d('queue.offline'),
    hand.pinned ? d('queue.pinned') : null,
  ].filter((fact): fact is string => fact !== null);
  const call = async (): Promise<void> => {
    const current = live.turn.value;
    const outcome = await live.perform({ type: 'floor.grant', hand: hand.id, after: current?.id ?? null });
    if (outcome.kind === 'done' && outcome.result['turn']) offer(d('next.undoCall'), { type: 'turn.undo_call', turn: outcome.result['turn'] });
  };
  return (
    <li class="hand-row" data-tier={hand.tier}>
      <span class="hand-place">{place}</span>
      <div class="hand-who">
        <p class="strong">{hand.name}</p>
        <p class="quiet small">{facts.join(' · ')}</p>
      </div>
      {hand.note && <p class="small hand-note">{hand.note}</p>}
      <div class="hand-acts">
        {chair && <button type="button" class="button outline slim" aria-label={d('queue.callOf', { name: hand.name })} onClick={() => void call()}>{d('queue.call')}</button>}
        <span data-off={before === null}>
          <RoundButton icon="up" label={d('queue.up', { name: hand.name })} onPress={() => before && void live.perform({ type: 'hand.move', hand: hand.id, before: before.id })} />
        </span>
        <span data-off={after === null}>
          <RoundButton icon="down" label={d('queue.down', { name: hand.name })} onPress={() => after && void live.perform({ type: 'hand.move', hand: hand.id, after: after.id })} />
        </span>
        <RoundButton icon="close" label={d('queue.lower', { name: hand.name })} onPress={() => void live.perform({ type: 'hand.lower', hand: hand.id })} />
      </div>
    </li>
  );
}
