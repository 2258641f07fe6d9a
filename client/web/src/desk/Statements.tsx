// The statements at the desk: who has handed in (never what), whose is being read and how far, and writing one down for
// somebody without a phone. The desk is not shown a text before its turn.
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Meeting, Member, Statement } from '../shared/protocol.gen';
import { fold } from '../shared/names';
import { lineAt, linesOf, minutesOf, textOn } from '../shared/statement';
import { roundNow } from '../shared/round';
import { Button, RoundButton } from '../shared/ui/Button';
import { Sheet } from '../shared/ui/Sheet';
import { StatementForm } from '../shared/ui/StatementForm';
import { useLive } from '../shared/ui/live';
import { s } from '../shared/words.statement';
import { PickMember } from './PickMember';
import { Scans } from './Scans';
import { presides } from './facts';

/** One line: a subject, or a member who has handed in. */
interface Row {
  key: string;
  name: string;
  member: string | null;
  body: string | null;
  statement: Statement | null;
}

export function Statements({ meeting }: { meeting: Meeting }): VNode | null {
  const live = useLive();
  const listing = useSignal(false);
  const rows = useRows(meeting);
  const handedIn = rows.filter(({ statement }) => statement !== null).length;
  const possible = meeting.status !== 'closed' && (rows.length > 0 || live.room.of('agenda').all.value.some((item) => item.kind === 'round' && item.status !== 'done'));
  if (!possible) return null;
  return (
    <section class="statements stack tight" aria-label={s('desk.title')}>
      <div class="desk-head">
        <h2>{s('desk.title')}</h2>
        <Button look="plain" icon="list" onPress={() => (listing.value = true)}>{rows.length ? s('desk.count', { n: handedIn, of: rows.length }) : s('desk.enter')}</Button>
      </div>
      <Reveal meeting={meeting} />
      {listing.value && <List meeting={meeting} rows={rows} onClose={() => (listing.value = false)} />}
    </section>
  );
}

/** The subjects of the round being held, else whoever has handed in anything. */
function useRows(meeting: Meeting): Row[] {
  const live = useLive();
  return useComputed(() => {
    const { room } = live;
    const all = room.of('statements').all.value;
    const held = roundNow(live);
    const of = (member: string | null, body: string | null): Statement | null => {
      const theirs = all.filter((each) => each.member === member && each.body === body);
      return theirs.find((each) => each.item === meeting.current_item) ?? theirs.find((each) => each.item === null) ?? (held ? null : (theirs[0] ?? null));
    };
    if (held) return held.slots.map((slot) => ({ key: slot.id, name: slot.name, member: slot.member, body: slot.body, statement: of(slot.member, slot.body) }));
    return all.map((statement) => ({ key: statement.id, name: statement.name, member: statement.member, body: statement.body, statement }));
  }).value;
}

/** Forward and back on the projector, for the chair. */
function Reveal({ meeting }: { meeting: Meeting }): VNode | null {
  const live = useLive();
  const on = textOn(live);
  if (!on || on.slot.phase !== 'reading') return null;
  const lines = linesOf(on.statement);
  const at = lineAt(lines, on.statement.revealed);
  const line = lines[at];
  if (!line) return null;
  const go = (to: number): void => {
    const place = lines[to];
    if (place) void live.perform({ type: 'statement.reveal', statement: on.statement.id, section: place.section, paragraph: place.paragraph });
  };
  return (
    <div class="reveal">
      {presides(live, meeting) && <RoundButton icon="up" label={s(`back.${lines[at - 1]?.what ?? line.what}`)} onPress={() => go(at - 1)} />}
      <p class="small">{s(`desk.place.${line.what}`, { n: line.n, of: line.of })}</p>
      {presides(live, meeting) && <RoundButton icon="down" label={s(`next.${lines[at + 1]?.what ?? line.what}`)} onPress={() => go(at + 1)} />}
    </div>
  );
}

function stateOf(statement: Statement | null, readerName: string | null): string {
  if (!statement) return s('desk.none');
  return [
    statement.status === 'revealed' ? s('desk.readAlready') : s('desk.handedIn', { n: minutesOf(statement.reading_ms) }),
    statement.by_desk ? s('desk.byDesk') : null,
    statement.scans.length ? s('scan.count', { n: statement.scans.reduce((sum, each) => sum + each.pages, 0) }) : null,
    readerName ? s('desk.reader', { name: readerName }) : null,
  ].filter(Boolean).join(' · ');
}

function List({ meeting, rows, onClose }: { meeting: Meeting; rows: Row[]; onClose: () => void }): VNode {
  const { room } = useLive();
  const self = room.self.value;
  const writing = useSignal<{ author: Member; body: string | null } | null>(null);
  const picking = useSignal(false);
  const nameOf = (id: string | null): string | null => (id ? (room.of('members').get(id).value?.name ?? null) : null);
  // Who types a member's name there means the member; a body is called as the round calls it.
  const whose = (name: string, self: Member): { author: Member; body: string | null } => {
    const isIt = (other: string | null): boolean => other !== null && fold(other) === fold(name);
    const member = room.of('members').all.value.find((each) => isIt(each.name));
    if (member) return { author: member, body: null };
    return { author: self, body: rows.find(({ body }) => isIt(body))?.body ?? name };
  };
  if (writing.value) return <Enter meeting={meeting} author={writing.value.author} body={writing.value.body} onClose={() => (writing.value = null)} />;
  if (picking.value)
    return (
      <PickMember
        title={s('desk.enter')}
        onClose={() => (picking.value = false)}
        onPick={(member) => {
          picking.value = false;
          writing.value = { author: member, body: null };
        }}
      />
    );
  return (
    <Sheet title={s('desk.title')} onClose={onClose}>
      <div class="stack">
        <ul class="roll-list">
          {rows.map(({ key, name, member, body, statement }) => {
            const person = body !== null ? self : member ? room.of('members').get(member).value : null;
            return (
              <li key={key}>
                <span class="roll-name">
                  <span class="strong">{name}</span>
                  <span class="quiet small">{stateOf(statement, nameOf(statement?.reader ?? null))}</span>
                </span>
                {person && (statement === null || (statement.status !== 'revealed' && (statement.by_desk || body !== null))) && <RoundButton icon="pencil" label={s('desk.enterFor', { name })} onPress={() => (writing.value = { author: person, body })} />}
              </li>
            );
          })}
        </ul>
        <Button look="plain" wide icon="plus" onPress={() => (picking.value = true)}>{s('desk.enter')}</Button>
        {self && <OfBody onName={(name) => (writing.value = whose(name, self))} />}
      </div>
    </Sheet>
  );
}

/** The text of a body, such as the collective's review: it is under its name that it comes on in the round. */
function OfBody({ onName }: { onName: (body: string) => void }): VNode {
  const name = useSignal('');
  return (
    <form
      class="line-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.value.trim()) onName(name.value.trim().normalize('NFC'));
      }}
    >
      <input class="input" aria-label={s('desk.bodyName')} placeholder={s('desk.bodyName')} maxLength={200} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
      <Button type="submit" look="plain" disabled={!name.value.trim()}>{s('desk.enterBody')}</Button>
    </form>
  );
}

function Enter({ meeting, author, body, onClose }: { meeting: Meeting; author: Member; body: string | null; onClose: () => void }): VNode {
  const self = useLive().room.self.value;
  return (
    <Sheet title={s('statement.for', { name: body ?? author.name })} onClose={onClose}>
      <div class="stack">
        <p class="quiet small">{s('statement.forHint')}</p>
        <StatementForm meeting={meeting} author={author} byDesk={body === null && author.id !== self?.id} body={body} beside={(target, statement) => <Scans member={target.body ? null : author.id} body={target.body} item={target.item} statement={statement} />} />
      </div>
    </Sheet>
  );
}
