// The matters that many raise: add, rename, merge, remove, and what is behind each. Nothing is merged by itself.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Topic } from '../shared/protocol.gen';
import { behind, standingTopics } from '../shared/topics';
import { Button, RoundButton } from '../shared/ui/Button';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { NewTopic } from './TopicChips';
import { e } from './words';

export function Topics({ onClose }: { onClose: () => void }): VNode {
  const live = useLive();
  const acting = useSignal<Topic | null>(null);
  const topics = standingTopics(live.room.of('topics').all.value);
  return (
    <Sheet title={e('topics')} onClose={onClose}>
      <div class="stack">
        <NewTopic />
        {topics.length === 0 && <p class="quiet">{e('topics.none')}</p>}
        <ul class="records">
          {topics.map((topic) => (
            <li key={topic.id}>
              <p><strong>{topic.title}</strong><span class="quiet small">{behind(topic)}</span></p>
              <RoundButton icon="menu" label={e('topics.acts', { title: topic.title })} onPress={() => (acting.value = topic)} />
            </li>
          ))}
        </ul>
        {topics.length > 0 && <Button look="outline" wide icon="desk" onPress={() => void live.perform({ type: 'screen.show', scene: 'topics' })}>{e('topics.show')}</Button>}
      </div>
      {acting.value && <Acts topic={acting.value} others={topics.filter((each) => each.id !== acting.value?.id)} onClose={() => (acting.value = null)} />}
    </Sheet>
  );
}

function Acts({ topic, others, onClose }: { topic: Topic; others: Topic[]; onClose: () => void }): VNode {
  const live = useLive();
  const step = useSignal<'all' | 'merge' | 'remove'>('all');
  const title = useSignal(topic.title);
  const act = async (wish: Parameters<typeof live.perform>[0]): Promise<void> => {
    const outcome = await live.perform(wish);
    if (outcome.kind === 'done') onClose();
  };
  if (step.value === 'remove') {
    return <Confirm title={e('topics.removeAsk', { title: topic.title })} yes={e('topics.remove')} no={t('do.cancel')} danger onNo={onClose} onYes={() => void act({ type: 'topic.remove', topic: topic.id })} />;
  }
  if (step.value === 'merge') {
    return (
      <Sheet title={e('topics.mergeTitle', { title: topic.title })} onClose={onClose}>
        <ul class="pick">
          {others.map((other) => (
            <li key={other.id}>
              <button type="button" class="pick-row" onClick={() => void act({ type: 'topic.merge', topic: topic.id, into: other.id })}>
                <span class="strong">{other.title}</span>
                <span class="quiet small">{behind(other)}</span>
              </button>
            </li>
          ))}
        </ul>
      </Sheet>
    );
  }
  return (
    <Sheet title={topic.title} onClose={onClose}>
      <div class="stack">
        <form
          class="line-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (title.value.trim() && title.value.trim() !== topic.title) void act({ type: 'topic.update', topic: topic.id, title: title.value.trim() });
          }}
        >
          <input class="input" aria-label={e('topics.rename')} maxLength={200} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
          <Button type="submit">{e('topics.rename')}</Button>
        </form>
        {others.length > 0 && <Button look="plain" wide onPress={() => (step.value = 'merge')}>{e('topics.merge')}</Button>}
        <Button look="danger" wide onPress={() => (step.value = 'remove')}>{e('topics.remove')}</Button>
      </div>
    </Sheet>
  );
}
