// P5: a vote. A line above the hand says that one is on; the sheet with the options opens by itself once and can be put
// away. Two steps, choose and send; nothing is ever sent by itself.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { BY_HAND, currentPoll, shares, v, verdict } from '../poll';
import type { Ballot, Poll, Reservation, Voter } from '../protocol.gen';
import { Button } from './Button';
import { Icon } from './Icon';
import { Sheet } from './Sheet';
import { useLive } from './live';
import { useEvery } from './time';
import { digits, timeOfDay } from '../clock';

/** Which polls this page has opened the sheet for. */
const seen = new Set<string>();

/** `opens`: whether the sheet opens by itself when a vote asks for this member. */
export function Vote({ opens }: { opens: boolean }): VNode | null {
  const live = useLive();
  const poll = useComputed(() => currentPoll(live)).value;
  const open = useSignal(false);
  const me = live.room.me.value?.member ?? '';
  const voter = live.room.collection<Voter>('voters').get(me).value;
  const mine = poll !== null && voter?.poll === poll.id;
  const asks = poll !== null && mine && poll.status === 'open' && !BY_HAND.has(poll.kind);
  useEffect(() => {
    if (!opens || !poll || !asks || seen.has(poll.id)) return;
    seen.add(poll.id);
    open.value = true;
  }, [poll?.id, asks]);
  if (!poll || poll.status === 'draft' || poll.status === 'cancelled') return null;
  return (
    <div class="vote-bar" data-status={poll.status} role="status">
      <p>
        <strong>{headline(poll)}</strong>
        <span class="line">{poll.question}</span>
      </p>
      <Button look={asks && !voter?.voted ? 'primary' : 'outline'} onPress={() => (open.value = true)}>
        {asks && !voter?.voted ? v('poll.voteNow') : v('poll.see')}
      </Button>
      {open.value && <VoteSheet poll={poll} mine={mine} asks={asks} onClose={() => (open.value = false)} />}
    </div>
  );
}

function headline(poll: Poll): string {
  if (poll.status === 'published') return v('poll.published');
  if (poll.status === 'closed') return v('poll.closed');
  if (poll.kind === 'hands') return v('poll.openHands');
  return poll.kind === 'paper' ? v('poll.openPaper') : v('poll.open');
}

function VoteSheet({ poll, mine, asks, onClose }: { poll: Poll; mine: boolean; asks: boolean; onClose: () => void }): VNode {
  const live = useLive();
  const ballot = live.room.collection<Ballot>('ballots').get(poll.id).value;
  const changing = useSignal(false);
  const showBallot = ballot !== null && !changing.value;
  return (
    <Sheet title={`${v('poll.title')} · ${v(`poll.kind.${poll.kind}`)}`} onClose={onClose}>
      <div class="stack vote">
        {poll.status === 'open' && poll.closes_at !== null && <Left closesAt={poll.closes_at} />}
        <p class="lead">{poll.question}</p>
        {asks && !showBallot && <Choose poll={poll} chosen={ballot?.choices ?? []} onSent={() => (changing.value = false)} />}
        {showBallot && <Sent poll={poll} ballot={ballot} {...(asks ? { onChange: () => void (changing.value = true) } : {})} />}
        {poll.status === 'open' && !asks && !mine && <p class="quiet">{v('poll.notYou')}</p>}
        {poll.status === 'open' && <p class="quiet">{v('poll.turnout', { n: poll.voted, of: poll.eligible })}</p>}
        {poll.status === 'closed' && <p class="quiet">{v('poll.waitResult')}</p>}
        {poll.status === 'published' && <Result poll={poll} />}
        {(poll.status === 'closed' || poll.status === 'published') && mine && <Reserve poll={poll} />}
      </div>
    </Sheet>
  );
}

function Left({ closesAt }: { closesAt: number }): VNode {
  const live = useLive();
  useEvery(500);
  return <p class="strong">{v('poll.left', { time: digits(Math.max(0, closesAt - live.clock.now())) })}</p>;
}

function Choose({ poll, chosen, onSent }: { poll: Poll; chosen: string[]; onSent: () => void }): VNode {
  const live = useLive();
  const picked = useSignal<string[]>(chosen);
  const sending = useSignal(false);
  const isLive = live.line.value.line === 'live';
  const pick = (id: string): void => {
    const has = picked.value.includes(id);
    if (poll.choose === 1) picked.value = [id];
    else if (has) picked.value = picked.value.filter((each) => each !== id);
    else if (picked.value.length < poll.choose) picked.value = [...picked.value, id];
  };
  const send = async (): Promise<void> => {
    sending.value = true;
    const outcome = await live.perform({ type: 'poll.vote', poll: poll.id, choices: picked.value });
    sending.value = false;
    if (outcome.kind === 'done' || (outcome.kind === 'refused' && outcome.refusal.code === 'already')) onSent();
  };
  return (
    <>
      {poll.kind === 'secret' && <p class="quiet">{v('poll.secretHint')}</p>}
      {poll.choose > 1 && <p class="quiet">{v('poll.choose', { n: poll.choose })}</p>}
      <div class="vote-options" role={poll.choose === 1 ? 'radiogroup' : 'group'} aria-label={poll.question}>
        {poll.options.map((option) => (
          <button
            key={option.id}
            type="button"
            role={poll.choose === 1 ? 'radio' : 'checkbox'}
            aria-checked={picked.value.includes(option.id)}
            onClick={() => pick(option.id)}
          >
            <i aria-hidden="true" data-round={poll.choose === 1}>{picked.value.includes(option.id) && <Icon name="check" />}</i>
            <span>{option.text}</span>
          </button>
        ))}
      </div>
      <Button look="primary" size="large" wide disabled={!isLive || sending.value || picked.value.length === 0} onPress={() => void send()}>
        {!isLive ? v('poll.offline') : sending.value ? v('poll.sending') : v('poll.send')}
      </Button>
    </>
  );
}

function Sent({ poll, ballot, onChange }: { poll: Poll; ballot: Ballot; onChange?: () => void }): VNode {
  const texts = poll.options.filter((option) => ballot.choices?.includes(option.id)).map((option) => option.text);
  return (
    <div class="vote-sent">
      <p class="strong"><Icon name="check" /> {v('poll.sent', { time: timeOfDay(ballot.at) })}</p>
      {poll.kind === 'secret' && <p>{v('poll.secretSent')}</p>}
      {texts.length > 0 && <p>{v('poll.yours')}: <strong>{texts.join(', ')}</strong></p>}
      {onChange && poll.kind !== 'secret' && <Button look="outline" onPress={onChange}>{v('poll.change')}</Button>}
    </div>
  );
}

function Result({ poll }: { poll: Poll }): VNode | null {
  const { result } = poll;
  if (!result) return null;
  return (
    <div class="vote-result">
      <p class="strong">{verdict(result)} · {v('poll.needed', { needed: result.needed, base: result.base })}</p>
      <ul>
        {shares(poll, result).map((option) => (
          <li key={option.id} data-carried={option.carried}>
            <span>{option.text}</span>
            <strong>{option.count} · {v('poll.percent', { n: option.percent })}</strong>
            <b style={{ width: `${option.share * 100}%` }} aria-hidden="true" />
          </li>
        ))}
      </ul>
      {result.invalid > 0 && <p class="quiet">{v('poll.invalid', { n: result.invalid })}</p>}
    </div>
  );
}

/** A minority opinion for the minutes; said again, it takes the place of the first. */
function Reserve({ poll }: { poll: Poll }): VNode {
  const live = useLive();
  const me = live.room.me.value?.member ?? '';
  const before = live.room.collection<Reservation>('reservations').get(`${poll.id}:${me}`).value;
  const writing = useSignal(false);
  const text = useSignal(before?.text ?? '');
  if (!writing.value) {
    return (
      <div class="stack tight">
        {before && <p class="with-icon"><Icon name="check" /><span>{v('poll.reserved')}: “{before.text}”</span></p>}
        <Button look="plain" onPress={() => (writing.value = true)}>{v('poll.reserve')}</Button>
      </div>
    );
  }
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.value.trim()) return;
    const outcome = await live.perform({ type: 'poll.reserve', poll: poll.id, text: text.value.trim() });
    if (outcome.kind === 'done') writing.value = false;
  };
  return (
    <form class="stack" onSubmit={(event) => void send(event)}>
      <label class="field">
        <span>{v('poll.reserveLabel')}</span>
        <textarea class="input" rows={3} maxLength={500} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
      </label>
      <p class="quiet">{v('poll.reserveHint')}</p>
      <Button look="primary" type="submit" wide disabled={!text.value.trim()}>{v('poll.reserveDo')}</Button>
    </form>
  );
}
