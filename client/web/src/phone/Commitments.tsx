// P12: one's own commitments: make, change, take back; and look back on those of last time.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { isCarried, planIn } from '../shared/commitment';
import type { Commitment, Member } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { CommitmentForm, CommitmentText, LookBack } from '../shared/ui/Commitment';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import type { Writing } from './composing';
import { k } from './words.commit';

export function Commitments({ self, onWrite }: { self: Member; onWrite?: ((what: Writing) => void) | null }): VNode {
  const live = useLive();
  const writing = useSignal<Commitment | 'new' | null>(null);
  const withdrawing = useSignal<Commitment | null>(null);
  const mine = live.room.of('commitments').all.value.filter((each) => each.member === self.id);
  const others = live.room.of('commitments').all.value.filter((each) => each.member !== self.id && each.status !== 'withdrawn' && each.what !== '');
  const plan = planIn(live.room.of('statements').all.value, self.id);
  const before = writing.value === 'new' ? null : writing.value;
  const close = (): void => void (writing.value = null);
  return (
    <div class="stack">
      {mine.length === 0 && <p class="quiet">{k('none')}</p>}
      <ul class="mine-list">
        {mine.map((each) => (
          <li key={each.id} class="stack tight">
            <CommitmentText commitment={each} />
            {isCarried(each) && each.status !== 'withdrawn' && <LookBack commitment={each} />}
            {each.status === 'made' && (
              <div class="segments">
                <Button look="plain" icon="pencil" onPress={() => (writing.value = each)}>{k('change')}</Button>
                <Button look="plain" onPress={() => (withdrawing.value = each)}>{k('withdraw')}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <Button look="primary" size="large" wide icon="plus" onPress={() => (writing.value = 'new')}>{k('new')}</Button>
      {others.length > 0 && <h2>{k('others')}</h2>}
      <ul class="mine-list">
        {others.map((each) => (
          <li key={each.id} class="stack tight">
            <p class="quiet small">{each.name}</p>
            <CommitmentText commitment={each} />
            {onWrite && <div><Button look="plain" icon="pencil" label={k('commentOn', { name: each.name })} onPress={() => onWrite({ kind: 'on', statement: each.id, paragraph: null, text: each.what, place: k('commentOn', { name: each.name }) })}>{k('comment')}</Button></div>}
          </li>
        ))}
      </ul>
      {writing.value && (
        <Sheet title={before ? k('change') : k('newTitle')} onClose={close}>
          <CommitmentForm
            before={before}
            plan={plan ? { label: k('fromPlan'), text: plan } : null}
            member={self.id}
            onSend={async (written) => {
              const outcome = await live.perform(before ? { type: 'commitment.update', commitment: before.id, ...written } : { type: 'commitment.make', ...written });
              const done = outcome.kind === 'done' || (outcome.kind === 'refused' && outcome.refusal.code === 'already');
              if (done) close();
              return done;
            }}
          />
        </Sheet>
      )}
      {withdrawing.value && (
        <Confirm
          title={k('withdrawAsk')}
          yes={k('withdraw')}
          no={t('do.cancel')}
          danger
          onNo={() => (withdrawing.value = null)}
          onYes={() => {
            if (withdrawing.value) void live.perform({ type: 'commitment.withdraw', commitment: withdrawing.value.id });
            withdrawing.value = null;
          }}
        />
      )}
    </div>
  );
}
