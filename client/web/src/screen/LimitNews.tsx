// The time of a turn was changed: said to the hall for half a minute, over whatever is shown.
import type { VNode } from 'preact';
import { limitNewsNow } from '../shared/news';
import type { Meeting } from '../shared/protocol.gen';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { f, spelled } from '../shared/words.floor';

export function LimitNews({ meeting }: { meeting: Meeting }): VNode | null {
  const live = useLive();
  useEvery(1000);
  const change = limitNewsNow(live, meeting);
  if (!change) return null;
  return <p class="limit-news read"><Icon name="clock" /> {change.limit_ms === null ? f('limit.none') : f('limit.news', { time: spelled(change.limit_ms) })}</p>;
}
