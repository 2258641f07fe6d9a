// A vote is prepared: the question, the options (two usual sets, or one's own), how, of whom the majority, and its time.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { SECRET_ON_PAPER, v } from '../shared/poll';
import type { Poll } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';

const MINUTE = 60_000;
const PRESETS = ['yesNoOther', 'yesNo', 'own'] as const;
const KINDS = ['open', 'secret', 'hands', 'paper'] as const;
const BASES = ['present', 'cast', 'members', 'households'] as const;
const MAJORITIES = ['1/2', '2/3', '3/4'] as const;

export function EditPoll({ poll, mayOpen, onClose }: { poll: Poll | null; mayOpen: boolean; onClose: () => void }): VNode {
  const live = useLive();
  const question = useSignal(poll?.question ?? '');
  const preset = useSignal<(typeof PRESETS)[number]>(poll ? 'own' : 'yesNoOther');
  const own = useSignal(poll ? poll.options.map((option) => option.text).join('\n') : '');
  const kind = useSignal<Poll['kind']>(poll?.kind ?? 'open');
  const base = useSignal<Poll['base']>(poll?.base ?? 'present');
  const majority = useSignal(poll?.majority ?? '1/2');
  const choose = useSignal(String(poll?.choose ?? 1));
  const minutes = useSignal(poll?.closes_ms ? String(poll.closes_ms / MINUTE) : '');
  const options = (): string[] => {
    const text = preset.value === 'own' ? own.value : v(`poll.options.${preset.value}`);
    return text.split('\n').map((line) => line.trim()).filter(Boolean);
  };
  const onPhones = !SECRET_ON_PAPER.has(live.room.meeting.value?.profile ?? '');
  const ready = question.value.trim() !== '' && options().length > 0;
  const save = async (open: boolean): Promise<void> => {
    if (!ready) return;
    const fields = {
      question: question.value.trim(), options: options(), kind: kind.value, base: base.value, majority: majority.value,
      choose: Math.min(Math.max(1, Math.floor(Number(choose.value) || 1)), options().length),
      closes_ms: Number(minutes.value) > 0 ? Math.round(Number(minutes.value) * MINUTE) : null,
    };
    const outcome = poll ? await live.perform({ type: 'poll.update', poll: poll.id, ...fields }) : await live.perform({ type: 'poll.create', ...fields });
    if (outcome.kind !== 'done') return;
    const made = poll?.id ?? outcome.result?.['poll'];
    if (open && made) await live.perform({ type: 'poll.open', poll: made });
    onClose();
  };
  return (
    <Sheet title={poll ? v('poll.edit') : v('poll.new')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
      >
        <label class="field">
          <span>{v('poll.question')}</span>
          <textarea class="input" rows={2} data-first maxLength={500} placeholder={v('poll.questionPlace')} value={question.value} onInput={(event) => (question.value = event.currentTarget.value)} />
        </label>
        <Chips legend={v('poll.options')} all={PRESETS} chosen={preset.value} word={(each) => v(`poll.preset.${each}`)} onPick={(each) => (preset.value = each)} />
        {preset.value === 'own' && (
          <label class="field">
            <span>{v('poll.optionsHint')}</span>
            <textarea class="input" rows={4} value={own.value} onInput={(event) => (own.value = event.currentTarget.value)} />
          </label>
        )}
        {preset.value === 'own' && (
          <label class="field">
            <span>{v('poll.chooseLabel')}</span>
            <input class="input" type="number" min="1" max="50" inputMode="numeric" value={choose.value} onInput={(event) => (choose.value = event.currentTarget.value)} />
          </label>
        )}
        <Chips legend={v('poll.how')} all={onPhones ? KINDS : KINDS.filter((each) => each !== 'secret')} chosen={kind.value} word={(each) => v(`poll.how.${each}`)} onPick={(each) => (kind.value = each)} />
        {kind.value === 'secret' && <p class="quiet small">{v('poll.secretLimits')}</p>}
        <Chips legend={v('poll.base')} all={BASES} chosen={base.value} word={(each) => v(`poll.base.${each}`)} onPick={(each) => (base.value = each)} />
        <Chips legend={v('poll.majority')} all={MAJORITIES} chosen={majority.value} word={(each) => v(`poll.majority.${each}`)} onPick={(each) => (majority.value = each)} />
        {(kind.value === 'open' || kind.value === 'secret') && (
          <label class="field">
            <span>{v('poll.time')}</span>
            <input class="input" type="number" min="1" max="120" inputMode="numeric" value={minutes.value} onInput={(event) => (minutes.value = event.currentTarget.value)} />
          </label>
        )}
        {mayOpen && <Button look="primary" wide disabled={!ready} onPress={() => void save(true)}>{v('poll.saveOpen')}</Button>}
        <Button look={mayOpen ? 'outline' : 'primary'} type="submit" wide disabled={!ready}>{poll ? v('poll.saveChanges') : v('poll.save')}</Button>
      </form>
    </Sheet>
  );
}

function Chips<T extends string>({ legend, all, chosen, word, onPick }: {
  legend: string; all: readonly T[]; chosen: string; word: (each: T) => string; onPick: (each: T) => void;
}): VNode {
  return (
    <fieldset class="plain-set">
      <legend>{legend}</legend>
      <div class="chips">
        {all.map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={chosen === each} onClick={() => onPick(each)}>{word(each)}</button>
        ))}
      </div>
    </fieldset>
  );
}
