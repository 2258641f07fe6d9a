// Commitments at the desk, member by member: enter one for who has no phone, look back, show them one by one; who has none.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { isHere } from '../shared/attendance';
import { isCarried, standing } from '../shared/commitment';
import type { Commitment, Member } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { CommitmentForm, CommitmentText, LookBack } from '../shared/ui/Commitment';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { PickMember } from './PickMember';
import { byName } from './facts';
import { e } from './words';

export function Commitments({ onClose }: { onClose: () => void }): VNode {
  const live = useLive();
  const picking = useSignal(false);
  const whose = useSignal<Member | null>(null);
  const members = byName(live.room.of('members').all.value);
  const all = standing(live.room.of('commitments').all.value);
  const of = (member: Member): Commitment[] => all.filter((each) => each.member === member.id);
  const having = members.filter((member) => of(member).length > 0);
  const without = members.filter((member) => member.votes && isHere(member) && of(member).every(isCarried));
  const inOrder = having.flatMap(of);
  const enter = (member: Member): void => {
    picking.value = false;
    whose.value = member;
  };
  return (
    <Sheet title={e('commitments')} onClose={onClose}>
      <div class="stack">
        <Shown all={inOrder} />
        <Button look="outline" wide icon="pencil" onPress={() => (picking.value = true)}>{e('commitments.enter')}</Button>
        {all.length === 0 && <p class="quiet">{e('commitments.none')}</p>}
        {having.map((member) => (
          <section key={member.id} class="stack tight">
            <h3>{member.name}</h3>
            <ul class="records">
              {of(member).map((each) => (
                <li key={each.id}>
                  <CommitmentText commitment={each} />
                  <Button look="plain" icon="desk" label={`${e('commitments.showOne')}: ${each.what}`} onPress={() => void live.perform({ type: 'screen.show', scene: 'commitments', ref: each.id })}>{e('commitments.showOne')}</Button>
                  {isCarried(each) && <LookBack commitment={each} />}
                </li>
              ))}
            </ul>
          </section>
        ))}
        {without.length > 0 && (
          <section class="stack tight">
            <h3>{e('commitments.missing', { n: without.length })}</h3>
            <ul class="pick">
              {without.map((member) => <li key={member.id}><button type="button" class="pick-row" onClick={() => enter(member)}>{member.name}</button></li>)}
            </ul>
          </section>
        )}
      </div>
      {picking.value && <PickMember title={e('commitments.who')} onPick={enter} onClose={() => (picking.value = false)} />}
      {whose.value && <Enter member={whose.value} onClose={() => (whose.value = null)} />}
    </Sheet>
  );
}

function Enter({ member, onClose }: { member: Member; onClose: () => void }): VNode {
  const live = useLive();
  return (
    <Sheet title={e('commitments.enterFor', { name: member.name })} onClose={onClose}>
      <CommitmentForm
        before={null}
        member={member.id}
        onSend={async (written) => {
          const own = live.room.me.value?.member === member.id;
          const outcome = await live.perform({ type: 'commitment.make', ...written, ...(own ? {} : { for: member.id }) });
          if (outcome.kind === 'done') onClose();
          return outcome.kind === 'done';
        }}
      />
    </Sheet>
  );
}

/** One by one on the projector: which is on, back, next, and the way out. */
function Shown({ all }: { all: readonly Commitment[] }): VNode | null {
  const live = useLive();
  const screen = live.room.screen.value;
  const at = screen?.scene === 'commitments' ? all.findIndex((each) => each.id === screen.ref) : -1;
  const show = (commitment: Commitment | undefined): void => void (commitment && live.perform({ type: 'screen.show', scene: 'commitments', ref: commitment.id }));
  if (all.length === 0) return null;
  if (at < 0) return <Button look="primary" wide icon="desk" onPress={() => show(all[0])}>{e('commitments.show')}</Button>;
  return (
    <div class="stack tight">
      <p class="strong" role="status">{e('commitments.at', { n: at + 1, of: all.length, name: all[at]?.name ?? '' })}</p>
      <div class="two-buttons">
        <Button look="outline" disabled={at === 0} onPress={() => show(all[at - 1])}>{e('commitments.back')}</Button>
        <Button look="primary" disabled={at === all.length - 1} onPress={() => show(all[at + 1])}>{e('commitments.next')}</Button>
      </div>
      <Button look="plain" onPress={() => void live.perform({ type: 'screen.show', scene: 'auto' })}>{e('commitments.stop')}</Button>
    </div>
  );
}
