// What became of a comment, under it: everybody who sees the comment sees this.
import type { VNode } from 'preact';
import type { Comment } from '../protocol.gen';
import { u } from '../words.outcome';
import { Icon } from './Icon';

const ICON = { accepted: 'check', noted: 'pencil', declined: 'close' } as const;

export function Outcome({ comment }: { comment: Comment }): VNode | null {
  const { outcome } = comment;
  if (!outcome) return null;
  return (
    <p class="outcome" data-outcome={outcome}>
      <Icon name={ICON[outcome]} />
      <span>
        <strong>{u(`outcome.${outcome}`)}</strong>
        {comment.conclusion && ` · ${u('outcome.inConclusion')}`}
        {comment.answer && ` – ${comment.answer}`}
      </span>
    </p>
  );
}
