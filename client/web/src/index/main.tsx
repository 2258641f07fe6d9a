// The first page: type the code that stands on the projector. Nothing else happens here.
import '../styles/phone.css';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../shared/ui/Button';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { show } from '../shared/ui/page';
import { t } from '../shared/words';
import { j } from '../phone/words.join';

function CodePage(): VNode {
  const [code, setCode] = useState('');
  const [short, setShort] = useState(false);
  const enter = (event: Event): void => {
    event.preventDefault();
    const typed = code.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
    if (typed.length < 4 || typed.length > 6) return setShort(true);
    location.href = `/j/${typed}`;
  };
  return (
    <main class="page code-page">
      <header class="brand-head">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <div>
          <p class="wordmark">{t('app.name')}</p>
          <p class="quiet">{t('app.tagline')}</p>
        </div>
      </header>
      <form class="stack" onSubmit={enter} noValidate>
        <h1>{j('code.title')}</h1>
        <label class="field">
          <span>{j('code.label')}</span>
          <input
            class="input code-input"
            name="code"
            value={code}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            inputMode="text"
            maxLength={12}
            aria-describedby="code-hint"
            aria-invalid={short}
            onInput={(event) => {
              setShort(false);
              setCode(event.currentTarget.value);
            }}
          />
        </label>
        <p id="code-hint" class={short ? 'problem' : 'quiet small'} role={short ? 'alert' : undefined}>
          {short ? j('code.short') : j('code.hint')}
        </p>
        <Button type="submit" look="primary" size="large" wide>{j('code.go')}</Button>
      </form>
      <LanguageSwitch />
    </main>
  );
}

show(<CodePage />);
