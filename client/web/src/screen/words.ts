// The projector's own words, beside the shared ones.
import { translator } from '../shared/words';
import { wallVi } from '../words/wall.vi';

export const w = translator(wallVi, () => import('../words/wall.en').then((all) => all.wallEn));
