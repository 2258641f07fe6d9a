// A link is opened for the first time on this device: is it theirs? Where somebody else uses the device already, may both?
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { keepPerson, lastHere, type Person } from '../shared/sharing';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { t } from '../shared/words';
import { f } from '../shared/words.floor';

export function IsThatYou({ room, person, title, onYes }: { room: string; person: Person; title: string; onYes: () => void }): VNode {
  const [denied, setDenied] = useState(false);
  const last = lastHere(room);
  const other = last && last.member !== person.member ? last : null;
  if (denied)
    return (
      <main class="page gone">
        <h1>{t('confirm.notMe', { name: person.name })}</h1>
        <p class="quiet">{t('confirm.notMeHint')}</p>
        <a class="button primary wide large" href="/">{t('gone.toCode')}</a>
        <Button look="plain" wide onPress={() => setDenied(false)}>{t('do.back')}</Button>
      </main>
    );
  const both = (): void => {
    if (other) keepPerson(room, other);
    keepPerson(room, person);
    onYes();
  };
  const only = (): void => {
    stored.remove(`people:${room}`);
    onYes();
  };
  return (
    <main class="page gone">
      <p class="quiet">{title}</p>
      <h1>{t('confirm.title', { name: person.name })}</h1>
      {other ? (
        <>
          <p>{f('share.askTitle', { other: other.name })}</p>
          <Button look="primary" size="large" wide onPress={both}>{f('share.both')}</Button>
          <Button look="outline" size="large" wide onPress={only}>{f('share.only', { name: person.name })}</Button>
        </>
      ) : (
        <Button look="primary" size="large" wide onPress={onYes}>{t('confirm.yes')}</Button>
      )}
      <Button look="plain" wide onPress={() => setDenied(true)}>{t('confirm.no')}</Button>
      <p class="strong small">{t('join.noSecrets')}</p>
    </main>
  );
}
