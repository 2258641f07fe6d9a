// Elastic time: one tap divides what is left by those who wait; another number of minutes can be typed instead.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { announce } from '../shared/announce';
import type { Live, Wish } from '../shared/live';
import { inMinutes, parseMinutes, share } from '../shared/minutes';
import type { Meeting, Queue } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { o } from './words';
import { queueNamed } from './work';

/** Gives each this long, and nobody longer for a second turn. */
export function fitQueue(meeting: Meeting, queue: Queue | null, each_ms: number): Wish {
  const second = queue?.second_limit_ms ?? null;
  return { type: 'queue.update', ...queueNamed(meeting), limit_ms: each_ms, ...(second !== null && second > each_ms ? { second_limit_ms: each_ms } : {}) };
}

/** Does it and says so. */
export async function fit(live: Live, wish: Wish, each_ms: number): Promise<boolean> {
  const outcome = await live.perform(wish);
  if (outcome.kind === 'done') announce(o('fit.said', { each: inMinutes(each_ms) }));
  return outcome.kind === 'done';
}

/** The one tap: its words say what comes of it. Nothing where there is no time to divide or it would change nothing. */
export function FitButton({ parts, left_ms, now_ms, wish }: {
  parts: number; left_ms: number | null; now_ms: number | null; wish: (each_ms: number, total_ms: number) => Wish;
}): VNode | null {
  const live = useLive();
  const each = left_ms === null ? null : share(left_ms, parts);
  if (left_ms === null || each === null || each === now_ms) return null;
  return (
    <Button look="outline" icon="clock" onPress={() => void fit(live, wish(each, left_ms), each)}>
      {o('fit.do', { n: parts, left: Math.round(left_ms / 60_000), each: inMinutes(each) })}
    </Button>
  );
}

/** Minutes typed by hand, for when nothing was planned or the plan is not what holds. */
export function FitSheet({ parts, wish, onClose }: { parts: number; wish: (each_ms: number, total_ms: number) => Wish; onClose: () => void }): VNode {
  const live = useLive();
  const typed = useSignal('');
  const total = parseMinutes(typed.value) ?? null;
  const each = total === null ? null : share(total, parts);
  const divide = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (total !== null && each !== null && (await fit(live, wish(each, total), each))) onClose();
  };
  return (
    <Sheet title={o('fit.title')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void divide(event)}>
        <label class="field">
          <span>{o('fit.minutes', { n: parts })}</span>
          <input class="input" data-first inputMode="decimal" autocomplete="off" maxLength={6} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
        </label>
        {typed.value.trim() !== '' && <p class="quiet" role="status">{total === null ? o('rules.bad', { text: typed.value }) : each === null ? o('fit.none') : o('fit.do', { n: parts, left: inMinutes(total), each: inMinutes(each) })}</p>}
        <Button look="primary" type="submit" wide disabled={each === null}>{o('fit.button')}</Button>
      </form>
    </Sheet>
  );
}
