// The comments: newest at the bottom, replies flat under their root and folded, one's own waiting ones at the end.
import { useComputed, useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { numbered } from '../shared/agenda';
import type { Entry } from '../shared/outbox';
import type { Comment, Meeting, Member } from '../shared/protocol.gen';
import { refusalText } from '../shared/refusal';
import { isShown, threads } from '../shared/thread';
import { CommentRow } from '../shared/ui/Comment';
import { Icon } from '../shared/ui/Icon';
import { later } from '../shared/ui/Later';
import { LiveList } from '../shared/ui/LiveList';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { reactionsOf } from '../shared/reactions';
import type { Writing } from './composing';
import { jumpTo } from './jump';
import { openReactors, unfolded } from './opened';

const Listening = later(() => import('./Listening').then((all) => all.Listening));
const Outcome = later(() => import('../shared/ui/Outcome').then((all) => all.Outcome));
const Reactors = later(() => import('../shared/ui/Reactors').then((all) => all.Reactors), 'needed');
const Late = later(() => import('./Late').then((all) => all.Late), 'needed', 'silent');
const PAGE = 40;

export function Comments({ meeting, self, onWrite }: { meeting: Meeting; self: Member; onWrite: (what: Writing) => void }): VNode {
  const live = useLive();
  const comments = live.room.of('comments');
  // Ids as one text: a row that only changes inside does not draw the list again.
  const index = useComputed(() => {
    const replies = new Map<string, string>();
    const roots: string[] = [];
    const late: string[] = [];
    const shown = comments.ids.value.map((id) => comments.get(id).value).filter((each): each is Comment => each !== null && isShown(each, self.id));
    for (const thread of threads(shown)) {
      (thread.root.afterwards ? late : roots).push(thread.root.id);
      replies.set(thread.root.id, thread.replies.map((each) => each.id).join(' '));
    }
    return { roots: roots.join(' '), late: late.join(' '), replies };
  });
  const rootKey = useComputed(() => index.value.roots);
  const roots = rootKey.value ? rootKey.value.split(' ') : [];
  const lateKey = useComputed(() => index.value.late);
  const late = lateKey.value ? lateKey.value.split(' ') : [];
  const owed = live.outbox.value.filter((entry) => entry.kind === 'comment' && !arrived(entry, live.room.of('comments').all.value, self.id, live.clock.now()));
  const last = `${roots[roots.length - 1] ?? ''}${late.length}${owed.length ? owed[owed.length - 1]?.id : ''}`;
  const reacted = openReactors.value ? comments.get(openReactors.value).value : null;
  const stale = live.line.value.line !== 'live';

  return (
    <>
    {meeting.current_round && <Listening onWrite={onWrite} />}
    <LiveList label={t('comments.list')} newest={last} count={roots.length + late.length + owed.length} own={live.outbox.value.filter((entry) => entry.kind === 'comment').pop()?.id ?? ''}>
      <Older first={live.room.of('comments').ids.value[0] ?? null} />
      {roots.length + late.length + owed.length === 0 && (
        <div class="empty">
          <Icon name="comment" />
          <p class="strong">{t('comments.empty')}</p>
          <p class="quiet">{t('comments.emptyHint')}</p>
        </div>
      )}
      <ul class={`comments${stale ? ' stale' : ''}`}>
        {roots.map((id) => (
          <Row key={id} id={id} meeting={meeting} self={self} index={index} onWrite={onWrite} />
        ))}
        {late.length > 0 && (
          <Late count={late.length} open={meeting.status === 'closed' || late.some((id) => id === unfolded.value || comments.peek(id)?.author === self.id)}>
            {late.map((id) => <Row key={id} id={id} meeting={meeting} self={self} index={index} onWrite={onWrite} />)}
          </Late>
        )}
        {owed.map((entry) => (
          <li key={entry.id}>
            <Owed entry={entry} />
          </li>
        ))}
      </ul>
    </LiveList>
    {/* Beside the list: its rows are painted only while they are seen, and would hold a sheet inside them. */}
    {reacted && <Reactors comment={reacted} onClose={() => (openReactors.value = null)} />}
    </>
  );
}

/** The view may have a comment before its ack is back: then the waiting row would stand there twice. */
function arrived(entry: Entry, held: readonly Comment[], me: string, now: number): boolean {
  if (entry.result) return held.some((each) => each.id === entry.result);
  if (entry.state !== 'sending' || entry.command.type !== 'comment.post') return false;
  const { body } = entry.command;
  return held.some((each) => each.author === me && each.body === body && now - each.at < 10_000);
}

function Older({ first }: { first: string | null }): VNode | null {
  const live = useLive();
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);
  if (!first || done || live.line.value.line !== 'live' || live.room.of('comments').ids.value.length < PAGE) return null;
  const more = async (): Promise<void> => {
    setBusy(true);
    const page = await live.page({ collection: 'comments', before: first, where: { reply_to: null }, limit: PAGE });
    setBusy(false);
    if (page && page.next === null) setDone(true);
  };
  return (
    <button type="button" class="button plain wide older" disabled={busy} onClick={() => void more()}>
      <Icon name="up" />
      {t('comments.older')}
    </button>
  );
}

interface Index {
  roots: string;
  late: string;
  replies: Map<string, string>;
}

function Row({ id, meeting, self, index, onWrite }: {
  id: string; meeting: Meeting; self: Member; index: ReadonlySignal<Index>; onWrite: (what: Writing) => void;
}): VNode | null {
  const live = useLive();
  const comments = live.room.of('comments');
  const open = useSignal(false);
  useSignalEffect(() => {
    if (unfolded.value === id) open.value = true;
  });
  const replyKey = useComputed(() => index.value.replies.get(id) ?? '');
  const comment = comments.get(id).value;
  if (!comment) return null;
  const replies = replyKey.value ? replyKey.value.split(' ') : [];
  const count = Math.max(comment.replies, replies.length);
  const item = comment.on && comment.on !== meeting.current_item ? numbered(live.room.of('agenda').all.value).find((each) => each.item.id === comment.on)?.number : null;
  const unfold = async (): Promise<void> => {
    open.value = !open.value;
    if (open.value && comment.replies > replies.length) await live.page({ collection: 'comments', where: { reply_to: id }, limit: 200 });
  };
  return (
    <li id={`c-${id}`}>
      <CommentRow comment={comment} mine={comment.author === self.id} item={item ?? null}>
        {comment.outcome && <Outcome comment={comment} />}
        <Acts comment={comment} mine={comment.author === self.id} onWrite={onWrite} />
        {count > 0 && (
          <button type="button" class="unfold" aria-expanded={open.value} onClick={() => void unfold()}>
            <Icon name={open.value ? 'chevron' : 'comment'} />
            {open.value ? t('comments.hideReplies') : t('comments.replies', { n: count })}
          </button>
        )}
        {open.value && (
          <ul class="replies">
            {replies.map((each) => (
              <Reply key={each} id={each} root={id} self={self} onWrite={onWrite} />
            ))}
          </ul>
        )}
      </CommentRow>
    </li>
  );
}

function Reply({ id, root, self, onWrite }: { id: string; root: string; self: Member; onWrite: (what: Writing) => void }): VNode | null {
  const comments = useLive().room.of('comments');
  const comment = comments.get(id).value;
  if (!comment) return null;
  const quoted = comment.quotes && comment.quotes !== root ? comments.get(comment.quotes).value : null;
  return (
    <li id={`c-${id}`}>
      <CommentRow comment={comment} mine={comment.author === self.id} quote={quoted} onQuote={() => quoted && jumpTo(quoted.id)}>
        {comment.outcome && <Outcome comment={comment} />}
        <Acts comment={comment} mine={comment.author === self.id} onWrite={onWrite} />
      </CommentRow>
    </li>
  );
}

function Acts({ comment, mine, onWrite }: { comment: Comment; mine: boolean; onWrite: (what: Writing) => void }): VNode | null {
  const live = useLive();
  const agreed = live.room.of('reacted').get(comment.id).value?.kinds.includes('agree') ?? false;
  const wanted = useSignal<boolean | null>(null);
  if (comment.status === 'retracted' || comment.status === 'hidden') return null;
  const total = reactionsOf(comment);
  const on = wanted.value ?? agreed;
  // Shown at once as it will be; the server's number replaces it.
  const n = comment.reactions.agree + (on === agreed ? 0 : on ? 1 : -1);
  const toggle = async (): Promise<void> => {
    if (wanted.value !== null) return;
    wanted.value = !on;
    const outcome = await live.perform({ type: on ? 'comment.unreact' : 'comment.react', comment: comment.id, kind: 'agree' });
    if (outcome.kind === 'refused' && outcome.refusal.code === 'already') live.refusal.value = null;
    wanted.value = null;
  };
  return (
    <div class="acts-row">
      <button type="button" aria-pressed={on} aria-label={on ? t('comments.agreed', { n }) : t('comments.agreeN', { n })} onClick={() => void toggle()}>
        <Icon name="thumb" />
        {n === 0 && <span>{t('comments.agree')}</span>}
      </button>
      {n > 0 && total === 0 && <span class="who">{n}</span>}
      {total > 0 && (
        <button type="button" class="who" aria-label={t('comments.who', { n: total })} onClick={() => (openReactors.value = comment.id)}>
          <span>{total + n - comment.reactions.agree}</span>
        </button>
      )}
      <button type="button" onClick={() => onWrite({ kind: 'reply', to: comment })}>
        <Icon name="reply" />
        <span>{t('comments.reply')}</span>
      </button>
      {mine && comment.author !== null && (
        <button type="button" onClick={() => onWrite({ kind: 'edit', comment })}>
          <Icon name="pencil" />
          <span>{t('comments.edit')}</span>
        </button>
      )}
    </div>
  );
}

/** One's own comment that the room does not have yet. */
function Owed({ entry }: { entry: Entry }): VNode | null {
  const live = useLive();
  if (entry.command.type !== 'comment.post') return null;
  const word =
    entry.state === 'sending' ? t('comments.sending')
    : entry.state === 'sent' ? t('comments.sent')
    : entry.state === 'waiting' ? t('comments.waiting')
    : t('comments.failed');
  const stuck = entry.state === 'failed' || entry.state === 'ask';
  return (
    <article class="comment mine owed" data-state={entry.state}>
      <p class="body">{entry.command.body}</p>
      <p class="small quiet" role="status">
        <Icon name={stuck ? 'alert' : entry.state === 'sent' ? 'check' : 'clock'} /> {word}
        {entry.refusal ? `. ${refusalText(entry.command.type, entry.refusal)}` : ''}
      </p>
      {stuck && (
        <div class="acts-row">
          <button type="button" onClick={() => live.again(entry.id)}><Icon name="up" /><span>{t('comments.resend')}</span></button>
          <button type="button" onClick={() => live.drop(entry.id)}><Icon name="close" /><span>{t('comments.drop')}</span></button>
        </div>
      )}
    </article>
  );
}
