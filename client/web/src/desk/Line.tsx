// The waiting list: who, since when, why there, and when it will be their turn; what to do when there are more than time.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { waits } from '../shared/estimate';
import type { Meeting } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { Crowd } from './Crowd';
import { HandRow } from './HandRow';
import { LimitNews } from './LimitNews';
import { LineRules } from './LineRules';
import { CloseList, setState } from './LineState';
import { PickMember } from './PickMember';
import { connected, presides } from './facts';
import { d, o } from './words';
import { factsOf } from '../shared/outlook';

export function Line({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  useEvery(10_000);
  const adding = useSignal(false);
  const ruling = useSignal(false);
  const closing = useSignal(false);
  const facts = factsOf(live, meeting);
  const { line, queue } = facts;
  const chair = presides(live, meeting);
  const here = connected(live);
  const due = waits(facts, live.clock.now());
  const running = meeting.status === 'open' || meeting.status === 'paused';
  const closed = queue !== null && queue.state !== 'open';
  return (
    <div class="line">
      <div class="desk-head">
        <h2>{d('queue.title', { n: line.length })}</h2>
        <Button look="plain" icon="plus" onPress={() => (adding.value = true)}>{d('queue.add')}</Button>
        {chair && running && (
          closed
            ? <Button look="outline" icon="lock" onPress={() => void setState(live, meeting, 'open')}>{d('queue.open')}</Button>
            : <Button look="plain" label={o('rules.closeList')} onPress={() => (closing.value = true)}>{o('short.close')}</Button>
        )}
        {chair && running && <span data-key="rules"><Button look="plain" label={o('rules.title')} onPress={() => (ruling.value = true)}>{o('rules.open')}</Button></span>}
      </div>
      {closed && <p class="tag over">{queue.state === 'debate_closed' ? d('queue.debateClosed') : d('queue.closed')}</p>}
      {queue && <LimitNews limit={queue} />}
      {chair && running && <Crowd meeting={meeting} facts={facts} />}
      {line.length === 0 && (
        <div class="quiet">
          <p>{d('queue.empty')}</p>
          <p class="small">{d('queue.emptyHint')}</p>
        </div>
      )}
      <ol class="hands">
        {line.map((hand, at) => (
          <HandRow
            key={hand.id} hand={hand} queue={queue} place={at + 1} chair={chair} connected={here === null || here.has(hand.member)}
            before={line[at - 1] ?? null} after={line[at + 1] ?? null} due_ms={due[at] ?? null}
          />
        ))}
      </ol>
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
      {closing.value && <CloseList meeting={meeting} waiting={line.length} onClose={() => (closing.value = false)} />}
      {ruling.value && <LineRules meeting={meeting} onClose={() => (ruling.value = false)} />}
    </div>
  );
}
