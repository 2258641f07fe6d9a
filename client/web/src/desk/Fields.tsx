// The fields of the desk's sheets: chosen at once, typed ones saved when they are left.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Group({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <fieldset class="plain-set">
      <legend>{label}</legend>
      <div class="chips">{children}</div>
    </fieldset>
  );
}

/** One or several of a few, told apart by `chosen`. */
export function Chips<T extends string>({ label, all, chosen, word, onPick }: {
  label: string; all: readonly T[]; chosen: (each: T) => boolean; word: (each: T) => string; onPick: (each: T) => void;
}): VNode {
  return (
    <Group label={label}>
      {all.map((each) => (
        <button key={each} type="button" class="chip" aria-pressed={chosen(each)} onClick={() => onPick(each)}>{word(each)}</button>
      ))}
    </Group>
  );
}

export function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }): VNode {
  return (
    <label class="check">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}

/** A field that is saved when it is left or Enter is pressed, if it changed. What is being typed outlives every update. */
export function Typed({ label, value, most, numeric, empty, onSave }: {
  label: string; value: string; most: number; numeric?: boolean; empty?: boolean; onSave: (text: string) => void;
}): VNode {
  const typed = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) typed.value = null;
  }, [value]);
  const save = (text: string): void => {
    if (text.trim() !== value && (empty || text.trim())) onSave(text.trim());
  };
  return (
    <label class="field">
      <span>{label}</span>
      <input
        ref={input} class="input" maxLength={most} value={typed.value ?? value} autocomplete="off" inputMode={numeric ? 'numeric' : 'text'}
        onInput={(event) => (typed.value = event.currentTarget.value)}
        onBlur={(event) => save(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </label>
  );
}
