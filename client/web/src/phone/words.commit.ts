// The words of one's own commitments.
import { translator } from '../shared/words';
import { commitVi } from '../words/commit.vi';

export const k = translator(commitVi, () => import('../words/commit.en').then((all) => all.commitEn));
