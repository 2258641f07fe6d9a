// What the minutes have come to, and the one step that is next: circulate, approve, add.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { timeOfDay } from '../shared/clock';
import type { Meeting, Minutes } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { m } from './words.minutes';

export function Approve({ meeting, minutes, keeps }: { meeting: Meeting; minutes: Minutes | null; keeps: boolean }): VNode | null {
  const live = useLive();
  const chairs = meeting.presiding === live.room.me.value?.member;
  const waiting = minutes?.objections.filter(({ outcome }) => outcome === null).length ?? 0;
  const polls = live.room.of('polls').all.value.filter((poll) => poll.result?.carried && (poll.opened_at ?? 0) > (minutes?.circulated_at ?? 0));
  if (meeting.status === 'draft') return null;
  if (!minutes || minutes.status === 'draft')
    return keeps ? (
      <div class="minutes-step minutes-first">
        <p>{m('step.draft')}</p>
        <button type="button" class="button primary" data-step="circulate" onClick={() => void live.perform({ type: 'minutes.circulate' })}>{m('circulate')}</button>
      </div>
    ) : <p class="quiet">{m('step.writing')}</p>;
  if (minutes.status === 'circulated')
    return (
      <div class="stack tight minutes-step">
        <p>{waiting ? m('step.waiting', { n: waiting }) : m('step.ready', { time: timeOfDay(minutes.circulated_at ?? 0) })}</p>
        {chairs ? (
          <div class="minutes-acts">
            <Button look="primary" disabled={waiting > 0} onPress={() => void live.perform({ type: 'minutes.approve' })}>{m('approve.hands')}</Button>
            {polls.map((poll) => (
              <Button key={poll.id} look="outline" disabled={waiting > 0} onPress={() => void live.perform({ type: 'minutes.approve', poll: poll.id })}>{m('approve.poll', { question: poll.question })}</Button>
            ))}
          </div>
        ) : (
          !waiting && <p class="quiet">{m('step.chair')}</p>
        )}
      </div>
    );
  return (
    <div class="stack tight minutes-step">
      <p class="strong">{m('step.approved', { time: timeOfDay(minutes.approved_at ?? 0) })}</p>
      <p class="small">{m('code', { head: minutes.head?.slice(0, 24) ?? '' })}</p>
      {keeps && <Add />}
    </div>
  );
}

function Add(): VNode {
  const live = useLive();
  const text = useSignal('');
  const add = async (): Promise<void> => {
    const outcome = await live.perform({ type: 'minutes.add', text: text.value });
    if (outcome.kind === 'done') text.value = '';
  };
  return (
    <details>
      <summary>{m('add')}</summary>
      <label class="field">
        <span>{m('addText')}</span>
        <textarea class="input" rows={3} maxLength={2000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
      </label>
      <Button look="primary" disabled={!text.value.trim()} onPress={() => void add()}>{m('addDo')}</Button>
    </details>
  );
}
