// S13: the roll in numbers, as it is read out: on time and late, by kind, who is not here as counts. Names and reasons stay at the desk.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { rollCall } from '../../shared/rollcall';
import { useLive } from '../../shared/ui/live';
import { r, w } from '../words';

export function Attendance(): VNode {
  const { room } = useLive();
  const roll = useComputed(() => rollCall(room.of('members').all.value)).value;
  const quorum = room.meeting.value?.quorum ?? null;
  const opened = (room.meeting.value?.opened_at ?? null) !== null;
  const known = roll.total > 0;
  const rows: [string, number][] = [
    [opened ? w('wall.onTime') : w('wall.came'), roll.present - roll.late], [w('wall.late'), roll.late], [w('wall.remote'), roll.remote],
    [w('wall.excused'), roll.excused.length], [opened ? w('wall.absent') : w('wall.expected'), roll.absent.length], [w('wall.gone'), roll.left.length],
    [w('wall.exempt'), roll.exempt], [w('wall.guests'), roll.guests],
  ];
  const kinds = roll.kinds.length > 1 ? roll.kinds.filter(({ kind }) => kind !== null) : [];
  return (
    <div class="attendance">
      <div>
        <p class="read">{w('wall.attendance')}</p>
        <p class="big">{known ? `${roll.present}/${roll.total}` : (room.presence.value?.present ?? 0)}</p>
        {quorum && <p class="read strong">{quorum.reached ? w('wall.quorum') : quorum.overridden ? w('wall.quorumOverridden') : w('wall.noQuorum', { n: quorum.needed })}</p>}
      </div>
      <div>
        <dl class="read">
          {rows.filter(([, n], at) => n > 0 || (at === 0 && known)).map(([word, n]) => (
            <div key={word}><dt>{word}</dt><dd>{n}</dd></div>
          ))}
        </dl>
        {kinds.length > 0 && (
          <dl class="read attendance-kinds">
            {kinds.map(({ kind, present, total }) => (
              <div key={kind}><dt>{r.maybe(`kind.${kind ?? ''}`, kind ?? '')}</dt><dd>{present}/{total}</dd></div>
            ))}
          </dl>
        )}
      </div>
    </div>
  );
}
