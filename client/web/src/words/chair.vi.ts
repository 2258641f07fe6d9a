// Presiding: handing over, taking over, taking back; in Vietnamese. The desk and the phones of chair and deputies fetch it.
export const chairVi = {
  'now.you': '{You} đang điều hành.',
  'now.other': '{name} đang điều hành.',
  'now.nobody': 'Chưa có ai điều hành.',
  'reclaim': 'Nhận lại quyền điều hành',
  'take.wait': '{name} mất nối. Sau {n} giây {you} có thể tạm điều hành thay.',
  'take.may': '{name} đã mất nối. {You} có thể tạm điều hành thay; chủ trì nhận lại lúc nào cũng được.',
  'take.do': 'Tạm điều hành thay',
} as const;
