// Gentle invitations: who was silent today is asked in private, and the answers come back to who presides.
import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Live } from '../shared/live';
import type { Invite, Meeting, Member } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { offer } from './undo';
import { d, p } from './words';

/** Answers that were looked at here. */
const read = signal<ReadonlySet<string>>(new Set());

const answered = (live: Live): Invite[] => live.room.of('invites').all.value.filter((invite) => invite.answer !== null).reverse();

/** How many answers came since the panel was last open. */
export const newAnswers = (live: Live): number => answered(live).filter((invite) => !read.value.has(invite.id)).length;

export function Silent({ meeting, quiet, onClose }: { meeting: Meeting; quiet: readonly Member[]; onClose: () => void }): VNode {
  const live = useLive();
  const asking = useSignal<Member | null>(null);
  const answers = answered(live);
  useEffect(() => {
    if (newAnswers(live) > 0) read.value = new Set(answers.map((invite) => invite.id));
  });
  const asked = new Set(live.room.of('invites').all.value.filter((invite) => invite.answer === null).map((invite) => invite.member));
  const told = new Set(answers.map((invite) => invite.member));
  const left = quiet.filter((member) => !told.has(member.id));
  const up = new Set(live.queue.value.map((hand) => hand.member));
  const call = async (member: string): Promise<void> => {
    const outcome = await live.perform({ type: 'floor.grant', member, after: live.turn.value?.id ?? null });
    if (outcome.kind === 'done' && outcome.result['turn']) offer(d('next.undoCall'), { type: 'turn.undo_call', turn: outcome.result['turn'] });
  };
  return (
    <Sheet title={p('silent.title')} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{p('silent.hint')}</p>
        {answers.length > 0 && (
          <section class="stack tight" aria-label={p('answers')}>
            <h3>{p('answers')}</h3>
            <ul class="roll-list">
              {answers.map((invite) => {
                const name = live.room.of('members').get(invite.member).value?.name ?? '—';
                return (
                  <li key={invite.id}>
                    <span class="roll-name">
                      <span class="strong">{name}</span>
                      <span class="small">{[p(`answer.${invite.answer ?? 'pass'}`), invite.answer_text].filter(Boolean).join(' · ')}</span>
                    </span>
                    {invite.answer === 'now' && meeting.status === 'open' && <Button look="outline" label={p('answer.callOf', { name })} onPress={() => void call(invite.member)}>{p('answer.call')}</Button>}
                  </li>
                );
              })}
            </ul>
          </section>
        )}
        {left.length === 0 && answers.length === 0 && <p>{p('silent.none')}</p>}
        <ul class="roll-list">
          {left.map((member) => (
            <li key={member.id}>
              <span class="roll-name">
                <span class="strong">{member.name}</span>
                <span class="quiet small">{[member.unit, up.has(member.id) ? p('silent.up') : null, asked.has(member.id) ? p('silent.sent') : null].filter(Boolean).join(' · ')}</span>
              </span>
              {!asked.has(member.id) && !up.has(member.id) && <Button look="outline" label={p('silent.inviteOf', { name: member.name })} onPress={() => (asking.value = member)}>{p('silent.invite')}</Button>}
            </li>
          ))}
        </ul>
      </div>
      {asking.value && <Ask member={asking.value} onClose={() => (asking.value = null)} />}
    </Sheet>
  );
}

function Ask({ member, onClose }: { member: Member; onClose: () => void }): VNode {
  const live = useLive();
  const text = useSignal('');
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const words = text.value.trim();
    const outcome = await live.perform({ type: 'invite.send', member: member.id, ...(words ? { text: words } : {}) });
    if (outcome.kind === 'done') onClose();
  };
  return (
    <Sheet title={p('silent.inviteOf', { name: member.name })} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        <label class="field">
          <span>{p('silent.text')}</span>
          <input class="input" data-first maxLength={200} placeholder={p('silent.place')} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </label>
        <Button look="primary" type="submit" wide>{p('silent.send')}</Button>
      </form>
    </Sheet>
  );
}
