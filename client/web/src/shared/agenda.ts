// The agenda as it is read out: in order, with numbers, "2" and "2.1". Pure.
import type { AgendaItem } from './protocol.gen';

export interface Numbered {
  item: AgendaItem;
  number: string;
  depth: number;
}

export function numbered(items: readonly AgendaItem[]): Numbered[] {
  const rows: Numbered[] = [];
  const walk = (parent: string | null, prefix: string, depth: number): void => {
    if (depth > 4) return;
    items
      .filter((item) => item.parent === parent)
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .forEach((item, at) => {
        const number = `${prefix}${at + 1}`;
        rows.push({ item, number, depth });
        walk(item.id, `${number}.`, depth + 1);
      });
  };
  walk(null, '', 0);
  return rows;
}

export interface Standing {
  number: string;
  title: string;
  /** How many items there are at the top. */
  of: number;
}

export function standing(items: readonly AgendaItem[], current: string | null): Standing | null {
  if (!current) return null;
  const rows = numbered(items);
  const row = rows.find((each) => each.item.id === current);
  return row ? { number: row.number, title: row.item.title, of: rows.filter((each) => each.depth === 0).length } : null;
}
