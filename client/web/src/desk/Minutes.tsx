// The minutes at the desk: the paper as it stands, its files, and a line to write for every turn that lacks one.
import '../styles/minutes.css';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOfDay } from '../shared/clock';
import type { Meeting } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { htmlLanguage, translator } from '../shared/words';
import { minutesVi } from '../words/minutes.vi';
import { download, paperOf, turnsToNote, type Block, type Paper, type Spoken } from './paper';

const m = translator(minutesVi, () => import('../words/minutes.en').then((all) => all.minutesEn));

export function Minutes({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const paper = useSignal<Paper | null>(null);
  const turns = useSignal<Spoken[]>([]);
  const trouble = useSignal<'failed' | 'fileFailed' | null>(null);
  const busy = useSignal(false);
  const room = live.room.id;
  const fetchAll = async (): Promise<void> => {
    busy.value = true;
    const [found, missing] = await Promise.all([paperOf(room, live.token, htmlLanguage()), turnsToNote(room, live.token)]);
    paper.value = found ?? paper.value;
    turns.value = missing ?? turns.value;
    trouble.value = found && missing ? null : 'failed';
    busy.value = false;
  };
  useEffect(() => void fetchAll(), [meeting.status, htmlLanguage()]);
  const save = async (kind: 'docx' | 'md'): Promise<void> => {
    busy.value = true;
    trouble.value = (await download(room, live.token, kind, htmlLanguage())) ? null : 'fileFailed';
    busy.value = false;
  };
  return (
    <Sheet title={m('title')} onClose={onClose}>
      <div class="stack minutes">
        <div class="minutes-acts">
          <Button look="primary" disabled={busy.value} onPress={() => void save('docx')}>{m('docx')}</Button>
          <Button look="outline" disabled={busy.value} onPress={() => void save('md')}>{m('md')}</Button>
          <Button look="plain" disabled={busy.value} onPress={() => void fetchAll()}>{m('again')}</Button>
        </div>
        {trouble.value && <p class="desk-band" role="alert">{m(trouble.value)}</p>}
        {meeting.status !== 'closed' && <p class="quiet small">{m('draft')}</p>}
        {turns.value.length > 0 && (
          <details class="minutes-notes">
            <summary>{m('notes', { n: turns.value.length })}</summary>
            <p class="quiet small">{m('notesHint')}</p>
            {turns.value.map((turn) => <Note key={turn.id} turn={turn} onSaved={() => void fetchAll()} />)}
          </details>
        )}
        {paper.value ? (
          <article class="minutes-paper" data-paper lang={meeting.locale} aria-label={m('paper')}>{paper.value.blocks.map((block, place) => <Part key={place} block={block} />)}</article>
        ) : (
          !trouble.value && <p class="quiet" aria-busy="true">{m('loading')}</p>
        )}
      </div>
    </Sheet>
  );
}

/** What one speaker said, in the secretary's words. */
function Note({ turn, onSaved }: { turn: Spoken; onSaved: () => void }): VNode {
  const live = useLive();
  const text = useSignal('');
  const busy = useSignal(false);
  const save = async (): Promise<void> => {
    busy.value = true;
    const outcome = await live.perform({ type: 'turn.note', turn: turn.id, text: text.value });
    busy.value = false;
    if (outcome.kind === 'done') onSaved();
  };
  return (
    <div class="minutes-note">
      <label class="field">
        <span>{m('note', { name: turn.person.name })} <span class="quiet small">{timeOfDay(turn.started_at ?? 0)}</span></span>
        <textarea class="input" rows={2} maxLength={500} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
      </label>
      <Button look="outline" disabled={busy.value || !text.value.trim()} onPress={() => void save()}>{m('save')}</Button>
    </div>
  );
}

function Part({ block }: { block: Block }): VNode {
  switch (block.block) {
    case 'header':
      return <p class="minutes-head"><span>{block.left.join(' ')}</span><span>{block.right.join(' ')}</span></p>;
    case 'title':
      return <div class="minutes-title"><h3>{block.text}</h3><p class="strong">{block.about}</p></div>;
    case 'notice':
      return <p class="minutes-notice">{block.text}</p>;
    case 'para':
      return <p>{block.text}</p>;
    case 'fact':
      return <p class="minutes-point"><strong>{block.label}:</strong> {block.text}</p>;
    case 'heading':
      return block.level === 1 ? <h4>{block.text}</h4> : <h5 data-level={block.level}>{block.text}</h5>;
    case 'point':
      return <p class="minutes-point" data-depth={block.depth}>{block.who && <strong>{block.who}{block.text ? ': ' : ''}</strong>}{block.text}</p>;
    case 'table':
      return (
        <div class="minutes-table" tabIndex={0}>
          <table>
            <thead><tr>{block.head.map((cell) => <th key={cell} scope="col">{cell}</th>)}</tr></thead>
            <tbody>{block.rows.map((row) => <tr key={row[0]}>{row.map((cell, place) => <td key={place}>{cell}</td>)}</tr>)}</tbody>
          </table>
        </div>
      );
    case 'signatures':
      return <div class="minutes-sign">{block.columns.map(([what, name]) => <p key={what}><strong>{what}</strong><span>{name}</span></p>)}</div>;
    default:
      return <hr />;
  }
}
