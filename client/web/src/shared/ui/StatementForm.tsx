// One statement from the first word to handing in: what it is for, its text, its reader, and one button. The same on a
// member's phone and at the desk, which writes down for members without one.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { numbered } from '../agenda';
import { timeOfDay } from '../clock';
import type { Meeting, Member, Section, Statement } from '../protocol.gen';
import { DraftKeeper, lengthOf, LONGEST, type Target } from '../statement-draft';
import { s } from '../words.statement';
import { Button } from './Button';
import { useLive } from './live';
import { StatementEditor, StatementState } from './StatementEditor';

/** What a text may be for: the meeting, an item with a round, a body that one reads for. */
interface Purpose {
  key: string;
  item: string | null;
  body: string | null;
  label: string;
}

function usePurposes(meeting: Meeting, author: Member): { all: Purpose[]; usual: string } {
  const { room } = useLive();
  return useComputed(() => {
    const rows = numbered(room.of('agenda').all.value).filter(({ item }) => item.kind === 'round' && item.status !== 'done' && item.status !== 'skipped');
    const held = meeting.current_round ? room.of('rounds').get(meeting.current_round).value : null;
    const purposes: Purpose[] = rows.map(({ item, number }) => ({ key: item.id, item: item.id, body: null, label: s('statement.onItem', { number, title: item.title }) }));
    if (held?.item && !rows.some(({ item }) => item.id === held.item)) {
      const row = numbered(room.of('agenda').all.value).find(({ item }) => item.id === held.item);
      if (row) purposes.unshift({ key: held.item, item: held.item, body: null, label: s('statement.onItem', { number: row.number, title: row.item.title }) });
    }
    purposes.push({ key: '', item: null, body: null, label: s('statement.onMeeting') });
    const bodies = new Map<string, Purpose>();
    for (const slot of room.of('slots').all.value)
      if (slot.body && slot.reader === author.id && slot.round === held?.id) bodies.set(slot.body, { key: `body:${slot.body}`, item: held.item, body: slot.body, label: s('statement.onBody', { name: slot.body }) });
    for (const text of room.of('statements').all.value)
      if (text.body && text.reader === author.id && text.status === 'submitted') bodies.set(text.body, { key: `body:${text.body}`, item: text.item, body: text.body, label: s('statement.onBody', { name: text.body }) });
    return { all: [...purposes, ...bodies.values()], usual: held?.item ?? rows[0]?.item.id ?? '' };
  }).value;
}

/** What the desk puts beside the words: photos of the paper. */
type Beside = (target: Target, statement: Statement | null) => VNode;

/** `author` is whose text it is; `byDesk` says that the desk writes it down. */
export function StatementForm({ meeting, author, byDesk, body, beside }: { meeting: Meeting; author: Member; byDesk: boolean; body?: string | null; beside?: Beside }): VNode {
  const { all, usual } = usePurposes(meeting, author);
  const [chosen, choose] = useState<string | null>(null);
  const shown = body ? all.filter((each) => each.body === null) : all;
  const purpose = shown.find((each) => each.key === (chosen ?? usual)) ?? shown[0];
  if (!purpose) return <></>;
  return (
    <div class="stack">
      {shown.length > 1 && (
        <label class="field">
          <span>{s('statement.on')}</span>
          <select class="input" value={purpose.key} onChange={(event) => choose(event.currentTarget.value)}>
            {shown.map((each) => <option key={each.key} value={each.key}>{each.label}</option>)}
          </select>
        </label>
      )}
      <Writing key={purpose.key} meeting={meeting} author={author} byDesk={byDesk} target={{ item: purpose.item, body: body ?? purpose.body, for: byDesk ? author.id : null }} {...(beside ? { beside } : {})} />
    </div>
  );
}

function Writing({ meeting, author, byDesk, target, beside }: { meeting: Meeting; author: Member; byDesk: boolean; target: Target; beside?: Beside }): VNode {
  const live = useLive();
  const form = meeting.settings.statement_form;
  const keeper = useMemo(() => new DraftKeeper(live, target, form), []);
  useEffect(() => () => keeper.stop(), []);
  const handedIn = useComputed(() =>
    live.room.of('statements').all.value.find((each) => each.item === target.item && (target.body ? each.body === target.body : each.member === author.id)) ?? null,
  ).value;
  const [reader, setReader] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [away, setAway] = useState(false);
  const reads = reader ?? handedIn?.reader ?? '';
  const sections = keeper.sections.value;
  if (handedIn?.status === 'revealed') return <p class="quiet">{s('statement.read')}</p>;
  const written = sections?.some(({ text }) => text.trim()) ?? false;
  const over = sections !== null && lengthOf(sections) > LONGEST;
  const same = handedIn !== null && sections !== null && (handedIn.reader ?? '') === reads && isText(sections, handedIn);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setAway(false);
    if (live.line.value.line === 'live' && (await keeper.flush())) {
      const outcome = await live.perform({
        type: 'statement.submit', ...(target.item ? { item: target.item } : {}), ...(target.body ? { body: target.body } : {}),
        ...(reads ? { reader: reads } : {}), ...(target.for ? { for: target.for } : {}),
      });
      if (outcome.kind === 'refused' && outcome.refusal.code === 'already') live.refusal.value = null;
    } else setAway(true);
    setBusy(false);
  };
  return (
    <div class="stack">
      <StatementEditor keeper={keeper} form={form} />
      {beside?.(target, handedIn)}
      {sections && <Reader author={author} body={target.body} reads={reads} onRead={setReader} />}
      {!byDesk && target.body === null && <p class="quiet small">{s('statement.mineHint')}</p>}
      {handedIn && <p class="small" role="status"><strong>{s('statement.handedIn', { time: timeOfDay(handedIn.submitted_at) })}</strong> · {s('statement.handedInHint')}</p>}
      <div class="statement-foot stack tight">
        <StatementState keeper={keeper} />
        {away && <p class="problem" role="alert">{s('statement.noNet')}</p>}
        <Button look="primary" size="large" wide icon={same ? 'check' : 'forward'} disabled={busy || !written || over || same} onPress={() => void submit()}>
          {same ? s('statement.sameAsHandedIn') : handedIn ? s('statement.handInAgain') : s('statement.handIn')}
        </Button>
      </div>
    </div>
  );
}

const linesOfText = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** Whether what is written is what was handed in. The desk is not shown what was; then it may differ. */
function isText(sections: readonly Section[], { sections: passages }: Statement): boolean {
  const now = sections.filter(({ text, heading }) => text.trim() || passages.some((each) => each.heading === heading.trim()));
  return now.length === passages.length && now.every(({ heading, text }, at) => {
    const passage = passages[at];
    return passage?.heading === heading.trim().normalize('NFC') && passage.paragraphs.join('\n') === linesOfText(text).join('\n').normalize('NFC');
  });
}

/** Somebody else may read it. Where the roster is not shown there is nobody to choose. */
function Reader({ author, body, reads, onRead }: { author: Member; body: string | null; reads: string; onRead: (reader: string) => void }): VNode | null {
  const { room } = useLive();
  const others = [...room.of('members').all.value].filter((each) => (body !== null || each.id !== author.id) && each.office !== 'observer').sort((a, b) => (a.sort_key < b.sort_key ? -1 : 1));
  if (others.length < 2) return null;
  return (
    <label class="field">
      <span>{s('statement.reader')}</span>
      <select class="input" value={reads} onChange={(event) => onRead(event.currentTarget.value)}>
        <option value="">{body === null ? s('statement.readSelf') : '—'}</option>
        {others.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
      </select>
    </label>
  );
}
