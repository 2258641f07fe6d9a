// A hand that was not heard any more: its member is told why, and may send in writing what they wanted to say.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Intent, Lowered, Meeting, Member } from '../shared/protocol.gen';
import { stored } from '../shared/stored';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { f } from '../shared/words.floor';
import type { Writing } from './composing';

export function Offer({ meeting, self, onWrite }: { meeting: Meeting; self: Member; onWrite: (what: Writing) => void }): VNode | null {
  const { room } = useLive();
  const lowered = room.of('lowered').get(self.id).value;
  const key = `declined:${room.id}:${self.id}`;
  const [declined, setDeclined] = useState(stored.get(key));
  if (!lowered || declined === lowered.hand || self.muted || meeting.status === 'closed') return null;
  const decline = (): void => {
    stored.set(key, lowered.hand);
    setDeclined(lowered.hand);
  };
  const slot = lowered.reason === 'moved_on' && lowered.slot ? room.of('slots').get(lowered.slot).value : null;
  const on = slot?.turn ?? (lowered.queue === 'main' ? null : lowered.queue);
  return (
    <section class="offer" role="status">
      <p><strong>{f(reasonKey(lowered))}</strong> {f('lowered.ask')}</p>
      {lowered.note && <p class="quote">{lowered.note}</p>}
      <div>
        <Button look="primary" onPress={() => onWrite({ kind: 'instead', hand: lowered.hand, on, text: lowered.note ?? '', of: kindOf(lowered.intent, meeting.settings.comment_kinds) })}>{f('lowered.yes')}</Button>
        <Button look="plain" onPress={decline}>{f('lowered.no')}</Button>
      </div>
    </section>
  );
}

const reasonKey = ({ reason }: Lowered): 'lowered.debate_closed' | 'lowered.item_finished' | 'lowered.moved_on' =>
  reason === 'item_finished' || reason === 'moved_on' ? `lowered.${reason}` : 'lowered.debate_closed';

/** The kind of comment that says the same as the hand did, where the room has it. */
export function kindOf(intent: Intent, kinds: readonly string[]): string | null {
  const wanted = intent === 'question' ? 'question' : intent === 'motion' ? 'proposal' : 'opinion';
  return kinds.includes(wanted) ? wanted : null;
}
