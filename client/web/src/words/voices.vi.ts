// People in comments: who reacted, who is named; on the phone and at the desk.
export const voicesVi = {
  'reacted.title': 'Ai đã bày tỏ',
  'reacted.agree': 'Tán thành ({n})',
  'reacted.thanks': 'Cảm ơn ({n})',
  'reacted.question': 'Muốn hỏi thêm ({n})',
  'reacted.more': 'Xem thêm',
  'reacted.nameless': '{n} người không ghi tên',
  'reacted.gone': '(đã xóa tên)',
  'reacted.none': 'Chưa có ai.',
  'reacted.failed': 'Chưa lấy được danh sách. Xin thử lại.',
  'naming.label': 'Nhắc tên ai',
  'naming.begin': 'Nhắc tên',
  'named.title': '{You} được nhắc đến trong một ý kiến',
  'named.by': '{name} nhắc đến {you}',
  'named.see': 'Xem ý kiến',
  'named.reply': 'Giơ tay đáp lời',
  'named.close': 'Đã biết',
} as const;
