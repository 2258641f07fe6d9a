// The words of texts for a chat group.
import { translator } from '../shared/words';
import { textsVi } from '../words/texts.vi';

export const tx = translator(textsVi, () => import('../words/texts.en').then((all) => all.textsEn));
