// The meetings of this server, and whether phones can reach it.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { LanguageSwitch } from '../shared/ui/LanguageSwitch';
import { Sheet } from '../shared/ui/Sheet';
import { htmlLanguage, t } from '../shared/words';
import type { HostApi, Listed, Server } from './api';
import type { Draft } from './draft';
import { NextMeeting } from './NextMeeting';
import { clockOf, dayOf } from './when';
import { h } from './words';

export interface HomeProps {
  api: HostApi;
  onNew: (draft: Partial<Draft>) => void;
  onOpen: (listed: Listed) => void;
  onWrongKey: () => void;
}

export function Home({ api, onNew, onOpen, onWrongKey }: HomeProps): VNode {
  const [server, setServer] = useState<Server | null>(null);
  const [rooms, setRooms] = useState<Listed[] | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [lost, setLost] = useState(false);
  const [going, setGoing] = useState<Listed | null>(null);

  const archive = useRef<HTMLInputElement>(null);
  const [followed, setFollowed] = useState<Listed | null>(null);

  const look = async (): Promise<void> => {
    const [about, listed] = await Promise.all([api.server(), api.rooms()]);
    if (!about.ok && (about.status === 401 || about.status === 403)) return onWrongKey();
    if (about.ok) setServer(about.body);
    if (listed.ok) setRooms(listed.body.rooms);
    setLost(!about.ok);
  };
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), 5_000);
    return () => clearInterval(timer);
  }, []);

  const duplicate = async (listed: Listed): Promise<void> => {
    const found = await api.links(listed.room);
    if (!found.ok) return setSaid(h('host.failed', { why: h('host.offline') }));
    onNew({ title: listed.title, place: listed.place ?? '', names: found.body.members.map((each) => `${each.name}, ${h(`office.${each.office}`)}`).join('\n') });
  };
  const takeOut = async (listed: Listed): Promise<void> => {
    setSaid((await api.archive(listed.room)) ? h('move.outDone', { title: listed.title }) : h('host.failed', { why: h('move.outFailed') }));
  };
  const bringIn = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    setSaid(h('move.inBusy', { file: file.name }));
    const answer = await api.bringIn(file);
    if (answer.ok) setSaid(h('move.inDone', { title: answer.body.title, code: answer.body.code }));
    else setSaid(h(answer.code === 'stale' ? 'move.inStale' : answer.code === 'invalid' || answer.code === 'too_large' ? 'move.inBad' : 'move.inFailed', { file: file.name }));
    await look();
  };
  const remove = async (listed: Listed): Promise<void> => {
    setGoing(null);
    const answer = await api.remove(listed.room);
    setSaid(answer.ok ? h('list.deleted', { title: listed.title }) : h('host.failed', { why: h('host.offline') }));
    await look();
  };

  return (
    <main class="host">
      <header class="host-head">
        <img src="/icon.svg" alt="" width="44" height="44" />
        <div>
          <p class="wordmark">{t('app.name')}</p>
          <h1>{h('host.title')}</h1>
        </div>
        <LanguageSwitch />
      </header>
      {lost && <p class="banner" role="status">{h('host.failed', { why: h('host.offline') })}</p>}
      {said && <p class="banner" role="status">{said}</p>}
      <div class="host-columns">
        <section class="stack" aria-labelledby="meetings">
          <div class="host-bar">
            <h2 id="meetings">{h('host.meetings')}</h2>
            <Button look="primary" icon="plus" onPress={() => onNew({})}>{h('host.new')}</Button>
            <Button look="plain" onPress={() => archive.current?.click()}>{h('move.in')}</Button>
            <input ref={archive} type="file" accept=".giotay" hidden onChange={(event) => void bringIn(event.currentTarget)} />
          </div>
          {rooms?.length === 0 && <p class="quiet">{h('host.none')}</p>}
          <ul class="meetings">
            {(rooms ?? []).map((listed) => (
              <li key={listed.room} class="meeting-card">
                <div class="meeting-what">
                  <p class="tag" data-status={listed.status}>{h(`list.status.${listed.status}`)}</p>
                  <h3>{listed.title}</h3>
                  <p class="quiet small">
                    {[listed.starts_at ? `${clockOf(listed.starts_at)} ${dayOf(listed.starts_at)}` : null, listed.place, h('list.people', { n: listed.members }), `${h('ready.code')} ${listed.code}`]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                </div>
                <div class="meeting-acts">
                  <Button look="outline" onPress={() => onOpen(listed)}>{h('list.open')}</Button>
                  <Button look={listed.status === 'closed' ? 'outline' : 'plain'} onPress={() => setFollowed(listed)}>{h('list.next')}</Button>
                  <Button look="plain" onPress={() => void duplicate(listed)}>{h('list.duplicate')}</Button>
                  <Button look="plain" onPress={() => void takeOut(listed)}>{h('move.out')}</Button>
                  <Button look="danger" onPress={() => setGoing(listed)}>{h('list.delete')}</Button>
                </div>
              </li>
            ))}
          </ul>
        </section>
        {server && <Reach server={server} />}
      </div>
      {followed && (
        <NextMeeting
          api={api}
          after={followed}
          onMade={(made) => {
            setFollowed(null);
            onOpen(made);
          }}
          onClose={() => setFollowed(null)}
        />
      )}
      {going && (
        <Sheet title={h('list.deleteTitle')} onClose={() => setGoing(null)}>
          <div class="stack">
            <p>{h('list.deleteText', { title: going.title })}</p>
            <Button look="danger" wide onPress={() => void remove(going)}>{h('list.deleteDo')}</Button>
            <Button look="plain" wide onPress={() => setGoing(null)}>{t('do.cancel')}</Button>
          </div>
        </Sheet>
      )}
    </main>
  );
}

function Reach({ server }: { server: Server }): VNode {
  const seen = server.pinged_at !== null;
  return (
    <aside class="reach stack tight">
      <h2>{h('host.address')}</h2>
      <p class="reach-url">{server.public_url}</p>
      <p class={seen ? 'reach-ok' : 'quiet'}>
        <Icon name={seen ? 'check' : 'alert'} />{' '}
        {seen ? h('host.pinged', { time: clockOf(server.pinged_at ?? 0) }) : h('host.notPinged', { url: `${server.public_url}/ping` })}
      </p>
      <p class="quiet small">{h(`host.durability.${server.durability}`)}</p>
      <p><a href={`/help/host?lang=${htmlLanguage()}`} target="_blank" rel="noopener">{h('host.help')}</a></p>
      <p class="quiet small">{h('host.version', { version: server.version })}</p>
    </aside>
  );
}
