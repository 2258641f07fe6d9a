// A quiet word to who is named in a comment, once: it leads to the comment, and to the hand that replies.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { announce } from '../shared/announce';
import type { Live } from '../shared/live';
import type { Meeting, Member } from '../shared/protocol.gen';
import { buzz } from '../shared/sound';
import { stored, storedValue } from '../shared/stored';
import { Button, RoundButton } from '../shared/ui/Button';
import { useLive } from '../shared/ui/live';
import { w } from '../shared/words.voices';
import { jumpTo } from './jump';
import { unfolded } from './opened';
import { raiseHand } from './raise';

const BUZZ = [150];
const KEPT = 200;

export function NamedIn({ meeting, self, onSee }: { meeting: Meeting; self: Member; onSee: () => void }): VNode | null {
  const live = useLive();
  const at = `named:${live.room.id}:${self.id}`;
  const seen = useSignal(storedValue<string[]>(at) ?? []);
  const news = live.room.of('named').all.value.find((each) => !seen.value.includes(each.id));
  const comment = news ? live.room.of('comments').get(news.id).value : null;
  const text = comment?.name ? w('named.by', { name: comment.name }) : w('named.title');
  useEffect(() => {
    if (!news) return;
    if (!comment) void live.page({ collection: 'comments', where: { id: news.id }, limit: 1 });
    buzz(BUZZ);
    announce(w('named.title'));
  }, [news?.id]);
  if (!news) return null;
  const done = (): void => {
    seen.value = [...seen.value, news.id].slice(-KEPT);
    stored.set(at, JSON.stringify(seen.value));
  };
  const see = (): void => {
    done();
    onSee();
    void lead(live, news.id);
  };
  const reply = (): void => {
    raiseHand(live, meeting, self, 'reply', null, news.id);
    done();
  };
  return (
    <section class="offer named-in" role="status">
      <div class="named-head">
        <p><strong>{text}</strong></p>
        <RoundButton icon="close" label={w('named.close')} onPress={done} />
      </div>
      {comment?.body && <p class="line">“{comment.body}”</p>}
      <div>
        <Button look="primary" onPress={see}>{w('named.see')}</Button>
        {(meeting.status === 'open' || meeting.status === 'paused') && <Button look="outline" icon="hand" onPress={reply}>{w('named.reply')}</Button>}
      </div>
    </section>
  );
}

/** Leads to a comment, wherever it is: what is not held is fetched, and its thread unfolds. */
async function lead(live: Live, id: string): Promise<void> {
  const comments = live.room.of('comments');
  if (!comments.has(id)) await live.page({ collection: 'comments', where: { id }, limit: 1 });
  const root = comments.peek(id)?.reply_to ?? id;
  if (root !== id) {
    if (!comments.has(root)) await live.page({ collection: 'comments', where: { id: root }, limit: 1 });
    await live.page({ collection: 'comments', where: { reply_to: root }, limit: 200 });
  }
  unfolded.value = root;
  // New rows of the list show within a quarter of a second.
  setTimeout(() => jumpTo(id), 350);
}
