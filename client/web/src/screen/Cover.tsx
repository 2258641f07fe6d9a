// What a projector shows instead of a picture that may be false: starting, no connection, or a link that no longer works.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { timeOfDay } from '../shared/clock';
import type { Live } from '../shared/live';
import { useEvery } from '../shared/ui/time';
import { w } from './words';

const SOON_MS = 10_000;
const LOST_MS = 60_000;
const SLEPT_MS = 15_000;
const FRESH_MS = 2500;

/** `soon`: ten seconds without a server. `lost`: a minute, or the machine slept and has not heard anything since. */
export function useTrouble(live: Live): 'none' | 'soon' | 'lost' {
  useEvery(1000);
  const last = useRef(Date.now());
  const [woke, setWoke] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Date.now();
      if (now - last.current > SLEPT_MS) setWoke(now);
      last.current = now;
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  const { line, since } = live.line.value;
  const now = Date.now();
  if (woke > 0 && (now - woke < FRESH_MS || (line !== 'live' && now - woke < LOST_MS))) return 'lost';
  if (line === 'live') return 'none';
  const without = now - since;
  return without >= LOST_MS ? 'lost' : without >= SOON_MS ? 'soon' : 'none';
}

export function Cover({ kind, address, since }: { kind: 'starting' | 'lost' | 'ended'; address: string; since?: number }): VNode {
  return (
    <main class="stage cover" data-kind={kind}>
      {kind === 'starting' && <p class="read">{w('wall.reconnecting')}</p>}
      {kind === 'lost' && (
        <>
          <h1>{w('wall.lost')}</h1>
          <p class="read">{w('wall.lostHint')}</p>
          <p class="label">{since ? `${w('wall.lostSince', { time: timeOfDay(since) })} · ` : ''}{w('wall.lostAddress', { address })}</p>
        </>
      )}
      {kind === 'ended' && (
        <>
          <h1>{w('wall.ended')}</h1>
          <p class="read">{w('wall.endedHint', { address: `${address}/screen` })}</p>
        </>
      )}
    </main>
  );
}
