// P14: the chair asks somebody who has been silent, privately. Four large answers; put away, it waits as a line above the hand.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { InviteAnswer, Meeting, Member } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Icon, type IconName } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { Sheet } from '../shared/ui/Sheet';
import { f } from '../shared/words.floor';
import type { Writing } from './composing';
import { raiseHand, usualIntent } from './raise';

const ANSWERS: readonly [InviteAnswer, IconName][] = [['now', 'hand'], ['later', 'clock'], ['written', 'pencil'], ['pass', 'close']];

export function Invited({ meeting, self, onWrite }: { meeting: Meeting; self: Member; onWrite: (what: Writing) => void }): VNode | null {
  const live = useLive();
  const invite = useComputed(() => live.room.of('invites').all.value.find((each) => each.member === self.id && each.answer === null) ?? null).value;
  const open = useSignal(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (invite) open.value = true;
  }, [invite?.id]);
  if (!invite || meeting.status === 'closed') return null;
  const answer = async (choice: InviteAnswer): Promise<void> => {
    setBusy(true);
    const outcome = await live.perform({ type: 'invite.answer', invite: invite.id, answer: choice });
    setBusy(false);
    if (outcome.kind !== 'done') return;
    if (choice === 'now') raiseHand(live, meeting, self, usualIntent(meeting), null);
    if (choice === 'written') onWrite({ kind: 'new' });
  };
  return (
    <div class="vote-bar" role="status">
      <p><strong>{f('invite.bar')}</strong></p>
      <Button look="primary" onPress={() => (open.value = true)}>{f('invite.open')}</Button>
      {open.value && (
        <Sheet title={f('invite.title')} onClose={() => (open.value = false)}>
          <div class="stack invited">
            <p class="lead">{invite.text ?? f('invite.text')}</p>
            {ANSWERS.map(([choice, icon]) => (
              <button key={choice} type="button" class={`button wide large ${choice === 'now' ? 'primary' : 'outline'}`} disabled={busy} onClick={() => void answer(choice)}>
                <Icon name={icon} />
                <span>{f(`invite.${choice}`)}{choice === 'now' && <small>{f('invite.nowHint')}</small>}</span>
              </button>
            ))}
            <p class="quiet small"><Icon name="lock" /> {f('invite.private')}</p>
          </div>
        </Sheet>
      )}
    </div>
  );
}
