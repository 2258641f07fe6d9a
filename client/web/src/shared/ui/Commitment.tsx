// A commitment to read, to write, and to look back on; the same on the phone and at the desk.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { dayText, isCarried, lacking, parseDay } from '../commitment';
import type { Commitment, Member, ReviewOutcome } from '../protocol.gen';
import { s } from '../words.results';
import { Button } from './Button';
import { Icon } from './Icon';
import { useLive } from './live';

/** "8 lessons · by 30/05/2027 · Lê Văn Bình watches". */
export function particulars(commitment: Commitment): string {
  return [
    commitment.measure,
    commitment.due && s('commitment.by', { day: dayText(commitment.due) }),
    commitment.watcher_name && s('commitment.watched', { name: commitment.watcher_name }),
    commitment.by_desk && s('commitment.byDesk'),
  ].filter(Boolean).join(' · ');
}

const ICON = { done: 'check', partly: 'half', not_done: 'close' } as const;
const OUTCOMES = ['done', 'partly', 'not_done'] as const;

export function CommitmentText({ commitment }: { commitment: Commitment }): VNode {
  const { review } = commitment;
  return (
    <div class="commitment" data-status={commitment.status}>
      {isCarried(commitment) && <span class="tag">{s('commitment.promised')}</span>}
      {commitment.status === 'withdrawn' && <span class="tag">{s('commitment.withdrawn')}</span>}
      <p>{commitment.what}</p>
      <p class="quiet small">{particulars(commitment)}</p>
      {review && (
        <p class="outcome" data-outcome={review.outcome === 'done' ? 'accepted' : 'noted'}>
          <Icon name={ICON[review.outcome]} />
          <span><strong>{s(`review.${review.outcome}`)}</strong>{review.text && ` – ${review.text}`}</span>
        </p>
      )}
    </div>
  );
}

/** Done, partly, not; with one line. */
export function LookBack({ commitment }: { commitment: Commitment }): VNode {
  const live = useLive();
  const line = useSignal(commitment.review?.text ?? '');
  const say = (outcome: ReviewOutcome): void =>
    void live.perform({ type: 'commitment.review', commitment: commitment.id, outcome, ...(line.value.trim() ? { text: line.value.trim() } : {}) });
  return (
    <div class="stack tight">
      <input class="input" aria-label={s('review.line')} placeholder={s('review.line')} maxLength={500} value={line.value} onInput={(event) => (line.value = event.currentTarget.value)} />
      <div class="chips" role="group" aria-label={s('review.of', { what: commitment.what })}>
        {OUTCOMES.map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={commitment.review?.outcome === each} onClick={() => say(each)}>{s(`review.${each}`)}</button>
        ))}
      </div>
    </div>
  );
}

export interface Written {
  what: string;
  measure: string | null;
  due: string | null;
  watcher: string | null;
}

/** `plan` is offered as the first words; `onSend` says whether it was taken. */
export function CommitmentForm({ before, plan, member, onSend }: {
  before: Commitment | null; plan?: { label: string; text: string } | null; member: string; onSend: (written: Written) => Promise<boolean>;
}): VNode {
  const { room } = useLive();
  const what = useSignal(before?.what ?? '');
  const measure = useSignal(before?.measure ?? '');
  const due = useSignal(before?.due ?? '');
  const watcher = useSignal(before?.watcher ?? '');
  const busy = useSignal(false);
  const others = room.of('members').all.value.filter((each) => each.id !== member && each.name !== '').sort(bySort);
  const day = parseDay(due.value);
  const wrongDay = due.value.trim() !== '' && day === null;
  const lacks = lacking({ what: what.value, measure: measure.value, due: day });
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!what.value.trim() || wrongDay) return;
    busy.value = true;
    await onSend({ what: what.value.trim(), measure: measure.value.trim() || null, due: day, watcher: watcher.value || null });
    busy.value = false;
  };
  return (
    <form class="stack" onSubmit={(event) => void send(event)}>
      {plan && !what.value && <Button look="outline" wide icon="agenda" onPress={() => (what.value = plan.text)}>{plan.label}</Button>}
      <label class="field">
        <span>{s('commitment.what')}</span>
        <textarea class="input" data-first rows={3} maxLength={500} value={what.value} onInput={(event) => (what.value = event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{s('commitment.measure')}</span>
        <input class="input" maxLength={500} placeholder={s('commitment.measurePlace')} value={measure.value} onInput={(event) => (measure.value = event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>{s('commitment.due')}</span>
        <input class="input" type="date" aria-invalid={wrongDay} value={due.value} onInput={(event) => (due.value = event.currentTarget.value)} />
      </label>
      {wrongDay && <p class="problem" role="alert">{s('commitment.dueBad')}</p>}
      {others.length > 0 && (
        <label class="field">
          <span>{s('commitment.watcher')}</span>
          <select class="input" value={watcher.value} onChange={(event) => (watcher.value = event.currentTarget.value)}>
            <option value="">{s('commitment.nobody')}</option>
            {others.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
          </select>
        </label>
      )}
      {what.value.trim() !== '' && (lacks.number || lacks.date) && (
        <p class="quiet" role="status">{[lacks.number && s('commitment.hintNumber'), lacks.date && s('commitment.hintDate')].filter(Boolean).join(' ')}</p>
      )}
      <Button look="primary" size="large" type="submit" wide disabled={busy.value || !what.value.trim()}>{before ? s('commitment.saveChange') : s('commitment.save')}</Button>
    </form>
  );
}

const bySort = (a: Member, b: Member): number => (a.sort_key < b.sort_key ? -1 : 1);
