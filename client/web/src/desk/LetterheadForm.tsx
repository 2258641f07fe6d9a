// What stands at the head and the foot of papers. Nothing is guessed: what is empty is left out, or open for a hand.
import type { VNode } from 'preact';
import type { Letterhead, Meeting } from '../shared/protocol.gen';
import { useLive } from '../shared/ui/live';
import { Chips, Typed } from './Fields';
import { m } from './words.minutes';

const FORMS = ['own', 'on_behalf', 'deputy', 'by_order', 'delegated'] as const;
const EMPTY: Letterhead = { parent: '', issuer: '', number: '', resolution_number: '', sign: '', place: '', about: '', before: '', form: 'own', authority: '', title: '', signer: '', recipients: [], kept: '', bases: [] };
type Line = 'parent' | 'issuer' | 'number' | 'resolution_number' | 'sign' | 'place' | 'about' | 'before' | 'authority' | 'title' | 'signer' | 'kept';
const GROUPS: { of: 'top' | 'foot' | 'got'; lines: [Line, number][] }[] = [
  { of: 'top', lines: [['parent', 120], ['issuer', 120], ['number', 6], ['resolution_number', 6], ['sign', 40], ['place', 120], ['about', 300], ['before', 120]] },
  { of: 'foot', lines: [['authority', 120], ['title', 120], ['signer', 120]] },
];

export function LetterheadForm({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const now = meeting.settings.letterhead ?? EMPTY;
  const put = (change: Partial<Letterhead>): void => void live.perform({ type: 'meeting.update', settings: { letterhead: change } });
  const lines = (text: string, most: number, long: number): string[] => text.split('\n').map((line) => line.trim().slice(0, long)).filter(Boolean).slice(0, most);
  return (
    <div class="stack letterhead">
      <p class="quiet">{m('head.hint')}</p>
      {GROUPS.map(({ of, lines: fields }) => (
        <section key={of} class="letterhead-part">
          <h3>{m(`head.${of}`)}</h3>
          {of === 'foot' && <Chips label={m('head.form')} all={FORMS} chosen={(each) => now.form === each} word={(each) => m(`form.${each}`)} onPick={(form) => put({ form })} />}
          <div class="letterhead-fields">
            {fields.map(([name, most]) => (
              <Typed key={name} label={m(`head.${name}`)} value={now[name]} most={most} numeric={name.includes('number')} empty onSave={(text) => put({ [name]: name.includes('number') ? text.replace(/\D/g, '') : text })} />
            ))}
          </div>
        </section>
      ))}
      <section class="letterhead-part">
        <h3>{m('head.got')}</h3>
        <div class="letterhead-fields">
          <Lines label={m('head.recipients')} value={now.recipients} onSave={(text) => put({ recipients: lines(text, 12, 120) })} />
          <Typed label={m('head.kept')} value={now.kept} most={120} empty onSave={(kept) => put({ kept })} />
          <Lines label={m('head.bases')} value={now.bases} onSave={(text) => put({ bases: lines(text, 20, 300) })} />
        </div>
      </section>
    </div>
  );
}

/** One entry a line, saved when the field is left. */
function Lines({ label, value, onSave }: { label: string; value: readonly string[]; onSave: (text: string) => void }): VNode {
  const text = value.join('\n');
  return (
    <label class="field">
      <span>{label}</span>
      <textarea class="input" rows={3} key={text} defaultValue={text} onBlur={(event) => event.currentTarget.value.trim() !== text && onSave(event.currentTarget.value)} />
    </label>
  );
}
