// The desk's keys, and the list of them under `?`. None fires while somebody types or a sheet lies over the desk.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Sheet } from '../shared/ui/Sheet';
import { htmlLanguage } from '../shared/words';
import { k, p } from './words';

type Act = 'next' | 'undo' | 'shutter' | 'plusMinute' | 'plusHalf' | 'minusHalf' | 'minusMinute' | 'remind-time' | 'list';

interface Key {
  /** What the list shows. */
  shown: string;
  act: Act;
  hit: (event: KeyboardEvent) => boolean;
}

const ctrl = (key: string) => (event: KeyboardEvent): boolean => event.ctrlKey && event.key === key;
const plain = (key: string) => (event: KeyboardEvent): boolean => !event.ctrlKey && event.key === key;

export const KEYS: readonly Key[] = [
  { shown: 'Ctrl + →', act: 'next', hit: ctrl('ArrowRight') },
  { shown: 'Ctrl + Z', act: 'undo', hit: ctrl('z') },
  { shown: 'Ctrl + .', act: 'shutter', hit: ctrl('.') },
  { shown: '+', act: 'plusMinute', hit: (event) => plain('+')(event) || plain('=')(event) },
  { shown: '−', act: 'minusMinute', hit: plain('-') },
  { shown: ']', act: 'plusHalf', hit: plain(']') },
  { shown: '[', act: 'minusHalf', hit: plain('[') },
  { shown: 'R', act: 'remind-time', hit: (event) => !event.ctrlKey && event.key.toLowerCase() === 'r' },
  { shown: '?', act: 'list', hit: plain('?') },
];

/** Which act a press of a key stands for; null while somebody types, or with other keys held down. */
export function actOf(event: KeyboardEvent, typing: boolean): Act | null {
  if (typing || event.altKey || event.metaKey || event.isComposing) return null;
  return KEYS.find((key) => key.hit(event))?.act ?? null;
}

function isTyping(): boolean {
  const at = document.activeElement;
  return at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
}

/** The button that a key presses: the first that is on the screen. */
function buttonFor(act: Act): HTMLButtonElement | null {
  const found = [...document.querySelectorAll<HTMLButtonElement>(`[data-key="${act}"] button, button[data-key="${act}"]`)];
  return found.find((button) => !button.disabled) ?? null;
}

export function Keys(): VNode | null {
  const listed = useSignal(false);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const act = actOf(event, isTyping());
      if (!act || document.querySelector('.sheet')) return;
      if (act === 'list') {
        event.preventDefault();
        listed.value = true;
        return;
      }
      const button = buttonFor(act);
      if (!button) return;
      event.preventDefault();
      button.click();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return listed.value ? <KeyList onClose={() => (listed.value = false)} /> : null;
}

export function KeyList({ onClose }: { onClose: () => void }): VNode {
  return (
    <Sheet title={p('keys')} onClose={onClose}>
      <dl class="key-list">
        {KEYS.map((key) => (
          <div key={key.act}>
            <dt><kbd>{key.shown}</kbd></dt>
            <dd>{k(`key.${key.act}`)}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{k('hint')}</p>
      <p class="crowd-acts">
        {(['chair', 'secretary'] as const).map((part) => (
          <a key={part} class="button plain" href={`/help/${part}?lang=${htmlLanguage()}`} target="_blank" rel="noopener">{k(`guide.${part}`)}</a>
        ))}
      </p>
    </Sheet>
  );
}
