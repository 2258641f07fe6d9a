// What a phone says when there is no way in: what happened, and what to do.
import type { VNode } from 'preact';
import { Icon } from '../shared/ui/Icon';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { t } from '../shared/words';
import { g } from '../shared/words.gone';

function reason(code: string): [title: string, hint: string] {
  switch (code) {
    case 'no_token':
      return [g('gone.noToken'), g('gone.noTokenHint')];
    case 'revoked':
      return [g('gone.revoked'), g('gone.askDesk')];
    case 'removed':
      return [g('gone.removed'), g('gone.askDesk')];
    case 'not_found':
    case 'deleted':
      return [g('gone.deleted'), g('gone.deletedHint')];
    case 'locked':
      return [t('join.locked'), t('join.lockedHint')];
    default:
      return [g('gone.link'), g('gone.linkHint')];
  }
}

export function Gone({ code }: { code: string }): VNode {
  const [title, hint] = reason(code);
  return (
    <main class="page gone">
      <Icon name={code === 'locked' ? 'lock' : 'alert'} />
      <h1>{title}</h1>
      <p class="quiet">{hint}</p>
      <a class="button primary wide large" href="/">{t('gone.toCode')}</a>
      <LanguageSwitch />
    </main>
  );
}
