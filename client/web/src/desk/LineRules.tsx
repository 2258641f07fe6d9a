// The line's own settings: in which order, how long, how often, and whether anybody may still raise a hand.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { inMinutes, parseMinutes } from '../shared/minutes';
import { CHOICES, disciplineOf, orderOf, switched, type Manner, type Order } from '../shared/order';
import type { Meeting } from '../shared/protocol.gen';
import { queueOf } from '../shared/queue';
import type { Wish } from '../shared/live';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { Chips, Typed } from './Fields';
import { FitButton, FitSheet, fitQueue } from './Fit';
import { CloseDebate, CloseList, setState } from './LineState';
import { o } from './words';
import { forecastNow } from '../shared/outlook';
import { queueNamed } from './work';

const MANNERS: readonly Manner[] = ['rules', 'rota', 'chair'];

/** What this order does, in sentences. */
function says({ manner, choices }: Order): string {
  const middle = manner === 'rules' ? [...choices.map((choice) => o(`rules.say.${choice}`)), o('rules.say.first_come')] : [o(`rules.say.${manner}`)];
  return [o('rules.say.tier'), ...middle, o('rules.say.change')].join(' ');
}

export function LineRules({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const asking = useSignal<'list' | 'debate' | 'fit' | null>(null);
  const problem = useSignal<string | null>(null);
  const queue = live.room.of('queues').get(queueOf(meeting)).value;
  const waiting = live.queue.value.length;
  const state = queue?.state ?? 'open';
  const order = orderOf(queue?.discipline ?? ['tier', 'first_come']);
  const limit_ms = queue ? queue.limit_ms : meeting.settings.limit_ms;
  const second_ms = queue ? queue.second_limit_ms : meeting.settings.second_limit_ms;
  const put = (part: Partial<Extract<Wish, { type: 'queue.update' }>>): void => void live.perform({ ...part, type: 'queue.update', ...queueNamed(meeting) });
  const arrange = (next: Order): void => put({ discipline: disciplineOf(next) });
  const minutes = (text: string, field: 'limit_ms' | 'second_limit_ms'): void => {
    const ms = parseMinutes(text);
    problem.value = ms === undefined ? o('rules.bad', { text }) : null;
    if (ms !== undefined) put({ [field]: ms });
  };
  const turns = (text: string): void => {
    const good = /^([1-9]\d?)?$/.test(text);
    problem.value = good ? null : o('rules.badCount', { text });
    if (good) put({ max_turns: text ? Number(text) : null });
  };
  const close = (): void => void (asking.value = null);
  const { planned_ms, needed_ms, queue_ms } = forecastNow(live, meeting);
  const left_ms = planned_ms === null || queue_ms === null || needed_ms === null ? planned_ms : Math.max(0, planned_ms - (needed_ms - queue_ms));
  return (
    <Sheet title={o('rules.title')} onClose={onClose}>
      <div class="stack settings">
        <Chips label={o('rules.manner')} all={MANNERS} chosen={(each) => order.manner === each} word={(each) => o(`rules.manner.${each}`)} onPick={(manner) => arrange({ manner, choices: order.choices })} />
        {order.manner === 'rules' && (
          <Chips label={o('rules.choices')} all={CHOICES} chosen={(each) => order.choices.includes(each)} word={(each) => o(`rules.choice.${each}`)} onPick={(choice) => arrange(switched(order, choice))} />
        )}
        <p class="quiet" role="status">{says(order)}</p>
        <fieldset class="plain-set">
          <legend>{o('rules.limits')}</legend>
          <div class="three-fields">
            <Typed label={o('rules.limit')} value={limit_ms === null ? '' : inMinutes(limit_ms)} most={6} numeric empty onSave={(text) => minutes(text, 'limit_ms')} />
            <Typed label={o('rules.second')} value={second_ms === null ? '' : inMinutes(second_ms)} most={6} numeric empty onSave={(text) => minutes(text, 'second_limit_ms')} />
            <Typed label={o('rules.max')} value={queue?.max_turns ? String(queue.max_turns) : ''} most={2} numeric empty onSave={turns} />
          </div>
          {problem.value && <p class="problem" role="alert">{problem.value}</p>}
        </fieldset>
        {waiting > 0 && (
          <div class="crowd-acts">
            <FitButton parts={waiting} left_ms={left_ms} now_ms={limit_ms} wish={(each) => fitQueue(meeting, queue, each)} />
            <Button look="plain" icon="clock" onPress={() => (asking.value = 'fit')}>{o('fit.other')}</Button>
          </div>
        )}
        <fieldset class="plain-set">
          <legend>{o('rules.state')}</legend>
          <p class="quiet">{state === 'open' ? o('rules.isOpen') : state === 'list_closed' ? o('rules.isListClosed') : o('rules.isDebateClosed')}</p>
          <div class="crowd-acts">
            {state === 'open' && <Button look="outline" icon="lock" onPress={() => (asking.value = 'list')}>{o('rules.closeList')}</Button>}
            {state !== 'debate_closed' && <Button look="outline" icon="pencil" onPress={() => (asking.value = 'debate')}>{o('rules.closeDebate')}</Button>}
            {state !== 'open' && <Button look="outline" onPress={() => void setState(live, meeting, 'open')}>{o('rules.reopen')}</Button>}
          </div>
        </fieldset>
      </div>
      {asking.value === 'list' && <CloseList meeting={meeting} waiting={waiting} onClose={close} />}
      {asking.value === 'debate' && <CloseDebate meeting={meeting} waiting={waiting} onClose={close} />}
      {asking.value === 'fit' && <FitSheet parts={waiting} wish={(each) => fitQueue(meeting, queue, each)} onClose={close} />}
    </Sheet>
  );
}
