// The host page: with the host key it shows the meetings of this server and makes new ones in three steps.
import '../styles/host.css';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { stored } from '../shared/stored';
import { show } from '../shared/ui/page';
import { hostApi, type HostApi, type Listed } from './api';
import { Home } from './Home';
import { KeyForm } from './KeyForm';
import type { Draft } from './draft';
import { NewMeeting } from './NewMeeting';
import { Ready } from './Ready';

type Place = { at: 'home' } | { at: 'new'; draft: Partial<Draft> } | { at: 'ready'; listed: Pick<Listed, 'room' | 'code' | 'title' | 'starts_at'> };

function keyInAddress(): string | null {
  const found = /[#&]k=([A-Za-z0-9_-]+)/.exec(location.hash)?.[1] ?? null;
  if (found) stored.set('hostKey', found);
  return found ?? stored.get('hostKey');
}

const key = signal<string | null>(keyInAddress());
const place = signal<Place>({ at: 'home' });
window.addEventListener('hashchange', () => {
  key.value = keyInAddress();
});

function open(): void {
  key.value = stored.get('hostKey');
}

function Inside({ api }: { api: HostApi }): VNode {
  const at = place.value;
  switch (at.at) {
    case 'home':
      return (
        <Home
          api={api}
          onNew={(draft) => (place.value = { at: 'new', draft })}
          onOpen={(listed) => (place.value = { at: 'ready', listed })}
          onWrongKey={() => {
            stored.remove('hostKey');
            key.value = null;
          }}
        />
      );
    case 'new':
      return (
        <NewMeeting
          api={api}
          draft={at.draft}
          onBack={() => (place.value = { at: 'home' })}
          onMade={(listed) => (place.value = { at: 'ready', listed })}
        />
      );
    case 'ready':
      return <Ready api={api} listed={at.listed} onBack={() => (place.value = { at: 'home' })} />;
  }
}

function Host(): VNode {
  return key.value === null ? <KeyForm onKey={open} /> : <Inside key={key.value} api={hostApi(key.value)} />;
}

show(<Host />);
