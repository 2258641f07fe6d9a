// What the composer is open for: a comment, an opinion instead of a hand, a line at a paragraph, a reply, a correction.
import type { Comment } from '../shared/protocol.gen';

export type Writing =
  | { kind: 'new' }
  | { kind: 'instead'; hand: string; on: string | null; text: string; of: string | null }
  | { kind: 'on'; statement: string; paragraph: number | null; text: string; place?: string }
  | { kind: 'reply'; to: Comment }
  | { kind: 'edit'; comment: Comment }
  | null;
