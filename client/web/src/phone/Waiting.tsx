// Somebody asked to come in: this page asks the server every two seconds until the desk has answered.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../shared/http';
import { Icon } from '../shared/ui/Icon';
import { t } from '../shared/words';
import { j } from './words.join';

const EVERY_MS = 2000;

export function Waiting({ ticket, name, onSeat, onRefused }: {
  ticket: string;
  name: string;
  onSeat: (room: string, token: string, member: string) => void;
  onRefused: () => void;
}): VNode {
  const [offline, setOffline] = useState(false);
  useEffect(() => {
    let over = false;
    const look = async (): Promise<void> => {
      const answer = await ask<{ token?: string; room?: string; member?: string }>('/api/join/requests/mine', { bearer: ticket });
      if (over) return;
      if (answer.ok && answer.status === 200 && answer.body.token && answer.body.room)
        return onSeat(answer.body.room, answer.body.token, answer.body.member ?? '');
      if (!answer.ok && (answer.status === 410 || answer.status === 404)) return onRefused();
      setOffline(!answer.ok && answer.status === 0);
      setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      over = true;
    };
  }, [ticket]);
  return (
    <main class="page gone" aria-busy="true">
      <Icon name="clock" />
      <h1>{j('join.waiting')}</h1>
      <p>{j('join.waitingAs', { name })}</p>
      <p class="quiet">{offline ? t('join.noWifiHint') : j('join.askHint')}</p>
    </main>
  );
}
