// Asks for the host key once; afterwards this browser knows it.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { hostApi } from './api';
import { h } from './words';

export function KeyForm({ onKey }: { onKey: () => void }): VNode {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const enter = async (event: Event): Promise<void> => {
    event.preventDefault();
    const key = typed.trim();
    if (!key) return;
    const answer = await hostApi(key).server();
    if (answer.ok) {
      stored.set('hostKey', key);
      onKey();
    } else {
      setProblem(answer.status === 0 ? h('host.failed', { why: h('host.offline') }) : h('host.keyWrong'));
    }
  };
  return (
    <main class="page">
      <form class="stack" onSubmit={(event) => void enter(event)} noValidate>
        <h1>{h('host.keyTitle')}</h1>
        <p class="quiet">{h('host.keyHint')}</p>
        <label class="field">
          <span>{h('host.keyLabel')}</span>
          <input
            class="input"
            name="key"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            aria-invalid={problem !== null}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {problem && <p class="problem" role="alert">{problem}</p>}
        <Button type="submit" look="primary" size="large" wide>{h('host.keyGo')}</Button>
      </form>
      <LanguageSwitch />
    </main>
  );
}
