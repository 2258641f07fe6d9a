// The clock of a turn, the same digit on every screen. Milestones are told to the live regions by the page, not here.
import type { VNode } from 'preact';
import type { Clock, Reading, Timed } from '../clock';
import { t } from '../words';
import { useReading } from './time';

export function Timer({ turn, clock }: { turn: Timed; clock: Clock }): VNode {
  const reading = useReading(turn, clock);
  return (
    <span class="timer" role="timer" aria-label={t('timer.label')} data-phase={reading.phase}>
      {reading.digits}
    </span>
  );
}

/** What is left as a bar; stripes when over, so that no state is told by colour alone. */
export function Bar({ reading }: { reading: Reading }): VNode {
  const share = reading.phase === 'over' ? 1 : reading.share;
  return (
    <div class="bar" data-phase={reading.phase} aria-hidden="true">
      <i style={{ transform: `scaleX(${share.toFixed(4)})` }} />
    </div>
  );
}
