// The words of the door, fetched only by those who stand at it.
import { translator } from '../shared/words';
import { joinVi } from '../words/join.vi';

export const j = translator(joinVi, () => import('../words/join.en').then((all) => all.joinEn));
