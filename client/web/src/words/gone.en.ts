// Why this device is not in a room, in English.
import type { goneVi } from './gone.vi';

export const goneEn: { [K in keyof typeof goneVi]: string } = {
  'gone.revoked': 'Access to this room was withdrawn.',
  'gone.removed': 'This name was taken off the list.',
  'gone.link': 'This link does not work.',
  'gone.linkHint': 'It may have been replaced. Ask the organiser, or use the code on the projector.',
  'gone.deleted': 'This meeting no longer exists.',
  'gone.deletedHint': 'Its data was deleted.',
  'gone.askDesk': 'If this is a mistake, please tell the desk.',
  'gone.noToken': 'This device is not in the room yet.',
  'gone.noTokenHint': 'Scan the code on the projector again, or open your personal link.',
};
