// A comment written at the desk: the desk's own, or for somebody without a phone; then it says so.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Comment, Member } from '../shared/protocol.gen';
import { statementOn } from '../shared/round';
import { Button } from '../shared/ui/Button';
import { authorOf } from '../shared/ui/Comment';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { namedIn } from '../shared/mentions';
import { NameKey, Naming, peopleOf } from '../shared/ui/Naming';
import { t } from '../shared/words';
import { PickMember } from './PickMember';
import { d } from './words';

export function Write({ replyTo, forMember, onClose }: { replyTo?: Comment; forMember?: Member; onClose: () => void }): VNode {
  const live = useLive();
  const whose = useSignal<Member | null>(forMember ?? null);
  const picking = useSignal(false);
  const body = useSignal('');
  const busy = useSignal(false);
  const chosen = useSignal<string[]>([]);
  const people = replyTo && replyTo.scope !== 'all' ? [] : peopleOf(live);
  const most = live.room.meeting.value?.settings.comment_max ?? 2000;
  const current = statementOn(live) ?? live.room.meeting.value?.current_item ?? null;
  const send = async (): Promise<void> => {
    if (!body.value.trim()) return;
    busy.value = true;
    const mentions = namedIn(body.value, people, chosen.value);
    const outcome = await live.perform({
      type: 'comment.post', body: body.value,
      ...(replyTo ? { reply_to: replyTo.id } : current ? { on: current } : {}),
      ...(mentions.length ? { mentions } : {}),
      ...(whose.value ? { for: whose.value.id } : {}),
    });
    busy.value = false;
    // The same words a moment ago were a second tap: they stand there.
    const twice = outcome.kind === 'refused' && outcome.refusal.code === 'already';
    if (twice) live.refusal.value = null;
    if (outcome.kind === 'done' || twice) onClose();
  };
  if (picking.value) {
    return (
      <PickMember
        title={d('voices.writeFor')}
        onClose={() => (picking.value = false)}
        onPick={(member) => {
          whose.value = member;
          picking.value = false;
        }}
      />
    );
  }
  return (
    <Sheet title={replyTo ? d('voices.replyTo', { name: authorOf(replyTo) }) : d('voices.writeTitle')} onClose={onClose}>
      <div class="stack">
        <div class="chips" role="group" aria-label={d('voices.writeFor')}>
          <button type="button" class="chip" aria-pressed={whose.value === null} onClick={() => (whose.value = null)}>{d('voices.writeMine')}</button>
          <button type="button" class="chip" aria-pressed={whose.value !== null} onClick={() => (picking.value = true)}>{whose.value?.name ?? d('voices.writeFor')}</button>
        </div>
        <label class="field">
          <span>{d('voices.writeBody')}</span>
          <textarea class="input" data-first rows={5} maxLength={most} value={body.value} onInput={(event) => (body.value = event.currentTarget.value)} />
        </label>
        <Naming body={body.value} people={people} onBody={(next) => (body.value = next)} onChoose={(id) => (chosen.value = [...chosen.value, id])} />
        {people.length > 0 && <div class="chips"><NameKey body={body.value} onBody={(next) => (body.value = next)} /></div>}
        <p class="quiet small">{t('compose.left', { n: most - body.value.length })}</p>
        <Button look="primary" wide disabled={busy.value || !body.value.trim()} onPress={() => void send()}>{d('voices.send')}</Button>
      </div>
    </Sheet>
  );
}
