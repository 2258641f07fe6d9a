// The panel of the chair: who presides and who is next, whom to invite, what happened.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { announce } from '../shared/announce';
import { isHere } from '../shared/attendance';
import { candidates, nextToPreside, presidium } from '../shared/presidium';
import type { Meeting, Member } from '../shared/protocol.gen';
import { silent } from '../shared/silence';
import { Button } from '../shared/ui/Button';
import { Chairing } from '../shared/ui/Chairing';
import { Icon } from '../shared/ui/Icon';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { chairing } from '../shared/words.chair';
import { people } from '../shared/words.people';
import { Activity } from './Activity';
import { KeyList } from './Keys';
import { PickMember } from './PickMember';
import { Silent } from './Silent';
import { byName, connected, presides } from './facts';
import { p } from './words';

export function Chair({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const open = useSignal<'hand' | 'silent' | 'activity' | 'keys' | null>(null);
  const members = live.room.of('members').all.value;
  const here = connected(live);
  const mine = presides(live, meeting);
  const isDesk = live.room.me.value?.class === 'desk';
  const self = live.room.self.value;
  const group = presidium(members);
  const following = nextToPreside(members, meeting.presiding);
  const presiding = members.find((member) => member.id === meeting.presiding) ?? null;
  const voices = live.room.of('voices');
  const quiet = silent(byName(members), (id) => voices.get(id).value?.comments ?? 0, [meeting.presiding, live.turn.value?.member ?? null]);
  const handTo = async (member: Member): Promise<void> => {
    open.value = null;
    const outcome = await live.perform({ type: 'chair.hand_over', to: member.id });
    if (outcome.kind === 'done') announce(p('hand.done', { name: member.name }));
  };
  const close = (): void => void (open.value = null);
  const running = meeting.status !== 'closed';
  return (
    <Sheet title={p('panel')} onClose={onClose}>
      <div class="stack">
        <p class="strong">{mine ? chairing('now.you') : presiding ? chairing('now.other', { name: presiding.name }) : chairing('now.nobody')}</p>
        {self && <Chairing meeting={meeting} self={self} />}
        {group.length > 1 && (
          <section class="stack tight">
            <h3>{p('presidium')}</h3>
            <ol class="presidium">
              {group.map((member) => (
                <li key={member.id} aria-current={member.id === meeting.presiding ? 'true' : undefined}>
                  {member.id === meeting.presiding && <Icon name="forward" />}
                  <span class="strong">{member.name}</span>
                  <span class="quiet small">
                    {[people(`office.${member.office}`), member.id === meeting.presiding ? p('presidium.now') : null, isHere(member) ? null : p('presidium.away'), here && isHere(member) && !here.has(member.id) ? p('presidium.offline') : null].filter(Boolean).join(' · ')}
                  </span>
                </li>
              ))}
            </ol>
          </section>
        )}
        {mine && running && following && <Button look="primary" wide onPress={() => void handTo(following)}>{p('next', { name: following.name })}</Button>}
        {mine && running && <Button look="outline" wide icon="people" onPress={() => (open.value = 'hand')}>{p('hand')}</Button>}
        {mine && running && <Button look="outline" wide icon="mic" onPress={() => (open.value = 'silent')}>{p('silent', { n: quiet.length })}</Button>}
        {isDesk && <Button look="plain" wide icon="list" onPress={() => (open.value = 'activity')}>{p('activity')}</Button>}
        <Button look="plain" wide onPress={() => (open.value = 'keys')}>{p('keys')}</Button>
      </div>
      {open.value === 'hand' && <PickMember title={p('hand.title')} among={candidates(members, meeting.presiding)} onClose={close} onPick={(member) => void handTo(member)} />}
      {open.value === 'silent' && <Silent meeting={meeting} quiet={quiet} onClose={close} />}
      {open.value === 'activity' && <Activity onClose={close} />}
      {open.value === 'keys' && <KeyList onClose={close} />}
    </Sheet>
  );
}

/** While whoever presides is spoken about, somebody else should preside: proposed, never done by itself. */
export function UnderReview({ meeting, subject }: { meeting: Meeting; subject: string | null }): VNode | null {
  const live = useLive();
  const away = useSignal<string | null>(null);
  const members = live.room.of('members').all.value;
  const deputy = members.find((member) => member.office === 'deputy' && member.id !== meeting.presiding && isHere(member)) ?? nextToPreside(members, meeting.presiding);
  if (!subject || subject !== meeting.presiding || !presides(live, meeting) || !deputy || away.value === subject) return null;
  return (
    <div class="desk-band calm" role="status">
      <p>{p('review', { name: deputy.name })}</p>
      <Button look="primary" onPress={() => void live.perform({ type: 'chair.hand_over', to: deputy.id })}>{p('review.do', { name: deputy.name })}</Button>
      <Button look="plain" onPress={() => (away.value = subject)}>{p('review.later')}</Button>
    </div>
  );
}
