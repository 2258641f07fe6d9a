// S12: the recurring matters, each with the number of people behind it; many in pages that turn by themselves.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { standingTopics } from '../../shared/topics';
import { useLive } from '../../shared/ui/live';
import { s } from '../../shared/words.results';
import { useDepth } from '../depth';
import { inPages, lines } from '../fit';
import { useMeasure } from '../measure';
import { w } from '../words';

/** In u: the width of a title, the height for the list, what a line and the space after a row take. */
const WIDTH = 130;
const ROOM = 74;
const LINE = 7.3;
const GAP = 2.8;
const PAGE_MS = 10_000;

export function TopicsScene(): VNode {
  const depth = useDepth();
  const measure = useMeasure();
  // A topic of which nobody speaks is nothing to show.
  const topics = standingTopics(useLive().room.of('topics').all.value).filter((topic) => topic.comments + topic.turns > 0);
  const [at, setAt] = useState(0);
  const parts = inPages(topics.map(({ title }) => GAP + depth * LINE * Math.min(2, lines(title, 5.6 * depth, WIDTH, measure.value))), ROOM);
  const pages = parts.length;
  useEffect(() => {
    if (pages < 2) return undefined;
    const timer = setTimeout(() => setAt((before) => before + 1), PAGE_MS);
    return () => clearTimeout(timer);
  }, [at, pages]);
  const [from, to] = parts[at % pages] ?? [0, 0];
  return (
    <div class="topics-scene">
      <h1 class="read">{s('topics.title')}{pages > 1 && <span class="quiet"> · {w('wall.page', { n: (at % pages) + 1, of: pages })}</span>}</h1>
      {topics.length === 0 && <p class="next">{s('topics.none')}</p>}
      <ol>
        {topics.slice(from, to).map((topic) => (
          <li key={topic.id}>
            <span>{topic.title}</span>
            <strong>{s('topics.people', { n: topic.members })}</strong>
          </li>
        ))}
      </ol>
    </div>
  );
}
