// Who has the floor, how long still, and what the chair can do about it. Nobody is ever cut off by the clock.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { read } from '../shared/clock';
import type { Meeting, RemindKind, Turn } from '../shared/protocol.gen';
import { announce } from '../shared/announce';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { Sheet } from '../shared/ui/Sheet';
import { Bar, Timer } from '../shared/ui/Timer';
import { useLive } from '../shared/ui/live';
import { useReading } from '../shared/ui/time';
import { t } from '../shared/words';
import { TopicChips } from './TopicChips';
import { presides } from './facts';
import { d, o } from './words';

/** How a turn's time is changed by one tap. */
const STEPS = [['minusMinute', -60_000], ['minusHalf', -30_000], ['plusHalf', 30_000], ['plusMinute', 60_000]] as const;

export function Floor({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const turn = live.turn.value;
  if (!turn) {
    return (
      <div class="floor empty-floor">
        <p class="quiet"><Icon name="mic" /> {d('floor.nobody')}</p>
      </div>
    );
  }
  return <Speaking meeting={meeting} turn={turn} />;
}

function Speaking({ meeting, turn }: { meeting: Meeting; turn: Turn }): VNode {
  const live = useLive();
  const reading = useReading(turn, live.clock);
  const noting = useSignal(false);
  const chair = presides(live, meeting);
  const member = live.room.of('members').get(turn.member).value;
  const given = live.room.of('reminders').all.value.filter((reminder) => reminder.turn === turn.id).length;
  const state = turn.status === 'called' ? d('floor.called') : turn.status === 'paused' ? d('floor.paused') : d('floor.speaking');
  return (
    <article class="floor" data-phase={reading.phase} aria-label={state}>
      <p class="floor-state"><Icon name={turn.status === 'paused' ? 'pause' : 'mic'} /> {state}
        {member && <span class="quiet"> · {d('floor.nth', { n: member.turns + 1 })}</span>}
      </p>
      <div class="floor-main">
        <div>
          <h2 class="floor-name">{turn.name}</h2>
          {turn.interrupts && <p class="quiet small">{d('floor.interrupts')}</p>}
        </div>
        <p class="floor-clock">
          <Timer turn={turn} clock={live.clock} />
          <span class="quiet small">{turn.limit_ms === null ? d('floor.noLimit') : read(turn, live.clock.now()).phase === 'over' ? t('meeting.over') : t('meeting.left')}</span>
        </p>
      </div>
      <Bar reading={reading} />
      {chair && (
        <div class="floor-acts">
          {turn.status === 'speaking' && <Button look="plain" icon="pause" onPress={() => void live.perform({ type: 'turn.pause', turn: turn.id })}>{d('floor.pause')}</Button>}
          {turn.status === 'paused' && <Button look="plain" icon="play" onPress={() => void live.perform({ type: 'turn.resume', turn: turn.id })}>{d('floor.resume')}</Button>}
          {turn.limit_ms !== null && (
            <span class="floor-steps" role="group" aria-label={o('time.group')}>
              {STEPS.map(([step, by_ms]) => (
                <span key={step} data-key={step}>
                  <Button look="plain" label={o(`time.${step}`)} onPress={() => void live.perform({ type: 'turn.extend', turn: turn.id, by_ms })}>{o(`short.${step}`)}</Button>
                </span>
              ))}
            </span>
          )}
          {turn.status === 'speaking' && <Remind turn={turn} />}
        </div>
      )}
      <div class="floor-foot">
        <Button look="link" icon="pencil" onPress={() => (noting.value = true)}>{d('floor.note')}</Button>
        {given > 0 && <span class="small">{o('remind.count', { n: given })}</span>}
      </div>
      {noting.value && <Note turn={turn} onClose={() => (noting.value = false)} />}
    </article>
  );
}

/** First in private, then, if it did not help, before all; the words on the button say which. */
function Remind({ turn }: { turn: Turn }): VNode {
  const live = useLive();
  const given = live.room.of('reminders').all.value.filter((reminder) => reminder.turn === turn.id);
  const remind = async (kind: RemindKind, before: boolean): Promise<void> => {
    const outcome = await live.perform({ type: 'turn.remind', turn: turn.id, kind, public: before });
    if (outcome.kind === 'done') announce(before ? o('remind.saidPublic', { name: turn.name }) : d('floor.reminded', { name: turn.name }));
  };
  return (
    <>
      {(['time', 'topic'] as const).map((kind) => {
        const before = given.some((reminder) => reminder.kind === kind);
        return (
          <span key={kind} data-key={before ? undefined : `remind-${kind}`}>
            <Button look="plain" onPress={() => void remind(kind, before)}>{o(before ? `remind.${kind}Public` : `remind.${kind}`)}</Button>
          </span>
        );
      })}
    </>
  );
}

function Note({ turn, onClose }: { turn: Turn; onClose: () => void }): VNode {
  const live = useLive();
  const text = useSignal(turn.notes ?? '');
  const topics = useSignal(turn.topics);
  const save = async (): Promise<void> => {
    if (!text.value.trim()) return;
    const outcome = await live.perform({ type: 'turn.note', turn: turn.id, text: text.value, topics: topics.value });
    if (outcome.kind === 'done') onClose();
  };
  return (
    <Sheet title={d('floor.noteTitle', { name: turn.name })} onClose={onClose}>
      <div class="stack">
        <label class="field">
          <span class="sr">{d('floor.note')}</span>
          <textarea class="input" data-first rows={6} maxLength={20000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
        </label>
        <TopicChips chosen={topics.value} onToggle={(topic, on) => (topics.value = on ? [...topics.value, topic] : topics.value.filter((each) => each !== topic))} />
        <p class="quiet small">{d('floor.noteHint')}</p>
        <Button look="primary" wide onPress={() => void save()}>{d('floor.noteSave')}</Button>
      </div>
    </Sheet>
  );
}
