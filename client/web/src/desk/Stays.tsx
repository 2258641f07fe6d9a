// When somebody came, left and came again: read from the log when it is asked for.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOfDay } from '../shared/clock';
import type { AttendanceStatus, Member, Mode } from '../shared/protocol.gen';
import { stretches, type Stretch } from '../shared/rollcall';
import { useLive } from '../shared/ui/live';
import type { Logged } from './sentence';
import { r } from './words';

const TYPES = ['attendance.checked_in', 'attendance.marked'] as const;

export function Stays({ member }: { member: Member }): VNode | null {
  const live = useLive();
  const found = useSignal<Stretch[]>([]);
  const { status, mode, since } = member.attendance;
  useEffect(() => {
    let gone = false;
    const pages = TYPES.map((type) => live.page({ collection: 'log', limit: 100, where: { type, member: member.id } }));
    void Promise.all(pages).then((answers) => {
      if (gone) return;
      const events = answers.flatMap((page) => Object.values((page?.entities ?? {}) as unknown as Record<string, Logged>)).sort((a, b) => a.born - b.born);
      found.value = stretches(events.map((event) => ({ at: event.at, status: event['status'] as AttendanceStatus, mode: event['mode'] as Mode | null })));
    });
    return () => {
      gone = true;
    };
  }, [member.id, status, mode, since]);
  if (found.value.length === 0) return null;
  return (
    <p class="small stays">
      <span class="strong">{r('stays')}:</span>{' '}
      {found.value
        .map((stay) => {
          const from = timeOfDay(stay.from_at);
          const text = stay.to_at === null ? r('stay.now', { from }) : r('stay', { from, to: timeOfDay(stay.to_at) });
          return stay.remote ? `${text} (${r('stay.remote')})` : text;
        })
        .join(' · ')}
    </p>
  );
}
