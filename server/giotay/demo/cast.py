"""Who is in the first meeting and what they say. Every name is invented; the words exist in both languages."""

from typing import Final, Literal

from msgspec import Struct

from giotay_protocol.names import Locale, Office

Line = dict[Locale, str]


class Part(Struct, frozen=True):
    """One member of the cast: name, office, unit, what the turn is about, and what others say of it."""

    name: str
    office: Office
    unit: Line
    about: Line
    comments: tuple[tuple[int, Line], ...] = ()


UNITS: Final[dict[str, Line]] = {
    "board": {"vi": "Ban giám hiệu", "en": "School board"},
    "one": {"vi": "Tổ khối Một", "en": "Grade one"},
    "two": {"vi": "Tổ khối Hai", "en": "Grade two"},
    "three": {"vi": "Tổ khối Ba", "en": "Grade three"},
    "four": {"vi": "Tổ khối Bốn", "en": "Grade four"},
    "five": {"vi": "Tổ khối Năm", "en": "Grade five"},
    "office": {"vi": "Tổ Văn phòng", "en": "Office"},
}

TITLE: Final[Line] = {
    "vi": "Sinh hoạt chuyên đề “Tự soi, tự sửa”",
    "en": "Thematic meeting “Looking at oneself, correcting oneself”",
}
PLACE: Final[Line] = {"vi": "Hội trường Trường Tiểu học Hoa Sen", "en": "Hall of Hoa Sen Primary School"}
PURPOSE: Final[Line] = {
    "vi": "Ghi ý kiến, lượt phát biểu và điểm danh để lập biên bản cuộc họp.",
    "en": "Comments, turns and attendance are recorded to write the minutes of this meeting.",
}

ItemKind = Literal["information", "discussion", "round"]
AGENDA: Final[tuple[tuple[Line, ItemKind, int], ...]] = (
    ({"vi": "Khai mạc, điểm danh, thông qua chương trình", "en": "Opening, roll call, adopting the agenda"},
     "information", 10),
    ({"vi": "Tự soi, tự sửa: từng thành viên trình bày, các thành viên góp ý",
      "en": "Self-reviews: each member reads, the others comment"}, "round", 60),
    ({"vi": "Những vấn đề nhiều người nêu", "en": "Matters that many raised"}, "discussion", 15),
    ({"vi": "Kết luận, phân công nhiệm vụ", "en": "Conclusions and tasks"}, "information", 5),
)  # fmt: skip

CAST: Final[tuple[Part, ...]] = (
    Part("Nguyễn Thị Hồng Vân", "chair", UNITS["board"],
         {"vi": "Bản tự soi của người đứng đầu", "en": "The head's own review"},
         ((4, {"vi": "Đồng chí Vân sâu sát, nhưng cần giao việc sớm hơn để tổ chủ động.",
               "en": "She is close to everyone's work, but should hand out tasks earlier."}),
          (11, {"vi": "Đề nghị dự giờ tổ Bốn đều hơn trong học kỳ này.",
                "en": "Please sit in on grade four's lessons more regularly this term."}))),
    Part("Trần Quốc Đạt", "deputy", UNITS["board"],
         {"vi": "Tự soi: công tác chuyên môn", "en": "Review: teaching and learning"},
         ((2, {"vi": "Kế hoạch chuyên môn rõ, nhưng phản hồi sau dự giờ còn chậm.",
               "en": "The teaching plan is clear, but feedback after visits comes late."}),
          (6, {"vi": "Nhất trí. Nên có mẫu phiếu góp ý chung cho cả trường.",
               "en": "I agree. One feedback form for the whole school would help."}))),
    Part("Lê Thị Bích Ngọc", "secretary", UNITS["office"],
         {"vi": "Tự soi: công tác văn phòng, biên bản", "en": "Review: office work and minutes"},
         ((0, {"vi": "Biên bản đầy đủ, đúng hạn. Cần lưu hồ sơ theo năm học.",
               "en": "The minutes are complete and on time. Please file them by school year."}),)),
    Part("Phạm Văn Ổn", "member", UNITS["three"],
         {"vi": "Tự soi: ứng dụng công nghệ trong dạy học", "en": "Review: technology in class"},
         ((9, {"vi": "Thầy Ổn mạnh dạn thử cái mới; mong thầy hướng dẫn lại cho tổ.",
               "en": "He dares to try new things; please show the rest of us how."}),
          (13, {"vi": "Bài giảng số nên đưa lên kho chung của trường.",
                "en": "The digital lessons should go into the school's shared library."}))),
    Part("Hoàng Thị Huệ", "member", UNITS["one"],
         {"vi": "Tự soi: chủ nhiệm lớp, phối hợp với phụ huynh", "en": "Review: class work with parents"},
         ((7, {"vi": "Cô Huệ tận tâm. Có thể chia sẻ kinh nghiệm với giáo viên mới.",
               "en": "She is devoted. She could share her experience with new teachers."}),)),
    Part("Vũ Đình Ngữ", "member", UNITS["five"],
         {"vi": "Tự soi: bồi dưỡng học sinh năng khiếu", "en": "Review: gifted pupils"},
         ((3, {"vi": "Kết quả tốt, nhưng cần chăm cả học sinh còn yếu.",
               "en": "Good results, but weaker pupils need care as well."}),)),
    Part("Đặng Thị Quỳnh Như", "member", UNITS["two"],
         {"vi": "Tự soi: đổi mới sinh hoạt tổ", "en": "Review: better group meetings"},
         ((1, {"vi": "Sinh hoạt tổ sôi nổi hơn hẳn. Đề nghị nhân rộng.",
               "en": "Group meetings are far livelier. Let others do the same."}),)),
    Part("Bùi Minh Khôi", "member", UNITS["four"],
         {"vi": "Tự soi: phong trào thể dục, thể thao", "en": "Review: sports"},
         ((12, {"vi": "Nên có lịch tập cố định để học sinh theo được.",
                "en": "A fixed timetable would let the pupils keep up."}),)),
    Part("Đỗ Thị Thanh Hà", "member", UNITS["one"],
         {"vi": "Tự soi: giữ vở sạch, rèn chữ đẹp", "en": "Review: handwriting"}),
    Part("Ngô Văn Lực", "member", UNITS["three"],
         {"vi": "Tự soi: tham gia hội thi giáo viên giỏi", "en": "Review: teaching competitions"},
         ((5, {"vi": "Thầy Lực nên đăng ký dự thi cấp tỉnh, tổ sẽ giúp thầy.",
               "en": "He should enter the provincial competition; the group will help."}),)),
    Part("Dương Thị Kim Oanh", "member", UNITS["two"],
         {"vi": "Tự soi: tự học ngoại ngữ", "en": "Review: learning languages"}),
    Part("Lý Văn Tùng", "member", UNITS["four"],
         {"vi": "Tự soi: công tác Đội", "en": "Review: the youth team"},
         ((8, {"vi": "Hoạt động Đội đều, cần thêm sân chơi cho khối Một.",
               "en": "The team is active; grade one needs more to do."}),)),
    Part("Phan Thị Mỹ Duyên", "member", UNITS["five"],
         {"vi": "Tự soi: ôn tập cuối cấp", "en": "Review: final-year revision"}),
    Part("Trịnh Công Hậu", "member", UNITS["office"],
         {"vi": "Tự soi: thiết bị, thư viện", "en": "Review: equipment and library"},
         ((16, {"vi": "Thư viện mở cửa giờ ra chơi là rất tốt.",
                "en": "Opening the library at break is very good."}),)),
    Part("Nguyễn Thị Thu Liên", "member", UNITS["one"],
         {"vi": "Tự soi: học tập nâng cao trình độ", "en": "Review: further study"}),
    Part("Hồ Ngọc Ánh", "member", UNITS["five"],
         {"vi": "Tự soi: xây dựng khối đoàn kết", "en": "Review: standing together"},
         ((10, {"vi": "Đồng chí Ánh luôn giúp đồng nghiệp, xin ghi nhận.",
                "en": "She always helps her colleagues; let that be noted."}),)),
    Part("Mai Xuân Trường", "member", UNITS["two"],
         {"vi": "Tự soi: kết nạp, bồi dưỡng thành viên mới", "en": "Review: new members"},
         ((14, {"vi": "Cần kèm cặp người mới ngay từ tháng đầu.",
                "en": "Newcomers need a mentor from the first month."}),)),
)  # fmt: skip

# The one a person holds: nobody plays this member.
GUEST_PART: Final = 8

MATTERS: Final[tuple[tuple[int, Line], ...]] = (
    (3, {"vi": "Mở lớp tập huấn công nghệ thông tin hằng tháng.", "en": "Hold a monthly IT training."}),
    (6, {"vi": "Đổi mới hình thức sinh hoạt: mỗi tháng một tổ chủ trì.",
         "en": "A different group leads each month's meeting."}),
    (11, {"vi": "Có kế hoạch bồi dưỡng, giới thiệu người mới trong học kỳ này.",
          "en": "Plan how newcomers are prepared this term."}),
    (15, {"vi": "Biểu dương gương tốt ngay trong buổi họp.", "en": "Praise good examples in the meeting itself."}),
    (9, {"vi": "Khuyến khích giáo viên dự thi, có kinh phí hỗ trợ.",
         "en": "Encourage teachers to compete, with money set aside."}),
)  # fmt: skip
REPLY: Final[Line] = {"vi": "Tôi nhất trí và xin nhận phần việc này.", "en": "I agree and will take this on."}
THANKS: Final[Line] = {"vi": "Cảm ơn góp ý, tôi xin tiếp thu.", "en": "Thank you, I take that to heart."}
HEATED: Final[Line] = {"vi": "Nói thế mà cũng nói được!", "en": "How can one even say that!"}
BREAK: Final[Line] = {"vi": "Nghỉ giải lao 5 phút", "en": "Five minutes' break"}
ALOUD: Final[Line] = {
    "vi": "Đã nêu ưu điểm, hạn chế và hướng khắc phục.",
    "en": "Strengths, shortcomings and remedies given.",
}
