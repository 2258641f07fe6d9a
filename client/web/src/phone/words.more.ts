// The words of the "More" tab.
import { translator } from '../shared/words';
import { moreVi } from '../words/more.vi';

export const m = translator(moreVi, () => import('../words/more.en').then((all) => all.moreEn));
