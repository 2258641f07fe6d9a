// What became of a comment, on the phone and at the desk.
export const outcomeVi = {
  'outcome.accepted': 'Đã tiếp thu',
  'outcome.noted': 'Đã ghi nhận',
  'outcome.declined': 'Không tiếp thu',
  'outcome.inConclusion': 'đã vào kết luận',
  'receipt.accepted': 'Ý kiến của {you} đã được tiếp thu',
  'receipt.noted': 'Ý kiến của {you} đã được ghi nhận',
  'receipt.declined': 'Ý kiến của {you} không được tiếp thu',
  'receipt.close': 'Đã xem',
  'mine.title': 'Của tôi',
  'mine.comments': 'Ý kiến của tôi',
  'mine.speeches': 'Phát biểu của tôi',
  'mine.turns': '{n} lượt phát biểu',
  'mine.none': 'Không có',
} as const;
