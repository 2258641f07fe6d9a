// What all pages say of topics, conclusions and commitments; loaded by the parts that show them.
import { resultsVi } from '../words/results.vi';
import { translator } from './words';

export const s = translator(resultsVi, () => import('../words/results.en').then((all) => all.resultsEn));
