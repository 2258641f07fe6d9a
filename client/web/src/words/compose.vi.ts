// Writing a comment on the phone.
export const composeVi = {
  'compose.title': 'Viết ý kiến',
  'compose.placeholder': 'Ý kiến của tôi…',
  'compose.kind': 'Loại ý kiến',
  'compose.send': 'Gửi ý kiến',
  'compose.over': 'quá {n} ký tự',
  'compose.anonymous': 'Không ghi tên',
  'compose.muted': 'Bàn chủ tọa tạm thời chưa nhận ý kiến từ máy này.',
  'compose.editTitle': 'Sửa ý kiến',
  'compose.retract': 'Thu hồi',
  'compose.retractAsk': 'Thu hồi ý kiến này? Mọi người sẽ không còn thấy.',
} as const;
