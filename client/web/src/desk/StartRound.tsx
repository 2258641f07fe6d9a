// Begins a round: the order, when comments are taken, the time each, and the collective's statement first where there is one.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Meeting, Member, RoundComments, RoundOrder } from '../shared/protocol.gen';
import { isHere } from '../shared/attendance';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { PickMember } from './PickMember';
import { COMMENTS } from './Round';
import { byName } from './facts';
import { d } from './words';

const MINUTE = 60_000;
const ORDERS: RoundOrder[] = ['office', 'name', 'seat', 'random', 'given'];

export function StartRound({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const order = useSignal<RoundOrder>('office');
  const comments = useSignal<RoundComments>('after_each');
  const minutes = useSignal(meeting.settings.limit_ms ? String(meeting.settings.limit_ms / MINUTE) : '');
  const body = useSignal('');
  const reader = useSignal<Member | null>(null);
  const picking = useSignal(false);
  const begin = async (event: Event): Promise<void> => {
    event.preventDefault();
    const limit = Number(minutes.value) > 0 ? { limit_ms: Math.round(Number(minutes.value) * MINUTE) } : {};
    const here = byName(live.room.of('members').all.value).filter((member) => member.votes && isHere(member));
    // With a collective's statement the subjects are named; without one the server takes all who are here and vote.
    const collective = body.value.trim() && reader.value
      ? { subjects: [{ body: body.value.trim(), reader: reader.value.id }, ...here.map((member) => member.id)] }
      : {};
    const outcome = await live.perform({
      type: 'round.start', ...(meeting.current_item ? { item: meeting.current_item } : {}), order: order.value, comments: comments.value, ...limit, ...collective,
    });
    if (outcome.kind === 'done') onClose();
  };
  if (picking.value) {
    return (
      <PickMember
        title={d('round.bodyReader')}
        onClose={() => (picking.value = false)}
        onPick={(member) => {
          reader.value = member;
          picking.value = false;
        }}
      />
    );
  }
  return (
    <Sheet title={d('round.startTitle')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void begin(event)}>
        <p class="quiet">{d('round.hint')}</p>
        <fieldset class="plain-set">
          <legend>{d('round.order')}</legend>
          <div class="chips">
            {ORDERS.map((each) => (
              <button key={each} type="button" class="chip" aria-pressed={order.value === each} onClick={() => (order.value = each)}>{d(`round.order.${each}`)}</button>
            ))}
          </div>
        </fieldset>
        <fieldset class="plain-set">
          <legend>{d('round.comments')}</legend>
          <div class="chips">
            {COMMENTS.map((each) => (
              <button key={each} type="button" class="chip" aria-pressed={comments.value === each} onClick={() => (comments.value = each)}>{d(`round.comments.${each}`)}</button>
            ))}
          </div>
        </fieldset>
        <label class="field">
          <span>{d('round.limit')}</span>
          <input class="input" type="number" min="1" max="120" inputMode="numeric" value={minutes.value} onInput={(event) => (minutes.value = event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{d('round.body')}</span>
          <input class="input" maxLength={100} placeholder={d('round.bodyPlace')} value={body.value} onInput={(event) => (body.value = event.currentTarget.value)} />
        </label>
        {body.value.trim() && <Button look="outline" onPress={() => (picking.value = true)}>{reader.value ? reader.value.name : d('round.bodyReader')}</Button>}
        <Button look="primary" type="submit" wide disabled={Boolean(body.value.trim()) && !reader.value}>{d('round.startDo')}</Button>
      </form>
    </Sheet>
  );
}
