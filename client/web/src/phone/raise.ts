// Raising a hand: where the room asks for attendance, raising it says "I am here" first. Neither is lost without a connection.
import { mayCheckIn } from '../shared/attendance';
import type { Live } from '../shared/live';
import type { Intent, Meeting, Member } from '../shared/protocol.gen';

export function raiseHand(live: Live, meeting: Meeting, self: Member, intent: Intent, note: string | null, replies_to?: string): void {
  const first = meeting.settings.present_only && mayCheckIn(meeting, self, live.clock.now()) ? 'here' : undefined;
  live.post('hand', { type: 'hand.raise', intent, ...(note ? { note } : {}), ...(replies_to ? { replies_to } : {}) }, first);
}

/** Whether "I am here" is on its way. */
export const owesHere = (live: Live): boolean => live.outbox.value.some((each) => each.kind === 'here' && each.state !== 'sent');

/** What a plain tap on the hand asks for in this room. */
export const usualIntent = (meeting: Meeting): Intent => meeting.settings.intents[0] ?? 'speak';
