// The minutes at the desk: write beside what happened, look at the paper, settle what members would have otherwise; files.
import '../styles/minutes.css';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { download, paperOf, type Paper } from '../shared/paper';
import type { Meeting } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Part } from '../shared/ui/Paper';
import { Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { htmlLanguage } from '../shared/words';
import { Approve } from './Approve';
import { MinutesWriter } from './MinutesWriter';
import { LetterheadForm } from './LetterheadForm';
import { Objections } from './Objections';
import { Papers } from './Papers';
import { modelOf, timeline, type Entry } from './sections';
import { m } from './words.minutes';

type View = 'write' | 'paper' | 'objections' | 'papers' | 'head';

export function Minutes({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const keeps = live.room.self.value?.office === 'secretary';
  const view = useSignal<View>(keeps ? 'write' : 'paper');
  const paper = useSignal<Paper | null>(null);
  const entries = useSignal<Entry[]>([]);
  const trouble = useSignal<'failed' | 'fileFailed' | null>(null);
  const busy = useSignal(false);
  const minutes = live.room.of('minutes').get('minutes').value;
  const room = live.room.id;
  const { letterhead, minutes_layout: layout, minutes_comments: comments } = meeting.settings;
  const fetchAll = async (): Promise<void> => {
    busy.value = true;
    const [found, model] = await Promise.all([paperOf(room, live.token, htmlLanguage()), modelOf(room, live.token)]);
    paper.value = found ?? paper.value;
    entries.value = model ? timeline(model) : entries.value;
    trouble.value = found && model ? null : 'failed';
    busy.value = false;
  };
  const turn = meeting.current_turn;
  useEffect(() => void fetchAll(), [meeting.status, minutes?.status, minutes?.objections, view.value, turn, meeting.current_item, letterhead, layout, comments, htmlLanguage()]);
  const save = async (kind: 'docx' | 'pdf'): Promise<void> => {
    busy.value = true;
    trouble.value = (await download(room, live.token, kind, { locale: htmlLanguage() })) ? null : 'fileFailed';
    busy.value = false;
  };
  const waiting = minutes?.objections.filter(({ outcome }) => outcome === null).length ?? 0;
  const views: [View, string][] = [['write', m('write')], ['paper', m('preview')], ['objections', waiting ? m('objectionsN', { n: waiting }) : m('objections')], ['head', m('letterhead')], ['papers', m('papers')]];
  return (
    <Sheet title={m('title')} onClose={onClose} wide>
      <div class="stack minutes">
        <div class="minutes-acts" role="group" aria-label={m('views')}>
          {views.filter(([each]) => each !== 'write' || keeps).map(([each, word]) => (
            <button key={each} type="button" class="chip" aria-pressed={view.value === each} onClick={() => (view.value = each)}>{word}</button>
          ))}
        </div>
        <Approve meeting={meeting} minutes={minutes} keeps={keeps} />
        {trouble.value && <p class="desk-band" role="alert">{m(trouble.value)}</p>}
        {view.value === 'write' && keeps && <MinutesWriter entries={entries.value} locked={minutes?.status === 'approved'} />}
        {view.value === 'objections' && (minutes ? <Objections minutes={minutes} entries={entries.value} may={keeps} /> : <p class="quiet">{m('objections.none')}</p>)}
        {view.value === 'papers' && <Papers meeting={meeting} />}
        {view.value === 'head' && <LetterheadForm meeting={meeting} />}
        {view.value === 'paper' && (
          <>
            <div class="minutes-acts">
              <Button look="primary" disabled={busy.value} onPress={() => void save('docx')}>{m('docx')}</Button>
              <Button look="outline" disabled={busy.value} onPress={() => void save('pdf')}>{m('pdf')}</Button>
              <Button look="plain" disabled={busy.value} onPress={() => void fetchAll()}>{m('again')}</Button>
            </div>
            {meeting.status !== 'closed' && <p class="quiet small">{m('draft')}</p>}
            {paper.value ? (
              <article class="minutes-paper" data-paper lang={paper.value.locale} aria-label={m('paper')}>{paper.value.blocks.map((block, place) => <Part key={place} block={block} />)}</article>
            ) : (
              !trouble.value && <p class="quiet" aria-busy="true">{m('loading')}</p>
            )}
          </>
        )}
      </div>
    </Sheet>
  );
}
