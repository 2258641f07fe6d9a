// S2: who speaks, how long still, who is next; the newest comment as a lower third. The clock keeps its block and its room.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import type { Reading } from '../../shared/clock';
import type { Turn } from '../../shared/protocol.gen';
import { roundNow } from '../../shared/round';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { Bar } from '../../shared/ui/Timer';
import { useReading } from '../../shared/ui/time';
import { t } from '../../shared/words';
import { clockSize, nameSize } from '../fit';
import { LowerThird } from '../LowerThird';
import { useDepth } from '../depth';
import { w } from '../words';

const NAME_WIDTH = 88;
const CLOCK_WIDTH = 62;

export function Speaker({ turn }: { turn: Turn }): VNode {
  const { room, clock } = useLive();
  const reading = useReading(turn, clock);
  const depth = useDepth();
  const member = room.of('members').get(turn.member).value;
  const number = (member?.turns ?? 0) + (turn.ended_at === null ? 1 : 0);
  const slot = turn.slot ? room.of('slots').get(turn.slot).value : null;
  const readFor = turn.reader !== null && slot ? w('wall.readFor', { name: slot.name }) : '';
  const sub = [readFor, turn.reader ? '' : member?.unit, turn.reader !== null ? '' : number === 1 ? w('wall.firstTurn') : number > 1 ? w('wall.turnNo', { n: number }) : '',
    turn.by_desk ? w('wall.byDesk') : '',
  ].filter(Boolean).join(' · ');
  return (
    <div class="speaker" data-phase={reading.phase}>
      <div class="speaker-who">
        <p class="read speaker-state"><Icon name={reading.phase === 'paused' ? 'pause' : 'mic'} />{stateWord(reading)}</p>
        <h1 style={{ fontSize: `calc(${nameSize(turn.name, NAME_WIDTH, depth)} * var(--u))` }}>{turn.name}</h1>
        {sub && <p class="read sub">{sub}</p>}
      </div>
      <ClockBlock reading={reading} />
      <Bar reading={reading} />
      <div class="speaker-foot">
        <Next />
        <LowerThird />
      </div>
      {reading.phase === 'over' && <i class="over-frame" aria-hidden="true" />}
    </div>
  );
}

function stateWord(reading: Reading): string {
  if (reading.phase === 'called') return w('wall.called');
  return reading.phase === 'paused' ? w('wall.paused') : w('wall.speaking');
}

function ClockBlock({ reading }: { reading: Reading }): VNode {
  const { room } = useLive();
  const seconds = room.meeting.value?.settings.show_seconds ?? true;
  const digits = seconds ? reading.digits : wholeMinutes(reading);
  const word =
    reading.phase === 'over' ? w('wall.over')
    : reading.phase === 'warn' ? w('wall.warn')
    : reading.phase === 'called' && reading.remaining_ms !== null ? w('wall.limit')
    : reading.remaining_ms === null ? w('wall.spoken')
    : w('wall.left');
  return (
    <div class="clock-block" data-phase={reading.phase}>
      <p class="clock-digits" role="timer" aria-label={t('timer.label')} style={{ fontSize: `calc(${clockSize(digits, CLOCK_WIDTH)} * var(--u))` }}>{digits}</p>
      <p class="read clock-word">{seconds ? word : `${w('wall.minutes')} ${word}`}</p>
    </div>
  );
}

/** Whole minutes for formal halls: "3", "<1", "+2". */
function wholeMinutes(reading: Reading): string {
  if (reading.remaining_ms === null) return String(Math.floor(reading.elapsed_ms / 60_000));
  if (reading.remaining_ms <= 0) return `+${Math.max(1, Math.ceil(-reading.remaining_ms / 60_000))}`;
  return reading.remaining_ms < 60_000 ? '<1' : String(Math.ceil(reading.remaining_ms / 60_000));
}

/** The next two by name, and how many after them; never more names than that. */
function Next(): VNode {
  const live = useLive();
  const named = live.room.meeting.value?.settings.queue_names_shown ?? true;
  // While a statement of a round is read, who reads next matters; the hands wait for its comments.
  const line = useComputed(() => {
    const held = live.turn.value?.phase === 'reading' ? roundNow(live) : null;
    return held ? (held.following ? [held.following.name] : []) : live.queue.value.map((hand) => hand.name);
  }).value;
  const [first, second, ...rest] = line;
  if (first === undefined) return <p class="next label">{w('wall.noNext')}</p>;
  if (!named) return <p class="next label">{w('wall.remaining', { n: line.length })}</p>;
  return (
    <p class="next">
      <span class="label">{w('wall.next')}</span>
      <strong>{first}</strong>
      {second !== undefined && <><span class="label">{w('wall.then')}</span><span>{second}</span></>}
      {rest.length > 0 && <span class="label">{w('wall.remaining', { n: rest.length })}</span>}
    </p>
  );
}

