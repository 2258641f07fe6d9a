// The words of statements: writing one, reading it, listening to it. Fetched with the parts that need them.
import { statementVi } from '../words/statement.vi';
import { translator } from './words';

export const s = translator(statementVi, () => import('../words/statement.en').then((all) => all.statementEn));
