// The projector's own words, beside the shared ones.
import { translator } from '../shared/words';
import { rollVi } from '../words/roll.vi';
import { wallVi } from '../words/wall.vi';

export const w = translator(wallVi, () => import('../words/wall.en').then((all) => all.wallEn));

/** The words of the roll: what a profile calls its kinds of members. */
export const r = translator(rollVi, () => import('../words/roll.en').then((all) => all.rollEn));
