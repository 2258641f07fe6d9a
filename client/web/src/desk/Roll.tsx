// Attendance and the door: one search box finds a person; a tap says present, or acts for somebody without a phone.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { isHere, roll } from '../shared/attendance';
import { timeOfDay } from '../shared/clock';
import { ask } from '../shared/http';
import { find } from '../shared/names';
import type { AttendanceMark, JoinRequest, Meeting, Member, Office } from '../shared/protocol.gen';
import { ring, unlock } from '../shared/sound';
import { Button, RoundButton } from '../shared/ui/Button';
import { Icon } from '../shared/ui/Icon';
import { Qr, type QrData } from '../shared/ui/Qr';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { PickMember } from './PickMember';
import { Write } from './Write';
import { byName, online, presides } from './facts';
import { d } from './words';

export function Roll({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const query = useSignal('');
  const chosen = useSignal<string | null>(null);
  const adding = useSignal(false);
  const entered = useSignal<string | null>(null);
  const members = byName(live.room.of('members').all.value);
  const counts = roll(members);
  const here = online(live);
  const card = members.filter((member) => member.card !== null && member.card === query.value.trim());
  const found = card.length > 0 ? card : find(query.value, members, (member) => member.name);
  const waiting = members.filter((member) => here.has(member.id) && member.attendance.status === 'expected');
  const mark = (member: Member, status: AttendanceMark): void => void live.perform({ type: 'attendance.mark', member: member.id, status });
  /** At the door: a card is read or some letters typed, Enter says present; the name stands large, a tone sounds. */
  const enter = async (event: Event): Promise<void> => {
    event.preventDefault();
    const [only] = found;
    if (!query.value.trim() || !only || found.length > 1) return;
    if (!isHere(only)) {
      const outcome = await live.perform({ type: 'attendance.mark', member: only.id, status: 'present' });
      if (outcome.kind !== 'done') return;
    }
    unlock();
    ring(1);
    entered.value = only.name;
    query.value = '';
  };
  const all = async (): Promise<void> => {
    for (const member of waiting) await live.perform({ type: 'attendance.mark', member: member.id, status: 'present' });
  };
  const one = chosen.value ? live.room.of('members').get(chosen.value).value : null;
  return (
    <Sheet title={d('roll.title')} onClose={onClose}>
      <div class="stack roll">
        <p class="strong">{d('roll.counts', { present: counts.present + counts.late, total: counts.total, late: counts.late, absent: counts.absent, excused: counts.excused })}</p>
        {meeting.quorum && <Quorum meeting={meeting} present={counts.present + counts.late} />}
        <Door />
        <form onSubmit={(event) => void enter(event)}>
          <label class="field">
            <span class="sr">{d('roll.search')}</span>
            <input class="input" data-first type="search" autocomplete="off" placeholder={d('roll.search')} aria-describedby="roll-enter" value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
          </label>
          <p id="roll-enter" class="quiet small">{d('roll.enter')}</p>
        </form>
        {entered.value && <p class="roll-entered" role="status"><Icon name="check" /> {entered.value}</p>}
        {waiting.length > 0 && <Button look="plain" icon="check" onPress={() => void all()}>{d('roll.allHere')}</Button>}
        <ul class="roll-list">
          {found.map((member) => (
            <li key={member.id}>
              <button type="button" class="roll-name" onClick={() => (chosen.value = member.id)}>
                <span class="strong">{member.name}</span>
                <span class="quiet small">
                  {[member.office === 'member' ? null : d(`office.${member.office}`), member.unit, statusOf(member), here.has(member.id) ? d('roll.online') : null, member.attendance.by_desk ? d('roll.byDesk') : null]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </button>
              {!isHere(member) && <Button look="outline" label={`${d('roll.present')}: ${member.name}`} onPress={() => mark(member, 'present')}>{d('roll.present')}</Button>}
              {isHere(member) && <span class="tag ok">{d('roll.present')}</span>}
              <RoundButton icon="menu" label={member.name} onPress={() => (chosen.value = member.id)} />
            </li>
          ))}
        </ul>
        <Button look="plain" icon="plus" onPress={() => (adding.value = true)}>{d('roll.add')}</Button>
      </div>
      {one && <Person meeting={meeting} member={one} onClose={() => (chosen.value = null)} />}
      {adding.value && <Add name={query.value} onClose={() => (adding.value = false)} />}
    </Sheet>
  );
}

function statusOf(member: Member): string {
  const { status, since, reason } = member.attendance;
  const time = since ? timeOfDay(since) : '';
  const text = status === 'present' || status === 'late' || status === 'left' ? d(`roll.status.${status}`, { time }) : d(`roll.status.${status}`);
  return reason ? `${text}: ${reason}` : text;
}

function Quorum({ meeting, present }: { meeting: Meeting; present: number }): VNode | null {
  const live = useLive();
  const reason = useSignal('');
  const { quorum } = meeting;
  if (!quorum) return null;
  if (quorum.reached) return <p class="tag ok">{d('roll.quorum', { n: present, of: quorum.needed })}</p>;
  return (
    <div class="stack tight">
      <p class="tag over">{d('roll.quorumNot', { n: present, of: quorum.needed })}</p>
      {!quorum.overridden && presides(live, meeting) && (
        <form
          class="line-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.value.trim()) void live.perform({ type: 'quorum.override', reason: reason.value });
          }}
        >
          <input class="input" aria-label={d('roll.overrideReason')} placeholder={d('roll.overrideReason')} maxLength={500} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
          <Button type="submit" look="plain">{d('roll.override')}</Button>
        </form>
      )}
    </div>
  );
}

/** Whoever stands at the door: not on the roster, or claims a name in use. */
function Door(): VNode | null {
  const live = useLive();
  const picking = useSignal<JoinRequest | null>(null);
  const requests = live.room.of('requests').all.value;
  if (requests.length === 0) return null;
  return (
    <section class="door stack tight" aria-label={d('roll.door')}>
      <h3>{d('roll.door')}</h3>
      <ul class="roll-list">
        {requests.map((request) => {
          const claimed = request.claims ? live.room.of('members').get(request.claims).value : null;
          return (
            <li key={request.id}>
              <span class="roll-name">
                <span class="strong">{request.name}</span>
                <span class="quiet small">{claimed ? d('roll.claims', { name: claimed.name }) : d('roll.asks')}</span>
              </span>
              <Button look="primary" onPress={() => void live.perform({ type: 'member.admit', request: request.id })}>{d('roll.admit')}</Button>
              {!claimed && <Button look="plain" onPress={() => (picking.value = request)}>{d('roll.admitAs')}</Button>}
              <Button look="plain" onPress={() => void live.perform({ type: 'member.refuse', request: request.id })}>{d('roll.refuse')}</Button>
            </li>
          );
        })}
      </ul>
      {picking.value && (
        <PickMember
          title={d('roll.admitAs')}
          onClose={() => (picking.value = null)}
          onPick={(member) => {
            if (picking.value) void live.perform({ type: 'member.admit', request: picking.value.id, member: member.id });
            picking.value = null;
          }}
        />
      )}
    </section>
  );
}

const OFFICES: Office[] = ['chair', 'deputy', 'secretary', 'teller', 'member', 'guest', 'observer'];

/** Everything the desk can do about or for one person. */
function Person({ meeting, member, onClose }: { meeting: Meeting; member: Member; onClose: () => void }): VNode {
  const live = useLive();
  const reason = useSignal('');
  const writing = useSignal(false);
  const revoking = useSignal(false);
  const qr = useSignal<QrData | null>(null);
  const mark = (status: AttendanceMark): void =>
    void live.perform({ type: 'attendance.mark', member: member.id, status, ...(reason.value.trim() ? { reason: reason.value.trim() } : {}) });
  const showQr = async (): Promise<void> => {
    const made = await ask<{ link: string }>(`/api/rooms/${live.room.id}/members/${member.id}/link`, { method: 'POST', bearer: live.token });
    if (!made.ok) return;
    const drawn = await ask<QrData>('/api/qr', { bearer: live.token, body: { text: made.body.link } });
    if (drawn.ok) qr.value = drawn.body;
  };
  const call = (): void => {
    void live.perform({ type: 'floor.grant', member: member.id, after: live.turn.value?.id ?? null });
    onClose();
  };
  return (
    <Sheet title={member.name} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{statusOf(member)}</p>
        <div class="chips" role="group" aria-label={d('roll.title')}>
          {(['present', 'absent', 'excused', 'left', 'exempt'] as const).map((status) => (
            <button key={status} type="button" class="chip" aria-pressed={member.attendance.status === status || (status === 'present' && member.attendance.status === 'late')} onClick={() => mark(status)}>
              {d(`roll.${status}`)}
            </button>
          ))}
        </div>
        <label class="field">
          <span>{d('roll.reasonFor', { name: member.name })}</span>
          <input class="input" maxLength={500} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
        </label>
        <div class="two-buttons">
          <Button look="outline" icon="hand" onPress={() => void live.perform({ type: 'hand.raise', for: member.id })}>{d('roll.handFor')}</Button>
          <Button look="outline" icon="pencil" onPress={() => (writing.value = true)}>{d('roll.commentFor')}</Button>
          {presides(live, meeting) && meeting.status === 'open' && <Button look="outline" icon="mic" onPress={call}>{d('roll.callNow')}</Button>}
          <Button look="plain" icon="people" onPress={() => void showQr()}>{d('roll.link')}</Button>
        </div>
        {qr.value && (
          <div class="stack tight">
            <Qr qr={qr.value} label={d('roll.linkTitle', { name: member.name })} />
            <p class="quiet small">{d('roll.linkHint')}</p>
          </div>
        )}
        <label class="field">
          <span>{d('roll.office')}</span>
          <select class="input" value={member.office} onChange={(event) => void live.perform({ type: 'member.update', member: member.id, office: event.currentTarget.value as Office })}>
            {OFFICES.map((office) => (
              <option key={office} value={office}>{d(`office.${office}`)}</option>
            ))}
          </select>
        </label>
        <Button look="danger" onPress={() => (revoking.value = true)}>{d('roll.revoke')}</Button>
      </div>
      {writing.value && <Write forMember={member} onClose={() => (writing.value = false)} />}
      {revoking.value && (
        <Confirm
          title={d('roll.revokeAsk', { name: member.name })} yes={d('roll.revoke')} no={t('do.cancel')} danger
          onYes={() => {
            revoking.value = false;
            void live.perform({ type: 'member.revoke', member: member.id });
          }}
          onNo={() => (revoking.value = false)}
        />
      )}
    </Sheet>
  );
}

function Add({ name: given, onClose }: { name: string; onClose: () => void }): VNode {
  const live = useLive();
  const name = useSignal(given);
  const office = useSignal<Office>('member');
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!name.value.trim()) return;
    const outcome = await live.perform({ type: 'member.add', name: name.value, office: office.value });
    if (outcome.kind === 'done') onClose();
  };
  return (
    <Sheet title={d('roll.add')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void add(event)}>
        <label class="field">
          <span>{d('roll.addName')}</span>
          <input class="input" data-first maxLength={100} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        </label>
        <div class="chips" role="group" aria-label={d('roll.office')}>
          {(['member', 'guest', 'observer'] as const).map((each) => (
            <button key={each} type="button" class="chip" aria-pressed={office.value === each} onClick={() => (office.value = each)}>{d(`office.${each}`)}</button>
          ))}
        </div>
        <Button look="primary" type="submit" wide>{d('roll.addDo')}</Button>
      </form>
    </Sheet>
  );
}
