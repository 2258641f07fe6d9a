// One's own commitments on the phone.
export const commitVi = {
  'title': 'Cam kết của tôi',
  'none': '{You} chưa có cam kết nào.',
  'new': 'Viết cam kết',
  'newTitle': 'Cam kết mới',
  'change': 'Sửa',
  'withdraw': 'Rút lại',
  'others': 'Cam kết của mọi người',
  'comment': 'Góp ý',
  'commentOn': 'Góp ý cho cam kết của {name}',
  'withdrawAsk': 'Rút cam kết này? Biên bản vẫn ghi là đã từng cam kết.',
  'fromPlan': 'Lấy từ bài đã nộp',
  'lookBack': '{You} có {n} cam kết lần trước cần nhìn lại',
  'lookBackDo': 'Mở',
} as const;
