// What the pages say of people in comments: who reacted, who is named, what was sent afterwards.
import { voicesVi } from '../words/voices.vi';
import { translator } from './words';

export const w = translator(voicesVi, () => import('../words/voices.en').then((all) => all.voicesEn));
