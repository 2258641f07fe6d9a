// What the desk writes down of voices, in English.
import type { recordVi } from './record.vi';

export const recordEn: { [K in keyof typeof recordVi]: string } = {
  'open': 'No outcome yet ({n})',
  'openAtItem': '{n} {n|comment|comments} on this item still without an outcome.',
  'openAtClose': '{n} {n|comment|comments} still without an outcome.',
  'resolve': 'Outcome',
  'resolveTitle': 'What becomes of this comment?',
  'resolve.accepted': 'Accept',
  'resolve.noted': 'Note',
  'resolve.declined': 'Decline',
  'resolve.text': 'A sentence to the author (optional)',
  'resolve.why': 'Why it is declined',
  'resolve.conclusion': 'Part of a conclusion',
  'resolve.noConclusion': 'Of none',
  'resolve.hint': 'The author is told; whoever sees the comment sees its outcome.',
  'save': 'Save',
};
