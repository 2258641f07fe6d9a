// Which pages are told of: the first, the last, else once a minute and only what is further.
import { describe, expect, it } from 'vitest';
import { REPORT_EVERY_MS, readers, tells } from '../src/shared/documents';
import type { Member } from '../src/shared/protocol.gen';

describe('progress', () => {
  it('is told at the first opening and at the last page', () => {
    expect(tells(1, 9, null, 0)).toBe(true);
    expect(tells(9, 9, { page: 1, at: 0 }, 1)).toBe(true);
    expect(tells(9, 9, { page: 9, at: 0 }, REPORT_EVERY_MS)).toBe(false);
  });

  it('else once a minute, and never of what is behind', () => {
    expect(tells(2, 9, { page: 1, at: 0 }, REPORT_EVERY_MS - 1)).toBe(false);
    expect(tells(2, 9, { page: 1, at: 0 }, REPORT_EVERY_MS)).toBe(true);
    expect(tells(1, 9, { page: 3, at: 0 }, REPORT_EVERY_MS)).toBe(false);
  });
});

it('guests and observers are not counted', () => {
  const all = (['chair', 'member', 'guest', 'observer'] as const).map((office) => ({ office }) as Member);
  expect(readers(all).map(({ office }) => office)).toEqual(['chair', 'member']);
});
