// How people's names are found and shortened. Rule: typing without marks finds every name (đ is d), and so do initials.

export const nfc = (text: string): string => text.normalize('NFC');

/** Lower case, no marks, single spaces: what two spellings of one name have in common. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** "Nguyễn Thị Thu Hà" is "ntth". */
export function initials(name: string): string {
  return fold(name)
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
}

/** Every word typed begins some word of the name, or the whole is its initials. */
export function matches(query: string, name: string): boolean {
  const wanted = fold(query);
  if (!wanted) return true;
  const words = fold(name).split(' ');
  const letters = initials(name);
  if (wanted.length > 1 && !wanted.includes(' ') && letters.startsWith(wanted)) return true;
  return wanted.split(' ').every((part) => words.some((word) => word.startsWith(part)));
}

/** The names a list keeps for what was typed, in the list's own order. */
export function find<T>(query: string, list: readonly T[], nameOf: (each: T) => string): T[] {
  return list.filter((each) => matches(query, nameOf(each)));
}
