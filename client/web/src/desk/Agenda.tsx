// The agenda at the desk: which item is on, go to another, add, change, move; the predicted end stands above it.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { numbered } from '../shared/agenda';
import type { AgendaItem, Meeting } from '../shared/protocol.gen';
import { Button, RoundButton } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { StartRound } from './StartRound';
import { presides } from './facts';
import { useUnanswered } from './unanswered';
import { d, e } from './words';

const MINUTE = 60_000;

export function Agenda({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const editing = useSignal<AgendaItem | 'new' | null>(null);
  const acting = useSignal<AgendaItem | null>(null);
  const starting = useSignal(false);
  const items = live.room.of('agenda').all.value;
  const chair = presides(live, meeting);
  return (
    <div class="agenda">
      <div class="desk-head">
        <h2>{d('agenda.title')}</h2>
        <Button look="plain" icon="plus" onPress={() => (editing.value = 'new')}>{d('agenda.add')}</Button>
      </div>
      {items.length === 0 && <p class="quiet">{d('agenda.empty')}</p>}
      <ol class="items">
        {numbered(items).map(({ item, number, depth }) => (
          <li key={item.id} class="item" data-status={item.status} style={{ marginLeft: `${depth * 16}px` }} aria-current={item.status === 'current' ? 'step' : undefined}>
            <span class="item-mark">
              {item.status === 'done' ? <Icon name="check" /> : item.status === 'current' ? <Icon name="play" /> : <span>{number}</span>}
            </span>
            <span class="item-title">
              {item.title}
              <span class="quiet small">
                {[item.planned_ms ? d('agenda.planned', { n: Math.round(item.planned_ms / MINUTE) }) : null, item.status === 'skipped' ? d('agenda.skipped') : null, item.status === 'current' ? d('agenda.now') : null]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            {chair && item.status === 'todo' && meeting.status === 'open' && (
              <button type="button" class="button outline slim" aria-label={d('agenda.startOf', { title: item.title })} onClick={() => void live.perform({ type: 'agenda.start', item: item.id })}>{d('agenda.start')}</button>
            )}
            <RoundButton icon="menu" label={d('agenda.acts', { title: item.title })} onPress={() => (acting.value = item)} />
          </li>
        ))}
      </ol>
      {chair && meeting.status === 'open' && meeting.current_item && !meeting.current_round && (
        <Button look="outline" icon="people" onPress={() => (starting.value = true)}>{d('round.start')}</Button>
      )}
      {starting.value && <StartRound meeting={meeting} onClose={() => (starting.value = false)} />}
      {editing.value && <Edit item={editing.value === 'new' ? null : editing.value} onClose={() => (editing.value = null)} />}
      {acting.value && (
        <Acts
          item={live.room.of('agenda').get(acting.value.id).value ?? acting.value}
          chair={chair && meeting.status === 'open'}
          onEdit={() => {
            editing.value = acting.value;
            acting.value = null;
          }}
          onClose={() => (acting.value = null)}
        />
      )}
    </div>
  );
}

function Acts({ item, chair, onEdit, onClose }: { item: AgendaItem; chair: boolean; onEdit: () => void; onClose: () => void }): VNode {
  const live = useLive();
  const open = useUnanswered(item.status === 'current', item.id);
  const act = (wish: Parameters<typeof live.perform>[0]) => (): void => {
    void live.perform(wish);
    onClose();
  };
  return (
    <Sheet title={item.title} onClose={onClose}>
      <div class="stack">
        {open > 0 && <p class="strong">{e('openAtItem', { n: open })}</p>}
        {chair && item.status === 'current' && <Button look="primary" wide onPress={act({ type: 'agenda.finish', item: item.id })}>{d('agenda.finish')}</Button>}
        {chair && item.status === 'todo' && <Button look="plain" wide onPress={act({ type: 'agenda.skip', item: item.id })}>{d('agenda.skip')}</Button>}
        {chair && (item.status === 'done' || item.status === 'skipped') && <Button look="plain" wide onPress={act({ type: 'agenda.reopen', item: item.id })}>{d('agenda.reopen')}</Button>}
        <Button look="plain" wide icon="pencil" onPress={onEdit}>{d('agenda.edit')}</Button>
        {item.position > 1 && <Button look="plain" wide icon="up" onPress={act({ type: 'agenda.move', item: item.id, position: item.position - 1 })}>{d('agenda.up')}</Button>}
        <Button look="plain" wide icon="down" onPress={act({ type: 'agenda.move', item: item.id, position: item.position + 1 })}>{d('agenda.down')}</Button>
        {item.status === 'todo' && <Button look="danger" wide onPress={act({ type: 'agenda.remove', item: item.id })}>{d('agenda.remove')}</Button>}
      </div>
    </Sheet>
  );
}

function Edit({ item, onClose }: { item: AgendaItem | null; onClose: () => void }): VNode {
  const live = useLive();
  const title = useSignal(item?.title ?? '');
  const minutes = useSignal(item?.planned_ms ? String(Math.round(item.planned_ms / MINUTE)) : '');
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!title.value.trim()) return;
    const planned_ms = Number(minutes.value) > 0 ? Math.round(Number(minutes.value)) * MINUTE : null;
    const outcome = await live.perform(item ? { type: 'agenda.update', item: item.id, title: title.value, planned_ms } : { type: 'agenda.add', title: title.value, planned_ms });
    if (outcome.kind === 'done') onClose();
  };
  return (
    <Sheet title={item ? d('agenda.editTitle') : d('agenda.addTitle')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <label class="field">
          <span>{d('agenda.itemTitle')}</span>
          <input class="input" data-first maxLength={200} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
        </label>
        <label class="field">
          <span>{d('agenda.minutes')}</span>
          <input class="input" type="number" min="1" max="600" inputMode="numeric" value={minutes.value} onInput={(event) => (minutes.value = event.currentTarget.value)} />
        </label>
        <Button look="primary" type="submit" wide>{d('floor.noteSave')}</Button>
      </form>
    </Sheet>
  );
}
