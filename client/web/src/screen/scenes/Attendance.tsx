// S13: the roll in numbers. Reasons and names stay at the desk.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { roll } from '../../shared/attendance';
import { useLive } from '../../shared/ui/live';
import { w } from '../words';

export function Attendance(): VNode {
  const { room } = useLive();
  const counts = useComputed(() => roll(room.of('members').all.value)).value;
  const quorum = room.meeting.value?.quorum ?? null;
  const here = counts.total ? counts.present + counts.late : (room.presence.value?.present ?? 0);
  const rows: [string, number][] = [
    [w('wall.onTime'), counts.present], [w('wall.late'), counts.late], [w('wall.remote'), counts.remote],
    [w('wall.excused'), counts.excused], [w('wall.absent'), counts.absent], [w('wall.expected'), counts.expected],
  ];
  return (
    <div class="attendance">
      <div>
        <p class="read">{w('wall.attendance')}</p>
        <p class="big">{counts.total ? `${here}/${counts.total}` : here}</p>
        {quorum && <p class="read strong">{quorum.reached ? w('wall.quorum') : w('wall.noQuorum', { n: quorum.needed })}</p>}
      </div>
      <dl class="read">
        {rows.filter(([, n]) => n > 0).map(([word, n]) => (
          <div key={word}><dt>{word}</dt><dd>{n}</dd></div>
        ))}
      </dl>
    </div>
  );
}
