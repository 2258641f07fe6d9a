// A sheet over the page: focus goes in, stays in, and comes back; Escape and the shade close it.
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../words';
import { RoundButton } from './Button';

const REACHABLE = 'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]';

let sheets = 0;

export function Sheet({ title, onClose, wide, children }: { title: string; onClose: () => void; wide?: boolean; children: ComponentChildren }): VNode {
  const box = useRef<HTMLDivElement>(null);
  const id = useRef(`sheet-${++sheets}`);
  // Before anything is painted: whoever sees the sheet can already close it with a key.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const first = box.current?.querySelector<HTMLElement>('[data-first]') ?? box.current;
    first?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    // Wherever the focus is (a button that went away with its press took it along), the keys belong to the sheet on top.
    const pressed = (event: KeyboardEvent): void => {
      const sheets = document.querySelectorAll('.sheet');
      if (sheets[sheets.length - 1] !== box.current) return;
      if (event.key === 'Escape') close.current();
      else if (event.key === 'Tab' && document.activeElement === document.body) box.current?.focus();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab' || !box.current) return;
    const inside = [...box.current.querySelectorAll<HTMLElement>(REACHABLE)];
    const [first] = inside;
    const last = inside[inside.length - 1];
    if (event.shiftKey ? document.activeElement === first || document.activeElement === box.current : document.activeElement === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  };
  return (
    <div class="sheet-shade" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div class="sheet" data-wide={wide} role="dialog" aria-modal="true" aria-labelledby={id.current} tabIndex={-1} ref={box} onKeyDown={onKeyDown}>
        <div class="sheet-head">
          <h2 id={id.current}>{title}</h2>
          <RoundButton icon="close" label={t('do.close')} onPress={onClose} />
        </div>
        <div class="sheet-body" tabIndex={0}>{children}</div>
      </div>
    </div>
  );
}

/** One question, the safe answer first in the order of keys, the consequence named on the other. */
export function Confirm({ title, yes, no, danger, onYes, onNo }: {
  title: string; yes: string; no: string; danger?: boolean; onYes: () => void; onNo: () => void;
}): VNode {
  return (
    <Sheet title={title} onClose={onNo}>
      <div class="stack">
        <button type="button" class={`button wide large ${danger ? 'danger' : 'primary'}`} onClick={onYes}>
          {yes}
        </button>
        <button type="button" class="button wide large plain" data-first onClick={onNo}>
          {no}
        </button>
      </div>
    </Sheet>
  );
}
