// Topics as they are shown: those that stand, most people first, with what is behind each. Pure, over the view.
import type { Topic } from './protocol.gen';
import { s } from './words.results';

export const standingTopics = (topics: readonly Topic[]): Topic[] =>
  topics.filter((topic) => topic.merged_into === null).sort((a, b) => b.members - a.members || b.comments + b.turns - a.comments - a.turns || a.born - b.born);

/** "12 people · 15 comments · 2 speeches"; what there is none of is left out. */
export function behind(topic: Topic): string {
  const parts = [s('topics.people', { n: topic.members })];
  if (topic.comments) parts.push(s('topics.comments', { n: topic.comments }));
  if (topic.turns) parts.push(s('topics.turns', { n: topic.turns }));
  return parts.join(' · ');
}
