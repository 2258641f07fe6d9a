// Under the strip: what has just changed for everybody, and why the meeting stands still.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { announce } from '../shared/announce';
import { timeOfDay } from '../shared/clock';
import { gapNow, limitNewsNow, pausedSince } from '../shared/news';
import type { Meeting } from '../shared/protocol.gen';
import { Icon } from '../shared/ui/Icon';
import { useLive } from '../shared/ui/live';
import { useEvery } from '../shared/ui/time';
import { f, spelled } from '../shared/words.floor';

export function News({ meeting }: { meeting: Meeting }): VNode | null {
  const live = useLive();
  useEvery(1000);
  const change = limitNewsNow(live, meeting);
  const text = change && (change.limit_ms === null ? f('limit.none') : f('limit.news', { time: spelled(change.limit_ms) }));
  useEffect(() => {
    if (text) announce(text);
  }, [text, change?.until]);
  const gap = gapNow(meeting);
  const since = pausedSince(meeting);
  if (gap)
    return (
      <div class="news" role="status">
        <Icon name="alert" />
        <p><strong>{f('gap.title', { from: timeOfDay(gap.from_at), to: timeOfDay(gap.to_at) })}.</strong> {f('gap.now', { from: timeOfDay(gap.from_at) })} {f('gap.next')}</p>
      </div>
    );
  if (since !== null) return <div class="news" role="status"><Icon name="pause" /><p>{f('pause.since', { from: timeOfDay(since) })}</p></div>;
  return text ? <div class="news" data-kind="limit"><Icon name="clock" /><p class="strong">{text}</p></div> : null;
}
