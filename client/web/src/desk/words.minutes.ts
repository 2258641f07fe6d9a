// The words of the minutes at the desk.
import { translator } from '../shared/words';
import { minutesVi } from '../words/minutes.vi';

export const m = translator(minutesVi, () => import('../words/minutes.en').then((all) => all.minutesEn));
