// Commitments: what one lacks, days as people write them, and where a plan that was handed in can be taken from. Pure.
import { DAY, NUMERAL } from '../words/numerals';
import { fold, nfc } from './names';
import type { Commitment, Statement } from './protocol.gen';

/** Those that were not taken back, oldest first. */
export const standing = (commitments: readonly Commitment[]): Commitment[] => commitments.filter((each) => each.status !== 'withdrawn');

/** Made in a meeting before this one. */
export const isCarried = (commitment: Commitment): boolean => commitment.promised_at < commitment.at;

export interface Lacking {
  number: boolean;
  date: boolean;
}

/** Whether there is anything to count, and a day by which it is done. A hint, never a condition. */
export function lacking({ what, measure, due }: { what: string; measure: string; due: string | null }): Lacking {
  const text = nfc(`${what} ${measure}`);
  return { number: !NUMERAL.test(text.replace(DAY, ' ')), date: due === null && !DAY.test(text) };
}

/** "2027-05-30" or "30/5/2027" as `YYYY-MM-DD`; null when it is no day of the calendar. */
export function parseDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  const written = /^(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})$/.exec(text.trim());
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : written ? [written[3], written[2], written[1]] : [];
  const moment = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return moment.getUTCFullYear() === Number(year) && moment.getUTCMonth() === Number(month) - 1 && moment.getUTCDate() === Number(day) ? moment.toISOString().slice(0, 10) : null;
}

/** A day as it is read: 30/05/2027. */
export const dayText = (day: string): string => day.split('-').reverse().join('/');

/** What a member handed in under a heading that says it is a plan; null where there is none. */
export function planIn(statements: readonly Statement[], member: string): string | null {
  for (const { member: author, sections } of statements) {
    const plan = author === member ? sections.find(({ heading }) => /(^|[^a-z])(ke hoach|plan)/.test(fold(heading))) : undefined;
    if (plan && plan.paragraphs.length > 0) return plan.paragraphs.join(' ').slice(0, 500);
  }
  return null;
}
