// For one minute after choosing a name it can be taken back by oneself; afterwards only by the desk.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask } from '../shared/http';
import { forget } from '../shared/identity';
import { stored, storedValue } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';

const LIMIT_MS = 60_000;

export function WrongName(): VNode | null {
  const { room, token } = useLive();
  const joined = storedValue<{ at: number; code: string }>(`joined:${room.id}`);
  const left = joined ? LIMIT_MS - (Date.now() - joined.at) : 0;
  const [open, setOpen] = useState(left > 0);
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!open) return undefined;
    const timer = setTimeout(() => setOpen(false), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [open]);
  if (!open || !joined) return null;
  const undo = async (): Promise<void> => {
    const answer = await ask('/api/join/undo', { method: 'POST', body: {}, bearer: token });
    if (!answer.ok) return setLate(true);
    forget(room.id);
    stored.remove(`joined:${room.id}`);
    location.replace(`/j/${joined.code}`);
  };
  return (
    <div class="wrong-name">
      <p>{late ? t('undo.late') : <strong>{room.self.value?.name}</strong>}</p>
      {!late && <Button look="plain" onPress={() => void undo()}>{t('undo.wrong')}</Button>}
    </div>
  );
}
