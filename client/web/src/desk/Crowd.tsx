// More hands than time: said with the numbers, and with the three remedies beside it.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { forecast, type Facts } from '../shared/estimate';
import { inMinutes } from '../shared/minutes';
import type { Meeting } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { FitButton, fitQueue } from './Fit';
import { CloseDebate, CloseList } from './LineState';
import { o } from './words';

export function Crowd({ meeting, facts }: { meeting: Meeting; facts: Facts }): VNode | null {
  const live = useLive();
  const asking = useSignal<'list' | 'debate' | null>(null);
  const { line, queue } = facts;
  const { planned_ms, needed_ms, queue_ms, over_ms } = forecast(facts, live.clock.now());
  const debated = queue?.state !== 'debate_closed';
  if (line.length === 0 || over_ms === 0 || planned_ms === null || queue_ms === null || !debated) return null;
  // What speaker and round still take is not the waiting list's to divide.
  const left_ms = Math.max(0, planned_ms - ((needed_ms ?? 0) - queue_ms));
  const left = Math.round(left_ms / 60_000);
  const each_ms = queue?.limit_ms ?? meeting.settings.limit_ms;
  const close = (): void => void (asking.value = null);
  const says = left === 0
    ? o('crowd.none', { n: line.length })
    : each_ms !== null && each_ms * line.length === queue_ms
      ? o('crowd.more', { n: line.length, each: inMinutes(each_ms), left })
      : o('crowd.mixed', { n: line.length, need: Math.ceil(queue_ms / 60_000), left });
  return (
    <section class="crowd" aria-label={o('crowd.remedies')}>
      <p class="strong">{says}</p>
      <div class="crowd-acts">
        <FitButton parts={line.length} left_ms={left_ms} now_ms={each_ms} wish={(each) => fitQueue(meeting, queue, each)} />
        {(queue?.state ?? 'open') === 'open' && <Button look="outline" onPress={() => (asking.value = 'list')}>{o('crowd.list')}</Button>}
        <Button look="outline" onPress={() => (asking.value = 'debate')}>{o('crowd.written')}</Button>
      </div>
      {asking.value === 'list' && <CloseList meeting={meeting} waiting={line.length} onClose={close} />}
      {asking.value === 'debate' && <CloseDebate meeting={meeting} waiting={line.length} onClose={close} />}
    </section>
  );
}
