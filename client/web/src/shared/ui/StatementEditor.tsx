// Writing a statement, part by part under the form's headings: made for pasting, kept each second, and saying where it is kept.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { timeOfDay } from '../clock';
import type { Section } from '../protocol.gen';
import { lengthOf, LONGEST, type DraftKeeper } from '../statement-draft';
import { minutesOf, readingMs } from '../statement';
import { s } from '../words.statement';
import { Button } from './Button';
import { Icon } from './Icon';

export function StatementEditor({ keeper, form }: { keeper: DraftKeeper; form: readonly string[] }): VNode {
  const sections = keeper.sections.value;
  if (!sections) return <p class="quiet" role="status">{keeper.where.value === 'away' ? s('statement.away') : s('statement.loading')}</p>;
  const change = (at: number, to: Partial<Section>): void => keeper.change(sections.map((each, index) => (index === at ? { ...each, ...to } : each)));
  const over = lengthOf(sections) - LONGEST;
  return (
    <div class="stack statement-editor">
      {sections.map((section, at) => (
        <PartOf key={at} section={section} at={at} offered={form.includes(section.heading)} alone={sections.length === 1} onChange={(to) => change(at, to)} />
      ))}
      {over > 0 && <p class="problem" role="alert">{s('statement.tooLong', { n: over })}</p>}
      {sections.length < 50 && <Button look="plain" wide icon="plus" onPress={() => keeper.change([...sections, { heading: '', text: '' }])}>{s('statement.addSection')}</Button>}
    </div>
  );
}

function PartOf({ section, at, offered, alone, onChange }: {
  section: Section; at: number; offered: boolean; alone: boolean; onChange: (to: Partial<Section>) => void;
}): VNode {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // As tall as its text, so that nobody scrolls inside of what scrolls.
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 4}px`;
  }, [section.text]);
  const name = section.heading || s('statement.section', { n: at + 1 });
  return (
    <div class="stack tight">
      {!offered && !alone && (
        <label class="field">
          <span>{s('statement.heading')}</span>
          <input class="input" maxLength={200} value={section.heading} onInput={(event) => onChange({ heading: event.currentTarget.value })} />
        </label>
      )}
      <label class="field">
        <span class={offered ? 'strong' : 'sr'}>{name}</span>
        <textarea ref={box} class="input" rows={alone ? 8 : 3} value={section.text} placeholder={s('statement.placeholder')} onInput={(event) => onChange({ text: event.currentTarget.value })} />
      </label>
    </div>
  );
}

/** Where the words are kept, and how long they take to read. */
export function StatementState({ keeper }: { keeper: DraftKeeper }): VNode | null {
  const sections = keeper.sections.value;
  if (!sections) return null;
  const where = keeper.where.value;
  const saved = keeper.saved_at.value;
  const written = sections.some(({ text }) => text.trim());
  const word =
    where === 'sending' ? s('statement.sending')
    : where !== 'saved' ? s('statement.here')
    : saved !== null ? s('statement.saved', { time: timeOfDay(saved) })
    : s('statement.empty');
  return (
    <p class="statement-state small quiet" role="status">
      <span><Icon name={where === 'saved' ? (saved === null ? 'pencil' : 'check') : 'clock'} /> {word}</span>
      {written && <span>{s('statement.reading', { n: minutesOf(readingMs(sections)) })}</span>}
    </p>
  );
}
