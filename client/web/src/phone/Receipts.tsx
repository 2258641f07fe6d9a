// A quiet word to the author, once: what became of the own comment. It stays until it is put away.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { announce } from '../shared/announce';
import { promisedBefore } from '../shared/look-back';
import { untold } from '../shared/outcome';
import type { Member } from '../shared/protocol.gen';
import { stored, storedValue } from '../shared/stored';
import { Button, RoundButton } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { u } from '../shared/words.outcome';
import { Commitments } from './Commitments';
import { k } from './words.commit';

export function Receipts({ self }: { self: Member }): VNode | null {
  const { room } = useLive();
  const at = `receipts:${room.id}`;
  const told = useSignal(storedValue<string[]>(at) ?? []);
  const [news] = untold(room.of('comments').all.value.filter((each) => each.author === self.id), told.value);
  const outcome = news?.comment.outcome ?? null;
  useEffect(() => {
    if (outcome) announce(u(`receipt.${outcome}`));
  }, [news?.key]);
  if (!news || !outcome) return <Before self={self} />;
  const seen = (): void => {
    told.value = [...told.value, news.key];
    stored.set(at, JSON.stringify(told.value));
  };
  return (
    <div class="notice receipt">
      <p>
        <strong>{u(`receipt.${outcome}`)}</strong>
        <span class="line">“{news.comment.body}”</span>
        {news.comment.answer && <span>{news.comment.answer}</span>}
      </p>
      <RoundButton icon="close" label={u('receipt.close')} onPress={seen} />
    </div>
  );
}

/** What was promised last time, until each was looked back on; the sheet stays open for the last of them. */
function Before({ self }: { self: Member }): VNode {
  const { room } = useLive();
  const open = useSignal(false);
  const n = promisedBefore(room, self.id).filter((each) => each.status === 'made').length;
  return (
    <>
      {n > 0 && (
        <div class="vote-bar">
          <p>{k('lookBack', { n })}</p>
          <Button look="primary" onPress={() => (open.value = true)}>{k('lookBackDo')}</Button>
        </div>
      )}
      {open.value && <Sheet title={k('title')} onClose={() => (open.value = false)}><Commitments self={self} /></Sheet>}
    </>
  );
}
