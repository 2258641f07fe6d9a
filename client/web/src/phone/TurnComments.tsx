// What the hall writes while one speaks without a text: the newest few comments on this turn.
import type { VNode } from 'preact';
import { useComputed } from '@preact/signals';
import type { Turn } from '../shared/protocol.gen';
import { authorOf, kindWord } from '../shared/ui/Comment';
import { useLive } from '../shared/ui/live';
import { isShown } from '../shared/thread';
import { s } from '../shared/words.statement';

const SHOWN = 3;

export function TurnComments({ turn }: { turn: Turn }): VNode | null {
  const { room } = useLive();
  const newest = useComputed(() =>
    room.of('comments').all.value.filter((each) => each.on === turn.id && each.reply_to === null && each.body !== null && isShown(each, null)).slice(-SHOWN).reverse(),
  ).value;
  if (!newest.length) return null;
  return (
    <section class="turn-topic" aria-label={s('prompter.comments')}>
      <p class="quiet small">{s('prompter.comments')}</p>
      {newest.map((each) => (
        <p key={each.id}><strong>{authorOf(each)}</strong>{each.kind ? ` · ${kindWord(each.kind)}` : ''}: {each.body}</p>
      ))}
    </section>
  );
}
