// What became of a comment, on the phone and at the desk, in English.
import type { outcomeVi } from './outcome.vi';

export const outcomeEn: { [K in keyof typeof outcomeVi]: string } = {
  'outcome.accepted': 'Accepted',
  'outcome.noted': 'Noted',
  'outcome.declined': 'Declined',
  'outcome.inConclusion': 'in a conclusion',
  'receipt.accepted': 'Your comment was accepted',
  'receipt.noted': 'Your comment was noted',
  'receipt.declined': 'Your comment was declined',
  'receipt.close': 'I have seen it',
  'mine.title': 'Mine',
  'mine.comments': 'My comments',
  'mine.speeches': 'My speeches',
  'mine.turns': '{n} {n|speech|speeches}',
  'mine.none': 'None',
};
