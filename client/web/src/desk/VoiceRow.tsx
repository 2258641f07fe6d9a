// One comment at the desk: approve, show large, hide, say what became of it; the rest behind its menu.
import type { VNode } from 'preact';
import { numbered } from '../shared/agenda';
import { isUnanswered } from '../shared/outcome';
import { reactionsOf } from '../shared/reactions';
import type { Meeting } from '../shared/protocol.gen';
import { Button, RoundButton } from '../shared/ui/Button';
import { authorOf, CommentRow } from '../shared/ui/Comment';
import { Outcome } from '../shared/ui/Outcome';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import type { VoiceAct } from './VoiceMore';
import { offer } from './undo';
import { d, e } from './words';

export function VoiceRow({ id, meeting, onAct }: { id: string; meeting: Meeting; onAct: (act: VoiceAct) => void }): VNode | null {
  const live = useLive();
  const comments = live.room.of('comments');
  const comment = comments.get(id).value;
  if (!comment) return null;
  const root = comment.reply_to ? comments.get(comment.quotes ?? comment.reply_to).value : null;
  const item = comment.on && comment.on !== meeting.current_item ? numbered(live.room.of('agenda').all.value).find((each) => each.item.id === comment.on)?.number : null;
  const hide = async (): Promise<void> => {
    const outcome = await live.perform({ type: 'comment.hide', comment: id });
    if (outcome.kind === 'done') offer(d('next.undoHide'), { type: 'comment.restore', comment: id });
  };
  const gone = comment.status === 'retracted';
  return (
    <li class="desk-voice" data-status={comment.status}>
      <CommentRow comment={comment} quote={root} item={item ?? null}>
        {comment.topics.length > 0 && <p class="topic-tags">{comment.topics.map((id) => <span key={id} class="tag">{live.room.of('topics').get(id).value?.title}</span>)}</p>}
        <Outcome comment={comment} />
        {!gone && (
          <div class="voice-acts">
            {comment.status === 'pending' && <Button look="primary" onPress={() => void live.perform({ type: 'comment.approve', comment: id })}>{d('voices.approve')}</Button>}
            {comment.status === 'shown' && comment.scope === 'all' && (
              <Button look="plain" onPress={() => void live.perform({ type: 'screen.show', scene: 'comment', ref: id })}>{d('voices.large')}</Button>
            )}
            {comment.status === 'hidden'
              ? <Button look="outline" onPress={() => void live.perform({ type: 'comment.restore', comment: id })}>{d('voices.restore')}</Button>
              : <Button look="plain" icon="eyeOff" onPress={() => void hide()}>{d('voices.hide')}</Button>}
            {reactionsOf(comment) > 0 && <Button look="plain" icon="thumb" label={t('comments.who', { n: reactionsOf(comment) })} onPress={() => onAct('reactors')}>{reactionsOf(comment)}</Button>}
            {isUnanswered(comment) && comment.status === 'shown' && <Button look="plain" icon="check" onPress={() => onAct('resolve')}>{e('resolve')}</Button>}
            <RoundButton icon="menu" label={d('voices.more', { name: authorOf(comment) })} onPress={() => onAct('more')} />
          </div>
        )}
      </CommentRow>
    </li>
  );
}
