// Why this device is not in a room.
export const goneVi = {
  'gone.revoked': 'Quyền vào phòng đã được thu hồi.',
  'gone.removed': 'Tên này đã được đưa ra khỏi danh sách.',
  'gone.link': 'Đường dẫn không dùng được.',
  'gone.linkHint': 'Có thể đường dẫn đã được thay. Xin hỏi người tổ chức, hoặc vào bằng mã trên màn chiếu.',
  'gone.deleted': 'Cuộc họp này không còn.',
  'gone.deletedHint': 'Dữ liệu đã được xóa.',
  'gone.askDesk': 'Nếu có nhầm lẫn, xin báo bàn thư ký.',
  'gone.noToken': 'Máy này chưa vào phòng.',
  'gone.noTokenHint': 'Xin quét lại mã trên màn chiếu hoặc mở đường dẫn riêng.',
} as const;
