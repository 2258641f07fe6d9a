// Starts a page: the language of the document follows the language in force, and the first picture comes without waiting.
import { effect } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { stored } from '../stored';
import { htmlLanguage, wordsReady } from '../words';

export function show(page: ComponentChildren): void {
  effect(() => {
    document.documentElement.lang = htmlLanguage();
  });
  applyLook();
  const root = document.getElementById('app');
  if (root) void wordsReady().then(() => render(page, root));
}

export type Theme = 'auto' | 'light' | 'dark';

export const theme = (): Theme => (stored.get('theme') as Theme | null) ?? 'auto';
export const textSize = (): number => {
  const kept = Number(stored.get('text') ?? 1);
  return kept >= 0 && kept <= 3 ? kept : 1;
};

export function setTheme(to: Theme): void {
  stored.set('theme', to);
  applyLook();
}

/** Four steps: 16, 18, 21 and 25 px where the browser's own text is 16. */
export function setTextSize(to: number): void {
  stored.set('text', String(Math.min(3, Math.max(0, to))));
  applyLook();
}

function applyLook(): void {
  const root = document.documentElement;
  if (root.dataset['look'] === 'fixed') return;
  if (theme() === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme();
  root.dataset['text'] = String(textSize());
}
