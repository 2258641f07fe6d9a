"""A fictional cell's meeting, from the roll to the approval, for the golden papers of the official layouts.

`python -m tests.minutes.sample` writes them anew; read what changed before committing it.
"""

from pathlib import Path
from typing import Final

from msgspec.structs import replace

from giotay.layouts import load_layouts
from giotay.meeting.birth import Founding
from giotay.minutes.blocks import Block
from giotay.minutes.fold import fold
from giotay.minutes.layout import PaperKind
from giotay.minutes.markdown import markdown
from giotay.minutes.model import Minutes
from giotay.minutes.papers import made
from giotay.profiles import load_profiles
from giotay_protocol.codec import shaped
from giotay_protocol.entities import Voter
from giotay_protocol.names import Locale
from giotay_protocol.settings import Letterhead
from tests.meeting import hall as halls
from tests.meeting.hall import Hall

GOLDEN = Path(__file__).parent / "golden"
CHECK: Final = "http://hoi-truong/verify"
# 22 November 2026, 13:40 in Vietnam.
BEGIN: Final = 1_795_329_600_000
MINUTE: Final = 60_000
CHAIR, DEPUTY, SECRETARY, ABSENT, LATE, FIRST, SECOND = (f"m_{number}" for number in range(1, 8))
NAMES: Final = (
    ("Nguyễn Thị A", "chair", "Bí thư Chi bộ"), ("Hoàng Thị G", "deputy", "Phó Bí thư"),
    ("Đỗ Văn B", "secretary", None), ("Lê Thị C", "member", None), ("Trần Văn D", "member", None),
    ("Vũ Văn H", "member", None), ("Bùi Thị K", "member", None), ("Phan Văn L", "member", None),
    ("Ngô Thị M", "member", None), ("Dương Văn N", "member", None), ("Lý Thị O", "member", None),
    ("Mai Văn P", "member", None), ("Hồ Thị Q", "member", None), ("Trịnh Văn R", "member", None),
    ("Đặng Thị S", "member", None), ("Tô Văn T", "member", None), ("Cao Thị U", "member", None),
)  # fmt: skip
PARTY: Final = Letterhead(
    parent="Đảng bộ phường Hoa Sen", issuer="Chi bộ Trường Tiểu học Hoa Sen", number="7",
    resolution_number="11", sign="CB", place="Hoa Sen",
    about="sinh hoạt chuyên đề “Tự soi, tự sửa” tháng 11 năm 2026", before="chi bộ", authority="Chi bộ",
    form="on_behalf", title="Bí thư", recipients=["Đảng ủy phường (b/c)", "Đảng viên chi bộ (t/h)"], kept="Chi bộ",
    bases=["Căn cứ Điều lệ Đảng", "Căn cứ chương trình công tác năm 2026 của Chi bộ"],
)  # fmt: skip
STATE: Final = Letterhead(
    parent="Ủy ban nhân dân phường Hoa Sen", issuer="Trường Tiểu học Hoa Sen", number="12",
    resolution_number="5", sign="THHS",
    place="Hoa Sen", before="cuộc họp", authority="Hội đồng trường", form="on_behalf", title="Chủ tịch",
    recipients=["Như thành phần dự họp"], kept="VT, Hồ sơ", bases=["Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019"],
)  # fmt: skip


def held() -> Hall:
    """The whole meeting, closed."""
    founding = shaped(
        {
            "title": "Sinh hoạt chuyên đề “Tự soi, tự sửa”", "place": "Hội trường Trường Tiểu học Hoa Sen",
            "profile": "party-cell", "locale": "vi", "starts_at": BEGIN + 20 * MINUTE,
            "members": [
                {"name": name, "office": office, "title": title, "kind": "probationary" if place > 14 else "full"}
                for place, (name, office, title) in enumerate(NAMES)
            ],
            "agenda": [
                {"title": "Thông qua chương trình", "kind": "vote"},
                {"title": "Tự soi, tự sửa của tập thể chi ủy và từng đảng viên", "kind": "round"},
            ],
        },
        Founding,
    )  # fmt: skip
    before, halls.START = halls.START, BEGIN
    try:
        hall = Hall(founding)
    finally:
        halls.START = before
    _opens(hall)
    _reviews(hall)
    _ends(hall)
    return hall


def _at(hall: Hall, hour: int, minute: int) -> None:
    """The next step is at this time."""
    hall.now = BEGIN + ((hour - 13) * 60 + minute - 40) * MINUTE - 1_000


def _opens(hall: Hall) -> None:
    guest = hall.do(
        "member.add", by=SECRETARY, name="Phạm Văn E", office="guest", title="Đảng ủy viên phụ trách chi bộ"
    )  # fmt: skip
    for member in [f"m_{number}" for number in range(1, 18) if f"m_{number}" not in (ABSENT, LATE)] + [guest]:
        hall.do("attendance.check_in", by=member)
    hall.do("attendance.mark", by=SECRETARY, member=ABSENT, status="excused", reason="ốm")
    _at(hall, 14, 0)
    hall.do("meeting.open", by=CHAIR)
    hall.do("agenda.start", by=CHAIR, item="i_1")
    _vote(hall, "Thông qua chương trình?")
    _at(hall, 14, 20)
    hall.do("attendance.check_in", by=LATE)


def _vote(hall: Hall, question: str) -> str:
    poll = hall.do(
        "poll.create", by=SECRETARY, question=question, options=["Tán thành", "Không tán thành"], base="present",
        kind="hands",
    )  # fmt: skip
    hall.do("poll.open", by=CHAIR, poll=poll)
    voters = sum(each.poll == poll for each in hall.state.all(Voter))
    hall.do("poll.count", by=SECRETARY, poll=poll, counts={"o1": voters})
    hall.do("poll.close", by=CHAIR, poll=poll)
    hall.do("poll.publish", by=CHAIR, poll=poll)
    return poll


def _reviews(hall: Hall) -> None:
    hall.do("agenda.start", by=CHAIR, item="i_2")
    hall.do("round.start", by=CHAIR, order="given", subjects=[DEPUTY])
    _at(hall, 14, 31)
    hall.do("round.call", by=CHAIR, slot="s_1")
    turn = hall.meeting.current_turn
    _at(hall, 14, 32)
    hall.do("turn.start", by=CHAIR, turn=turn)
    _at(hall, 14, 37)
    hall.do("turn.end", by=CHAIR, turn=turn)
    hall.do("turn.note", by=SECRETARY, turn=turn, text="Nêu rõ ưu điểm, hạn chế và hướng sửa.")
    hand = hall.do("hand.raise", by=FIRST)
    spoken = hall.do("floor.grant", by=CHAIR, hand=hand, after=None)
    hall.do("turn.start", by=CHAIR, turn=spoken)
    hall.later(2 * MINUTE)
    hall.do("turn.end", by=CHAIR, turn=spoken)
    hall.do("turn.note", by=SECRETARY, turn=spoken, text="Cần dự giờ đều hơn.")
    hall.do("comment.post", by=SECOND, body="Nên mạnh dạn góp ý với đồng nghiệp.", on=turn, kind="advice")
    hall.do("round.phase", by=CHAIR, slot="s_1", phase="reply")
    answer = hall.meeting.current_turn
    hall.do("turn.start", by=CHAIR, turn=answer)
    hall.later(MINUTE)
    hall.do("turn.end", by=CHAIR, turn=answer)
    hall.do("turn.note", by=SECRETARY, turn=answer, text="Tiếp thu các ý kiến, dự giờ mỗi tháng hai tiết.")
    hall.do("conclusion.add", by=SECRETARY, text="Ưu điểm là cơ bản; khắc phục ngay việc dự giờ.", subject="s_1")
    hall.do("round.finish", by=CHAIR, round="r_1")


def _ends(hall: Hall) -> None:
    hall.do("conclusion.add", by=CHAIR, text="Mỗi tháng một buổi tập huấn công nghệ thông tin.")
    hall.do("commitment.make", by=DEPUTY, what="Dự giờ tổ Bốn", measure="hai tiết mỗi tháng", due="2026-12-31")
    hall.do("minutes.circulate", by=SECRETARY)
    _at(hall, 16, 5)
    poll = _vote(hall, "Thông qua biên bản?")
    hall.head = "5f3a0c9e7b1d24680ace1357"
    hall.do("minutes.approve", by=CHAIR, poll=poll)
    _at(hall, 16, 10)
    hall.do("meeting.close", by=CHAIR)


def minutes_with(letterhead: Letterhead) -> Minutes:
    """The document, with what the desk entered for its head and foot."""
    return replace(fold("r_sample", held().log), letterhead=letterhead)


def blocks_of(layout: str, kind: PaperKind = "minutes", locale: Locale = "vi", about: str = "") -> list[Block]:
    """A paper of the sample in a layout."""
    letterhead = STATE if layout.startswith("state") else PARTY if layout.startswith("party") else Letterhead()
    found, profile = minutes_with(letterhead), load_profiles()["party-cell"]
    return made(kind, found, profile, load_layouts()[layout], locale, about=about, check=CHECK)


def papers() -> dict[str, str]:
    """The golden papers by their file names."""
    return {
        f"sample.{layout}.md": markdown(blocks_of(layout)) for layout in ("party-hd05-2026", "state-nd30-2020")
    } | {
        f"sample.{kind}.md": markdown(blocks_of("party-hd05-2026", kind, about=DEPUTY if kind == "extract" else ""))
        for kind in ("resolution", "speakers", "opinions", "extract", "count", "votes", "news")
    }  # fmt: skip


if __name__ == "__main__":
    for name, text in papers().items():
        (GOLDEN / name).write_text(text, "utf-8")
