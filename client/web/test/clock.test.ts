// The server's time, and what a turn's clock says at each moment.
import { describe, expect, it } from 'vitest';
import { Clock, digits, read, type Timed } from '../src/shared/clock';

const turn = (part: Partial<Timed> = {}): Timed => ({
  status: 'speaking', started_at: 1000, paused_at: null, paused_ms: 0, limit_ms: 180_000, warn_ms: 30_000, spoken_ms: 0, ...part,
});

describe('the server clock', () => {
  it('takes the shortest round trip', () => {
    let local = 0;
    const clock = new Clock(() => local);
    clock.trip(0, 10_400, 800);
    clock.trip(1000, 11_020, 1040);
    local = 2000;

    expect(clock.now()).toBe(12_000);
  });

  it('never stands behind a moment the server has passed', () => {
    let local = 0;
    const clock = new Clock(() => local);
    clock.passed(5000);
    local = 100;
    clock.passed(5050);
    expect(clock.now()).toBe(5100);
    clock.passed(9000);

    expect(clock.now()).toBe(9000);
  });
});

describe('digits', () => {
  it.each([
    [161_000, '2:41'], [160_001, '2:41'], [160_000, '2:40'], [1, '0:01'], [0, '0:00'], [-999, '0:00'], [-1000, '+0:01'], [-42_000, '+0:42'], [-61_500, '+1:01'],
  ])('%d ms is %s', (ms, expected) => expect(digits(ms)).toBe(expected));
});

describe('a turn', () => {
  it('speaks, warns, runs over', () => {
    expect(read(turn(), 1000 + 60_000)).toMatchObject({ phase: 'speaking', digits: '2:00' });
    expect(read(turn(), 1000 + 150_000)).toMatchObject({ phase: 'warn', digits: '0:30' });
    expect(read(turn(), 1000 + 180_000)).toMatchObject({ phase: 'over', digits: '0:00', share: 0 });
    expect(read(turn(), 1000 + 222_000)).toMatchObject({ phase: 'over', digits: '+0:42' });
  });

  it('stands still while paused, and gives earlier pauses back', () => {
    expect(read(turn({ status: 'paused', paused_at: 31_000 }), 900_000)).toMatchObject({ phase: 'paused', digits: '2:30', next_ms: null });
    expect(read(turn({ paused_ms: 10_000 }), 41_000)).toMatchObject({ digits: '2:30' });
  });

  it('shows the whole limit while only called', () => {
    expect(read(turn({ status: 'called', started_at: null }), 50_000)).toMatchObject({ phase: 'called', digits: '3:00' });
  });

  it('counts up without a limit', () => {
    expect(read(turn({ limit_ms: null }), 62_500)).toMatchObject({ phase: 'speaking', digits: '1:01', remaining_ms: null, next_ms: 500 });
  });

  it('says how long the digits hold', () => {
    for (const at of [1000, 1300, 61_999, 180_700, 181_000, 182_001, 222_000]) {
      const now = read(turn(), at);
      const hold = now.next_ms ?? 0;
      expect(hold).toBeGreaterThan(0);
      expect(read(turn(), at + hold - 1).digits).toBe(now.digits);
      expect(read(turn(), at + hold + 1000).digits).not.toBe(now.digits);
    }
  });
});
