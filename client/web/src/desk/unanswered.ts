// How many voices have no outcome yet, in the whole meeting or on one item: also those that the view left out.
import { useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isUnanswered, itemOf } from '../shared/outcome';
import type { Live } from '../shared/live';
import { useLive } from '../shared/ui/live';

const PAGE = 200;
/** As many as a device holds. */
const MOST_PAGES = 5;

/** Fetches what has no outcome, newest first. */
export async function fetchUnanswered(live: Live): Promise<void> {
  let before: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await live.page({ collection: 'comments', where: { outcome: null, reply_to: null }, limit: PAGE, ...(before ? { before } : {}) });
    if (!page?.next) return;
    before = page.next;
  }
}

/** The number, while it is `wanted`; 0 otherwise. */
export function useUnanswered(wanted: boolean, item?: string): number {
  const live = useLive();
  const { room } = live;
  useEffect(() => {
    if (wanted) void fetchUnanswered(live);
  }, [wanted]);
  return useComputed(() => {
    const about = (id: string): { item: string | null } | null => room.of('turns').get(id).value ?? room.of('statements').get(id).value;
    return room.of('comments').all.value.filter((each) => isUnanswered(each) && (item === undefined || itemOf(each.on, about) === item)).length;
  }).value * (wanted ? 1 : 0);
}
