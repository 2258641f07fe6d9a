// The desk's own words, beside the shared ones.
import { translator } from '../shared/words';
import { deskVi } from '../words/desk.vi';

export const d = translator(deskVi, () => import('../words/desk.en').then((all) => all.deskEn));
