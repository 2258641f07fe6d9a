// Comments as people read them: a root with its replies flat under it. Pure.
// Rule: what is hidden, waiting for approval or withdrawn is shown to nobody but its author.
import type { Comment } from './protocol.gen';

export interface Thread {
  root: Comment;
  replies: Comment[];
}

/** Whether this person's phone may show it; `me` is null on a projector. */
export function isShown(comment: Comment, me: string | null): boolean {
  if (comment.scope === 'all' && comment.status === 'shown') return true;
  // Held for the wall only: the hall reads it on its phones meanwhile.
  if (comment.scope === 'all' && comment.status === 'pending' && comment.hold === 'screen') return true;
  return me !== null && comment.author === me;
}

/** What a projector may show, decided anew at every paint. */
export const onWall = (comment: Comment | null): comment is Comment =>
  comment !== null && comment.status === 'shown' && comment.scope === 'all' && comment.body !== null;

/** Oldest first, as they come from the room. A reply whose root is not held stands alone. */
export function threads(comments: readonly Comment[]): Thread[] {
  const roots = new Map<string, Thread>();
  for (const comment of comments) if (!comment.reply_to) roots.set(comment.id, { root: comment, replies: [] });
  for (const comment of comments) {
    if (!comment.reply_to) continue;
    const thread = roots.get(comment.reply_to);
    if (thread) thread.replies.push(comment);
    else roots.set(comment.id, { root: comment, replies: [] });
  }
  return [...roots.values()];
}
