// A result in words and shares.
import { describe, expect, it } from 'vitest';
import type { Poll, PollResult } from '../src/shared/protocol.gen';
import { leftInHall, shares, verdict } from '../src/shared/poll';

const poll = { options: [{ id: 'o1', text: 'Tán thành' }, { id: 'o2', text: 'Không' }], eligible: 17, voted: 12 } as unknown as Poll;
const result = (part: Partial<PollResult>): PollResult => ({ counts: { o1: 16, o2: 1 }, invalid: 0, base: 17, needed: 9, carried: 'o1', tie: false, ...part });

describe('a result', () => {
  it('is counted in tenths of a percent of its base', () => {
    expect(shares(poll, result({})).map((option) => [option.count, option.percent, option.carried])).toEqual([[16, '94,1', true], [1, '5,9', false]]);
    expect(shares(poll, result({ counts: { o1: 17 } })).map((option) => option.percent)).toEqual(['100', '0']);
  });

  it('does not divide by nobody', () => {
    expect(shares(poll, result({ counts: {}, base: 0, carried: null }))[0]?.share).toBe(0);
  });

  it('says whether it carried', () => {
    expect([result({}), result({ carried: null }), result({ carried: null, tie: true })].map(verdict)).toEqual(['Được thông qua', 'Chưa đạt tỷ lệ cần thiết', 'Số phiếu ngang nhau']);
  });

  it('knows how many hands there can still be', () => {
    expect(leftInHall(poll)).toBe(5);
  });
});
