// S6: the agenda with the current item large; when there are many, those around it.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { numbered } from '../../shared/agenda';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { useDepth } from '../depth';
import { around, lines } from '../fit';
import { useMeasure } from '../measure';
import { w } from '../words';

/** In u: the width of a title, the height for the list, and what a line and the space after a row take. */
const WIDTH = 140;
const ROOM = 72;
const LINE = 7.9;
const GAP = 2;

export function Agenda(): VNode {
  const { room } = useLive();
  const depth = useDepth();
  const measure = useMeasure();
  const rows = useComputed(() => numbered(room.of('agenda').all.value).filter((each) => each.depth === 0 || each.item.status === 'current')).value;
  const current = Math.max(0, rows.findIndex((each) => each.item.status === 'current'));
  const heights = rows.map(({ item }) => depth * (GAP + LINE * lines(item.title, (item.status === 'current' ? 7 : 5.6) * depth, WIDTH, measure.value)));
  const [from, to] = around(heights, current, ROOM);
  return (
    <div class="agenda-scene">
      <h1 class="read">{w('wall.agenda')}</h1>
      <ol>
        {rows.slice(from, to).map(({ item, number }) => (
          <li key={item.id} data-status={item.status}>
            <span class="number">{item.status === 'done' ? <Icon name="check" /> : item.status === 'current' ? <Icon name="play" /> : ''}{number}</span>
            <span>{item.title}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
