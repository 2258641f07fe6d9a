// S1: how to come in. First the Wi-Fi, then the room; the large code is for those whose camera fails. Arriving names one at a time.
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isHere } from '../../shared/attendance';
import { useLive } from '../../shared/ui/live';
import { Qr } from '../../shared/ui/Qr';
import type { Invitation } from '../invitation';
import { Present } from '../Header';
import { w } from '../words';

const NAME_MS = 3000;

export function Lobby({ invitation }: { invitation: Invitation | null }): VNode {
  const { room } = useLive();
  const meeting = room.meeting.value;
  const title = meeting?.title ?? '';
  const wifi = invitation?.wifi ?? null;
  return (
    <div class="lobby" data-wifi={wifi ? 'yes' : 'no'}>
      <h1 data-long={title.length > 60 ? 'yes' : 'no'}>{title}</h1>
      {invitation && (
        <div class="lobby-ways">
          <div class="lobby-text">
            {wifi && (
              <section>
                <p class="read"><b class="step">1</b>{w('wall.wifi')}</p>
                <p class="read strong">{wifi.ssid}</p>
                {wifi.password && <p class="label">{w('wall.wifiPassword')} <strong>{wifi.password}</strong></p>}
              </section>
            )}
            <section>
              <p class="read">{wifi && <b class="step">2</b>}{w('wall.scan')}</p>
              <p class="address strong">{invitation.address}</p>
              <p class="read">{w('wall.code')} <strong class="code">{invitation.code}</strong></p>
            </section>
          </div>
          {wifi && <div class="qr-small"><Qr qr={wifi.qr} label={w('qr.wifi')} /></div>}
          <div class="qr-large"><Qr qr={invitation.qr} label={w('qr.label')} /></div>
        </div>
      )}
      <footer class="foot label">
        <Present />
        <Arrivals />
      </footer>
    </div>
  );
}

/** Each name for three seconds, in the order of arrival; those who were here before this screen opened are not called. */
function Arrivals(): VNode {
  const { room } = useLive();
  const here = useComputed(() => room.of('members').all.value.filter(isHere)).value;
  const known = useRef<Set<string> | null>(null);
  const [waiting, setWaiting] = useState<string[]>([]);
  useEffect(() => {
    if (!known.current) {
      known.current = new Set(here.map((each) => each.id));
      return;
    }
    const fresh = here.filter((each) => !known.current?.has(each.id));
    for (const each of fresh) known.current.add(each.id);
    if (fresh.length) setWaiting((before) => [...before, ...fresh.map((each) => each.name)]);
  }, [here]);
  const [first] = waiting;
  useEffect(() => {
    if (first === undefined) return undefined;
    const timer = setTimeout(() => setWaiting((before) => before.slice(1)), NAME_MS);
    return () => clearTimeout(timer);
  }, [first, waiting.length]);
  return <span class="arrival" key={first ?? ''}>{first === undefined ? '' : w('wall.justCame', { name: first })}</span>;
}
