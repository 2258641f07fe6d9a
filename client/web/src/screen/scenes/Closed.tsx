// After the close: thanks, and how many voices there were.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { onWall } from '../../shared/thread';
import { useLive } from '../../shared/ui/live';
import { w } from '../words';

const COUNTED = 60;

export function Closed(): VNode {
  const { room } = useLive();
  const speeches = useComputed(() => room.of('members').all.value.reduce((sum, each) => sum + each.turns, 0)).value;
  const comments = useComputed(() => room.of('comments').all.value.filter(onWall).length).value;
  const voices = [speeches > 0 ? w('wall.voices', { n: speeches }) : '', comments > 0 && comments < COUNTED ? w('wall.voicesComments', { n: comments }) : ''].filter(Boolean);
  return (
    <div class="message">
      <p class="read quiet">{room.meeting.value?.title}</p>
      <h1>{w('wall.thanks')}</h1>
      <p class="read">{w('wall.closed')}{voices.length > 0 && ` · ${voices.join(' · ')}`}</p>
    </div>
  );
}
