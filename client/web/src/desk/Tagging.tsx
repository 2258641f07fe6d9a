// What a comment speaks of: topics to press, a new one to add, and comments that may speak of the same.
import type { VNode } from 'preact';
import type { Comment } from '../shared/protocol.gen';
import { similar } from '../shared/similar';
import { Button } from '../shared/ui/Button';
import { authorOf } from '../shared/ui/Comment';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { NewTopic, TopicChips } from './TopicChips';
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
