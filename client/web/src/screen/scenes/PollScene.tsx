// S5: a vote. While it is open: the question, the options, how many have voted, and no split. Published: bars whose patterns
// differ, numbers as large as the hall is deep.
import type { VNode } from 'preact';
import { digits } from '../../shared/clock';
import { BY_HAND, shares, v, verdict, type OptionShare } from '../../shared/poll';
import type { Poll, PollResult } from '../../shared/protocol.gen';
import { useLive } from '../../shared/ui/live';
import { useEvery } from '../../shared/ui/time';

export function PollScene({ poll }: { poll: Poll }): VNode {
  return (
    <div class="poll-scene" data-status={poll.status} data-many={poll.options.length > 4}>
      <p class="label">{v('poll.title')} · {v(`poll.kind.${poll.kind}`)}</p>
      <h1 data-length={poll.question.length <= 70 ? 'short' : poll.question.length <= 160 ? 'usual' : 'long'}>{poll.question}</h1>
      {poll.status === 'published' && poll.result ? <Result poll={poll} result={poll.result} /> : <Options poll={poll} />}
      {poll.status === 'open' && <Turnout poll={poll} />}
      {poll.status === 'closed' && <p class="next">{v('poll.closed')}</p>}
    </div>
  );
}

/** More than these no hall can read at once; the phones show all. */
const MOST = 8;

function Options({ poll }: { poll: Poll }): VNode {
  return (
    <ol class="poll-options">
      {poll.options.slice(0, MOST).map((option) => <li key={option.id}>{option.text}</li>)}
    </ol>
  );
}

function Turnout({ poll }: { poll: Poll }): VNode {
  const live = useLive();
  useEvery(500);
  const left = poll.closes_at === null ? null : digits(Math.max(0, poll.closes_at - live.clock.now()));
  if (BY_HAND.has(poll.kind)) return <p class="next">{poll.kind === 'hands' ? v('poll.openHands') : v('poll.openPaper')}</p>;
  return (
    <div class="poll-turnout">
      <p class="next">
        {v('poll.turnout', { n: poll.voted, of: poll.eligible })}
        {left !== null && <span class="digits"> · {v('poll.left', { time: left })}</span>}
      </p>
      <div class="poll-bar" aria-hidden="true"><i style={{ width: `${(100 * poll.voted) / Math.max(1, poll.eligible)}%` }} /></div>
    </div>
  );
}

/** The options as they stand on the ballot; of very many those with most votes. */
function best(all: OptionShare[]): OptionShare[] {
  if (all.length <= MOST) return all;
  const least = [...all].sort((a, b) => b.count - a.count).slice(0, MOST);
  return all.filter((option) => least.includes(option));
}

function Result({ poll, result }: { poll: Poll; result: PollResult }): VNode {
  return (
    <>
      <ol class="poll-result">
        {best(shares(poll, result)).map((option, at) => (
          <li key={option.id} data-carried={option.carried}>
            <p class="read"><span>{option.text}</span> <strong>{option.count}</strong> <span class="sub">{v('poll.percent', { n: option.percent })}</span></p>
            <div class="poll-bar" data-pattern={at % 3} aria-hidden="true"><i style={{ width: `${option.share * 100}%` }} /></div>
          </li>
        ))}
      </ol>
      <p class="next strong">
        {verdict(result)} · {v('poll.needed', { needed: result.needed, base: result.base })}
        {result.invalid > 0 && ` · ${v('poll.invalid', { n: result.invalid })}`}
      </p>
    </>
  );
}
