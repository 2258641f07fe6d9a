// What the desk's keys do, in Vietnamese.
export const keysVi = {
  'key.next': 'nút lớn: mời tiếp, bắt đầu, sang mục',
  'key.undo': 'hoàn tác việc vừa làm (trong 10 giây)',
  'key.shutter': 'che hoặc mở màn chiếu',
  'key.plusMinute': 'thêm 1 phút cho người đang nói',
  'key.minusMinute': 'bớt 1 phút',
  'key.plusHalf': 'thêm 30 giây',
  'key.minusHalf': 'bớt 30 giây',
  'key.remind-time': 'nhắc giờ người đang nói',
  'key.list': 'danh sách phím tắt này',
  'guide.chair': 'Hướng dẫn chủ trì',
  'guide.secretary': 'Hướng dẫn thư ký',
  'hint': 'Khi đang gõ chữ hoặc đang mở một bảng, phím tắt không có tác dụng.',
} as const;
