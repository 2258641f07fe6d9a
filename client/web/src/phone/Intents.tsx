// Why somebody wants the floor: three large buttons as the room's profile says, the rest behind "other", and a topic if wanted.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { nfc } from '../shared/names';
import type { Intent } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { t, type Key } from '../shared/words';

const ALL: readonly Intent[] = ['speak', 'question', 'order', 'supplement', 'debate', 'reply', 'correction', 'motion', 'privilege'];
const SHOWN = 3;

export function Intents({ intents, only, onPick }: { intents: readonly Intent[]; only?: 'these'; onPick: (intent: Intent, note: string | null) => void }): VNode {
  const [note, setNote] = useState('');
  const [all, setAll] = useState(false);
  const first = intents.length ? intents.slice(0, SHOWN) : ALL.slice(0, SHOWN);
  const rest = ALL.filter((each) => !first.includes(each));
  return (
    <div class="stack">
      <label class="field">
        <span>{t('hand.note')}</span>
        <input class="input" value={note} maxLength={200} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <ul class="stack tight">
        {(all ? [...first, ...rest] : first).map((intent, at) => (
          <li key={intent}>
            <button type="button" class={`button wide large intent ${at === 0 ? 'primary' : ''}`} onClick={() => onPick(intent, nfc(note).trim() || null)}>
              <span>
                {t(`intent.${intent}` as Key & `intent.${Intent}`)}
                <IntentHint intent={intent} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {!all && !only && <Button look="link" onPress={() => setAll(true)}>{t('hand.others')}</Button>}
    </div>
  );
}

function IntentHint({ intent }: { intent: Intent }): VNode | null {
  const hint = t.maybe(`intentHint.${intent}`, '');
  return hint ? <small>{hint}</small> : null;
}
