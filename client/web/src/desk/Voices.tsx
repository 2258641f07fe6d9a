// The comments at the desk, newest first: approve, show large, hide, pin; search that needs no marks.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { numbered } from '../shared/agenda';
import { fold } from '../shared/names';
import type { Comment, Meeting } from '../shared/protocol.gen';
import { Button, RoundButton } from '../shared/ui/Button';
import { authorOf, CommentRow } from '../shared/ui/Comment';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { Write } from './Write';
import { offer } from './undo';
import { d } from './words';

type Filter = 'all' | 'pending' | 'pinned' | 'hidden';
const SHOWN = 60;

const KEEP: Record<Filter, (comment: Comment) => boolean> = {
  all: (comment) => comment.status !== 'hidden',
  pending: (comment) => comment.status === 'pending',
  pinned: (comment) => comment.pinned,
  hidden: (comment) => comment.status === 'hidden',
};

export function Voices({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const comments = live.room.of('comments');
  const filter = useSignal<Filter>('all');
  const query = useSignal('');
  const most = useSignal(SHOWN);
  const writing = useSignal(false);
  // Ids as one text: a comment that changes inside draws its own row only.
  const ids = useComputed(() => {
    const wanted = fold(query.value);
    return comments.ids.value
      .filter((id) => {
        const comment = comments.get(id).value;
        return comment !== null && KEEP[filter.value](comment) && (!wanted || fold(`${comment.name ?? ''} ${comment.body ?? ''}`).includes(wanted));
      })
      .reverse()
      .join(' ');
  });
  const pending = useComputed(() => comments.ids.value.filter((id) => comments.get(id).value?.status === 'pending').length).value;
  const rows = ids.value ? ids.value.split(' ') : [];
  const typing = live.typing.value;
  const typist = typing && typing.members[0] ? live.room.of('members').get(typing.members[0]).value : null;
  const older = async (): Promise<void> => {
    const first = comments.ids.peek()[0];
    most.value += SHOWN;
    if (first) await live.page({ collection: 'comments', before: first, limit: SHOWN });
  };
  return (
    <div class="voices">
      <div class="desk-head">
        <h2>{d('voices.title')}</h2>
        <Button look="plain" icon="pencil" onPress={() => (writing.value = true)}>{d('voices.write')}</Button>
      </div>
      <div class="chips" role="group" aria-label={d('voices.title')}>
        {(['all', 'pending', 'pinned', 'hidden'] as const).map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={filter.value === each} onClick={() => (filter.value = each)}>
            {each === 'pending' ? d('voices.pending', { n: pending }) : d(`voices.${each}`)}
          </button>
        ))}
      </div>
      <label class="field">
        <span class="sr">{d('voices.search')}</span>
        <input class="input slim" type="search" autocomplete="off" placeholder={d('voices.search')} value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
      </label>
      {typist && <p class="quiet small">{d('voices.typing', { name: typist.name })}</p>}
      {rows.length === 0 && <p class="quiet">{d('voices.none')}</p>}
      <ul class="desk-voices">
        {rows.slice(0, most.value).map((id) => (
          <Row key={id} id={id} meeting={meeting} />
        ))}
      </ul>
      {(rows.length > most.value || comments.ids.value.length >= SHOWN) && (
        <Button look="link" onPress={() => void older()}>{d('voices.older')}</Button>
      )}
      {writing.value && <Write onClose={() => (writing.value = false)} />}
    </div>
  );
}

function Row({ id, meeting }: { id: string; meeting: Meeting }): VNode | null {
  const live = useLive();
  const comments = live.room.of('comments');
  const more = useSignal(false);
  const replying = useSignal(false);
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
        {!gone && (
          <div class="voice-acts">
            {comment.status === 'pending' && <Button look="primary" onPress={() => void live.perform({ type: 'comment.approve', comment: id })}>{d('voices.approve')}</Button>}
            {comment.status === 'shown' && comment.scope === 'all' && (
              <Button look="plain" onPress={() => void live.perform({ type: 'screen.show', scene: 'comment', ref: id })}>{d('voices.large')}</Button>
            )}
            {comment.status === 'hidden'
              ? <Button look="outline" onPress={() => void live.perform({ type: 'comment.restore', comment: id })}>{d('voices.restore')}</Button>
              : <Button look="plain" icon="eyeOff" onPress={() => void hide()}>{d('voices.hide')}</Button>}
            {comment.status === 'shown' && (
              <Button look="plain" icon="pin" pressed={comment.pinned} onPress={() => void live.perform({ type: comment.pinned ? 'comment.unpin' : 'comment.pin', comment: id })}>
                {comment.pinned ? d('voices.unpin') : d('voices.pin')}
              </Button>
            )}
            <RoundButton icon="menu" label={d('voices.more', { name: authorOf(comment) })} onPress={() => (more.value = true)} />
          </div>
        )}
      </CommentRow>
      {more.value && <More comment={comment} onReply={() => (replying.value = true)} onClose={() => (more.value = false)} />}
      {replying.value && <Write replyTo={comment} onClose={() => (replying.value = false)} />}
    </li>
  );
}

function More({ comment, onReply, onClose }: { comment: Comment; onReply: () => void; onClose: () => void }): VNode {
  const live = useLive();
  const author = comment.author ? live.room.of('members').get(comment.author).value : null;
  const done = (act: () => void) => (): void => {
    act();
    onClose();
  };
  return (
    <Sheet title={authorOf(comment)} onClose={onClose}>
      <div class="stack">
        <Button look="outline" wide icon="reply" onPress={done(onReply)}>{d('voices.replyTo', { name: authorOf(comment) })}</Button>
        {author && (
          <Button look="plain" wide onPress={done(() => void live.perform({ type: author.muted ? 'member.unmute' : 'member.mute', member: author.id }))}>
            {author.muted ? d('voices.unmute', { name: author.name }) : d('voices.mute', { name: author.name })}
          </Button>
        )}
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
