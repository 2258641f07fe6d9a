// The time of a turn was changed a while ago: said at the desk until everybody has got used to it.
import type { VNode } from 'preact';
import { timeOfDay } from '../shared/clock';
import { inMinutes } from '../shared/minutes';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { o } from './words';

const NEWS_MS = 10 * 60_000;

export function LimitNews({ limit: { limit_at, limit_ms } }: { limit: { limit_at: number | null; limit_ms: number | null } }): VNode | null {
  const live = useLive();
  if (limit_at === null || live.clock.now() - limit_at > NEWS_MS) return null;
  const time = timeOfDay(limit_at);
  return (
    <p class="limit-news">
      <Icon name="clock" /> {limit_ms === null ? o('fit.newsNone', { time }) : o('fit.news', { time, each: inMinutes(limit_ms) })}
    </p>
  );
}
