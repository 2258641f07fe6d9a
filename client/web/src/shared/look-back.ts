// What a member promised in a meeting before this one.
import type { Commitment } from './protocol.gen';
import type { Room } from './room';

export const promisedBefore = (room: Room, member: string): Commitment[] =>
  room.of('commitments').all.value.filter((each) => each.member === member && each.promised_at < each.at);
