// Topics, conclusions and commitments, on the phone, at the desk and on the projector.
export const resultsVi = {
  'topics.title': 'Vấn đề được nêu',
  'topics.none': 'Chưa có vấn đề nào được ghi.',
  'topics.people': '{n} người',
  'topics.comments': '{n} ý kiến',
  'topics.turns': '{n} lượt nói',
  'conclusion': 'Kết luận',
  'conclusions.title': 'Kết luận',
} as const;
