// Writing: a sheet with the words, a counter and one button. A draft is kept each second, so nothing typed is ever lost.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { nfc } from '../shared/names';
import type { Meeting, Member, PostComment } from '../shared/protocol.gen';
import { stored } from '../shared/stored';
import { statementOn } from '../shared/round';
import { Button } from '../shared/ui/Button';
import { authorOf, kindWord } from '../shared/ui/Comment';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t, translator } from '../shared/words';
import { composeVi } from '../words/compose.vi';
import { f } from '../shared/words.floor';
import { namedIn } from '../shared/mentions';
import { NameKey, Naming, peopleOf } from '../shared/ui/Naming';
import type { Writing } from './composing';

const c = translator(composeVi, () => import('../words/compose.en').then((all) => all.composeEn));
const DRAFT_MS = 1000;
/** The counter appears when a fifth is left. */
const NEAR_END = 0.2;

export function Composer({ meeting, self, writing, onClose }: { meeting: Meeting; self: Member; writing: NonNullable<Writing>; onClose: () => void }): VNode {
  const live = useLive();
  const key = `draft:${live.room.id}:${self.id}:${draftOf(writing)}`;
  const [body, setBody] = useState(() => stored.get(key) ?? (writing.kind === 'edit' ? (writing.comment.body ?? '') : writing.kind === 'instead' ? writing.text : ''));
  const [kind, setKind] = useState<string | null>(writing.kind === 'instead' ? writing.of : null);
  const [anonymous, setAnonymous] = useState(false);
  const [toDesk, setToDesk] = useState(false);
  const [retracting, setRetracting] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  // In private words nobody is named: they would not be shown them.
  const people = toDesk || (writing.kind === 'reply' && writing.to.scope !== 'all') ? [] : peopleOf(live);
  const box = useRef<HTMLTextAreaElement>(null);
  const setBodyAndGo = (next: string): void => {
    setBody(next);
    box.current?.focus();
  };
  const kept = useRef(body);
  useEffect(() => {
    const keep = (): void => {
      if (kept.current === body) return;
      kept.current = body;
      if (body.trim()) stored.set(key, body);
      else stored.remove(key);
    };
    const timer = setTimeout(keep, DRAFT_MS);
    return () => {
      clearTimeout(timer);
      keep();
    };
  }, [body]);

  const { comment_max: max, comment_kinds: kinds } = meeting.settings;
  const text = nfc(body).trim();
  const left = max - [...text].length;
  const muted = self.muted && writing.kind !== 'edit';
  const send = (event: Event): void => {
    event.preventDefault();
    if (!text || left < 0 || muted) return;
    const mentions = namedIn(text, people, chosen);
    if (writing.kind === 'edit') {
      if (text !== writing.comment.body) void live.perform({ type: 'comment.edit', comment: writing.comment.id, body: text, ...(mentions.length ? { mentions } : {}) });
    } else {
      const wish: Omit<PostComment, 'id'> = {
        type: 'comment.post', body: text, on: writing.kind === 'reply' ? writing.to.on : writing.kind === 'on' ? writing.statement : writing.kind === 'instead' ? writing.on : (statementOn(live) ?? meeting.current_item),
        ...(writing.kind === 'on' && writing.paragraph !== null ? { paragraph: writing.paragraph } : {}),
        ...(writing.kind === 'reply' ? { reply_to: writing.to.id } : {}),
        ...(kind ? { kind } : {}),
        ...(toDesk ? { scope: 'desk' as const } : {}),
        ...(anonymous ? { anonymous: true } : {}),
        ...(mentions.length ? { mentions } : {}),
      };
      live.post('comment', wish);
    }
    kept.current = '';
    stored.remove(key);
    setBody('');
    onClose();
  };
  if (retracting && writing.kind === 'edit')
    return (
      <Confirm
        title={c('compose.retractAsk')}
        yes={c('compose.retract')}
        no={t('do.cancel')}
        danger
        onNo={() => setRetracting(false)}
        onYes={() => {
          stored.remove(key);
          void live.perform({ type: 'comment.retract', comment: writing.comment.id });
          onClose();
        }}
      />
    );
  return (
    <Sheet title={titleOf(writing)} onClose={onClose}>
      <form class="stack composer" onSubmit={send}>
        {writing.kind === 'reply' && <Quoted text={writing.to.body ?? t('comments.retracted')} />}
        {writing.kind === 'on' && <Quoted text={writing.text} />}
        {muted && <p class="problem" role="alert">{c('compose.muted')}</p>}
        <label class="field">
          <span class="sr">{titleOf(writing)}</span>
          <textarea
            class="input"
            ref={box}
            data-first
            rows={3}
            value={body}
            placeholder={c('compose.placeholder')}
            aria-invalid={left < 0}
            onInput={(event) => {
              setBody(event.currentTarget.value);
              live.tellTyping(writing.kind === 'reply' ? (writing.to.reply_to ?? writing.to.id) : meeting.current_item);
            }}
          />
        </label>
        <Naming body={body} people={people} onBody={setBodyAndGo} onChoose={(id) => setChosen([...chosen, id])} />
        {left <= max * NEAR_END && <p class={left < 0 ? 'problem' : 'quiet small'} role={left < 0 ? 'alert' : undefined}>{left < 0 ? c('compose.over', { n: -left }) : t('compose.left', { n: left })}</p>}
        {writing.kind !== 'edit' && kinds.length > 0 && (
          <div class="chips" role="group" aria-label={c('compose.kind')}>
            {kinds.map((each) => (
              <button key={each} type="button" class="chip" aria-pressed={kind === each} onClick={() => setKind(kind === each ? null : each)}>{kindWord(each)}</button>
            ))}
          </div>
        )}
        {(writing.kind === 'new' || writing.kind === 'on' || writing.kind === 'instead') && (
          <div class="chips">
            {people.length > 0 && <NameKey body={body} onBody={setBodyAndGo} />}
            <button type="button" class="chip" aria-pressed={toDesk} onClick={() => setToDesk(!toDesk)}>{t('comments.toDesk')}</button>
            {meeting.settings.anonymous && <button type="button" class="chip" aria-pressed={anonymous} onClick={() => setAnonymous(!anonymous)}>{c('compose.anonymous')}</button>}
          </div>
        )}
        <Button type="submit" look="primary" size="large" wide disabled={!text || left < 0 || muted}>{writing.kind === 'edit' ? t('do.save') : c('compose.send')}</Button>
        {writing.kind === 'edit' && <Button look="danger" wide onPress={() => setRetracting(true)}>{c('compose.retract')}</Button>}
      </form>
    </Sheet>
  );
}

/** Under which name what is typed is kept: one draft for each thing one may write on. */
function draftOf(writing: NonNullable<Writing>): string {
  switch (writing.kind) {
    case 'new':
      return 'new';
    case 'on':
      return `${writing.statement}-${writing.paragraph}`;
    case 'reply':
      return writing.to.id;
    case 'edit':
      return `edit-${writing.comment.id}`;
    case 'instead':
      return writing.hand;
  }
}

function titleOf(writing: NonNullable<Writing>): string {
  if (writing.kind === 'reply') return t('comments.replyTo', { name: authorOf(writing.to) });
  if (writing.kind === 'on') return writing.place ?? t('comments.paragraph', { n: (writing.paragraph ?? 0) + 1 });
  if (writing.kind === 'instead') return f('lowered.write');
  return writing.kind === 'edit' ? c('compose.editTitle') : c('compose.title');
}

function Quoted({ text }: { text: string }): VNode {
  return (
    <blockquote class="quote">
      <span>{text}</span>
    </blockquote>
  );
}
