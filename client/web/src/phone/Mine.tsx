// What one said and wrote oneself, and what became of each comment.
import type { VNode } from 'preact';
import { minutes, timeOfDay } from '../shared/clock';
import type { Member } from '../shared/protocol.gen';
import { Outcome } from '../shared/ui/Outcome';
import { useLive } from '../shared/ui/live';
import { u } from '../shared/words.outcome';

export function Mine({ self }: { self: Member }): VNode {
  const { room } = useLive();
  const mine = room.of('comments').all.value.filter((each) => each.author === self.id && each.body !== null);
  return (
    <>
      <section class="stack tight">
        <h2>{u('mine.speeches')}</h2>
        <p>{self.turns === 0 ? u('mine.none') : `${u('mine.turns', { n: self.turns })} · ${minutes(Math.round(self.spoken_ms / 1000))}`}</p>
      </section>
      <section class="stack tight">
        <h2>{u('mine.comments')}</h2>
        {mine.length === 0 && <p>{u('mine.none')}</p>}
        <ul class="mine-list">
          {mine.map((each) => (
            <li key={each.id}>
              <span class="quiet small">{timeOfDay(each.at)}</span> {each.body}
              <Outcome comment={each} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
