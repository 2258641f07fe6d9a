// Offices and states of attendance in Vietnamese, for every page that lists people.

export const peopleVi = {
  'attendance.expected': 'chưa đến',
  'attendance.present': 'có mặt',
  'attendance.late': 'đến muộn',
  'attendance.left': 'đã về',
  'attendance.absent': 'vắng',
  'attendance.excused': 'vắng có lý do',
  'attendance.exempt': 'được miễn',
  'office.chair': 'Chủ tọa',
  'office.deputy': 'Phó chủ tọa',
  'office.secretary': 'Thư ký',
  'office.teller': 'Kiểm phiếu',
  'office.member': 'Thành viên',
  'office.guest': 'Khách mời',
  'office.observer': 'Dự thính',
} as const;
