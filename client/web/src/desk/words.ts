// The desk's own words, beside the shared ones: a catalogue for each of its large parts.
import { translator } from '../shared/words';
import { deskVi } from '../words/desk.vi';
import { orderVi } from '../words/order.vi';

export const d = translator(deskVi, () => import('../words/desk.en').then((all) => all.deskEn));
export const o = translator(orderVi, () => import('../words/order.en').then((all) => all.orderEn));
