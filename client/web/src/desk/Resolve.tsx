// What becomes of a comment: accepted, noted, or declined with a sentence; part of a conclusion where there is one.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Comment, Outcome } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { authorOf } from '../shared/ui/Comment';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { e } from './words';

const OUTCOMES: readonly Outcome[] = ['accepted', 'noted', 'declined'];

export function Resolve({ comment, onClose }: { comment: Comment; onClose: () => void }): VNode {
  const live = useLive();
  const outcome = useSignal<Outcome | null>(comment.outcome);
  const text = useSignal(comment.answer ?? '');
  const conclusion = useSignal(comment.conclusion ?? '');
  const conclusions = live.room.of('conclusions').all.value;
  const declined = outcome.value === 'declined';
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!outcome.value) return;
    const sent = await live.perform({
      type: 'comment.resolve', comment: comment.id, outcome: outcome.value,
      ...(text.value.trim() ? { text: text.value.trim() } : {}),
      ...(conclusion.value && !declined ? { conclusion: conclusion.value } : {}),
    });
    if (sent.kind === 'done') onClose();
  };
  return (
    <Sheet title={e('resolveTitle')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <blockquote class="quote-block"><strong>{authorOf(comment)}</strong>: {comment.body}</blockquote>
        <div class="chips" role="group" aria-label={e('resolve')}>
          {OUTCOMES.map((each) => (
            <button key={each} type="button" class="chip" aria-pressed={outcome.value === each} onClick={() => (outcome.value = each)}>{e(`resolve.${each}`)}</button>
          ))}
        </div>
        <label class="field">
          <span>{declined ? e('resolve.why') : e('resolve.text')}</span>
          <textarea class="input" rows={2} maxLength={500} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </label>
        {conclusions.length > 0 && !declined && (
          <label class="field">
            <span>{e('resolve.conclusion')}</span>
            <select class="input" value={conclusion.value} onChange={(event) => (conclusion.value = event.currentTarget.value)}>
              <option value="">{e('resolve.noConclusion')}</option>
              {conclusions.map((each) => <option key={each.id} value={each.id}>{each.text.slice(0, 80)}</option>)}
            </select>
          </label>
        )}
        <p class="quiet small">{e('resolve.hint')}</p>
        <Button look="primary" type="submit" wide disabled={!outcome.value || (declined && !text.value.trim())}>{e('save')}</Button>
      </form>
    </Sheet>
  );
}
