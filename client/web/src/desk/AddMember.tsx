// Somebody who is not on the roster yet: a member, a guest or an observer.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Office } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { d } from './words';

export function AddMember({ name: given, onClose }: { name: string; onClose: () => void }): VNode {
  const live = useLive();
  const name = useSignal(given);
  const office = useSignal<Office>('member');
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!name.value.trim()) return;
    const outcome = await live.perform({ type: 'member.add', name: name.value, office: office.value });
    if (outcome.kind === 'done') onClose();
  };
  return (
    <Sheet title={d('roll.add')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void add(event)}>
        <label class="field">
          <span>{d('roll.addName')}</span>
          <input class="input" data-first maxLength={100} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        </label>
        <div class="chips" role="group" aria-label={d('roll.office')}>
          {(['member', 'guest', 'observer'] as const).map((each) => (
            <button key={each} type="button" class="chip" aria-pressed={office.value === each} onClick={() => (office.value = each)}>{d(`office.${each}`)}</button>
          ))}
        </div>
        <Button look="primary" type="submit" wide>{d('roll.addDo')}</Button>
      </form>
    </Sheet>
  );
}
