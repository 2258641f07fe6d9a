// The lower third: one comment at a time under the speaker. Pure.
// Rules: each stays at least six seconds; with nothing new it goes after twenty; of a crowd only the newest three wait.

export interface Newest {
  id: string | null;
  since: number;
  waiting: readonly string[];
  /** The last one taken in. */
  seen: number;
}

export const LEAST_MS = 6000;
export const MOST_MS = 20_000;
const CROWD = 3;
const FRESH_MS = 30_000;

export interface Piece {
  id: string;
  born: number;
  at: number;
}

/** When a speaker's scene begins, a comment of the last half minute may still stand there. */
export function begin(pieces: readonly Piece[], now: number): Newest {
  const last = pieces[pieces.length - 1];
  return { id: last && now - last.at < FRESH_MS ? last.id : null, since: now, waiting: [], seen: last?.born ?? 0 };
}

export function next(state: Newest, pieces: readonly Piece[], now: number): Newest {
  const there = new Set(pieces.map((each) => each.id));
  const fresh = pieces.filter((each) => each.born > state.seen);
  const waiting = [...state.waiting.filter((id) => there.has(id)), ...fresh.map((each) => each.id)].slice(-CROWD);
  const seen = fresh.length ? (fresh[fresh.length - 1]?.born ?? state.seen) : state.seen;
  const gone = state.id === null || !there.has(state.id);
  const stood = now - state.since;
  const [first, ...rest] = waiting;
  if (first !== undefined && (gone || stood >= LEAST_MS)) return { id: first, since: now, waiting: rest, seen };
  if (gone || stood >= MOST_MS) return state.id === null && !fresh.length ? state : { id: null, since: now, waiting, seen };
  return fresh.length || waiting.length !== state.waiting.length ? { ...state, waiting, seen } : state;
}
