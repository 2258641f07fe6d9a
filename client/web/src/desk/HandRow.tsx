// One waiting hand: place, name, what it is about, why it stands there, since when and until when; buttons instead of dragging.
import type { VNode } from 'preact';
import { inMinutes } from '../shared/minutes';
import { reasons, type Reason } from '../shared/order';
import type { Hand, Queue } from '../shared/protocol.gen';
import { roundMinutes } from '../shared/queue';
import { RoundButton } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { offer } from './undo';
import { d, o } from './words';

function why(reason: Reason): string {
  switch (reason.kind) {
    case 'alternate':
      return reason.group ? o('why.alternate', { group: reason.group }) : o('why.noGroup');
    case 'least_time':
      return reason.spoken_ms >= 1000 ? o('why.least_time', { time: inMinutes(reason.spoken_ms) }) : o('why.least_none');
    case 'rota':
      return d(`office.${reason.office}`);
    default:
      return o(`why.${reason.kind}`);
  }
}

export function HandRow({ hand, queue, place, before, after, connected, chair, due_ms }: {
  hand: Hand; queue: Queue | null; place: number; before: Hand | null; after: Hand | null;
  connected: boolean; chair: boolean; due_ms: number | null;
}): VNode {
  const live = useLive();
  const member = live.room.of('members').get(hand.member).value;
  const waited = Math.max(0, Math.floor((live.clock.now() - hand.at) / 60_000));
  const policy = reasons(hand, member, queue);
  const facts = [
    hand.intent === 'speak' ? null : d(`intent.${hand.intent}`),
    ...policy.map(why),
    policy.some(({ kind }) => kind === 'first_time' || kind === 'least_time') ? null : member && member.turns > 0 ? d('queue.spoken', { n: member.turns }) : d('queue.never'),
    waited > 0 ? d('queue.waits', { n: waited }) : null,
    place === 1 ? o('hand.dueNow') : due_ms === null ? null : o('hand.due', { n: roundMinutes(due_ms) }),
    hand.by_desk ? d('queue.byDesk') : null,
  ].filter((fact): fact is string => fact !== null);
  const call = async (): Promise<void> => {
    const outcome = await live.perform({ type: 'floor.grant', hand: hand.id, after: live.turn.value?.id ?? null });
    if (outcome.kind === 'done' && outcome.result['turn']) offer(d('next.undoCall'), { type: 'turn.undo_call', turn: outcome.result['turn'] });
  };
  const { name } = hand;
  return (
    <li class="hand-row" data-tier={hand.tier}>
      <span class="hand-place">{place}</span>
      <p class="strong hand-name">{name}</p>
      {chair && <button type="button" class="button outline slim hand-call" aria-label={d('queue.callOf', { name })} onClick={() => void call()}>{d('queue.call')}</button>}
      <div class="hand-facts">
        <p class="quiet small">
          {!hand.by_desk && !connected && <span class="tag over hand-off">{d('queue.offline')}</span>}
          {facts.join(' · ')}
        </p>
        {hand.note && <p class="small hand-note">{hand.note}</p>}
      </div>
      <div class="hand-acts">
        {before && <RoundButton icon="up" label={d('queue.up', { name })} onPress={() => void live.perform({ type: 'hand.move', hand: hand.id, before: before.id })} />}
        {after && <RoundButton icon="down" label={d('queue.down', { name })} onPress={() => void live.perform({ type: 'hand.move', hand: hand.id, after: after.id })} />}
        {place > 2 && <RoundButton icon="top" label={o('hand.toTop', { name })} onPress={() => void live.perform({ type: 'hand.move', hand: hand.id, to_top: true })} />}
        <RoundButton icon="close" label={d('queue.lower', { name })} onPress={() => void live.perform({ type: 'hand.lower', hand: hand.id })} />
      </div>
    </li>
  );
}
