// The minutes on a phone, in English.
import type { readingVi } from './reading.vi';

export const readingEn: { [K in keyof typeof readingVi]: string } = {
  title: 'Minutes',
  back: 'Back',
  loading: 'The minutes are being fetched…',
  failed: 'The minutes could not be fetched.',
  again: 'Try again',
  circulated: 'The minutes are ready for everybody to read.',
  read: 'Read the minutes',
  approved: 'The minutes are approved.',
  ask: 'Ask for a change',
  askHow: 'What should this part say?',
  send: 'Send to the secretary',
  mine: 'Changes you asked for',
  waits: 'Not answered yet.',
  accepted: 'Taken up, it now says: {text}',
  declined: 'Left as it was. Reason: {why}',
  agree: 'I agree: open the vote',
  pdf: 'Download the minutes (PDF)',
  docx: 'Download the minutes (Word)',
  extract: 'Download my own part (PDF)',
  fileFailed: 'The file could not be fetched. Please try again.',
};
