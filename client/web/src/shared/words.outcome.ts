// What the pages say of outcomes; loaded by the parts that show them.
import { outcomeVi } from '../words/outcome.vi';
import { translator } from './words';

export const u = translator(outcomeVi, () => import('../words/outcome.en').then((all) => all.outcomeEn));
