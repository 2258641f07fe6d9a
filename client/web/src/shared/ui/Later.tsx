// A part of a page that is fetched after the first picture. It is asked for as soon as the page rests, not when it is needed:
// by then the hall's network may be gone.
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t, wordsReady } from '../words';

/** `silent`: what is no place of its own says nothing while it is being fetched. */
export function later<P extends object>(fetch: () => Promise<ComponentType<P>>, when: 'rest' | 'needed' = 'rest', how: 'told' | 'silent' = 'told'): ComponentType<P> {
  let found: ComponentType<P> | null = null;
  let asked: Promise<void> | null = null;
  const load = (): Promise<void> =>
    (asked ??= fetch().then(
      // Its words come with it: a part is never seen in another language than the page around it.
      (component) => wordsReady().then(() => void (found = component)),
      () => void (asked = null),
    ));
  if (when === 'rest') setTimeout(() => void load(), 1500);
  return function Later(props: P): VNode | null {
    const Part = found;
    const [, redraw] = useState(0);
    useEffect(() => {
      // It may have come since this was drawn without it: whoever asks then hears so at once.
      if (Part) return undefined;
      let gone = false;
      const look = (): void => void load().then(() => !gone && redraw((count) => count + 1));
      look();
      const timer = setInterval(() => !found && look(), 2000);
      return () => {
        gone = true;
        clearInterval(timer);
      };
    }, [Part]);
    return Part ? <Part {...props} /> : how === 'silent' ? null : <p class="padded quiet" aria-busy="true">{t('line.connecting')}</p>;
  };
}
