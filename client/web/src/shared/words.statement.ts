// The words of statements: writing one, reading it, listening to it. Fetched with the parts that need them.
import { statementVi } from '../words/statement.vi';
import type { Line } from './statement';
import { translator } from './words';

export const s = translator(statementVi, () => import('../words/statement.en').then((all) => all.statementEn));

/** Where a line stands: "Paragraph 2/5", or "Page 1/2" of what was photographed from paper. */
export const standing = ({ what, n, of }: Line): string => s(`at.${what}`, { n, of });
