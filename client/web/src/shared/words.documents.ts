// What the pages say of documents; loaded by the parts that show them.
import { documentsVi } from '../words/documents.vi';
import { translator } from './words';

export const dc = translator(documentsVi, () => import('../words/documents.en').then((all) => all.documentsEn));
