// The words for people's offices and attendance, fetched by the pages that list people.
import { peopleVi } from '../words/people.vi';
import { translator } from './words';

export const people = translator(peopleVi, () => import('../words/people.en').then((all) => all.peopleEn));
