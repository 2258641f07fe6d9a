// What all screens say of a poll: which one is on, who has voted, how far each option got. Pure, over the view.
import type { Live } from './live';
import { translator } from './words';
import { pollVi } from '../words/poll.vi';
import type { Poll, PollResult } from './protocol.gen';

export const v = translator(pollVi, () => import('../words/poll.en').then((all) => all.pollEn));

/** Where the profile says so, what is secret is on paper and no phone takes a secret vote. */
export const SECRET_ON_PAPER: ReadonlySet<string> = new Set(['party-cell']);

export const BY_HAND: ReadonlySet<Poll['kind']> = new Set(['hands', 'paper']);

/** The poll the hall looks at: open, closed and waiting for its result, or just published. */
export function currentPoll(live: Live): Poll | null {
  const id = live.room.meeting.value?.current_poll;
  return id ? live.room.of('polls').get(id).value : null;
}

export interface OptionShare {
  id: string;
  text: string;
  count: number;
  /** Of the votes that the counts add up to, 0 to 1. */
  share: number;
  /** In percent of the base, "94,1" as the language writes it. */
  percent: string;
  carried: boolean;
}

/** Each option with its count and its share of what the majority is taken of. */
export function shares(poll: Poll, result: PollResult): OptionShare[] {
  const whole = Math.max(1, result.base);
  return poll.options.map((option) => {
    const count = result.counts[option.id] ?? 0;
    const tenths = Math.round((count * 1000) / whole);
    return {
      id: option.id, text: option.text, count, share: Math.min(1, count / whole),
      percent: tenths % 10 ? `${Math.floor(tenths / 10)}${v('poll.decimal')}${tenths % 10}` : String(tenths / 10),
      carried: result.carried === option.id,
    };
  });
}

/** "Carried", "short of the majority" or "a tie", in the language in force. */
export function verdict(result: PollResult): string {
  if (result.tie) return v('poll.tie');
  return result.carried ? v('poll.carried') : v('poll.notCarried');
}

/** How many in the hall could still raise a hand: those who may vote and have not on a phone. */
export const leftInHall = (poll: Poll): number => Math.max(0, poll.eligible - poll.voted);
