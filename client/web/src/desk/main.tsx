// The desk: the chair and the secretaries see everything and press one big button.
import '../styles/desk.css';
import { useMemo } from 'preact/hooks';
import type { VNode } from 'preact';
import { openRoom } from '../shared/live';
import { placeOf, tokenFor } from '../shared/identity';
import { LiveContext } from '../shared/ui/live';
import { show } from '../shared/ui/page';
import { t } from '../shared/words';
import { g } from '../shared/words.gone';
import { Console } from './Console';

function Desk({ room, token }: { room: string; token: string }): VNode {
  const live = useMemo(() => openRoom(room, token, 'desk'), [room, token]);
  const line = live.line.value;
  const meeting = live.room.meeting.value;
  if (line.line === 'ended') return <Lost title={line.code === 'not_found' ? g('gone.deleted') : g('gone.link')} hint={g('gone.linkHint')} />;
  if (!meeting || !live.room.me.value) return <Lost title={t('line.connecting')} hint="" />;
  return (
    <LiveContext.Provider value={live}>
      <Console meeting={meeting} me={live.room.me.value} />
    </LiveContext.Provider>
  );
}

function Lost({ title, hint }: { title: string; hint: string }): VNode {
  return (
    <main class="page">
      <h1>{title}</h1>
      {hint && <p class="quiet">{hint}</p>}
    </main>
  );
}

const { room } = placeOf(location.pathname);
const token = room ? tokenFor(room, 'desk') : null;
window.addEventListener('hashchange', () => location.reload());

function Page(): VNode {
  return room && token ? <Desk room={room} token={token} /> : <Lost title={g('gone.link')} hint={g('gone.noTokenHint')} />;
}

show(<Page />);
