// A projector without a link shows six letters; the desk types them, and the projector has its room.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../shared/http';
import { w } from './words';

const EVERY_MS = 2000;

export function Pairing({ onPaired }: { onPaired: (room: string, token: string) => void }): VNode {
  const [letters, setLetters] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = async (): Promise<void> => {
      const answer = await ask<{ letters: string; ticket: string }>('/api/screen/pairing', { method: 'POST', body: {} });
      if (over) return;
      setFailed(!answer.ok);
      if (!answer.ok) {
        timer = setTimeout(() => void begin(), EVERY_MS);
        return;
      }
      setLetters(answer.body.letters);
      timer = setTimeout(() => void look(answer.body.ticket), EVERY_MS);
    };
    const look = async (ticket: string): Promise<void> => {
      const answer = await ask<{ token?: string; room?: string }>('/api/screen/pairing/mine', { bearer: ticket });
      if (over) return;
      if (answer.ok && answer.body.token && answer.body.room) return onPaired(answer.body.room, answer.body.token);
      setFailed(!answer.ok && answer.status === 0);
      const gone = !answer.ok && (answer.status === 410 || answer.status === 404);
      timer = setTimeout(() => void (gone ? begin() : look(ticket)), EVERY_MS);
    };
    void begin();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, []);
  return (
    <main class="stage pairing">
      <p class="read">{w('pair.do')}</p>
      <p class="letters" aria-live="polite">{letters ?? '······'}</p>
      <p class="label">{failed ? w('pair.failed') : w('pair.wait')}</p>
    </main>
  );
}
