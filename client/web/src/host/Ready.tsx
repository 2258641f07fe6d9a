// Step 3, and later from the list: open the desk and the projector, show the code, hand out links and cards.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copy } from '../shared/secure';
import { Button } from '../shared/ui/Button';
import { Qr, type QrData } from '../shared/ui/Qr';
import { Sheet } from '../shared/ui/Sheet';
import { htmlLanguage, t } from '../shared/words';
import type { HostApi, Links, Listed, PersonLink, Server } from './api';
import { h } from './words';

interface ReadyProps {
  api: HostApi;
  listed: Pick<Listed, 'room' | 'code' | 'title' | 'starts_at'>;
  onBack: () => void;
}

export function Ready({ api, listed, onBack }: ReadyProps): VNode {
  const [links, setLinks] = useState<Links | null>(null);
  const [server, setServer] = useState<Server | null>(null);
  const [joinQr, setJoinQr] = useState<QrData | null>(null);
  const [phone, setPhone] = useState<{ person: PersonLink; qr: QrData } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const prepare = async (): Promise<void> => {
      const [found, about] = await Promise.all([api.links(listed.room), api.server()]);
      if (!found.ok || !about.ok) return setProblem(h('host.failed', { why: h('host.offline') }));
      setLinks(found.body);
      setServer(about.body);
      const drawn = await api.qr(`${about.body.public_url.toUpperCase()}/J/${listed.code}`);
      if (drawn.ok) setJoinQr(drawn.body);
    };
    void prepare();
  }, [listed.room]);

  if (!links || !server) {
    return (
      <main class="host">
        <p role="status">{problem ?? h('ready.preparing')}</p>
        <Button look="plain" onPress={onBack}>{h('ready.toList')}</Button>
      </main>
    );
  }
  const join = `${server.public_url}/j/${listed.code}`;
  const desks = links.members.filter((each) => each.office === 'chair' || each.office === 'secretary');
  const [first] = desks;
  const save = async (what: string): Promise<void> => {
    const saved = await api.file(listed.room, `${what}${what.includes('?') ? '&' : '?'}locale=${htmlLanguage()}`);
    setProblem(saved ? null : h('host.failed', { why: h('host.offline') }));
  };
  const showOnPhone = async (person: PersonLink): Promise<void> => {
    const drawn = await api.qr(person.link);
    if (drawn.ok) setPhone({ person, qr: drawn.body });
  };

  return (
    <main class="host">
      <header class="host-head">
        <Button look="plain" icon="close" onPress={onBack}>{h('ready.toList')}</Button>
        <div>
          <p class="quiet">{h('ready.title')}</p>
          <h1>{listed.title}</h1>
        </div>
      </header>
      {problem && <p class="problem" role="alert">{problem}</p>}
      <div class="ready">
        <section class="ready-card stack">
          {first ? (
            <>
              <a class="button primary large wide" href={here(first.link)} target="_blank" rel="noopener">{h('ready.desk')}</a>
              <p class="quiet small">{h('ready.deskFor', { name: first.name })}</p>
              <Button look="outline" wide onPress={() => void showOnPhone(first)}>{h('ready.phone')}</Button>
            </>
          ) : (
            <p class="problem">{h('ready.noDesk')}</p>
          )}
          <a class="button outline large wide" href={here(links.screen)} target="_blank" rel="noopener">{h('ready.screen')}</a>
          <p class="quiet small">{h('ready.screenHint')}</p>
        </section>
        <section class="ready-card stack ready-join">
          <h2>{h('ready.join')}</h2>
          {joinQr && <Qr qr={joinQr} label={join} />}
          <p class="reach-url">{join}</p>
          <p class="room-code"><span class="quiet">{h('ready.code')}</span> <b>{listed.code}</b></p>
          <p class="quiet small">{h('ready.joinHint')}</p>
          <CopyButton label={h('ready.chat')} text={h('ready.chatText', { title: listed.title, url: join, code: listed.code })} />
          <div class="meeting-acts">
            <Button look="plain" wide onPress={() => void save('card.png')}>{h('ready.picture')}</Button>
            {listed.starts_at !== null && <Button look="plain" wide onPress={() => void save('calendar.ics')}>{h('ready.calendar')}</Button>}
          </div>
        </section>
        <section class="ready-card stack ready-links">
          <h2>{h('ready.links')}</h2>
          <p class="quiet small">{h('ready.linksHint')}</p>
          <div class="meeting-acts">
            <Button look="outline" onPress={() => void save('cards.pdf?shape=cards')}>{h('ready.cards')}</Button>
            <Button look="outline" onPress={() => void save('cards.pdf?shape=sheets')}>{h('ready.sheets')}</Button>
          </div>
          <ul class="people">
            {links.members.map((person) => (
              <li key={person.id}>
                <span><b>{person.name}</b> {person.office !== 'member' && <span class="tag">{h(`office.${person.office}`)}</span>}</span>
                <Button look="plain" label={`${h('ready.own')}: ${person.name}`} onPress={() => void save(`card.png?member=${person.id}`)}>{h('ready.own')}</Button>
                <CopyButton label={t('do.copy')} text={person.link} about={person.name} />
              </li>
            ))}
          </ul>
        </section>
      </div>
      {phone && (
        <Sheet title={h('ready.phone')} onClose={() => setPhone(null)}>
          <div class="stack">
            <p>{h('ready.phoneHint', { name: phone.person.name })}</p>
            <Qr qr={phone.qr} label={phone.person.name} />
          </div>
        </Sheet>
      )}
    </main>
  );
}

/** The same link on the address this page came from, so that the host's own laptop need not know its name in the hall. */
const here = (link: string): string => link.replace(/^https?:\/\/[^/]+/, '');

function CopyButton({ label, text, about }: { label: string; text: string; about?: string }): VNode {
  const [done, setDone] = useState(false);
  const press = async (): Promise<void> => {
    if (await copy(text)) {
      setDone(true);
      setTimeout(() => setDone(false), 6_000);
    }
  };
  return (
    <Button look="plain" icon={done ? 'check' : 'list'} label={about ? `${label}: ${about}` : undefined} onPress={() => void press()}>
      {done ? t('do.copied') : label}
    </Button>
  );
}
