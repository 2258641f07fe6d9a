// What a phone says when there is no way in: what happened, and what to do.
import type { VNode } from 'preact';
import { Icon } from '../shared/ui/Icon';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { t } from '../shared/words';

function reason(code: string): [title: string, hint: string] {
  switch (code) {
    case 'no_token':
      return [t('gone.noToken'), t('gone.noTokenHint')];
    case 'revoked':
      return [t('gone.revoked'), t('gone.askDesk')];
    case 'removed':
      return [t('gone.removed'), t('gone.askDesk')];
    case 'not_found':
    case 'deleted':
      return [t('gone.deleted'), t('gone.deletedHint')];
    case 'locked':
      return [t('join.locked'), t('join.lockedHint')];
    default:
      return [t('gone.link'), t('gone.linkHint')];
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
