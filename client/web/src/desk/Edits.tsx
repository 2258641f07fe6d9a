// What a comment said before it was edited, and who changed it when: read from the log when it is asked for.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOfDay } from '../shared/clock';
import type { Comment } from '../shared/protocol.gen';
import { useLive } from '../shared/ui/live';
import type { Logged } from './sentence';
import { e } from './words';

const TYPES = ['comment.posted', 'comment.edited'] as const;

export function Edits({ comment }: { comment: Comment }): VNode | null {
  const live = useLive();
  const found = useSignal<Logged[]>([]);
  useEffect(() => {
    let gone = false;
    const pages = TYPES.map((type) => live.page({ collection: 'log', limit: 100, where: { type, comment: comment.id } }));
    void Promise.all(pages).then((answers) => {
      if (gone) return;
      found.value = answers.flatMap((page) => Object.values((page?.entities ?? {}) as unknown as Record<string, Logged>)).sort((a, b) => a.born - b.born);
    });
    return () => {
      gone = true;
    };
  }, [comment.id, comment.edited_at]);
  if (found.value.length < 2) return null;
  return (
    <section class="stack tight">
      <h3>{e('edits')}</h3>
      <ol class="records edits">
        {found.value.map((event) => (
          <li key={event.id}>
            <p>
              <span class="quiet small">{[timeOfDay(event.at), event.by ? live.room.of('members').get(event.by).value?.name : null].filter(Boolean).join(' · ')}</span>
              <span>{String(event['body'])}</span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
