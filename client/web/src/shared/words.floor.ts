// The words around one's own place and turn. Fetched with the parts that need them.
import { floorVi } from '../words/floor.vi';
import { translator } from './words';

export const f = translator(floorVi, () => import('../words/floor.en').then((all) => all.floorEn));

/** A length of time as it is read out: "2 phút 15". */
export function spelled(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const n = Math.floor(seconds / 60);
  const s = seconds % 60;
  return s === 0 ? f('limit.minutes', { n }) : n === 0 ? f('limit.seconds', { s }) : f('limit.both', { n, s });
}
