// The round that is being held: who is on, who was heard, what the plan says next. Pure, but for reading signals.
// It lies outside what every phone loads: only the parts that show a round fetch it.
import type { Live } from './live';
import type { Round, Slot } from './protocol.gen';

export interface RoundNow {
  round: Round;
  /** By position. */
  slots: Slot[];
  /** Whose statement is on. */
  on: Slot | null;
  /** Who is called by "next", as far as this device can know. */
  following: Slot | null;
  /** Who is here and still to be called, in that order; deferred ones last. */
  waiting: Slot[];
  /** How many these are. */
  left: number;
}

const LEFT: readonly Slot['status'][] = ['waiting', 'deferred'];

export function roundNow(live: Live): RoundNow | null {
  const key = live.room.meeting.value?.current_round ?? null;
  const round = key ? live.room.of('rounds').get(key).value : null;
  if (!round) return null;
  const slots = live.room
    .of('slots')
    .all.value.filter((slot) => slot.round === round.id)
    .sort((a, b) => a.position - b.position);
  const on = slots.find((slot) => slot.id === round.current) ?? null;
  const here = (slot: Slot): boolean => {
    const member = live.room.of('members').get(slot.reader ?? slot.member ?? '').value;
    return member === null || member.attendance.status === 'present' || member.attendance.status === 'late';
  };
  const left = slots.filter((slot) => slot.id !== on?.id && LEFT.includes(slot.status) && here(slot));
  const waiting = [...left.filter((slot) => slot.status === 'waiting'), ...left.filter((slot) => slot.status === 'deferred')];
  return { round, slots, on, following: waiting[0] ?? null, waiting, left: waiting.length };
}

/** What a comment is on while a statement is heard: its turn; null outside a round. */
export const statementOn = (live: Live): string | null => roundNow(live)?.on?.turn ?? null;
