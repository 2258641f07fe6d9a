// One's own commitments on the phone, in English.
import type { commitVi } from './commit.vi';

export const commitEn: { [K in keyof typeof commitVi]: string } = {
  'title': 'My commitments',
  'none': 'You have made no commitment yet.',
  'new': 'Make a commitment',
  'newTitle': 'New commitment',
  'change': 'Change',
  'withdraw': 'Take back',
  'others': 'What others promised',
  'comment': 'Comment',
  'commentOn': 'Comment on what {name} promised',
  'withdrawAsk': 'Take this commitment back? The minutes still say that it was made.',
  'fromPlan': 'Take it from my statement',
  'lookBack': '{n} {n|commitment|commitments} from last time to look back on',
  'lookBackDo': 'Open',
};
