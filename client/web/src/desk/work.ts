// What there is still to do and how long it may take, as the desk shows it in several places.
import { forecast, type Facts, type Forecast } from '../shared/estimate';
import type { Live } from '../shared/live';
import type { Meeting } from '../shared/protocol.gen';
import { queueOf } from '../shared/queue';
import { roundNow } from '../shared/round';

export function factsOf(live: Live, meeting: Meeting): Facts {
  const held = roundNow(live);
  return {
    meeting,
    items: live.room.of('agenda').all.value,
    queue: live.room.of('queues').get(queueOf(meeting)).value,
    line: live.queue.value,
    turn: live.turn.value,
    round: held?.round ?? null,
    roundLeft: held?.left ?? 0,
  };
}

export const forecastNow = (live: Live, meeting: Meeting): Forecast => forecast(factsOf(live, meeting), live.clock.now());

/** The queue that is served now, as `queue.update` names it. */
export const queueNamed = (meeting: Meeting): { item?: string } => (meeting.current_item ? { item: meeting.current_item } : {});
