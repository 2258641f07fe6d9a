// What a member promised in a meeting before and has not looked back on yet.
import type { Commitment } from './protocol.gen';
import type { Room } from './room';

export const toLookBack = (room: Room, member: string): Commitment[] =>
  room.of('commitments').all.value.filter((each) => each.member === member && each.promised_at < each.at && each.status === 'made');
