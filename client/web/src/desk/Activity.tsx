// The desk's list of activity: the log in plain sentences, newest first, page by page.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOfDay } from '../shared/clock';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { isOfTheChair, isTold, sentence, type Logged, type Lookup } from './sentence';
import { a } from './words';

const PAGE = 50;
const NEWS_MS = 4000;
/** A filtered list goes on loading until it fills a screen. */
const ENOUGH = 15;

export function Activity({ onClose }: { onClose: () => void }): VNode {
  const live = useLive();
  const log = live.room.collection<Logged>('log');
  const ofChair = useSignal(false);
  const older = useSignal<string | null>(null);
  const busy = useSignal(false);
  const load = async (before?: string): Promise<void> => {
    if (busy.peek()) return;
    busy.value = true;
    const page = await live.page({ collection: 'log', limit: PAGE, ...(before ? { before } : {}) });
    if (page && (before || older.peek() === null)) older.value = page.next;
    busy.value = false;
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), NEWS_MS);
    return () => clearInterval(timer);
  }, []);
  const all = [...log.all.value].reverse();
  const shown = all.filter((event) => isTold(event) && (!ofChair.value || isOfTheChair(event)));
  useEffect(() => {
    if (shown.length < ENOUGH && older.value && !busy.value) void load(older.value);
  });
  const { room } = live;
  const look: Lookup = {
    member: (id) => room.of('members').get(id).value?.name ?? null,
    item: (id) => room.of('agenda').get(id).value?.title ?? null,
    owner: (id) => {
      const known = room.of('turns').get(id).value?.name ?? room.of('slots').get(id).value?.name ?? room.of('comments').get(id).value?.name;
      if (known) return known;
      const called = all.find((event) => event.type === 'floor.granted' && event['turn'] === id);
      return called ? look.member(String(called['member'])) : null;
    },
  };
  return (
    <Sheet title={a('title')} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{a('hint')}</p>
        <div class="chips" role="group" aria-label={a('title')}>
          {[false, true].map((only) => (
            <button key={String(only)} type="button" class="chip" aria-pressed={ofChair.value === only} onClick={() => (ofChair.value = only)}>{only ? a('chair') : a('all')}</button>
          ))}
        </div>
        {shown.length === 0 && !busy.value && <p>{a('none')}</p>}
        <ol class="activity">
          {shown.map((event) => (
            <li key={event.id}>
              <time class="quiet" dateTime={new Date(event.at).toISOString()}>{timeOfDay(event.at)}</time>
              <span>{sentence(event, look)}</span>
            </li>
          ))}
        </ol>
        {older.value && <Button look="plain" wide disabled={busy.value} onPress={() => older.value && void load(older.value)}>{a('more')}</Button>}
      </div>
    </Sheet>
  );
}
