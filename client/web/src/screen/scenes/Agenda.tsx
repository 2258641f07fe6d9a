// S6: the agenda with the current item large; when there are many, those around it.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { numbered } from '../../shared/agenda';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { useDepth } from '../depth';
import { w } from '../words';

export function Agenda(): VNode {
  const { room } = useLive();
  const most = useDepth() > 1 ? 5 : 7;
  const rows = useComputed(() => numbered(room.of('agenda').all.value).filter((each) => each.depth === 0 || each.item.status === 'current')).value;
  const current = Math.max(0, rows.findIndex((each) => each.item.status === 'current'));
  const from = Math.max(0, Math.min(current - 2, rows.length - most));
  return (
    <div class="agenda-scene">
      <h1 class="read">{w('wall.agenda')}</h1>
      <ol>
        {rows.slice(from, from + most).map(({ item, number }) => (
          <li key={item.id} data-status={item.status}>
            <span class="number">{item.status === 'done' ? <Icon name="check" /> : item.status === 'current' ? <Icon name="play" /> : ''}{number}</span>
            <span>{item.title}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
