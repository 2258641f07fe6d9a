// What the chair's reminder says: its own words, or those of its kind.
import type { Reminder } from '../shared/protocol.gen';
import { t } from '../shared/words';

export const reminderText = (reminder: Reminder): string => reminder.text ?? (reminder.kind === 'time' ? t('reminder.time') : t('reminder.topic'));
