// What else the desk does with a comment: reply, pin, mute its author, move the thread to where it belongs.
import type { VNode } from 'preact';
import { numbered } from '../shared/agenda';
import type { Comment } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { authorOf } from '../shared/ui/Comment';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { ShowLater } from './Ahead';
import { Edits } from './Edits';
import { d, e } from './words';

/** What the desk may go on to do with one comment, in a sheet of its own. */
export type VoiceAct = 'more' | 'reply' | 'reactors' | 'resolve' | 'tag' | 'conclude';

export function VoiceMore({ comment, onAct, onClose }: { comment: Comment; onAct: (act: VoiceAct) => void; onClose: () => void }): VNode {
  const live = useLive();
  const author = comment.author ? live.room.of('members').get(comment.author).value : null;
  const done = (act: () => void) => (): void => {
    onClose();
    act();
  };
  return (
    <Sheet title={authorOf(comment)} onClose={onClose}>
      <div class="stack">
        <Button look="outline" wide icon="reply" onPress={done(() => onAct('reply'))}>{d('voices.replyTo', { name: authorOf(comment) })}</Button>
        <Button look="plain" wide icon="check" onPress={done(() => onAct('resolve'))}>{e('resolve')}</Button>
        <Button look="plain" wide icon="list" onPress={done(() => onAct('tag'))}>{e('tag')}</Button>
        {live.room.meeting.value?.status !== 'draft' && <Button look="plain" wide icon="agenda" onPress={done(() => onAct('conclude'))}>{e('intoConclusion')}</Button>}
        {comment.scope === 'all' && comment.status !== 'hidden' && <ShowLater scene={{ scene: 'comment', ref: comment.id }} wide onDone={onClose} />}
        {comment.status === 'shown' && (
          <Button look="plain" wide icon="pin" pressed={comment.pinned} onPress={done(() => void live.perform({ type: comment.pinned ? 'comment.unpin' : 'comment.pin', comment: comment.id }))}>
            {comment.pinned ? d('voices.unpin') : d('voices.pin')}
          </Button>
        )}
        {author && (
          <Button look="plain" wide onPress={done(() => void live.perform({ type: author.muted ? 'member.unmute' : 'member.mute', member: author.id }))}>
            {author.muted ? d('voices.unmute', { name: author.name }) : d('voices.mute', { name: author.name })}
          </Button>
        )}
        {comment.edited_at !== null && <Edits comment={comment} />}
        {comment.reply_to === null && (
          <>
            <h3>{d('voices.moveTo')}</h3>
            <ul class="pick">
              <li><button type="button" class="pick-row" onClick={done(() => void live.perform({ type: 'comment.move', comment: comment.id, on: null }))}>{d('voices.whole')}</button></li>
              {numbered(live.room.of('agenda').all.value).map(({ item, number }) => (
                <li key={item.id}>
                  <button type="button" class="pick-row" disabled={comment.on === item.id} onClick={done(() => void live.perform({ type: 'comment.move', comment: comment.id, on: item.id }))}>
                    {number} · {item.title}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Sheet>
  );
}
