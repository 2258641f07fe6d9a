// How a command of the desk names the queue that is served now.
import type { Meeting } from '../shared/protocol.gen';

/** The queue that is served now, as `queue.update` names it. */
export const queueNamed = (meeting: Meeting): { item?: string } => (meeting.current_item ? { item: meeting.current_item } : {});
