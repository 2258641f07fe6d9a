// One comment: who, what kind, the words, and whatever the page puts under it. The same row for a root and a reply.
import type { ComponentChildren, VNode } from 'preact';
import { parted } from '../parted';
import type { Comment } from '../protocol.gen';
import { t } from '../words';
import { Icon } from './Icon';

export const authorOf = (comment: Comment): string => comment.name ?? t('comments.anonymous');

/** What a document is called by begins so, wherever it comes from. */
const onDocument = (comment: Comment): boolean => comment.on?.startsWith('d_') ?? false;

/** What a room's profile calls a kind of comment; a kind of somebody's own stands as it is. */
export const kindWord = (kind: string): string => t.maybe(`kind.${kind}`, kind);

export function CommentRow({ comment, mine, quote, onQuote, item, children }: {
  comment: Comment;
  mine?: boolean;
  /** The comment this one answers inside its thread. */
  quote?: Comment | null;
  onQuote?: () => void;
  /** The agenda item's number, where it is not the current one. */
  item?: string | null;
  children?: ComponentChildren;
}): VNode {
  return (
    <article class={`comment${mine ? ' mine' : ''}`} data-status={comment.status} aria-label={authorOf(comment)}>
      {quote && (
        <button type="button" class="quote" onClick={onQuote}>
          <span>{authorOf(quote)}: {quote.body ?? t('comments.retracted')}</span>
        </button>
      )}
      <header>
        <strong>{authorOf(comment)}</strong>
        {mine && <span class="tag brand">{t('comments.me')}</span>}
        {comment.kind && <span class="tag">{kindWord(comment.kind)}</span>}
        {comment.on?.startsWith('cm_') && <span class="tag">{t('comments.onCommitment')}</span>}
        {comment.paragraph !== null && <span class="tag">{t(onDocument(comment) ? 'comments.page' : 'comments.paragraph', { n: comment.paragraph + 1 })}</span>}
        {item && <span class="tag">{t('comments.onItem', { number: item })}</span>}
        <Marks comment={comment} />
      </header>
      {comment.body === null ? <p class="quiet">{t('comments.retracted')}</p> : <Body comment={comment} />}
      {children}
    </article>
  );
}

/** The words, with the names that are mentioned in them marked. */
function Body({ comment }: { comment: Comment }): VNode {
  const body = comment.body ?? '';
  if (comment.mentions.length === 0) return <p class="body">{body}</p>;
  return <p class="body">{parted(body, comment.mentions).map(({ text, named }, at) => (named ? <b key={at} class="mention">{text}</b> : text))}</p>;
}

/** The words of state: pinned, waiting, hidden, private, late. */
function Marks({ comment }: { comment: Comment }): VNode {
  return (
    <>
      {comment.pinned && <span class="tag brand"><Icon name="pin" />{t('comments.pinned')}</span>}
      {comment.status === 'pending' && <span class="tag"><Icon name="clock" />{comment.hold === 'screen' ? t('comments.pendingScreen') : t('comments.pending')}</span>}
      {comment.status === 'hidden' && <span class="tag over"><Icon name="eyeOff" />{t('comments.hidden')}</span>}
      {comment.scope === 'desk' && <span class="tag"><Icon name="lock" />{t('comments.toDesk')}</span>}
      {comment.scope === 'subject' && <span class="tag"><Icon name="lock" />{t('comments.toSubject')}</span>}
      {comment.afterwards && <span class="tag">{t('comments.late')}</span>}
      {comment.by_desk && <span class="tag">{t('comments.byDesk')}</span>}
      {comment.edited_at !== null && <span class="tag">{t('comments.edited')}</span>}
    </>
  );
}
