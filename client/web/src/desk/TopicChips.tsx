// Topics to press, and a line for a new one: wherever the desk says what something speaks of.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { standingTopics } from '../shared/topics';
import { Button } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { e } from './words';

export function TopicChips({ chosen, onToggle }: { chosen: readonly string[]; onToggle: (topic: string, on: boolean) => void }): VNode | null {
  const topics = standingTopics(useLive().room.of('topics').all.value);
  if (topics.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label={e('tag')}>
      {topics.map((topic) => {
        const on = chosen.includes(topic.id);
        return <button key={topic.id} type="button" class="chip" aria-pressed={on} onClick={() => onToggle(topic.id, !on)}>{topic.title}</button>;
      })}
    </div>
  );
}

export function NewTopic({ onMade }: { onMade?: (topic: string) => void }): VNode {
  const live = useLive();
  const title = useSignal('');
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!title.value.trim()) return;
    const outcome = await live.perform({ type: 'topic.add', title: title.value.trim() });
    const topic = outcome.kind === 'done' ? outcome.result['topic'] : undefined;
    if (!topic) return;
    title.value = '';
    onMade?.(topic);
  };
  return (
    <form class="line-form" onSubmit={(event) => void add(event)}>
      <input class="input" aria-label={e('topics.new')} placeholder={e('topics.new')} maxLength={200} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
      <Button type="submit">{e('topics.add')}</Button>
    </form>
  );
}
