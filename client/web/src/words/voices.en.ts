// People in comments, in English.
import type { voicesVi } from './voices.vi';

export const voicesEn: { [K in keyof typeof voicesVi]: string } = {
  'reacted.title': 'Who reacted',
  'reacted.agree': 'Agree ({n})',
  'reacted.thanks': 'Thanks ({n})',
  'reacted.question': 'Would ask more ({n})',
  'reacted.more': 'Show more',
  'reacted.nameless': '{n} without a name',
  'reacted.gone': '(name erased)',
  'reacted.none': 'Nobody yet.',
  'reacted.failed': 'The list did not arrive. Please try again.',
  'late.group': 'Sent after the item was over ({n})',
  'naming.label': 'Whom to name',
  'naming.begin': 'Name somebody',
  'named.title': 'You are named in a comment',
  'named.by': '{name} named you',
  'named.see': 'See the comment',
  'named.reply': 'Raise your hand to reply',
  'named.close': 'Seen',
};
