// A conclusion to write or to change: its words, its item, and the member of the round it is about.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { numbered } from '../shared/agenda';
import type { Comment, Conclusion } from '../shared/protocol.gen';
import { roundNow } from '../shared/round';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { aboutOf } from './facts';
import { e } from './words';

/** `from` is the comment that a new one takes up. */
export function EditConclusion({ conclusion, from, onClose, children }: { conclusion: Conclusion | null; from?: Comment; onClose: () => void; children?: ComponentChildren }): VNode {
  const live = useLive();
  const text = useSignal(conclusion?.text ?? from?.body ?? '');
  const item = useSignal(conclusion ? (conclusion.item ?? '') : (live.room.meeting.value?.current_item ?? ''));
  const on = roundNow(live)?.on?.id ?? null;
  const subject = useSignal(conclusion ? conclusion.subject : from ? null : on);
  const offered = conclusion?.subject ?? on;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!text.value.trim()) return;
    const told = { text: text.value.trim(), item: item.value || null, subject: subject.value };
    const outcome = await live.perform(conclusion ? { type: 'conclusion.update', conclusion: conclusion.id, ...told } : { type: 'conclusion.add', ...told, ...(from ? { answers: [from.id] } : {}) });
    if (outcome.kind === 'done' || (outcome.kind === 'refused' && outcome.refusal.code === 'already')) onClose();
  };
  return (
    <Sheet title={conclusion ? e('conclusions.edit') : e('conclusions.new')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <label class="field">
          <span>{e('conclusions.text')}</span>
          <textarea class="input" data-first rows={4} maxLength={2000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{e('conclusions.item')}</span>
          <select class="input" value={item.value} onChange={(event) => (item.value = event.currentTarget.value)}>
            {numbered(live.room.of('agenda').all.value).map(({ item: each, number }) => <option key={each.id} value={each.id}>{number} · {each.title}</option>)}
            <option value="">{e('conclusions.whole')}</option>
          </select>
        </label>
        {offered && (
          <div class="chips">
            <button type="button" class="chip" aria-pressed={subject.value !== null} onClick={() => (subject.value = subject.value === null ? offered : null)}>{aboutOf(live, offered)}</button>
          </div>
        )}
        <Button look="primary" type="submit" wide disabled={!text.value.trim()}>{e('save')}</Button>
        {children}
      </form>
    </Sheet>
  );
}
