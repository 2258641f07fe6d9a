// Vietnamese or English, each named in its own words; remembered on this device.
import type { VNode } from 'preact';
import { htmlLanguage, speak, t } from '../words';

export function LanguageSwitch(): VNode {
  const now = htmlLanguage();
  return (
    <div class="segments" role="group" aria-label={t('language.label')}>
      {(['vi', 'en'] as const).map((each) => (
        <button key={each} type="button" class="chip" lang={each} aria-pressed={now === each} onClick={() => speak(each)}>
          {t(`language.${each}`)}
        </button>
      ))}
    </div>
  );
}
