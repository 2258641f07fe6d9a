// S10: the paragraph that is being read, large; its comments in the margin; who reads, and how long still.
// A paragraph too long for the wall is shown in pages that turn as fast as one reads aloud.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Comment, Slot, Statement, Turn } from '../../shared/protocol.gen';
import { lineAt, linesOf } from '../../shared/statement';
import { authorOf, kindWord } from '../../shared/ui/Comment';
import { Icon } from '../../shared/ui/Icon';
import { useLive } from '../../shared/ui/live';
import { ScanPage } from '../../shared/ui/ScanPage';
import { Timer } from '../../shared/ui/Timer';
import { t } from '../../shared/words';
import { s, standing } from '../../shared/words.statement';
import { useDepth } from '../depth';
import { lines as linesAt, type Measure } from '../fit';
import { beginning, notesOf, pagesOf, type Note } from '../margin';
import { useMeasure } from '../measure';
import { w } from '../words';

const TEXT_WIDTH = 94;
const NOTE_WIDTH = 56;
const NOTE_LINES = 4;
const WORD_MS = 300;

/** What is left for the text, in u: header, the reader's line and the page's foot are taken. */
function roomFor(depth: number): number {
  const u = Math.min(window.innerHeight / 100, window.innerWidth * 0.005625);
  return window.innerHeight / u - 7.6 - 4.4 * 1.42 * depth - 2 - 5.6 * 1.42 * depth - 3 - 4.4 * 1.42 * depth - 2;
}

export function StatementScene({ statement, slot, turn }: { statement: Statement; slot: Slot | null; turn: Turn | null }): VNode {
  const { room, clock } = useLive();
  const depth = useDepth();
  const measure = useMeasure().value;
  const all = linesOf(statement);
  const at = lineAt(all, statement.revealed);
  const line = all[at];
  const space = roomFor(depth);
  const heading = line?.heading ? 4.4 * 1.42 * depth * linesAt(line.heading, 4.4 * 1.1 * depth, TEXT_WIDTH, measure) : 0;
  const pages = pagesOf(line?.text ?? '', TEXT_WIDTH, space - heading, depth, measure);
  const page = usePage(`${statement.id}:${at}`, pages.map(({ text }) => text));
  const shown = pages[page];
  const about = [statement.id, ...(slot?.turn ? [slot.turn] : [])];
  const notes = useComputed(() => notesOf(room.of('comments').all.value, about, at, (comment) => heightOf(comment, depth, measure), space)).value;
  const reader = turn && turn.name !== statement.name ? turn.name : null;
  return (
    <div class="read-along">
      <p class="read read-who">
        <Icon name="mic" />
        <strong>{statement.name}</strong>
        {reader && <span class="quiet">{w('wall.readBy', { name: reader })}</span>}
        {turn && <Timer turn={turn} clock={clock} />}
      </p>
      <div class="read-columns">
        <div class="read-text" data-scan={line?.scan !== undefined}>
          {line?.heading && <p class="label strong">{line.heading}</p>}
          {line?.scan && <ScanPage statement={statement.id} scan={line.scan} width={1600} label={s('scan.page', { n: line.n })} />}
          <p key={`${at}-${page}`} class="read-paragraph" style={{ fontSize: `calc(${shown?.size ?? 5.6} * var(--u))` }}>{shown?.text}</p>
        </div>
        <ul class="read-margin">
          {notes.map((note) => <li key={note.id}><MarginNote note={note} /></li>)}
        </ul>
      </div>
      <p class="label quiet">
        {line && standing(line)}
        {pages.length > 1 && ` · ${w('wall.page', { n: page + 1, of: pages.length })}`}
      </p>
    </div>
  );
}

/** Which page of a paragraph; a new paragraph begins at its first, and the last one stays. */
function usePage(key: string, texts: readonly string[]): number {
  const [state, set] = useState({ key, at: 0 });
  const at = state.key === key ? Math.min(state.at, texts.length - 1) : 0;
  useEffect(() => {
    if (at >= texts.length - 1) return undefined;
    const words = (texts[at] ?? '').split(' ').length;
    const timer = setTimeout(() => set({ key, at: at + 1 }), words * WORD_MS);
    return () => clearTimeout(timer);
  }, [key, at, texts.length]);
  return at;
}

function heightOf(comment: Comment, depth: number, measure: Measure): number {
  const body = Math.min(NOTE_LINES, linesAt(comment.body ?? '', 5.6 * depth, NOTE_WIDTH, measure));
  const head = linesAt(`${authorOf(comment)}${comment.kind ? ` · ${kindWord(comment.kind)}` : ''} · ${t('comments.paragraph', { n: '00' })}`, 4.4 * 1.1 * depth, NOTE_WIDTH, measure);
  return head * 4.4 * 1.42 * depth + body * 5.6 * 1.42 * depth + 4;
}

function MarginNote({ note }: { note: Note }): VNode | null {
  const comment = useLive().room.of('comments').get(note.id).value;
  const depth = useDepth();
  const measure = useMeasure().value;
  if (!comment) return null;
  return (
    <article class="margin-note">
      <p class="label">
        <strong>{authorOf(comment)}</strong>
        {comment.kind && <> · <span class="whole">{kindWord(comment.kind)}</span></>}
        {note.elsewhere !== null && <span class="quiet"> · {t('comments.paragraph', { n: note.elsewhere + 1 })}</span>}
      </p>
      <p class="read margin-body">{beginning(comment.body ?? '', 5.6 * depth, NOTE_WIDTH, NOTE_LINES, measure)}</p>
    </article>
  );
}
