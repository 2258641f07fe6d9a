// Which voices still wait for an outcome. Pure.
import type { Comment } from './protocol.gen';

/** A thread's first comment that stands and of which the desk has said nothing; replies talk about it. */
export const isUnanswered = (comment: Comment): boolean =>
  comment.outcome === null && comment.reply_to === null && (comment.status === 'shown' || comment.status === 'pending');

/** Where a comment belongs in the agenda: on the item itself, or on what was said or read under it. */
export function itemOf(on: string | null, about: (id: string) => { item: string | null } | null): string | null {
  return on === null ? null : (about(on)?.item ?? on);
}

/** The author's news: what was said of the own comments and not yet told on this device, as `comment:outcome`. */
export function untold(own: readonly Comment[], told: readonly string[]): { key: string; comment: Comment }[] {
  return own
    .filter((comment) => comment.outcome !== null && comment.body !== null)
    .map((comment) => ({ key: `${comment.id}:${comment.outcome}`, comment }))
    .filter(({ key }) => !told.includes(key));
}
