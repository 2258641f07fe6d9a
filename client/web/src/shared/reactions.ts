// How many reactions a comment has, of all kinds. Pure.
import type { Comment } from './protocol.gen';

export const reactionsOf = ({ reactions }: Comment): number => reactions.agree + reactions.thanks + reactions.question;
