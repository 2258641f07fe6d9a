// The quorum as it is now: met, not yet, lost again, or gone on without, on record and with a reason.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Meeting } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { presides } from './facts';
import { d, r } from './words';

export function QuorumBadge({ meeting }: { meeting: Meeting }): VNode | null {
  const { quorum } = meeting;
  if (!quorum) return null;
  const n = quorum.needed;
  if (quorum.reached) return <span class="tag ok quorum">{r('quorum.met', { n })}</span>;
  const says = quorum.overridden ? r('quorum.over', { n }) : meeting.opened_at !== null ? r('quorum.lost', { n }) : r('quorum.not', { n });
  return <span class="tag over quorum">{says}</span>;
}

/** The chair may go on without one, and says why. */
export function QuorumOverride({ meeting }: { meeting: Meeting }): VNode | null {
  const live = useLive();
  const reason = useSignal('');
  const { quorum } = meeting;
  const running = meeting.status === 'open' || meeting.status === 'paused';
  if (!quorum || quorum.reached || quorum.overridden || !running || !presides(live, meeting)) return null;
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.value.trim()) void live.perform({ type: 'quorum.override', reason: reason.value });
      }}
    >
      <input class="input" aria-label={d('roll.overrideReason')} placeholder={d('roll.overrideReason')} maxLength={500} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
      <Button type="submit" look="plain">{d('roll.override')}</Button>
    </form>
  );
}
