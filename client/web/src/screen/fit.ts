// How large a text may be. Pure: sizes are in u, a hundredth of the stage's height; how wide letters are is told by whoever
// can measure them, else guessed from Noto Sans's averages.

/** How wide a text is, in widths of an em. */
export type Measure = (text: string) => number;

const BOLD = 0.62;
export const guess = (em: number): Measure => (text) => text.length * em;
const bold = guess(BOLD);

/** How many lines a text takes at a size. Only a word longer than a line is broken. */
export function lines(text: string, size: number, width: number, measure: Measure): number {
  const most = width / size;
  const space = measure(' ');
  let count = 0;
  for (const paragraph of text.split('\n')) {
    count += 1;
    let used = 0;
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      const wide = measure(word);
      if (used > 0 && used + space + wide <= most) {
        used += space + wide;
        continue;
      }
      // It begins a line; one that is longer than a line goes on in the next.
      const full = Math.max(0, Math.ceil(wide / most) - 1);
      count += (used > 0 ? 1 : 0) + full;
      used = wide - full * most;
    }
  }
  return count;
}

/** A name: 11, then 9, then 7.5; two lines, three at the smallest. */
export function nameSize(name: string, width: number, depth: number): number {
  for (const size of [11, 9]) if (lines(name, size * depth, width, bold) <= 2 && longest(name) * size * depth * BOLD <= width) return size * depth;
  return 7.5 * depth;
}

const longest = (text: string): number => Math.max(...text.split(/\s+/).map((word) => word.length));

/** The digits of the clock: 28 for "2:41", less when there are more of them. The block keeps its width. */
export function clockSize(digits: string, width: number): number {
  const ems = [...digits].reduce((sum, sign) => sum + (sign === ':' ? 0.29 : 0.58), 0);
  return Math.min(28, width / ems);
}

/** A focused comment: 7 to 180 characters, 5.6 beyond; the rest on further pages. */
export function focusSize(length: number, depth: number): number {
  return (length <= 180 ? 7 : 5.6) * depth;
}

/** Cuts a long text into pages at ends of sentences or at least of words. */
export function pages(text: string, most: number): string[] {
  const rest = text.trim();
  if (rest.length <= most) return [rest];
  const head = rest.slice(0, most);
  const cut = Math.max(head.lastIndexOf('. '), head.lastIndexOf('; '), head.lastIndexOf('\n'));
  const at = cut > most * 0.5 ? cut + 1 : Math.max(head.lastIndexOf(' '), most * 0.5);
  return [rest.slice(0, at).trim(), ...pages(rest.slice(at), most)];
}

/** Which rows of a list fit, the one at `at` always among them: from and to (beyond the last), growing on both sides. */
export function around(heights: readonly number[], at: number, room: number): [from: number, to: number] {
  let [from, to, left] = [at, at + 1, room - (heights[at] ?? 0)];
  for (let grew = true; grew; ) {
    grew = false;
    const after = heights[to];
    if (after !== undefined && after <= left) [to, left, grew] = [to + 1, left - after, true];
    const before = heights[from - 1];
    if (before !== undefined && before <= left) [from, left, grew] = [from - 1, left - before, true];
  }
  return [from, to];
}

/** Rows put on pages, in their order, as many on each as there is room for; a row higher than that has a page alone. */
export function inPages(heights: readonly number[], room: number): [from: number, to: number][] {
  const found: [number, number][] = [];
  let [from, left] = [0, room];
  heights.forEach((height, at) => {
    if (at > from && height > left) {
      found.push([from, at]);
      [from, left] = [at, room];
    }
    left -= height;
  });
  return [...found, [from, heights.length]];
}
