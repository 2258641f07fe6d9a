// S11: what the chair concluded, in one sentence as large as it goes, and on what.
import type { VNode } from 'preact';
import type { Conclusion } from '../../shared/protocol.gen';
import { useLive } from '../../shared/ui/live';
import { s } from '../../shared/words.results';

export function ConclusionScene({ conclusion }: { conclusion: Conclusion }): VNode {
  const { room } = useLive();
  const item = conclusion.item ? room.of('agenda').get(conclusion.item).value : null;
  const about = conclusion.subject ? (room.of('slots').get(conclusion.subject).value?.name ?? room.of('members').get(conclusion.subject).value?.name) : null;
  return (
    <div class="result-scene">
      <p class="next strong">{s('conclusion')}{about && ` · ${about}`}</p>
      <h1 data-length={lengthOf(conclusion.text)}>{conclusion.text}</h1>
      {item && <p class="label quiet">{item.title}</p>}
    </div>
  );
}

/** How large a sentence may stand. */
export const lengthOf = (text: string): string => (text.length <= 90 ? 'short' : text.length <= 220 ? 'usual' : 'long');
