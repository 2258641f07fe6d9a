// The host page's own words, beside the shared ones.
import { translator } from '../shared/words';
import { hostVi } from '../words/host.vi';

export const h = translator(hostVi, () => import('../words/host.en').then((all) => all.hostEn));
