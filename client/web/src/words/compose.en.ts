// Writing a comment on the phone, in English.
import type { composeVi } from './compose.vi';

export const composeEn: { [K in keyof typeof composeVi]: string } = {
  'compose.title': 'Write a comment',
  'compose.placeholder': 'My comment…',
  'compose.kind': 'Kind of comment',
  'compose.send': 'Send',
  'compose.over': '{n} {n|character|characters} too long',
  'compose.anonymous': 'Without my name',
  'compose.muted': 'The desk does not take comments from you at the moment.',
  'compose.editTitle': 'Edit the comment',
  'compose.retract': 'Take back',
  'compose.retractAsk': 'Take this comment back? Nobody will see it any more.',
};
