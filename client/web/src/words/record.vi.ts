// What the desk writes down of voices: outcomes, topics, conclusions, commitments.
export const recordVi = {
  'open': 'Chưa có kết quả ({n})',
  'openAtItem': 'Mục này còn {n} ý kiến chưa có kết quả.',
  'openAtClose': 'Còn {n} ý kiến chưa có kết quả.',
  'resolve': 'Kết quả',
  'resolveTitle': 'Ý kiến này được xử lý thế nào?',
  'resolve.accepted': 'Tiếp thu',
  'resolve.noted': 'Ghi nhận',
  'resolve.declined': 'Không tiếp thu',
  'resolve.text': 'Lời trả lời (không bắt buộc)',
  'resolve.why': 'Vì sao không tiếp thu',
  'resolve.conclusion': 'Đưa vào kết luận',
  'resolve.noConclusion': 'Không gắn kết luận',
  'resolve.hint': 'Người viết được báo; ai thấy ý kiến cũng thấy kết quả.',
  'save': 'Lưu',
} as const;
