// Who reacted to a comment, by name, as the room tells it now. Asked for when somebody wants to know, never held.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Comment, Reaction, Reactor } from '../protocol.gen';
import { reactionsOf } from '../reactions';
import { w } from '../words.voices';
import { Button } from './Button';
import { Sheet } from './Sheet';
import { useLive } from './live';

const KINDS: readonly Reaction[] = ['agree', 'thanks', 'question'];
const PAGE = 200;

export function Reactors({ comment, onClose }: { comment: Comment; onClose: () => void }): VNode {
  const live = useLive();
  const found = useSignal<Reactor[] | null>(null);
  const next = useSignal<string | null>(null);
  const failed = useSignal(false);
  const ask = async (before: string | null): Promise<void> => {
    const page = await live.page({ collection: 'reactors', where: { comment: comment.id }, limit: PAGE, ...(before ? { before } : {}) });
    failed.value = page === null;
    if (!page) return;
    const more = Object.values(page.entities) as unknown as Reactor[];
    found.value = [...more, ...(before ? (found.peek() ?? []) : [])];
    next.value = page.next;
  };
  // Whoever reacts meanwhile changes the counts: the list is asked for anew.
  const { agree, thanks, question } = comment.reactions;
  useEffect(() => void ask(null), [agree, thanks, question]);
  const people = found.value ?? [];
  const nameless = next.value === null && found.value ? reactionsOf(comment) - people.reduce((sum, each) => sum + each.kinds.length, 0) : 0;
  return (
    <Sheet title={w('reacted.title')} onClose={onClose}>
      <div class="stack">
        {failed.value && (
          <>
            <p class="problem" role="alert">{w('reacted.failed')}</p>
            <Button look="plain" wide onPress={() => void ask(null)}>{w('reacted.more')}</Button>
          </>
        )}
        {found.value && reactionsOf(comment) === 0 && <p class="quiet">{w('reacted.none')}</p>}
        {KINDS.map((kind) => {
          const those = people.filter((each) => each.kinds.includes(kind));
          return those.length > 0 && (
            <section key={kind}>
              <h3>{w(`reacted.${kind}`, { n: comment.reactions[kind] })}</h3>
              <ul class="reactors">
                {those.map((each) => <li key={each.id}>{each.name || w('reacted.gone')}</li>)}
              </ul>
            </section>
          );
        })}
        {next.value && <Button look="plain" wide onPress={() => void ask(next.value)}>{w('reacted.more')}</Button>}
        {nameless > 0 && <p class="quiet">{w('reacted.nameless', { n: nameless })}</p>}
      </div>
    </Sheet>
  );
}
