// The desk's own words, beside the shared ones: a catalogue for each of its large parts.
import { translator } from '../shared/words';
import { activityVi } from '../words/activity.vi';
import { deskVi } from '../words/desk.vi';
import { keysVi } from '../words/keys.vi';
import { orderVi } from '../words/order.vi';
import { presideVi } from '../words/preside.vi';
import { recordVi } from '../words/record.vi';
import { rollVi } from '../words/roll.vi';

export const d = translator(deskVi, () => import('../words/desk.en').then((all) => all.deskEn));
export const o = translator(orderVi, () => import('../words/order.en').then((all) => all.orderEn));
export const p = translator(presideVi, () => import('../words/preside.en').then((all) => all.presideEn));
export const k = translator(keysVi, () => import('../words/keys.en').then((all) => all.keysEn));
export const a = translator(activityVi, () => import('../words/activity.en').then((all) => all.activityEn));
export const r = translator(rollVi, () => import('../words/roll.en').then((all) => all.rollEn));
export const e = translator(recordVi, () => import('../words/record.en').then((all) => all.recordEn));
