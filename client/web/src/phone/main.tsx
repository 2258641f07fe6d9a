// The phone: find out where the address points, then either join or take the seat.
import '../styles/phone.css';
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { placeOf, remember, roomOf, tokenFor } from '../shared/identity';
import { keepPerson, people, taker } from '../shared/sharing';
import { stored } from '../shared/stored';
import { later } from '../shared/ui/Later';
import { show } from '../shared/ui/page';
import { Seat } from './Seat';

type Where = { kind: 'join'; code: string } | { kind: 'seat'; room: string; token: string; fresh: boolean } | { kind: 'nowhere' };

function first(): Where {
  const place = placeOf(location.pathname);
  if (place.page === 'join' && place.code) return { kind: 'join', code: place.code };
  const token = place.room ? tokenFor(place.room) : null;
  return place.room && token ? { kind: 'seat', room: place.room, token, fresh: false } : { kind: 'nowhere' };
}

// The door is needed once, the seat all evening: a phone that comes back does not load the door.
const Join = later(() => import('./Join').then((all) => all.Join), 'needed');

const Gone = later(() => import('./Gone').then((all) => all.Gone), 'needed');

const where = signal<Where>(first());

function sit(room: string, token: string, how: 'fresh' | 'known'): void {
  history.replaceState(null, '', `/m/${room}#t=${token}`);
  where.value = { kind: 'seat', room, token, fresh: how === 'fresh' };
}

effect(() => {
  const person = taker.value;
  if (!person) return;
  const room = roomOf(person.token);
  remember(room, person.token);
  stored.set(`right:${room}`, person.member);
  sit(room, person.token, 'known');
});

/** Somebody has joined: from now on the address itself is the way back in. */
function seated(room: string, token: string, member: string, code: string): void {
  remember(room, token);
  stored.set(`right:${room}`, member);
  stored.set(`joined:${room}`, JSON.stringify({ at: Date.now(), code }));
  if (people(room).length) keepPerson(room, { token, member, name: '' });
  sit(room, token, 'fresh');
}

// Another personal link opened in the same page changes only what stands after the hash.
window.addEventListener('hashchange', () => location.reload());

function Phone(): VNode {
  const at = where.value;
  switch (at.kind) {
    case 'join':
      return <Join code={at.code} onSeat={(room, token, member) => seated(room, token, member, at.code)} />;
    case 'seat':
      return <Seat key={at.token} room={at.room} token={at.token} fresh={at.fresh} />;
    case 'nowhere':
      return <Gone code="no_token" />;
  }
}

show(<Phone />);
