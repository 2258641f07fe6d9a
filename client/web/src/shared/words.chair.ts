// The words for presiding, fetched by the desk and by the phones of chair and deputies.
import { chairVi } from '../words/chair.vi';
import { translator } from './words';

export const chairing = translator(chairVi, () => import('../words/chair.en').then((all) => all.chairEn));
