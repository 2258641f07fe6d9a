// The matters that were raised, on the phone: how many people are behind each.
import type { VNode } from 'preact';
import { behind, standingTopics } from '../shared/topics';
import { useLive } from '../shared/ui/live';
import { s } from '../shared/words.results';

export function Topics(): VNode {
  const topics = standingTopics(useLive().room.of('topics').all.value);
  if (topics.length === 0) return <p class="quiet">{s('topics.none')}</p>;
  return (
    <ul class="mine-list">
      {topics.map((topic) => <li key={topic.id}><strong>{topic.title}</strong><br /><span class="quiet small">{behind(topic)}</span></li>)}
    </ul>
  );
}
