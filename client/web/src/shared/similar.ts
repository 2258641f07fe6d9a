// Which texts may speak of the same matter, by the syllables they share, without marks. It suggests; people decide. Pure.
import { fold } from './names';

/** The syllables of a text, without marks and signs, each once. */
export const syllables = (text: string): Set<string> => new Set(fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean));

export interface Similar<T> {
  each: T;
  /** 0 for nothing in common, 1 for the same syllables. */
  likeness: number;
}

/** From this on two texts are worth a look. */
const LEAST = 0.3;

/**
 * Those of `others` that are like `text`, most alike first. What nearly everybody writes counts little, a rare syllable much:
 * each weighs the logarithm of how rarely it occurs among all of them.
 */
export function similar<T>(text: string, others: readonly T[], textOf: (each: T) => string, most: number): Similar<T>[] {
  const wanted = syllables(text);
  const all = others.map((each) => ({ each, has: syllables(textOf(each)) }));
  const known = new Map<string, number>();
  for (const has of [wanted, ...all.map(({ has }) => has)]) for (const one of has) known.set(one, (known.get(one) ?? 0) + 1);
  const weight = (one: string): number => Math.log(1 + (all.length + 1) / (known.get(one) ?? 1)) ** 2;
  const size = (set: Set<string>): number => Math.sqrt([...set].reduce((sum, one) => sum + weight(one), 0));
  const own = size(wanted);
  return all
    .map(({ each, has }) => {
      const shared = [...has].filter((one) => wanted.has(one)).reduce((sum, one) => sum + weight(one), 0);
      return { each, likeness: shared === 0 ? 0 : shared / (own * size(has)) };
    })
    .filter(({ likeness }) => likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most);
}
