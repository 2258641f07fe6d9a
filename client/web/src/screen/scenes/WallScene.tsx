// S3: the comments of the hall in two columns. What is hidden or withdrawn is gone with the same paint.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Comment } from '../../shared/protocol.gen';
import { onWall } from '../../shared/thread';
import { authorOf, kindWord } from '../../shared/ui/Comment';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { useEvery } from '../../shared/ui/time';
import { Qr } from '../../shared/ui/Qr';
import { t } from '../../shared/words';
import { useDepth } from '../depth';
import { lines, type Measure } from '../fit';
import { useMeasure } from '../measure';
import type { Invitation } from '../invitation';
import { fill, step, type Card, type Wall } from '../wall';
import { w } from '../words';
import { Invite } from './Invite';

const COLUMNS = [0, 1] as const;
/** Inside a card, and the height left for cards between header and footer; 4:3 has more. */
const TEXT_WIDTH = 74;
const MOST_LINES = 5;
/** Fresh views hold sixty threads: beyond that nobody here knows how many there are. */
const COUNTED = 60;

function heightOf(comment: Comment, depth: number, measure: Measure): number {
  const body = Math.min(MOST_LINES, lines(comment.body ?? '', 5.6 * depth, TEXT_WIDTH, measure));
  // Bold letters are about a tenth wider; the name may take two lines.
  const name = lines(authorOf(comment), 4.4 * 1.1 * depth, TEXT_WIDTH, measure);
  return 6.2 + name * 4.4 * 1.45 * depth + body * 5.6 * 1.45 * depth;
}

function roomFor(): number {
  const u = Math.min(window.innerHeight / 100, window.innerWidth * 0.005625);
  return window.innerHeight / u - 7.6 - 6.3 - 2 - 2 - 6.3 + 2.5;
}

export function WallScene({ invitation }: { invitation: Invitation | null }): VNode {
  const { room, clock } = useLive();
  const depth = useDepth();
  const measure = useMeasure();
  const comments = room.of('comments');
  useEvery(500);
  const cards = useComputed<Card[]>(() =>
    comments.ids.value.map((id) => comments.get(id).value).filter(onWall).map((each) => ({ id: each.id, born: each.born, height: heightOf(each, depth, measure.value) })),
  ).value;
  const wall = useRef<Wall | null>(null);
  wall.current = wall.current ? step(wall.current, cards, roomFor(), clock.now()) : fill(cards, roomFor(), clock.now());
  const { placed } = wall.current;
  if (cards.length === 0) return <Invite invitation={invitation} />;
  return (
    <div class="wall">
      <div class="wall-columns">
        {COLUMNS.filter((column) => column === 0 || placed.length > 1).map((column) => (
          <ul key={column}>
            {placed.filter((each) => each.column === column).map((each) => (
              <li key={each.id}><WallCard id={each.id} /></li>
            ))}
          </ul>
        ))}
        {placed.length <= 1 && <Beside invitation={invitation} />}
      </div>
      <footer class="foot label">
        <span>{invitation ? w('wall.join', { address: invitation.address, code: invitation.code }) : ''}</span>
        {cards.length < COUNTED && <span>{w('wall.comments', { n: cards.length })}</span>}
      </footer>
    </div>
  );
}

/** Beside a single comment there is room to ask for more. */
function Beside({ invitation }: { invitation: Invitation | null }): VNode {
  return (
    <div class="beside">
      {invitation && <Qr qr={invitation.qr} label={w('qr.label')} />}
      <p class="read strong">{w('wall.inviteWrite')}</p>
    </div>
  );
}

function WallCard({ id }: { id: string }): VNode | null {
  const comments = useLive().room.of('comments');
  const comment = comments.get(id).value;
  const root = comment?.reply_to ? comments.get(comment.reply_to).value : null;
  if (!onWall(comment)) return null;
  return (
    <article class="card" data-pinned={comment.pinned}>
      <header class="label">
        <strong>{authorOf(comment)}</strong>
        {comment.reply_to && <span><Icon name="reply" /> {root ? t('comments.replyTo', { name: authorOf(root) }) : t('comments.reply')}</span>}
        {comment.kind && <span>{kindWord(comment.kind)}</span>}
        {comment.reactions.agree > 0 && <span class="agree"><Icon name="thumb" /> {comment.reactions.agree}</span>}
      </header>
      <p class="read body">{comment.body}</p>
    </article>
  );
}
