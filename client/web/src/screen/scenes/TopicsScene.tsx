// S12: the recurring matters, each with the number of people behind it; many in pages that turn by themselves.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { standingTopics } from '../../shared/topics';
import { useLive } from '../../shared/ui/live';
import { s } from '../../shared/words.results';
import { w } from '../words';

const ON_A_PAGE = 6;
const PAGE_MS = 10_000;

export function TopicsScene(): VNode {
  const topics = standingTopics(useLive().room.of('topics').all.value);
  const [at, setAt] = useState(0);
  const pages = Math.max(1, Math.ceil(topics.length / ON_A_PAGE));
  useEffect(() => {
    if (pages < 2) return undefined;
    const timer = setTimeout(() => setAt((before) => before + 1), PAGE_MS);
    return () => clearTimeout(timer);
  }, [at, pages]);
  const from = (at % pages) * ON_A_PAGE;
  return (
    <div class="topics-scene">
      <h1 class="read">{s('topics.title')}{pages > 1 && <span class="quiet"> · {w('wall.page', { n: (at % pages) + 1, of: pages })}</span>}</h1>
      {topics.length === 0 && <p class="next">{s('topics.none')}</p>}
      <ol>
        {topics.slice(from, from + ON_A_PAGE).map((topic) => (
          <li key={topic.id}>
            <span>{topic.title}</span>
            <strong>{s('topics.people', { n: topic.members })}</strong>
          </li>
        ))}
      </ol>
    </div>
  );
}
