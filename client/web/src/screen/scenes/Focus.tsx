// S4: one comment, large. Long ones in pages that turn by themselves, slowly enough to read.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Comment } from '../../shared/protocol.gen';
import { authorOf } from '../../shared/ui/Comment';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { Timer } from '../../shared/ui/Timer';
import { useDepth } from '../depth';
import { focusSize, pages } from '../fit';
import { w } from '../words';

const PAGE_CHARACTERS = 320;
const PER_CHARACTER_MS = 65;

export function Focus({ comment }: { comment: Comment }): VNode {
  const live = useLive();
  const depth = useDepth();
  const text = comment.body ?? '';
  const parts = pages(text, Math.floor(PAGE_CHARACTERS / (depth * depth)));
  const [at, setAt] = useState(0);
  const part = parts[at % parts.length] ?? '';
  useEffect(() => {
    if (parts.length < 2) return undefined;
    const timer = setTimeout(() => setAt((before) => before + 1), Math.max(8000, part.length * PER_CHARACTER_MS));
    return () => clearTimeout(timer);
  }, [at, parts.length]);
  const member = comment.author ? live.room.of('members').get(comment.author).value : null;
  const turn = live.turn.value;
  return (
    <div class="focus">
      <p class="focus-text" style={{ fontSize: `calc(${focusSize(text.length, depth)} * var(--u))` }}>{part}</p>
      <footer>
        <p class="read"><strong>{authorOf(comment)}</strong>{member?.unit && <span class="quiet"> · {member.unit}</span>}</p>
        <p class="label quiet">
          {parts.length > 1 && <span>{w('wall.page', { n: (at % parts.length) + 1, of: parts.length })}</span>}
          {comment.reactions.agree > 0 && <span><Icon name="thumb" /> {w('wall.agree', { n: comment.reactions.agree })}</span>}
          {comment.replies > 0 && <span>{w('wall.replies', { n: comment.replies })}</span>}
          {turn && turn.status !== 'called' && <span class="focus-clock"><Icon name="mic" /> {turn.name} <Timer turn={turn} clock={live.clock} /></span>}
        </p>
      </footer>
    </div>
  );
}
