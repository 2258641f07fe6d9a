// Which comments stand on the wall, and where. Pure: a wall, what may be shown, the time -> the next wall.
// Rules: at least twenty seconds each, four between arrivals, a card never changes its column, nothing scrolls;
// what may no longer be shown is gone at once.

export interface Card {
  id: string;
  born: number;
  /** In hundredths of the stage's height. */
  height: number;
}

export interface Placed extends Card {
  column: 0 | 1;
  since: number;
}

export interface Wall {
  placed: readonly Placed[];
  /** Cards born later than this have not been on the wall. */
  seen: number;
  arrived: number;
}

export const STAY_MS = 20_000;
export const BETWEEN_MS = 4000;

const COLUMNS = [0, 1] as const;

const free = (placed: readonly Placed[], column: 0 | 1, room: number): number =>
  room - placed.reduce((sum, each) => (each.column === column ? sum + each.height : sum), 0);

function put(placed: readonly Placed[], card: Card, room: number, since: number): Placed[] | null {
  const [left, right] = [free(placed, 0, room), free(placed, 1, room)];
  const column = left >= right ? 0 : 1;
  if (Math.max(left, right) < Math.min(card.height, room)) return null;
  return [...placed, { ...card, column, since }];
}

/** The first picture: the newest that fit, oldest of them first. The hall has read them on its phones, so they may go soon. */
export function fill(cards: readonly Card[], room: number, now: number): Wall {
  let chosen: Card[] = [];
  for (let at = cards.length - 1; at >= 0; at--) {
    const card = cards[at];
    if (!card) break;
    const wanted = [card, ...chosen];
    let placed: Placed[] | null = [];
    for (const each of wanted) placed = placed && put(placed, each, room, now);
    if (!placed) break;
    chosen = wanted;
  }
  let placed: Placed[] = [];
  for (const each of chosen) placed = put(placed, each, room, now - STAY_MS + BETWEEN_MS) ?? placed;
  return { placed, seen: cards[cards.length - 1]?.born ?? 0, arrived: now - BETWEEN_MS };
}

/** One look at the wall; call it after every change and once a second. */
export function step(wall: Wall, cards: readonly Card[], room: number, now: number): Wall {
  const shown = new Map(cards.map((card) => [card.id, card]));
  const kept = wall.placed.filter((each) => shown.has(each.id)).map((each) => ({ ...each, height: shown.get(each.id)?.height ?? each.height }));
  const next = cards.find((card) => card.born > wall.seen);
  if (!next || now - wall.arrived < BETWEEN_MS) return changed(wall, kept) ? { ...wall, placed: kept } : wall;
  const placed = put(kept, next, room, now) ?? makeRoom(kept, next, room, now);
  if (!placed) return changed(wall, kept) ? { ...wall, placed: kept } : wall;
  return { placed, seen: next.born, arrived: now };
}

function changed(wall: Wall, kept: readonly Placed[]): boolean {
  return kept.length !== wall.placed.length || kept.some((each, at) => each.height !== wall.placed[at]?.height);
}

/** Takes away the oldest of one column, if they have stood long enough; the column that loses less. */
function makeRoom(placed: readonly Placed[], card: Card, room: number, now: number): Placed[] | null {
  let best: { gone: Set<string>; column: 0 | 1 } | null = null;
  for (const column of COLUMNS) {
    const gone = new Set<string>();
    let space = free(placed, column, room);
    for (const each of placed) {
      if (space >= Math.min(card.height, room)) break;
      if (each.column !== column) continue;
      if (now - each.since < STAY_MS) break;
      gone.add(each.id);
      space += each.height;
    }
    if (space >= Math.min(card.height, room) && (!best || gone.size < best.gone.size)) best = { gone, column };
  }
  if (!best) return null;
  const { gone, column } = best;
  return [...placed.filter((each) => !gone.has(each.id)), { ...card, column, since: now }];
}
