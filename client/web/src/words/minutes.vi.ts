// The minutes at the desk, in Vietnamese.
export const minutesVi = {
  title: 'Biên bản',
  draft: 'Bản nháp. Biên bản tự ghi theo diễn biến, hoàn chỉnh khi bế mạc.',
  again: 'Cập nhật',
  docx: 'Tải tệp Word',
  md: 'Tải văn bản thuần',
  loading: 'Đang lập biên bản…',
  failed: 'Chưa lấy được biên bản. Nhấn Cập nhật để thử lại.',
  fileFailed: 'Chưa tải được tệp. Hãy thử lại.',
  notes: 'Lượt chưa có tóm tắt ({n})',
  notesHint: 'Ghi một hai câu về điều đã nói; câu ghi vào thẳng biên bản.',
  note: 'Tóm tắt lời {name}',
  save: 'Ghi',
  paper: 'Nội dung biên bản',
} as const;
