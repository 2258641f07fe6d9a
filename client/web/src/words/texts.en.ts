// Texts to send in a chat group, in English.
import type { textsVi } from './texts.vi';

export const textsEn: Record<keyof typeof textsVi, string> = {
  'title': 'Texts for the group',
  'about': 'Copy one and paste it into the chat group. Nobody’s own link is in them.',
  'invite': 'Invitation',
  'inviteText': 'You are invited: {title}.\n{when}{place}Join at {url} (room code {code}) and pick your name.',
  'at': 'When: {time}.\n',
  'in': 'Where: {place}.\n',
  'remind': 'Reminder before the meeting',
  'remindText': 'A reminder: {title}.\n{when}{documents}Join at {url} (room code {code}).',
  'documents': 'Please read beforehand: {list}.\n',
  'results': 'What came of the meeting',
  'resultsText': 'What came of {title}:\n{lines}',
  'conclusion': '- Concluded: {text}',
  'vote': '- Vote on “{question}”: {counts}.',
  'promises': 'What each promised',
  'promise': '{name}: {lines}',
  'measured': ' (measured by: {measure})',
  'due': ', by {due}',
  'nothing': 'There is nothing to send yet.',
  'copyAbout': 'Copy: {what}',
};
