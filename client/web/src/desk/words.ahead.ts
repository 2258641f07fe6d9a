// What the desk says of what it has lined up for the projector.
import { translator } from '../shared/words';
import { aheadVi } from '../words/ahead.vi';

export const h = translator(aheadVi, () => import('../words/ahead.en').then((all) => all.aheadEn));
