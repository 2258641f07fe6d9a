// What there is still to do and how long it may take, out of the view of one page.
import { forecast, type Facts, type Forecast } from './estimate';
import type { Live } from './live';
import type { Meeting } from './protocol.gen';
import { queueOf } from './queue';
import { roundNow } from './round';

export function factsOf(live: Live, meeting: Meeting): Facts {
  const held = roundNow(live);
  return {
    meeting,
    items: live.room.of('agenda').all.value,
    queue: live.room.of('queues').get(queueOf(meeting)).value,
    line: live.queue.value,
    hidden: !meeting.settings.queue_names_shown && live.room.me.value?.class === 'hall',
    turn: live.turn.value,
    round: held?.round ?? null,
    roundLeft: held?.left ?? 0,
  };
}

export const forecastNow = (live: Live, meeting: Meeting): Forecast => forecast(factsOf(live, meeting), live.clock.now());
