// What stands under a raised hand: how long it may still take, and why this is the place when it is not first come, first heard.
import type { VNode } from 'preact';
import { waitOf } from '../shared/estimate';
import type { Hand } from '../shared/protocol.gen';
import { roundMinutes } from '../shared/queue';
import { factsOf } from '../shared/outlook';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { why } from '../shared/why';
import { f } from '../shared/words.floor';

const EVERY_MS = 15_000;

export function HandHint({ hand, look }: { hand: Hand; look: 'button' | 'list' }): VNode | null {
  const live = useLive();
  useEvery(EVERY_MS);
  const meeting = live.room.meeting.value;
  if (!meeting) return null;
  const facts = factsOf(live, meeting);
  const wait = waitOf(hand, facts, live.clock.now());
  const reason = why(hand, facts.line, facts.queue);
  const about =
    look === 'list' ? (wait === null || wait === 0 ? '' : f('place.about', { n: roundMinutes(wait) }))
    : wait === null ? f('place.plain')
    : wait === 0 ? f('place.soon')
    : f('place.wait', { n: roundMinutes(wait) });
  return (
    <>
      {about && <small class="wait">{about}</small>}
      {reason && <small class="why">{f(`why.${reason}`)}</small>}
    </>
  );
}
