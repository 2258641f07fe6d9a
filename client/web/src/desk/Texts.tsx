// Texts to copy into a chat group: the invitation, a reminder, what came of the meeting, what each promised.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { published } from '../shared/documents';
import { ask } from '../shared/http';
import type { Meeting } from '../shared/protocol.gen';
import { copy } from '../shared/secure';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { htmlLanguage, t } from '../shared/words';
import { invitationText, promises, reminderText, resultsText, type Address } from './texts';
import { tx } from './words.texts';

export function Texts({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const { room, token } = useLive();
  const address = useSignal<Address | null>(null);
  useEffect(() => {
    void ask<Address>(`/api/rooms/${room.id}/invitation`, { bearer: token }).then((answer) => {
      if (answer.ok) address.value = answer.body;
    });
  }, []);
  const language = htmlLanguage();
  const at = address.value;
  const results = resultsText(meeting, room.of('conclusions').all.value, room.of('polls').all.value);
  const promised = promises(room.of('commitments').all.value);
  const over = meeting.status === 'closed';
  return (
    <Sheet title={tx('title')} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{tx('about')}</p>
        {at && !over && <Text title={tx('invite')} text={invitationText(meeting, at, language)} />}
        {at && !over && <Text title={tx('remind')} text={reminderText(meeting, at, published(room), language)} />}
        {results && <Text title={tx('results')} text={results} />}
        {promised.length > 0 && <Text title={tx('promises')} text={promised.map(({ text }) => text).join('\n')} />}
        {promised.length > 1 && (
          <ul class="records">
            {promised.map(({ name, text }, place) => (
              <li key={place}>
                <p>{text}</p>
                <Copy text={text} about={name} />
              </li>
            ))}
          </ul>
        )}
        {over && !results && promised.length === 0 && <p class="quiet">{tx('nothing')}</p>}
      </div>
    </Sheet>
  );
}

function Text({ title, text }: { title: string; text: string }): VNode {
  return (
    <section class="stack tight">
      <h3>{title}</h3>
      <p class="text-to-send">{text}</p>
      <div><Copy text={text} about={title} /></div>
    </section>
  );
}

function Copy({ text, about }: { text: string; about: string }): VNode {
  const done = useSignal(false);
  const press = async (): Promise<void> => {
    done.value = await copy(text);
    setTimeout(() => (done.value = false), 5000);
  };
  return <Button look="plain" icon={done.value ? 'check' : 'list'} label={tx('copyAbout', { what: about })} onPress={() => void press()}>{done.value ? t('do.copied') : t('do.copy')}</Button>;
}
