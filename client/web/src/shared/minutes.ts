// Lengths of time as people type and read them: "2:15", "2,5" or "3" are minutes. Pure.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Nobody is given more than a day. */
const MOST = 24 * 60 * MINUTE;
/** What an even share is rounded down to, as the server does it for a round. */
const STEP = 15 * SECOND;

/** Null for nothing typed, undefined for what is no length of time. */
export function parseMinutes(text: string): number | null | undefined {
  const typed = text.trim();
  if (!typed) return null;
  const clock = /^(\d{1,4}):([0-5]?\d)$/.exec(typed);
  const plain = /^\d{1,4}(?:[.,]\d{1,2})?$/.test(typed) ? Number(typed.replace(',', '.')) : NaN;
  const ms = clock ? Number(clock[1]) * MINUTE + Number(clock[2]) * SECOND : Math.round((plain * MINUTE) / SECOND) * SECOND;
  return ms > 0 && ms <= MOST ? ms : undefined;
}

/** "3" for whole minutes, "2:15" for others. */
export function inMinutes(ms: number): string {
  const seconds = Math.round(ms / SECOND);
  const rest = seconds % 60;
  return rest === 0 ? String(seconds / 60) : `${Math.floor(seconds / 60)}:${String(rest).padStart(2, '0')}`;
}

/** What each of `parts` gets of `total_ms`, rounded down to a quarter of a minute; null when that is nothing. */
export function share(total_ms: number, parts: number): number | null {
  if (parts < 1) return null;
  const each = Math.floor(total_ms / parts / STEP) * STEP;
  return each > 0 ? Math.min(each, MOST) : null;
}
