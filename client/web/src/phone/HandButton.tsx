// The hand: one tap to be heard. Its words say what is and what a tap will do; the place in line is on it.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { mayCheckIn } from '../shared/attendance';
import { handState } from '../shared/hand';
import type { Hand, Intent, Meeting, Member } from '../shared/protocol.gen';
import { queueOf } from '../shared/queue';
import { isShared } from '../shared/sharing';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { Icon, type IconName } from '../shared/ui/Icon';
import { later } from '../shared/ui/Later';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { owesHere, raiseHand, usualIntent } from './raise';

const Intents = later(() => import('./Intents').then((all) => all.Intents));
const HandHint = later(() => import('./HandHint').then((all) => all.HandHint), 'rest', 'silent');

/** So near that a slip of the thumb would cost the turn. */
const NEAR = 2;
/** What is heard even when the list is closed. */
const ALWAYS_HEARD: readonly Intent[] = ['order', 'privilege'];

export function HandButton({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  const live = useLive();
  const { room } = live;
  const [sheet, setSheet] = useState<'intents' | 'lower' | null>(null);
  const lowering = useSignal(false);
  const state = useComputed(() => {
    const now = room.meeting.value ?? meeting;
    return handState({
      meeting: now, self: room.self.value ?? self, queue: room.of('queues').get(queueOf(now)).value,
      line: live.queue.value, turn: live.turn.value, owed: live.outbox.value,
    });
  }).value;

  const owed = live.outbox.value;
  const stands = state.kind === 'raised' || state.kind === 'next';
  useEffect(() => {
    // The room has the hand: nothing is owed any more, so a hand lowered at once can be raised at once.
    if (stands) for (const each of owed) if (each.kind === 'hand' && each.state === 'sent') live.drop(each.id);
  }, [stands, owed]);

  const raise = (intent: Intent, note: string | null): void => {
    setSheet(null);
    raiseHand(live, meeting, self, intent, note);
  };
  const lower = async (hand: Hand): Promise<void> => {
    setSheet(null);
    lowering.value = true;
    await live.perform({ type: 'hand.lower', hand: hand.id });
    lowering.value = false;
  };
  const usual = usualIntent(meeting);

  switch (state.kind) {
    case 'not_open':
      return <CheckIn meeting={meeting} self={self} />;
    case 'observer':
      return <Face look="off" title={t('hand.observer')} />;
    case 'floor':
      return <Face look="off" icon="mic" title={t('turn.my')} />;
    case 'list_closed':
    case 'debate_closed':
      return (
        <>
          <div class="hand-split">
            {state.kind === 'list_closed'
              ? <Face look="off" icon="lock" title={t('hand.listClosed')} hint={t('hand.listClosedHint')} />
              : <Face look="off" icon="lock" title={t('hand.debateClosed')} hint={t('hand.debateClosedHint')} />}
            <Others onOpen={() => setSheet('intents')} />
          </div>
          {sheet === 'intents' && (
            <Sheet title={t('hand.moreTitle')} onClose={() => setSheet(null)}>
              <Intents intents={ALWAYS_HEARD} only="these" onPick={(intent, note) => raise(intent, note)} />
            </Sheet>
          )}
        </>
      );
    case 'sending':
      return <Face look="off" icon="hand" title={t('hand.sending')} />;
    case 'waiting':
      return <Face look="waiting" icon="clock" title={t('hand.waiting')} hint={t('hand.waitingHint')} onPress={() => live.drop(state.entry)} />;
    case 'ask':
      return (
        <div class="hand-ask">
          <p><strong>{t('hand.stale')}.</strong> {t('hand.staleHint')}</p>
          <div>
            <button type="button" class="button primary" onClick={() => live.again(state.entry)}>{t('hand.still')}</button>
            <button type="button" class="button plain" onClick={() => live.drop(state.entry)}>{t('hand.noMore')}</button>
          </div>
        </div>
      );
    case 'ready':
      return (
        <>
          <div class="hand-split">
            <Face look="ready" icon="hand" title={state.here ? t('hand.raise') : t('hand.hereRaise')} {...(isShared(room.id) ? { hint: self.name } : {})} onPress={() => raise(usual, null)} />
            <Others onOpen={() => setSheet('intents')} />
          </div>
          {sheet === 'intents' && (
            <Sheet title={t('hand.moreTitle')} onClose={() => setSheet(null)}>
              <Intents intents={meeting.settings.intents} onPick={(intent, note) => raise(intent, note)} />
            </Sheet>
          )}
        </>
      );
    case 'raised':
    case 'next': {
      const place = state.kind === 'next' ? 1 : state.place;
      return (
        <>
          <Face
            look={state.kind}
            {...(state.kind === 'next' ? { icon: 'half' as const } : {})}
            title={state.kind === 'next' ? t('hand.next') : t('hand.raised', { n: place })}
            {...(state.kind === 'next' ? { hint: t('hand.nextHint') } : {})}
            more={<HandHint hand={state.hand} look="button" />}
            busy={lowering.value}
            onPress={() => (place <= NEAR ? setSheet('lower') : void lower(state.hand))}
          />
          {sheet === 'lower' && (
            <Confirm title={t('hand.lowerAsk')} yes={t('hand.lower')} no={t('hand.keep')} danger onYes={() => void lower(state.hand)} onNo={() => setSheet(null)} />
          )}
        </>
      );
    }
  }
}

function Others({ onOpen }: { onOpen: () => void }): VNode {
  return (
    <button type="button" class="hand-more" aria-label={t('hand.more')} onClick={onOpen}>
      <Icon name="chevron" />
      <span aria-hidden="true">{t('hand.moreShort')}</span>
    </button>
  );
}

/** Before the meeting the same place holds the check-in. */
function CheckIn({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  const live = useLive();
  if (mayCheckIn(meeting, self, live.clock.now()))
    return <Face look="ready" icon="check" title={t('lobby.checkIn')} busy={owesHere(live)} onPress={() => live.post('here', { type: 'attendance.check_in' })} />;
  return <Face look="off" title={t('hand.notOpen')} />;
}

function Face({ look, title, hint, more, icon, busy, onPress }: {
  look: 'ready' | 'raised' | 'next' | 'waiting' | 'off';
  title: string;
  hint?: string;
  more?: VNode;
  icon?: IconName;
  busy?: boolean;
  onPress?: () => void;
}): VNode {
  return (
    <button type="button" class="hand" data-look={look} disabled={!onPress || busy} onClick={onPress}>
      {icon && <Icon name={icon} />}
      <span>
        <strong>{title}</strong>
        {hint && <small>{hint}</small>}
        {more}
      </span>
    </button>
  );
}
