// The minutes at the desk, in English.
import type { minutesVi } from './minutes.vi';

export const minutesEn: { [K in keyof typeof minutesVi]: string } = {
  title: 'Minutes',
  draft: 'A draft. The minutes write themselves as the meeting goes, and are complete at the close.',
  again: 'Refresh',
  docx: 'Download for Word',
  md: 'Download as plain text',
  loading: 'Writing the minutes…',
  failed: 'The minutes could not be fetched. Press Refresh to try again.',
  fileFailed: 'The file could not be fetched. Please try again.',
  notes: 'Turns without a summary ({n})',
  notesHint: 'A sentence or two on what was said; they go straight into the minutes.',
  note: 'Summary of what {name} said',
  save: 'Write down',
  paper: 'The minutes',
};
