"""What is read in the first meeting: self-reviews put together from a few sentences, in both languages. Invented."""

from typing import Final

from giotay.demo.cast import Line
from giotay_protocol.names import Locale

COLLECTIVE: Final[Line] = {"vi": "Tập thể chi ủy", "en": "The committee of the cell"}
HEADINGS: Final[tuple[Line, ...]] = (
    {"vi": "Ưu điểm", "en": "Strengths"},
    {"vi": "Hạn chế, khuyết điểm", "en": "Shortcomings"},
    {"vi": "Phương hướng khắc phục", "en": "What to do about it"},
)
OF_COLLECTIVE: Final[tuple[Line, ...]] = (
    {"vi": "Chi ủy giữ nền nếp sinh hoạt, việc gì cũng bàn bạc dân chủ.\nHồ sơ, sổ sách đầy đủ, đúng hạn.",
     "en": "The committee met as planned and discussed everything openly.\nIts papers are complete and on time."},
    {"vi": "Nội dung sinh hoạt có buổi còn chung chung, ít chuyên đề.",
     "en": "Some meetings stayed general; few had a theme."},
    {"vi": "Mỗi quý một chuyên đề gắn với việc dạy học; phân công người chuẩn bị trước một tháng.",
     "en": "One theme a quarter that has to do with teaching, prepared a month ahead by somebody named."},
)  # fmt: skip
STRENGTHS: Final[tuple[Line, ...]] = (
    {
        "vi": "Soạn giảng chu đáo, lên lớp đúng giờ.\nHọc sinh tiến bộ rõ, phụ huynh tin tưởng.",
        "en": "Lessons well prepared, always on time.\nThe pupils make progress and their parents trust us.",
    },
    {"vi": "Gần gũi đồng nghiệp, sẵn sàng nhận việc khó.", "en": "Close to colleagues, ready for what is hard."},
    {"vi": "Chịu khó tự học, đã hoàn thành hai lớp bồi dưỡng.", "en": "Learned much alone; two courses completed."},
    {"vi": "Tham gia đều các buổi sinh hoạt, có ý kiến thẳng thắn.", "en": "At every meeting, and frank in it."},
)
SHORTCOMINGS: Final[tuple[Line, ...]] = (
    {"vi": "Còn ngại va chạm khi góp ý cho đồng nghiệp.", "en": "Shy of telling colleagues what is wrong."},
    {
        "vi": "Ứng dụng công nghệ trong giờ dạy chưa thường xuyên.",
        "en": "Technology is not used often enough in class.",
    },
    {"vi": "Có lúc nóng nảy, xử lý việc còn vội.", "en": "Sometimes impatient, and too quick to decide."},
    {"vi": "Báo cáo đôi khi nộp muộn.", "en": "Reports are sometimes late."},
)
REMEDIES: Final[tuple[Line, ...]] = (
    {"vi": "Góp ý trực tiếp ngay sau mỗi giờ dự.", "en": "Say it directly after each lesson visited."},
    {"vi": "Mỗi tuần một tiết dạy có bài giảng số.", "en": "One lesson a week with digital material."},
    {"vi": "Lắng nghe hết ý rồi mới trả lời.", "en": "Listen to the end before answering."},
    {"vi": "Ghi lịch nộp báo cáo, xong trước hai ngày.", "en": "Put reports into the calendar, two days ahead."},
)
CONCLUSIONS: Final[tuple[Line, ...]] = (
    {"vi": "Ghi nhận sự cầu thị; đề nghị khắc phục trong học kỳ này.",
     "en": "The openness is acknowledged; to be mended this term."},
    {"vi": "Hoàn thành tốt nhiệm vụ; cần phát huy ưu điểm đã nêu.",
     "en": "Tasks fulfilled well; keep up the strengths named."},
)  # fmt: skip
PROMISES: Final[tuple[tuple[Line, Line, str], ...]] = (
    ({"vi": "Dự giờ đồng nghiệp và góp ý trực tiếp", "en": "Visit colleagues' lessons and say what was seen"},
     {"vi": "hai tiết mỗi tháng", "en": "two lessons a month"}, "2027-05-31"),
    ({"vi": "Soạn bài giảng số đưa lên kho chung", "en": "Put digital lessons into the shared library"},
     {"vi": "bốn bài", "en": "four lessons"}, "2027-03-31"),
    ({"vi": "Kèm cặp một giáo viên mới", "en": "Look after one new teacher"},
     {"vi": "mỗi tuần một buổi", "en": "once a week"}, "2027-01-15"),
)  # fmt: skip
SPOKEN: Final[Line] = {
    "vi": "Tôi đồng ý và xin bổ sung một việc cụ thể.",
    "en": "I agree, and add one thing to do.",
}
ON_DUTY: Final[Line] = {"vi": "đi công tác, đã gửi bản tự soi", "en": "on duty elsewhere, sent the review"}
LATER: Final[Line] = {"vi": "xin trình bày sau", "en": "asks to come later"}
TOPICS: Final[tuple[tuple[Line, tuple[int, ...]], ...]] = (
    ({"vi": "Tập huấn công nghệ thông tin", "en": "IT training"}, (0,)),
    ({"vi": "Đổi mới hình thức sinh hoạt", "en": "New forms of meeting"}, (1, 3)),
    ({"vi": "Bồi dưỡng người mới", "en": "Training newcomers"}, (2,)),
    ({"vi": "Khuyến khích dự thi", "en": "Encouraging competitions"}, (4,)),
)  # fmt: skip
DECLINED: Final[Line] = {"vi": "Kinh phí năm nay đã hết, xin đưa vào kế hoạch năm sau.",
                         "en": "This year's money is spent; it goes into next year's plan."}  # fmt: skip
CONCLUSION: Final[Line] = {"vi": "Mở lớp tập huấn công nghệ thông tin mỗi tháng một buổi, bắt đầu từ tháng 12.",
                           "en": "An IT training every month, from December on."}  # fmt: skip
QUESTION: Final[Line] = {"vi": "Thông qua nghị quyết của buổi sinh hoạt?", "en": "Shall the resolution be adopted?"}
OPTIONS: Final[tuple[Line, ...]] = (
    {"vi": "Tán thành", "en": "In favour"}, {"vi": "Không tán thành", "en": "Against"},
    {"vi": "Ý kiến khác", "en": "Another opinion"},
)  # fmt: skip
RESERVED: Final[Line] = {
    "vi": "Đề nghị nêu rõ kinh phí cho từng việc.",
    "en": "The money for each task is to be named.",
}


def review_of(number: int, locale: Locale) -> list[dict[str, str]]:
    """The sections of one member's self-review, as a draft has them."""
    pools = (STRENGTHS, SHORTCOMINGS, REMEDIES)
    return sections([pool[number % len(pool)] for pool in pools], locale)


def sections(lines: "list[Line] | tuple[Line, ...]", locale: Locale) -> list[dict[str, str]]:
    """Lines under the headings of the form."""
    return [{"heading": heading[locale], "text": line[locale]} for heading, line in zip(HEADINGS, lines, strict=True)]
