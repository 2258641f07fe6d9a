// Topics, conclusions and commitments, in English.
import type { resultsVi } from './results.vi';

export const resultsEn: { [K in keyof typeof resultsVi]: string } = {
  'topics.title': 'What was raised',
  'topics.none': 'No topics on record yet.',
  'topics.people': '{n} {n|person|people}',
  'topics.comments': '{n} {n|comment|comments}',
  'topics.turns': '{n} {n|speech|speeches}',
  'conclusion': 'Concluded',
  'conclusions.title': 'Conclusions',
};
