// Scoring the meeting, in English.
import type { scoreVi } from './score.vi';

export const scoreEn: Record<keyof typeof scoreVi, string> = {
  'title': 'Score the meeting',
  'begin': 'Begin a scorecard',
  'about': 'What can be measured is filled in from what happened; the desk gives the rest. The chair confirms when everything has points.',
  'cards': 'Card',
  'other': 'Another card drops the points given so far.',
  'most': 'at most {n}',
  'measured': 'As it happened: {n}',
  'members': 'Members: {n}',
  'less': 'Fewer points: {what}',
  'more': 'More points: {what}',
  'total': 'Total',
  'ofMost': '{n}/{most}',
  'grade': 'Grade',
  'missing': '{n} {n|criterion has|criteria have} no points yet',
  'scored': '{n} {n|member has|members have} scored',
  'average': 'Average {n} points',
  'confirm': 'The chair confirms',
  'confirmed': 'Confirmed by the chair at {time}',
  'chairOnly': 'The chair will confirm this card.',
  'mineAbout': 'Nobody else sees your points; everybody sees how many members gave some, and the averages.',
  'send': 'Send points',
  'sent': 'Points sent',
  'notSent': 'Not sent. Press again',
};
