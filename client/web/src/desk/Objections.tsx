// What members would have otherwise: taken up with what the section says now, or left with why; both texts stay on record.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Minutes, Objection } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { titleOf } from './MinutesWriter';
import type { Entry } from './sections';
import { m } from './words.minutes';

export function Objections({ minutes, entries, may }: { minutes: Minutes; entries: readonly Entry[]; may: boolean }): VNode {
  const inOrder = [...minutes.objections].sort((a, b) => Number(a.outcome !== null) - Number(b.outcome !== null));
  if (!inOrder.length) return <p class="quiet">{m('objections.none')}</p>;
  return (
    <ul class="stack minutes-objections">
      {inOrder.map((each) => {
        const entry = entries.find((one) => one.section === each.section);
        return (
          <li key={each.id} class="stack tight">
            <p><strong>{each.name || m('erased')}</strong> · {entry ? titleOf(entry) : m('gone')}</p>
            <p class="minutes-quote">{each.text || m('erased')}</p>
            {each.outcome === null ? <Settle objection={each} now={minutes.sections[each.section] ?? ''} may={may && minutes.status !== 'approved'} /> : <Settled objection={each} />}
          </li>
        );
      })}
    </ul>
  );
}

function Settled({ objection }: { objection: Objection }): VNode {
  if (objection.outcome === 'declined') return <p>{m('declined', { why: objection.answer ?? '' })}</p>;
  return (
    <>
      <p class="quiet">{m('before', { text: objection.before || '—' })}</p>
      <p>{m('accepted', { text: objection.answer ?? '' })}</p>
    </>
  );
}

function Settle({ objection, now, may }: { objection: Objection; now: string; may: boolean }): VNode {
  const live = useLive();
  const outcome = useSignal<'accepted' | 'declined' | null>(null);
  const text = useSignal('');
  const busy = useSignal(false);
  if (!may) return <p class="quiet">{m('waits')}</p>;
  const choose = (what: 'accepted' | 'declined'): void => {
    outcome.value = what;
    text.value = what === 'accepted' ? now : '';
  };
  const settle = async (): Promise<void> => {
    if (!outcome.value) return;
    busy.value = true;
    await live.perform({ type: 'minutes.settle', objection: objection.id, outcome: outcome.value, text: text.value });
    busy.value = false;
  };
  return (
    <>
      <p class="quiet">{m('now', { text: now || '—' })}</p>
      <div class="minutes-acts">
        <button type="button" class="chip" aria-pressed={outcome.value === 'accepted'} onClick={() => choose('accepted')}>{m('accept')}</button>
        <button type="button" class="chip" aria-pressed={outcome.value === 'declined'} onClick={() => choose('declined')}>{m('decline')}</button>
      </div>
      {outcome.value && (
        <>
          <label class="field">
            <span>{m(outcome.value === 'accepted' ? 'newText' : 'why')}</span>
            <textarea class="input" rows={4} maxLength={20_000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
          </label>
          <Button look="primary" disabled={busy.value || !text.value.trim()} onPress={() => void settle()}>{m('settle')}</Button>
        </>
      )}
    </>
  );
}
