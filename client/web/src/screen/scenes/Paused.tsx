// The meeting stands still: since when, and what comes next. After a failure it says so, with the gap that is on record.
import type { VNode } from 'preact';
import { timeOfDay } from '../../shared/clock';
import { gapNow, pausedSince } from '../../shared/news';
import { useLive } from '../../shared/ui/live';
import { w } from '../words';
import { Message } from './Message';

export function Paused(): VNode | null {
  const meeting = useLive().room.meeting.value;
  if (!meeting) return null;
  const gap = gapNow(meeting);
  if (gap) return <Message text={w('wall.gapTitle', { from: timeOfDay(gap.from_at), to: timeOfDay(gap.to_at) })} hint={w('wall.gapHint')} />;
  const since = pausedSince(meeting);
  return <Message text={w('wall.pausedTitle')} hint={since === null ? w('wall.pausedHint') : w('wall.pausedSince', { time: timeOfDay(since) })} />;
}
