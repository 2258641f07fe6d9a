// The desk's people are members too: own hand, own roll call, own comment, and a QR to do it on the own phone.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { isHere } from '../shared/attendance';
import { timeOfDay } from '../shared/clock';
import { ask } from '../shared/http';
import type { Meeting } from '../shared/protocol.gen';
import { placeOf } from '../shared/queue';
import { Button } from '../shared/ui/Button';
import { Qr, type QrData } from '../shared/ui/Qr';
import { Sheet } from '../shared/ui/Sheet';
import { Timer } from '../shared/ui/Timer';
import { Vote } from '../shared/ui/Vote';
import { useLive } from '../shared/ui/live';
import { Write } from './Write';
import { d } from './words';

export function Mine({ meeting, onClose }: { meeting: Meeting; onClose: () => void }): VNode {
  const live = useLive();
  const writing = useSignal(false);
  const qr = useSignal<QrData | null>(null);
  const self = live.room.self.value;
  if (!self) return <Sheet title={d('mine.title')} onClose={onClose}><p>…</p></Sheet>;
  const line = live.queue.value;
  const hand = line.find((each) => each.member === self.id);
  const turn = live.turn.value?.member === self.id ? live.turn.value : null;
  const showQr = async (): Promise<void> => {
    const made = await ask<{ token: string }>(`/api/rooms/${live.room.id}/members/${self.id}/link`, { method: 'POST', bearer: live.token });
    const where = await ask<{ url: string }>(`/api/rooms/${live.room.id}/invitation`, { bearer: live.token });
    if (!made.ok || !where.ok) return;
    const text = `${where.body.url.replace(/\/j\/.*$/i, '')}/m/${live.room.id}#t=${made.body.token}`;
    const drawn = await ask<QrData>('/api/qr', { bearer: live.token, body: { text } });
    if (drawn.ok) qr.value = drawn.body;
  };
  return (
    <Sheet title={`${d('mine.title')} · ${self.name}`} onClose={onClose}>
      <div class="stack">
        {isHere(self)
          ? <p class="tag ok">{d('mine.hereDone', { time: self.attendance.since ? timeOfDay(self.attendance.since) : '' })}</p>
          : meeting.status !== 'closed' && <Button look="primary" wide icon="check" onPress={() => void live.perform({ type: 'attendance.check_in' })}>{d('mine.here')}</Button>}
        {turn ? (
          <div class="stack tight">
            <p class="strong">{d('mine.speaking')} <Timer turn={turn} clock={live.clock} /></p>
            <Button look="primary" wide onPress={() => void live.perform({ type: turn.status === 'called' ? 'turn.start' : 'turn.end', turn: turn.id })}>
              {turn.status === 'called' ? d('next.start', { name: self.name }) : d('mine.end')}
            </Button>
          </div>
        ) : hand ? (
          <div class="stack tight">
            <p class="strong">{d('mine.raised', { n: placeOf(hand, line) })}</p>
            <Button look="outline" wide icon="hand" onPress={() => void live.perform({ type: 'hand.lower', hand: hand.id })}>{d('mine.lower')}</Button>
          </div>
        ) : (
          <Button look="outline" wide icon="hand" disabled={meeting.status === 'draft' || meeting.status === 'closed'} onPress={() => void live.perform({ type: 'hand.raise' })}>{d('mine.raise')}</Button>
        )}
        {meeting.current_poll && <Vote opens={false} />}
        <Button look="outline" wide icon="pencil" onPress={() => (writing.value = true)}>{d('mine.comment')}</Button>
        <Button look="plain" wide icon="people" onPress={() => void showQr()}>{d('mine.phone')}</Button>
        {qr.value && (
          <div class="stack tight">
            <p class="quiet small">{d('mine.phoneHint', { name: self.name })}</p>
            <Qr qr={qr.value} label={self.name} />
          </div>
        )}
      </div>
      {writing.value && <Write onClose={() => (writing.value = false)} />}
    </Sheet>
  );
}
