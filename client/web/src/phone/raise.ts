// Raising a hand: where the room asks for attendance, raising it says "I am here" first.
import { mayCheckIn } from '../shared/attendance';
import type { Live } from '../shared/live';
import type { Intent, Meeting, Member } from '../shared/protocol.gen';

export async function raiseHand(live: Live, meeting: Meeting, self: Member, intent: Intent, note: string | null): Promise<void> {
  if (meeting.settings.present_only && mayCheckIn(meeting, self, live.clock.now())) {
    const here = await live.perform({ type: 'attendance.check_in' });
    if (here.kind === 'refused' && here.refusal.code !== 'already') return;
    if (here.kind === 'refused') live.refusal.value = null;
    if (here.kind === 'unknown') return;
  }
  live.post('hand', { type: 'hand.raise', intent, ...(note ? { note } : {}) });
}

/** What a plain tap on the hand asks for in this room. */
export const usualIntent = (meeting: Meeting): Intent => meeting.settings.intents[0] ?? 'speak';
