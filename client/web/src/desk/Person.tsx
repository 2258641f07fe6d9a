// Everything the desk can do about or for one person: attendance with its reason, hand and comment on behalf, the way in.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { isHere } from '../shared/attendance';
import { ask } from '../shared/http';
import type { AttendanceMark, Meeting, Member, Mode, Office } from '../shared/protocol.gen';
import { Button } from '../shared/ui/Button';
import { Qr, type QrData } from '../shared/ui/Qr';
import { Confirm, Sheet } from '../shared/ui/Sheet';
import { useLive } from '../shared/ui/live';
import { t } from '../shared/words';
import { Stays } from './Stays';
import { Write } from './Write';
import { presides } from './facts';
import { statusOf } from './status';
import { d, r } from './words';

const OFFICES: Office[] = ['chair', 'deputy', 'secretary', 'teller', 'member', 'guest', 'observer'];

export function Person({ meeting, member, onClose }: { meeting: Meeting; member: Member; onClose: () => void }): VNode {
  const live = useLive();
  const reason = useSignal('');
  const writing = useSignal(false);
  const revoking = useSignal(false);
  const qr = useSignal<QrData | null>(null);
  const mark = (status: AttendanceMark, mode: Mode = 'hall'): void =>
    void live.perform({ type: 'attendance.mark', member: member.id, status, ...(status === 'present' ? { mode } : {}), ...(reason.value.trim() ? { reason: reason.value.trim() } : {}) });
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
        <Stays member={member} />
        <div class="chips" role="group" aria-label={d('roll.title')}>
          {(['present', 'absent', 'excused', 'left', 'exempt'] as const).map((status) => (
            <button key={status} type="button" class="chip" aria-pressed={status === 'present' ? isHere(member) && member.attendance.mode !== 'remote' : member.attendance.status === status} onClick={() => mark(status)}>
              {d(`roll.${status}`)}
            </button>
          ))}
          <button type="button" class="chip" aria-pressed={isHere(member) && member.attendance.mode === 'remote'} onClick={() => mark('present', 'remote')}>{r('remote')}</button>
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
