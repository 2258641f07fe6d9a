// What a comment speaks of: topics to press, a new one to add, and comments that may speak of the same.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Comment } from '../shared/protocol.gen';
import { similar } from '../shared/similar';
import { standingTopics } from '../shared/topics';
import { Button } from '../shared/ui/Button';
import { authorOf } from '../shared/ui/Comment';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { e } from './words';

const SUGGESTED = 5;

export function Tagging({ comment, onClose }: { comment: Comment; onClose: () => void }): VNode {
  const live = useLive();
  const toggle = (topic: string, on: boolean): void => void live.perform({ type: on ? 'comment.tag' : 'comment.untag', comment: comment.id, topic });
  return (
    <Sheet title={e('tag.title')} onClose={onClose}>
      <div class="stack">
        <blockquote class="quote-block"><strong>{authorOf(comment)}</strong>: {comment.body}</blockquote>
        <TopicChips chosen={comment.topics} onToggle={toggle} />
        <NewTopic onMade={(topic) => toggle(topic, true)} />
        <Alike comment={comment} />
      </div>
    </Sheet>
  );
}

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

/** Suggested by the words they share; the desk decides. */
function Alike({ comment }: { comment: Comment }): VNode | null {
  const live = useLive();
  const others = live.room.of('comments').all.value.filter((each) => each.id !== comment.id && each.body !== null && each.status !== 'hidden');
  const found = similar(comment.body ?? '', others, (each) => each.body ?? '', SUGGESTED);
  if (found.length === 0) return null;
  return (
    <section class="stack tight">
      <h3>{e('tag.similar')}</h3>
      <ul class="records">
        {found.map(({ each }) => {
          const missing = comment.topics.filter((topic) => !each.topics.includes(topic));
          return (
            <li key={each.id}>
              <p><strong>{authorOf(each)}</strong><span>{each.body}</span></p>
              {missing.length > 0 && (
                <Button look="plain" label={`${e('tag.too')}: ${each.body ?? ''}`} onPress={() => missing.forEach((topic) => void live.perform({ type: 'comment.tag', comment: each.id, topic }))}>{e('tag.too')}</Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
