// The chair comes back in one tap; a deputy takes over when whoever presides is gone, and is told how long that still takes.
import type { VNode } from 'preact';
import { takeOver } from '../presidium';
import type { Meeting, Member } from '../protocol.gen';
import { chairing } from '../words.chair';
import { Button } from './Button';
import { useLive } from './live';
import { useEvery } from './time';

export function Chairing({ meeting, self }: { meeting: Meeting; self: Member }): VNode | null {
  const live = useLive();
  useEvery(1000);
  if (meeting.presiding === self.id || meeting.status === 'closed') return null;
  const name = (meeting.presiding && live.room.of('members').get(meeting.presiding).value?.name) || '—';
  if (self.office === 'chair') {
    return (
      <aside class="chairing" data-kind="reclaim">
        <p>{chairing('now.other', { name })}</p>
        <Button look="primary" onPress={() => void live.perform({ type: 'chair.reclaim' })}>{chairing('reclaim')}</Button>
      </aside>
    );
  }
  const may = takeOver(meeting, self, live.room.presence.value, live.room.of('members').all.value, live.clock.now());
  if (may.kind === 'no') return null;
  return (
    <aside class="chairing" data-kind={may.kind}>
      <p>{may.kind === 'wait' ? chairing('take.wait', { name, n: Math.ceil(may.left_ms / 1000) }) : chairing('take.may', { name })}</p>
      {may.kind === 'may' && <Button look="primary" onPress={() => void live.perform({ type: 'chair.take_over' })}>{chairing('take.do')}</Button>}
    </aside>
  );
}
