// Documents at the desk: sent, published, shown page by page; who is ready, and a reminder that names only who is not.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { numbered } from '../shared/agenda';
import { announce } from '../shared/announce';
import { isHere } from '../shared/attendance';
import { readers, readingOf } from '../shared/documents';
import type { Document, Meeting, Member } from '../shared/protocol.gen';
import { copy } from '../shared/secure';
import { Button } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { dc } from '../shared/words.documents';
import { ShowLater } from './Ahead';
import { byName } from './facts';
import { post, sayWhy, type Sent } from './send';

export function Documents({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const adding = useSignal(false);
  const all = live.room.collection<Document>('documents').all.value;
  const sorted = [...all.filter((each) => each.status !== 'withdrawn'), ...all.filter((each) => each.status === 'withdrawn')];
  return (
    <Sheet title={dc('title')} onClose={onClose}>
      <div class="stack desk-documents">
        {meeting.status !== 'closed' && !adding.value && <Button look="primary" icon="plus" onPress={() => (adding.value = true)}>{dc('desk.add')}</Button>}
        {adding.value && <Add onDone={() => (adding.value = false)} />}
        {all.length === 0 && <p class="quiet">{dc('none')}</p>}
        <ul class="stack tight">{sorted.map((each) => <Row key={each.id} document={each} meeting={meeting} />)}</ul>
        {all.some((each) => each.status === 'published') && <Readiness meeting={meeting} />}
      </div>
    </Sheet>
  );
}

/** A file, or a note of what was given out elsewhere. */
function Add({ onDone }: { onDone: () => void }): VNode {
  const live = useLive();
  const how = useSignal<'file' | 'elsewhere'>('file');
  const title = useSignal('');
  const item = useSignal('');
  const where = useSignal('');
  const day = useSignal('');
  const state = useSignal<'still' | 'sending' | string>('still');
  const file = useRef<HTMLInputElement>(null);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = file.current?.files?.[0];
    if (state.value === 'sending' || (how.value === 'file' && !chosen)) return;
    state.value = 'sending';
    const sent: Sent = how.value === 'file' && chosen
      ? await post(live, { title: title.value, item: item.value, name: chosen.name }, chosen)
      : await post(live, {}, { title: title.value, where: where.value, ...(day.value ? { day: day.value } : {}), ...(item.value ? { item: item.value } : {}) });
    state.value = sent.ok ? 'still' : sayWhy(sent);
    if (sent.ok) onDone();
  };
  return (
    <form class="stack document-add" onSubmit={(event) => void send(event)}>
      <div class="segments" role="group" aria-label={dc('desk.add')}>
        {(['file', 'elsewhere'] as const).map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={how.value === each} onClick={() => (how.value = each)}>{each === 'file' ? dc('desk.send') : dc('desk.elsewhere')}</button>
        ))}
      </div>
      {how.value === 'file' && (
        <label class="field"><span>{dc('desk.file')}</span><input ref={file} class="input" type="file" required accept=".pdf,.docx,.png,.jpg,.jpeg,.webp,.txt,.md" /></label>
      )}
      <label class="field"><span>{dc('desk.name')}</span><input class="input" maxLength={200} required={how.value === 'elsewhere'} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} /></label>
      {how.value === 'elsewhere' && (
        <>
          <label class="field"><span>{dc('desk.where')}</span><input class="input" maxLength={500} required placeholder={dc('desk.wherePlace')} value={where.value} onInput={(event) => (where.value = event.currentTarget.value)} /></label>
          <label class="field"><span>{dc('desk.day')}</span><input class="input" type="date" value={day.value} onInput={(event) => (day.value = event.currentTarget.value)} /></label>
        </>
      )}
      <ItemChoice value={item.value} onChoose={(id) => (item.value = id)} />
      {state.value !== 'still' && <p role="alert">{state.value === 'sending' ? dc('desk.sending') : state.value}</p>}
      <div class="segments">
        <Button look="primary" type="submit" disabled={state.value === 'sending'}>{how.value === 'file' ? dc('desk.send') : dc('desk.note')}</Button>
        <Button look="plain" onPress={onDone}>{t('do.cancel')}</Button>
      </div>
    </form>
  );
}

/** Which agenda item a document belongs to; "" the meeting as a whole. */
function ItemChoice({ value, onChoose }: { value: string; onChoose: (id: string) => void }): VNode {
  const live = useLive();
  return (
    <label class="field">
      <span>{dc('desk.item')}</span>
      <select class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{dc('desk.noItem')}</option>
        {numbered(live.room.of('agenda').all.value).map((each) => <option key={each.item.id} value={each.item.id}>{each.number} {each.item.title}</option>)}
      </select>
    </label>
  );
}

/** Another title, or another item. */
function Edit({ document, onClose }: { document: Document; onClose: () => void }): VNode {
  const live = useLive();
  const title = useSignal(document.title);
  const item = useSignal(document.item ?? '');
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!title.value.trim()) return;
    const outcome = await live.perform({ type: 'document.update', document: document.id, title: title.value, item: item.value || null });
    // Nothing to change: it is as it was wanted.
    if (outcome.kind === 'refused' && outcome.refusal.code === 'already') live.refusal.value = null;
    else if (outcome.kind !== 'done') return;
    onClose();
  };
  return (
    <Sheet title={dc('desk.rename')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <label class="field"><span>{dc('desk.name')}</span><input class="input" data-first required maxLength={200} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} /></label>
        <ItemChoice value={item.value} onChoose={(id) => (item.value = id)} />
        <Button look="primary" type="submit" wide disabled={!title.value.trim()}>{t('do.save')}</Button>
      </form>
    </Sheet>
  );
}

function Row({ document, meeting }: { document: Document; meeting: Meeting }): VNode {
  const live = useLive();
  const file = useRef<HTMLInputElement>(null);
  const asking = useSignal(false);
  const editing = useSignal(false);
  const trouble = useSignal('');
  const screen = live.room.screen.value;
  const page = screen?.scene === 'document' && screen.ref === document.id ? (screen.page ?? 1) : null;
  const all = byName(readers(live.room.of('members').all.value));
  const missing = all.filter((each) => readingOf(live.room, document, each.id)?.confirmed_at == null && isHere(each));
  const open = meeting.status !== 'closed' && document.status !== 'withdrawn';
  const about = numbered(live.room.of('agenda').all.value).find((each) => each.item.id === document.item)?.number;
  const show = (to: number): void => void live.perform({ type: 'screen.show', scene: 'document', ref: document.id, page: to });
  const replace = async (): Promise<void> => {
    const chosen = file.current?.files?.[0];
    if (!chosen) return;
    trouble.value = dc('desk.sending');
    const sent = await post(live, { document: document.id, name: chosen.name }, chosen);
    trouble.value = sent.ok ? '' : sayWhy(sent);
    if (file.current) file.current.value = '';
  };
  return (
    <li class="poll-row" data-status={document.status}>
      <p class="poll-what">
        <strong>{document.title}</strong>
        {about && <span class="tag">{t('comments.onItem', { number: about })}</span>}
        <span class="tag">{dc(`status.${document.status}`)}</span>
        <span class="quiet small">{document.given_out ? dc('elsewhere', { where: document.given_out.where }) : dc('pages', { n: document.pages })}</span>
        {document.status === 'published' && <span class="strong small">{dc('read', { n: document.confirmed, of: all.length })}</span>}
      </p>
      {page !== null && <p class="strong" role="status">{dc('desk.showing', { n: page, of: document.pages })}</p>}
      <div class="poll-acts">
        {open && document.status === 'draft' && <Button look="primary" onPress={() => void live.perform({ type: 'document.publish', document: document.id })}>{dc('desk.publish')}</Button>}
        {document.status === 'published' && document.pages > 0 && page === null && <Button look="outline" icon="desk" onPress={() => show(1)}>{dc('desk.show')}</Button>}
        {document.status !== 'withdrawn' && document.pages > 0 && page === null && <ShowLater scene={{ scene: 'document', ref: document.id }} />}
        {page !== null && <Button look="outline" label={dc('desk.showPrevious')} disabled={page <= 1} onPress={() => show(page - 1)}>‹</Button>}
        {page !== null && <Button look="outline" label={dc('desk.showNext')} disabled={page >= document.pages} onPress={() => show(page + 1)}>›</Button>}
        {open && document.status === 'published' && missing.length > 0 && (
          <Button look="plain" icon="check" onPress={() => void live.perform({ type: 'document.confirm', document: document.id, members: missing.map((each) => each.id) })}>{dc('desk.confirmAll', { n: missing.length })}</Button>
        )}
        {open && document.sha256 !== null && (
          <label class="button plain"><span>{dc('desk.replace')}</span><input ref={file} class="unseen-file" type="file" accept=".pdf,.docx,.png,.jpg,.jpeg,.webp,.txt,.md" onChange={() => void replace()} /></label>
        )}
        {open && <Button look="plain" icon="pencil" label={`${dc('desk.rename')}: ${document.title}`} onPress={() => (editing.value = true)}>{dc('desk.rename')}</Button>}
        {document.status !== 'withdrawn' && <Button look="plain" onPress={() => (asking.value = true)}>{dc('desk.withdraw')}</Button>}
      </div>
      {trouble.value && <p role="alert">{trouble.value}</p>}
      {editing.value && <Edit document={document} onClose={() => (editing.value = false)} />}
      {asking.value && (
        <Confirm
          title={dc('desk.withdrawAsk')}
          yes={dc('desk.withdraw')}
          no={dc('desk.keep')}
          danger
          onNo={() => (asking.value = false)}
          onYes={() => {
            asking.value = false;
            void live.perform({ type: 'document.withdraw', document: document.id });
          }}
        />
      )}
    </li>
  );
}

/** Per member: documents confirmed, a statement handed in, a commitment made: the fact, never the text. */
function Readiness({ meeting }: { meeting: Meeting }): VNode {
  const live = useLive();
  const { room } = live;
  const byHand = useSignal<string | null>(null);
  const given = room.collection<Document>('documents').all.value.filter((each) => each.status === 'published');
  const all = byName(readers(room.of('members').all.value));
  const confirmed = (document: Document, member: Member): boolean => readingOf(room, document, member.id)?.confirmed_at != null;
  const wrote = new Set(room.of('statements').all.value.map((each) => each.member));
  const promised = new Set(room.of('commitments').all.value.filter((each) => each.status === 'made').map((each) => each.member));
  const open = given.map((document) => ({ document, names: all.filter((each) => !confirmed(document, each)).map((each) => each.name) })).filter(({ names }) => names.length > 0);
  const remind = async (): Promise<void> => {
    const text = [dc('remind.head', { title: meeting.title }), ...open.map(({ document, names }) => dc('remind.line', { document: document.title, names: names.join(', ') }))].join('\n');
    byHand.value = (await copy(text)) ? null : text;
    if (byHand.value === null) announce(dc('ready.copied'));
  };
  return (
    <section class="stack tight">
      <div class="desk-head">
        <h3>{dc('ready.title')}</h3>
        {open.length > 0 && <Button look="plain" onPress={() => void remind()}>{dc('ready.remind')}</Button>}
      </div>
      {open.length === 0 && <p class="strong">{dc('ready.all')}</p>}
      {byHand.value !== null && <label class="field"><span>{dc('ready.byHand')}</span><textarea class="input" rows={5} readOnly value={byHand.value} onFocus={(event) => event.currentTarget.select()} /></label>}
      <ul class="ready">
        {all.map((each) => {
          const done = given.filter((document) => confirmed(document, each)).length;
          return (
            <li key={each.id}>
              <strong>{each.name}</strong>
              <span class={done === given.length ? 'tag brand' : 'tag'}>{dc('ready.documents', { n: done, of: given.length })}</span>
              {wrote.has(each.id) && <span class="tag"><Icon name="check" />{dc('ready.statement')}</span>}
              {promised.has(each.id) && <span class="tag"><Icon name="check" />{dc('ready.commitment')}</span>}
              {done < given.length && meeting.status !== 'closed' && (
                <Button
                  look="link"
                  label={`${dc('desk.confirmFor')}: ${each.name}`}
                  onPress={() => void given.filter((document) => !confirmed(document, each)).forEach((document) => void live.perform({ type: 'document.confirm', document: document.id, for: each.id }))}
                >
                  {dc('desk.confirmFor')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
