// Offices and states of attendance in English.
import type { peopleVi } from './people.vi';

export const peopleEn: Record<keyof typeof peopleVi, string> = {
  'attendance.expected': 'expected',
  'attendance.present': 'present',
  'attendance.late': 'late',
  'attendance.left': 'left',
  'attendance.absent': 'absent',
  'attendance.excused': 'excused',
  'attendance.exempt': 'exempt',
  'office.chair': 'Chair',
  'office.deputy': 'Deputy',
  'office.secretary': 'Secretary',
  'office.teller': 'Teller',
  'office.member': 'Member',
  'office.guest': 'Guest',
  'office.observer': 'Observer',
};
