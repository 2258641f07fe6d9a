// What is lined up for the projector: one tap shows the next; the same list at every desk of the room.
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { announce } from '../shared/announce';
import type { Live, Wish } from '../shared/live';
import type { Conclusion, Document, Poll, Prepared, Screen } from '../shared/protocol.gen';
import { Button, RoundButton } from '../shared/ui/Button';
import { authorOf } from '../shared/ui/Comment';
import { useLive } from '../shared/ui/live';
import { offer } from './undo';
import { d } from './words';
import { h } from './words.ahead';

/** While it is on, a scene that is tapped waits in the line and is not shown. */
export const liningUp = signal(false);

type Scene = Omit<Extract<Wish, { type: 'screen.prepare' }>, 'type'>;

export async function lineUp(live: Live, scene: Scene): Promise<void> {
  const outcome = await live.perform({ type: 'screen.prepare', ...scene });
  if (outcome.kind === 'refused' && outcome.refusal.code === 'already') live.refusal.value = null;
  if (outcome.kind !== 'unknown') announce(h('queued'));
}

export function ShowLater({ scene, wide, onDone }: { scene: Scene; wide?: boolean; onDone?: () => void }): VNode {
  const live = useLive();
  const press = (): void => {
    onDone?.();
    void lineUp(live, scene);
  };
  return <Button look="plain" icon="clock" {...(wide ? { wide } : {})} onPress={press}>{h('later')}</Button>;
}

/** How what was on before is shown again. */
export const back = (before: Screen): Wish => ({
  type: 'screen.show', scene: before.scene, ...(before.ref ? { ref: before.ref } : {}), ...(before.text ? { text: before.text } : {}), ...(before.page ? { page: before.page } : {}),
});

export function Ahead(): VNode {
  const live = useLive();
  const line = [...live.room.of('prepared').all.value].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const show = async (next: Prepared): Promise<void> => {
    const before = live.room.screen.value;
    const outcome = await live.perform({ type: 'screen.next', prepared: next.id });
    if (outcome.kind === 'done' && before) offer(d('next.undoScene'), back(before));
  };
  return (
    <section class="ahead">
      <div class="desk-head">
        <h2>{h('title')}{line.length > 0 && ` (${line.length})`}</h2>
        <button type="button" class="chip" aria-pressed={liningUp.value} onClick={() => (liningUp.value = !liningUp.value)}>{h('mode')}</button>
      </div>
      {liningUp.value ? <p class="quiet small" role="status">{h('modeHint')}</p> : line.length === 0 && <p class="quiet small">{h('none')}</p>}
      <ol class="ahead-line">
        {line.map((each, at) => {
          const what = titleOf(live, each);
          const before = line[at - 1];
          return (
            <li key={each.id}>
              <p><strong>{what}</strong><span class="small quiet">{excerptOf(live, each)}</span></p>
              {at === 0
                ? <Button look="primary" icon="desk" label={h('showOne', { what })} onPress={() => void show(each)}>{h('show')}</Button>
                : <RoundButton icon="desk" label={h('showOne', { what })} onPress={() => void show(each)} />}
              {before && <RoundButton icon="up" label={h('up', { what })} onPress={() => void live.perform({ type: 'screen.arrange', prepared: each.id, before: before.id })} />}
              <RoundButton icon="close" label={h('drop', { what })} onPress={() => void live.perform({ type: 'screen.unprepare', prepared: each.id })} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function titleOf({ room }: Live, { scene, ref, page }: Prepared): string {
  switch (scene) {
    case 'comment': {
      const comment = ref ? room.of('comments').get(ref).value : null;
      return comment ? h('scene.comment', { name: authorOf(comment) }) : h('scene.wall');
    }
    case 'statement':
      return h('scene.statement', { name: (ref && room.of('statements').get(ref).value?.name) || '' });
    case 'document':
      return h('scene.document', { n: page ?? 1 });
    default:
      return h(`scene.${scene}`);
  }
}

function excerptOf({ room }: Live, { scene, ref, text }: Prepared): string {
  if (!ref) return text ?? '';
  switch (scene) {
    case 'comment':
      return room.of('comments').get(ref).value?.body ?? '';
    case 'document':
      return room.collection<Document>('documents').get(ref).value?.title ?? '';
    case 'poll':
      return room.collection<Poll>('polls').get(ref).value?.question ?? '';
    case 'conclusion':
      return room.collection<Conclusion>('conclusions').get(ref).value?.text ?? '';
    case 'commitments':
      return room.of('commitments').get(ref).value?.what ?? '';
    case 'agenda':
      return room.of('agenda').get(ref).value?.title ?? '';
    default:
      return '';
  }
}
