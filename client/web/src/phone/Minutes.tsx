// P13, the minutes: a line that says they can be read, and the page to read them, ask for a change and agree.
import type { VNode } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { download, paperOf, type Block, type Paper } from '../shared/paper';
import type { Meeting, Member, Objection } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { Part } from '../shared/ui/Paper';
import { useLive } from '../shared/ui/live';
import { htmlLanguage, translator } from '../shared/words';
import { readingVi } from '../words/reading.vi';
import { reading } from './reading';

const m = translator(readingVi, () => import('../words/reading.en').then((all) => all.readingEn));

/** Says that they were circulated until they are approved; the page lies over everything once it is opened. */
export function Minutes({ meeting, self }: { meeting: Meeting; self: Member }): VNode | null {
  const minutes = useLive().room.of('minutes').get('minutes').value;
  if (reading.value) return <Page meeting={meeting} self={self} />;
  if (minutes?.status !== 'circulated' || meeting.status === 'closed') return null;
  return (
    <div class="vote-bar minutes-bar">
      <p>{m('circulated')}</p>
      <Button look="outline" onPress={() => (reading.value = true)}>{m('read')}</Button>
    </div>
  );
}

function Page({ meeting, self }: { meeting: Meeting; self: Member }): VNode {
  const live = useLive();
  const minutes = live.room.of('minutes').get('minutes').value;
  const paper = useSignal<Paper | null>(null);
  const failed = useSignal(false);
  const load = async (): Promise<void> => {
    failed.value = false;
    const found = await paperOf(live.room.id, live.token, htmlLanguage());
    paper.value = found ?? paper.value;
    failed.value = !found;
  };
  useEffect(() => void load(), [meeting.status, minutes?.status, minutes?.sections, htmlLanguage()]);
  const mine = minutes?.objections.filter((each) => each.member === self.id) ?? [];
  const mayAsk = minutes?.status === 'circulated' && self.office !== 'observer';
  return (
    <div class="over-page" role="dialog" aria-modal="true" aria-label={m('title')} onKeyDown={(event) => event.key === 'Escape' && (reading.value = false)}>
      <header class="over-head">
        <button type="button" class="button plain" onClick={() => (reading.value = false)}><Icon name="reply" /><span>{m('back')}</span></button>
        <h1>{m('title')}</h1>
      </header>
      <div class="over-body padded" tabIndex={0}>
        <div class="stack">
          {minutes?.status === 'approved' && <p class="strong">{m('approved')}</p>}
          {(minutes?.status === 'approved' || meeting.status === 'closed') && <MinutesFiles />}
          {meeting.current_poll && minutes?.status === 'circulated' && <Button look="primary" wide onPress={() => (reading.value = false)}>{m('agree')}</Button>}
          {mine.length > 0 && <Mine objections={mine} />}
          {failed.value && <p role="alert">{m('failed')} <Button look="outline" onPress={() => void load()}>{m('again')}</Button></p>}
          {!paper.value && !failed.value && <p class="quiet" aria-busy="true">{m('loading')}</p>}
          {paper.value && sectionsOf(paper.value.blocks).map(({ section, blocks }, place) => (
            <section key={place} class="minutes-paper">
              <div data-paper lang={paper.value?.locale}>{blocks.map((block, at) => <Part key={at} block={block} />)}</div>
              {mayAsk && section && <Ask section={section} />}
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The paper cut where the secretary's section changes; before the first heading is the head. A heading over headings goes with what follows. */
function sectionsOf(blocks: readonly Block[]): { section: string; blocks: Block[] }[] {
  const parts: { section: string; blocks: Block[] }[] = [{ section: 'head', blocks: [] }];
  for (const [place, block] of blocks.entries()) {
    const next = blocks[place + 1];
    const last = parts[parts.length - 1];
    // The annexes are no part that is written.
    const section = block.block === 'heading' ? (next?.block === 'heading' ? next.section : block.section) : block.block === 'new_page' ? '' : last?.section;
    if (last && section === last.section) last.blocks.push(block);
    else parts.push({ section: section ?? '', blocks: [block] });
  }
  return parts;
}

function Ask({ section }: { section: string }): VNode {
  const live = useLive();
  const open = useSignal(false);
  const text = useSignal('');
  const busy = useSignal(false);
  const send = async (): Promise<void> => {
    busy.value = true;
    const outcome = await live.perform({ type: 'minutes.object', section, text: text.value.trim() });
    busy.value = false;
    if (outcome.kind === 'done') {
      text.value = '';
      open.value = false;
    }
  };
  if (!open.value) return <Button look="outline" onPress={() => (open.value = true)}>{m('ask')}</Button>;
  return (
    <div class="stack tight">
      <label class="field">
        <span>{m('askHow')}</span>
        <textarea class="input" rows={3} maxLength={500} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} />
      </label>
      <Button look="primary" wide disabled={busy.value || !text.value.trim()} onPress={() => void send()}>{m('send')}</Button>
    </div>
  );
}

function Mine({ objections }: { objections: readonly Objection[] }): VNode {
  return (
    <section class="stack tight">
      <h2>{m('mine')}</h2>
      {objections.map((each) => (
        <div key={each.id} class="chosen">
          <p>{each.text}</p>
          <p class="quiet">{each.outcome === null ? m('waits') : each.outcome === 'accepted' ? m('accepted', { text: each.answer ?? '' }) : m('declined', { why: each.answer ?? '' })}</p>
        </div>
      ))}
    </section>
  );
}

/** The finished minutes as files on this device. */
export function MinutesFiles(): VNode {
  const live = useLive();
  const trouble = useSignal(false);
  const busy = useSignal(false);
  const save = async (kind: 'docx' | 'pdf', paper = 'minutes'): Promise<void> => {
    busy.value = true;
    trouble.value = !(await download(live.room.id, live.token, kind, { paper, locale: htmlLanguage() }));
    busy.value = false;
  };
  return (
    <div class="stack tight">
      <Button look="primary" wide disabled={busy.value} onPress={() => void save('pdf')}>{m('pdf')}</Button>
      <Button look="outline" wide disabled={busy.value} onPress={() => void save('docx')}>{m('docx')}</Button>
      <Button look="outline" wide disabled={busy.value} onPress={() => void save('pdf', 'extract')}>{m('extract')}</Button>
      {trouble.value && <p role="alert">{m('fileFailed')}</p>}
    </div>
  );
}

/** The row of the "More" tab, and of the farewell. */
export function ToMinutes(): VNode {
  return (
    <button type="button" class="button outline wide" onClick={() => (reading.value = true)}><Icon name="agenda" /><span>{m('read')}</span></button>
  );
}
