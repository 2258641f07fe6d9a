// The projector: paired or opened by its link, it then needs nobody. White by default, because of lit halls.
import '../styles/screen.css';
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { placeOf, remember, tokenFor } from '../shared/identity';
import { show } from '../shared/ui/page';
import { Pairing } from './Pairing';
import { Projector } from './Projector';

const query = new URLSearchParams(location.search);
document.documentElement.dataset['look'] = 'fixed';
document.documentElement.dataset['theme'] = query.get('theme') === 'dark' ? 'dark' : 'light';
/** Inside the desk as a miniature: no sound, no hints, no full screen. */
const mini = query.get('mini') === '1';

function first(): { room: string; token: string } | null {
  const { room } = placeOf(location.pathname);
  const token = room ? tokenFor(room, 'screen') : null;
  return room && token ? { room, token } : null;
}

const where = signal(first());

window.addEventListener('hashchange', () => location.reload());

function Page(): VNode {
  const at = where.value;
  if (at) return <Projector key={at.token} room={at.room} token={at.token} mini={mini} />;
  return (
    <Pairing
      onPaired={(room, token) => {
        remember(room, token, 'screen');
        history.replaceState(null, '', `/screen/${room}${location.search}#t=${token}`);
        where.value = { room, token };
      }}
    />
  );
}

show(<Page />);
