// What the chair concluded, item by item: write, change, remove, show.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { numbered } from '../shared/agenda';
import type { Conclusion, Meeting } from '../shared/protocol.gen';
import { Button, RoundButton } from '../shared/ui/Button';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { ShowLater } from './Ahead';
import { EditConclusion } from './EditConclusion';
import { aboutOf } from './facts';
import { e } from './words';

export function Conclusions({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const editing = useSignal<Conclusion | 'new' | null>(null);
  const acting = useSignal<Conclusion | null>(null);
  const all = live.room.of('conclusions').all.value;
  const items = numbered(live.room.of('agenda').all.value);
  const groups = [
    ...items.map(({ item, number }) => ({ key: item.id, title: `${number} · ${item.title}`, found: all.filter((each) => each.item === item.id) })),
    { key: '', title: e('conclusions.whole'), found: all.filter((each) => each.item === null) },
  ].filter(({ found }) => found.length > 0);
  return (
    <Sheet title={e('conclusions')} onClose={onClose}>
      <div class="stack">
        {meeting.status === 'draft' || <Button look="primary" wide icon="pencil" onPress={() => (editing.value = 'new')}>{e('conclusions.new')}</Button>}
        {all.length === 0 && <p class="quiet">{e('conclusions.none')}</p>}
        {groups.map(({ key, title, found }) => (
          <section key={key} class="stack tight">
            <h3>{title}</h3>
            <ul class="records">
              {found.map((each) => (
                <li key={each.id}>
                  <p>
                    <span>{each.text}</span>
                    <span class="quiet small">{[aboutOf(live, each.subject), each.answers.length ? e('conclusions.from', { n: each.answers.length }) : null].filter(Boolean).join(' · ')}</span>
                  </p>
                  <RoundButton icon="menu" label={`${e('conclusions.acts')}: ${each.text.slice(0, 60)}`} onPress={() => (acting.value = each)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {editing.value && <EditConclusion conclusion={editing.value === 'new' ? null : editing.value} onClose={() => (editing.value = null)} />}
      {acting.value && (
        <Acts
          conclusion={acting.value}
          onEdit={() => {
            editing.value = acting.value;
            acting.value = null;
          }}
          onClose={() => (acting.value = null)}
        />
      )}
    </Sheet>
  );
}

function Acts({ conclusion, onEdit, onClose }: { conclusion: Conclusion; onEdit: () => void; onClose: () => void }): VNode {
  const live = useLive();
  const removing = useSignal(false);
  const act = (wish: Parameters<typeof live.perform>[0]) => (): void => {
    void live.perform(wish);
    onClose();
  };
  if (removing.value) {
    return <Confirm title={e('conclusions.removeAsk')} yes={e('conclusions.remove')} no={t('do.cancel')} danger onNo={onClose} onYes={act({ type: 'conclusion.remove', conclusion: conclusion.id })} />;
  }
  return (
    <Sheet title={e('conclusions.acts')} onClose={onClose}>
      <div class="stack">
        <p>{conclusion.text}</p>
        <Button look="outline" wide icon="desk" onPress={act({ type: 'screen.show', scene: 'conclusion', ref: conclusion.id })}>{e('conclusions.show')}</Button>
        <ShowLater scene={{ scene: 'conclusion', ref: conclusion.id }} wide onDone={onClose} />
        <Button look="plain" wide icon="pencil" onPress={onEdit}>{e('conclusions.edit')}</Button>
        <Button look="danger" wide onPress={() => (removing.value = true)}>{e('conclusions.remove')}</Button>
      </div>
    </Sheet>
  );
}
