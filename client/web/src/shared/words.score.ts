// What the pages say of scorecards; loaded by the parts that show them.
import { scoreVi } from '../words/score.vi';
import { translator } from './words';

export const sc = translator(scoreVi, () => import('../words/score.en').then((all) => all.scoreEn));
