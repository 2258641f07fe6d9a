// Votes at the desk: prepare, open, see who is missing, count hands, close, look, publish. One step is the large button.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { BY_HAND, leftInHall, shares, v, verdict } from '../shared/poll';
import type { Meeting, Poll, Reservation, Voter } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { digits } from '../shared/clock';
import { ShowLater } from './Ahead';
import { CountPoll } from './CountPoll';
import { EditPoll } from './EditPoll';
import { presides } from './facts';

const OVER: ReadonlySet<Poll['status']> = new Set(['published', 'cancelled']);

export function Polls({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const editing = useSignal<Poll | 'new' | null>(null);
  const all = live.room.of('polls').all.value;
  const chair = presides(live, meeting);
  const running = all.some((poll) => poll.status === 'open');
  // What is still to do stands first; what is over, newest first, below.
  const sorted = [...all.filter((poll) => !OVER.has(poll.status)), ...all.filter((poll) => OVER.has(poll.status)).reverse()];
  const quick = async (): Promise<void> => {
    const made = await live.perform({ type: 'poll.create', question: v('poll.quickQuestion'), options: v('poll.options.yesNoOther').split('\n'), base: 'present' });
    const poll = made.kind === 'done' ? made.result?.['poll'] : undefined;
    if (poll) await live.perform({ type: 'poll.open', poll });
  };
  return (
    <div class="polls">
      <div class="desk-head">
        <h2>{v('poll.title')}</h2>
        {chair && meeting.status === 'open' && !running && <Button look="plain" onPress={() => void quick()}>{v('poll.quick')}</Button>}
        {meeting.status !== 'closed' && <Button look="plain" icon="plus" label={v('poll.new')} onPress={() => (editing.value = 'new')}>{v('poll.newShort')}</Button>}
      </div>
      {all.length === 0 && <p class="quiet">{v('poll.none')}</p>}
      <ul class="stack tight">
        {sorted.map((poll) => <PollRow key={poll.id} poll={poll} meeting={meeting} chair={chair} onEdit={() => (editing.value = poll)} />)}
      </ul>
      {editing.value && <EditPoll poll={editing.value === 'new' ? null : editing.value} mayOpen={chair && meeting.status === 'open' && !running} onClose={() => (editing.value = null)} />}
    </div>
  );
}

function PollRow({ poll, meeting, chair, onEdit }: { poll: Poll; meeting: Meeting; chair: boolean; onEdit: () => void }): VNode {
  const live = useLive();
  const sheet = useSignal<'count' | 'missing' | 'cancel' | 'reserved' | null>(null);
  const reserved = live.room.collection<Reservation>('reservations').all.value.filter((each) => each.poll === poll.id);
  const close = (): void => void (sheet.value = null);
  const canCount = poll.kind !== 'secret' && (poll.status === 'open' || poll.status === 'closed');
  const counted = poll.counted[poll.counted.length - 1];
  return (
    <li class="poll-row" data-status={poll.status}>
      <p class="poll-what">
        <strong>{poll.question}</strong>
        <span class="tag">{v(`poll.status.${poll.status}`)}</span>
        <span class="quiet small">{v(`poll.kind.${poll.kind}`)} · {v(`poll.base.${poll.base}`)}</span>
      </p>
      {poll.status === 'open' && <Running poll={poll} />}
      {poll.result && <Result poll={poll} />}
      <div class="poll-acts">
        {poll.status === 'draft' && chair && meeting.status === 'open' && <Button look="primary" onPress={() => void live.perform({ type: 'poll.open', poll: poll.id })}>{v('poll.openDo')}</Button>}
        {poll.status === 'draft' && <Button look="plain" onPress={onEdit}>{v('poll.edit')}</Button>}
        {poll.status === 'open' && chair && <Button look="primary" onPress={() => void live.perform({ type: 'poll.close', poll: poll.id })}>{v('poll.closeDo')}</Button>}
        {poll.status === 'closed' && chair && (counted || !BY_HAND.has(poll.kind)) && <Button look="primary" onPress={() => void live.perform({ type: 'poll.publish', poll: poll.id })}>{v('poll.publishDo')}</Button>}
        {canCount && <Button look={BY_HAND.has(poll.kind) && !counted ? 'primary' : 'outline'} onPress={() => (sheet.value = 'count')}>{counted ? v('poll.recount') : v('poll.count')}</Button>}
        {poll.status === 'open' && !BY_HAND.has(poll.kind) && <Button look="plain" icon="people" onPress={() => (sheet.value = 'missing')}>{v('poll.missing', { n: leftInHall(poll) })}</Button>}
        {poll.status === 'published' && <Button look="plain" icon="desk" onPress={() => void live.perform({ type: 'screen.show', scene: 'poll', ref: poll.id })}>{v('poll.show')}</Button>}
        {(poll.status === 'draft' || poll.status === 'closed' || poll.status === 'published') && <ShowLater scene={{ scene: 'poll', ref: poll.id }} />}
        {reserved.length > 0 && <Button look="plain" onPress={() => (sheet.value = 'reserved')}>{v('poll.reservations', { n: reserved.length })}</Button>}
        {chair && !OVER.has(poll.status) && <Button look="plain" onPress={() => (sheet.value = 'cancel')}>{v('poll.cancel')}</Button>}
      </div>
      {poll.counted.length > 1 && <p class="quiet small">{v('poll.firstCount', { counts: poll.options.map((option) => `${option.text} ${poll.counted[0]?.counts[option.id] ?? 0}`).join(' · ') })}</p>}
      {sheet.value === 'count' && <CountPoll poll={poll} onClose={close} />}
      {sheet.value === 'missing' && <Missing poll={poll} onClose={close} />}
      {sheet.value === 'reserved' && (
        <Sheet title={v('poll.reserve')} onClose={close}>
          <ul class="stack">{reserved.map((each) => <li key={each.id}><strong>{each.name}</strong><p>{each.text}</p></li>)}</ul>
        </Sheet>
      )}
      {sheet.value === 'cancel' && (
        <Confirm
          title={v('poll.cancelAsk')}
          yes={v('poll.cancelDo')}
          no={v('poll.keep')}
          danger
          onNo={close}
          onYes={() => {
            void live.perform({ type: 'poll.cancel', poll: poll.id });
            close();
          }}
        />
      )}
    </li>
  );
}

function Running({ poll }: { poll: Poll }): VNode | null {
  const live = useLive();
  useEvery(500);
  const left = poll.closes_at === null ? '' : ` · ${v('poll.left', { time: digits(Math.max(0, poll.closes_at - live.clock.now())) })}`;
  return BY_HAND.has(poll.kind) ? null : <p class="strong">{v('poll.turnout', { n: poll.voted, of: poll.eligible })}{left}</p>;
}

function Result({ poll }: { poll: Poll }): VNode | null {
  const { result } = poll;
  if (!result) return null;
  return (
    <div class="poll-counts">
      {shares(poll, result).map((option) => (
        <p key={option.id} data-carried={option.carried}>
          <span>{option.text}</span> <strong>{option.count}</strong> <span class="quiet">{v('poll.percent', { n: option.percent })}</span>
        </p>
      ))}
      <p class="strong">{verdict(result)} · {v('poll.needed', { needed: result.needed, base: result.base })}</p>
    </div>
  );
}

/** Who has not voted; the desk may enter the vote of somebody without a phone. */
function Missing({ poll, onClose }: { poll: Poll; onClose: () => void }): VNode {
  const live = useLive();
  const missing = live.room.collection<Voter>('voters').all.value.filter((voter) => voter.poll === poll.id && !voter.voted);
  return (
    <Sheet title={v('poll.missingTitle')} onClose={onClose}>
      <ul class="stack tight">
        {missing.map((voter) => (
          <li key={voter.id} class="poll-missing">
            <strong>{voter.name}</strong>
            {poll.kind === 'open' && poll.choose === 1 && (
              <span class="chips" role="group" aria-label={`${v('poll.voteFor')}: ${voter.name}`}>
                {poll.options.map((option) => (
                  <button key={option.id} type="button" class="chip" onClick={() => void live.perform({ type: 'poll.vote', poll: poll.id, choices: [option.id], for: voter.member })}>{option.text}</button>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
