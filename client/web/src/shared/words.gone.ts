// Why this device is not in a room; loaded by the parts that say so.
import { goneVi } from '../words/gone.vi';
import { translator } from './words';

export const g = translator(goneVi, () => import('../words/gone.en').then((all) => all.goneEn));
