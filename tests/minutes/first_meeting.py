"""The first meeting by the rules alone, from the check-in to the close, with a clock of its own; and its golden papers.

`python -m tests.minutes.first_meeting` writes the golden papers anew; read what changed before committing it.
"""

from pathlib import Path
from typing import Any

from giotay.demo.cast import ALOUD, CAST, HEATED, MATTERS, REPLY, THANKS
from giotay.demo.first_meeting import request
from giotay.layouts import PLAIN, load_layouts
from giotay.meeting.birth import Founding
from giotay.meeting.sittings import interrupt
from giotay.minutes.fold import fold
from giotay.minutes.markdown import markdown
from giotay.minutes.paper import lay_out
from giotay.profiles import load_profiles
from giotay_protocol.codec import shaped
from giotay_protocol.commands import Section
from giotay_protocol.entities import Comment, Voter
from giotay_protocol.names import Locale
from tests.meeting.hall import Hall

GOLDEN = Path(__file__).parent / "golden"
# 22 November 2026, 13:40 in Vietnam.
BEGIN = 1_795_329_600_000
MINUTE = 60_000
TITLES: dict[Locale, dict[str, str]] = {
    "vi": {"chair": "Bí thư Chi bộ", "deputy": "Phó Bí thư", "secretary": "Chi ủy viên"},
    "en": {"chair": "Secretary of the cell", "deputy": "Deputy secretary", "secretary": "Committee member"},
}
WORDS: dict[Locale, dict[str, str]] = {
    "vi": {
        "body": "Tập thể chi ủy", "ill": "ốm, có đơn", "bus": "đi công tác",
        "strength": "Gần gũi, việc gì cũng làm đến nơi.", "shortcoming": "Còn ngại va chạm khi góp ý đồng nghiệp.",
        "late": "Tôi gửi thêm ý kiến bằng văn bản.", "order": "Đề nghị theo đúng chương trình.",
        "absent": "có việc gia đình", "guest": "Đảng ủy viên phụ trách chi bộ",
        "topic": "Bồi dưỡng công nghệ thông tin", "rivals": "Hội thi giáo viên giỏi",
        "money": "Chưa có kinh phí năm nay.",
        "conclusion": "Mở lớp tập huấn công nghệ thông tin mỗi tháng một buổi.",
        "of_body": "Tập thể chi ủy hoàn thành tốt nhiệm vụ.", "what": "Dự giờ tổ Bốn đều hơn",
        "measure": "hai tiết mỗi tháng", "other": "Viết một sáng kiến kinh nghiệm", "question": "Thông qua nghị quyết?",
        "yes": "Tán thành", "no": "Không tán thành", "else": "Ý kiến khác", "reserved": "Cần nêu rõ kinh phí.",
        "of_head": "Trước giờ họp, chi bộ dành một phút mặc niệm.", "of_item": "Cả hội trường bàn kỹ việc tập huấn.",
        "of_slot": "Đồng chí nêu rõ hướng sửa.\nHứa báo cáo lại vào tháng sau.", "of_turn": "Nêu ví dụ ở tổ Bốn.",
        "object": "Bàn cả việc hội thi, không chỉ tập huấn.", "object_too": "Mặc niệm ba phút.",
        "settled": "Cả hội trường bàn kỹ việc tập huấn và hội thi.", "why": "Đồng hồ ghi một phút.",
        "approve": "Thông qua biên bản?", "of_closing": "Cuộc họp kết thúc bằng bài hát tập thể.",
        "added": "Đơn xin nghỉ ốm nộp kèm biên bản.",
    },
    "en": {
        "body": "The committee", "ill": "ill, with a letter", "bus": "on duty elsewhere",
        "strength": "Close to people; what is begun is finished.",
        "shortcoming": "Still shy of telling colleagues what is wrong.",
        "late": "I send my opinion in writing.", "order": "Please keep to the agenda.",
        "absent": "a matter in the family", "guest": "Member of the higher committee",
        "topic": "Training in information technology", "rivals": "Teaching competitions",
        "money": "There is no money this year.",
        "conclusion": "A training in information technology every month.",
        "of_body": "The committee has fulfilled its tasks well.",
        "what": "Sit in on grade four's lessons more regularly",
        "measure": "two lessons a month", "other": "Write down one new method",
        "question": "Shall the resolution be adopted?", "yes": "In favour", "no": "Against", "else": "Another opinion",
        "reserved": "The money needs to be named.",
        "of_head": "A minute of silence was kept before the meeting.",
        "of_item": "The training was discussed at length.",
        "of_slot": "What will change was named.\nA report was promised for next month.",
        "of_turn": "An example from grade four.",
        "object": "The competitions were discussed too, not only the training.",
        "object_too": "It was three minutes of silence.",
        "settled": "The training and the competitions were discussed at length.",
        "why": "By the clock it was one.", "approve": "Shall the minutes be approved?",
        "of_closing": "The meeting ended with a song.", "added": "The letter from the doctor was handed in later.",
    },
}  # fmt: skip


def held(locale: Locale) -> Hall:
    """The whole meeting, closed."""
    founding = shaped(request(locale, "first", starts_at=BEGIN + 20 * MINUTE), Founding)
    meeting = _Meeting(founding, locale)
    meeting.gathers()
    meeting.reviews()
    meeting.talks()
    meeting.ends()
    return meeting.hall


def papers(locale: Locale, layout: str = PLAIN) -> str:
    """Its minutes."""
    found = fold("r_test", held(locale).log)
    profile, form = load_profiles()[found.profile], load_layouts()[layout]
    return markdown(lay_out(found, profile, form, locale, check="http://hoi-truong/verify"))


class _Meeting:
    def __init__(self, founding: Founding, locale: Locale) -> None:
        import tests.meeting.hall as hall

        before, hall.START = hall.START, BEGIN
        try:
            self.hall = Hall(founding)
        finally:
            hall.START = before
        self.locale: Locale = locale
        self.words = WORDS[locale]
        self.ids = [f"m_{number}" for number in range(1, len(CAST) + 1)]
        self.chair, self.deputy, self.secretary = (
            self.ids[next(n for n, part in enumerate(CAST) if part.office == office)]
            for office in ("chair", "deputy", "secretary")
        )

    def do(self, type: str, by: str, **fields: Any) -> str:
        return self.hall.do(type, by=by, **fields)

    def wait(self, minutes: float) -> None:
        self.hall.later(round(minutes * MINUTE))

    def gathers(self) -> None:
        for part, member in zip(CAST, self.ids, strict=True):
            if part.office in TITLES[self.locale]:
                self.do("member.update", self.chair, member=member, title=TITLES[self.locale][part.office])
            self.do("member.update", self.chair, member=member, kind="probationary" if member == "m_17" else "full")
        guest = self.do("member.add", self.secretary, name="Phạm Văn Em", office="guest", title=self.words["guest"])
        self.wait(5)
        for member in (*self.ids[:13], self.ids[14], guest):
            self.do("attendance.check_in", member)
        self.do("attendance.mark", self.secretary, member="m_16", status="excused", reason=self.words["ill"])
        self.wait(15)
        self.do("meeting.open", self.chair)
        items = sorted(self.items, key=lambda item: item.position)
        self.order = [item.id for item in items]
        self.do("agenda.start", self.chair, item=self.order[0])
        self.wait(10)
        self.do("attendance.check_in", "m_14")

    @property
    def items(self) -> list[Any]:
        from giotay_protocol.entities import AgendaItem

        return list(self.hall.state.all(AgendaItem))

    def reviews(self) -> None:
        """The collective, then the head while the deputy presides, then a few of the others."""
        self.wait(2)
        self.do("agenda.start", self.chair, item=self.order[1])
        form = list(self.hall.meeting.settings.statement_form)
        self.hall.draft = [
            Section(heading=form[0], text=self.words["strength"]),
            Section(heading=form[1], text=self.words["shortcoming"]),
        ]
        self.do("statement.submit", "m_5", item=self.order[1])
        self.hall.draft = None
        self.do(
            "round.start", self.chair, order="office",
            subjects=[{"body": self.words["body"], "reader": self.deputy}, *self.ids[:5]],
        )  # fmt: skip
        self.subject("s_1", self.chair, minutes=6)
        self.do("conclusion.add", self.secretary, text=self.words["of_body"], subject="s_1")
        self.wait(1)
        self.do("chair.hand_over", self.chair, to=self.deputy)
        self.subject("s_2", self.deputy, minutes=5, comments=[("m_6", self.words["strength"], "strength")])
        self.do("chair.reclaim", self.chair)
        for slot in ("s_3", "s_4"):
            self.subject(slot, self.chair, minutes=4.5)
        self.subject("s_5", self.chair, minutes=4, comments=[("m_7", self.words["shortcoming"], "advice")], reply=True)
        self.do("round.excuse", self.chair, slot="s_6", reason=self.words["bus"])
        self.do("round.finish", self.chair, round="r_1")

    def subject(
        self, slot: str, chair: str, *, minutes: float, comments: Any = (), reply: bool = False
    ) -> None:  # fmt: skip
        self.do("round.call", chair, slot=slot)
        turn = self.hall.meeting.current_turn
        assert turn is not None
        self.do("turn.start", chair, turn=turn)
        self.wait(minutes)
        self.do("turn.end", chair, turn=turn)
        if slot in ("s_1", "s_2"):
            self.do("turn.note", self.secretary, turn=turn, text=ALOUD[self.locale])
        for author, words, kind in comments:
            self.wait(1)
            said = self.do("comment.post", author, body=words, on=turn, kind=kind)
            self.do("comment.post", self.hall.slot(slot).member or self.deputy, body=THANKS[self.locale], reply_to=said)
        hand = self.do("hand.raise", "m_9")
        spoken = self.do("floor.grant", chair, hand=hand, after=None)
        self.do("turn.start", chair, turn=spoken)
        self.wait(1.5)
        self.do("turn.end", chair, turn=spoken)
        self.do("turn.note", self.secretary, turn=spoken, text=self.words["strength"], kind="strength")
        if reply:
            self.do("round.phase", chair, slot=slot, phase="reply")
            answer = self.hall.meeting.current_turn
            self.do("turn.start", chair, turn=answer)
            self.wait(1)
            self.do("turn.end", chair, turn=answer)

    def talks(self) -> None:
        """What many raised; a point of order; a power cut; a comment that goes too far."""
        self.do("agenda.start", self.chair, item=self.order[2])
        for number, words in MATTERS:
            self.wait(0.5)
            said = self.do("comment.post", self.ids[number] if number < 13 else "m_6", body=words[self.locale])
        self.do("comment.post", "m_13", body=REPLY[self.locale], reply_to=said)
        heated = self.do("comment.post", "m_12", body=HEATED[self.locale])
        self.do("comment.hide", self.chair, comment=heated)
        first = self.do("hand.raise", "m_10")
        last = self.do("hand.raise", "m_11")
        turn = self.do("floor.grant", self.chair, hand=first, after=None)
        self.do("turn.start", self.chair, turn=turn)
        self.wait(2)
        order = self.do("hand.raise", "m_12", intent="order")
        inner = self.do("floor.grant", self.chair, hand=order, after=turn)
        self.do("turn.start", self.chair, turn=inner)
        self.wait(0.5)
        self.do("turn.end", self.chair, turn=inner)
        self.do("turn.note", self.secretary, turn=inner, text=self.words["order"])
        self.do("turn.resume", self.chair, turn=turn)
        self.wait(1)
        cut = self.hall.now
        self.wait(7)
        self.hall.take(interrupt(self.hall.state, cut, self.hall.now), by=None, command="timer:meeting:interrupted")
        self.do("meeting.resume", self.chair)
        self.do("turn.extend", self.chair, turn=turn, by_ms=60_000)
        self.do("turn.resume", self.chair, turn=turn)
        self.wait(1)
        self.do("turn.end", self.chair, turn=turn)
        self.do("hand.lower", "m_11", hand=last)
        self.do("hand.raise", "m_11", note=self.words["late"])
        self.do("queue.update", self.chair, item=self.order[2], state="debate_closed")

    def ends(self) -> None:
        self.wait(3)
        self.do("attendance.mark", self.secretary, member="m_15", status="left", reason=self.words["absent"])
        self.do("agenda.start", self.chair, item=self.order[3])
        self.concludes()
        self.votes()
        self.wait(5)
        self.approves()
        self.do("meeting.close", self.chair)
        self.do("minutes.add", self.secretary, text=self.words["added"])

    def concludes(self) -> None:
        """What many raised, what became of it, and what each promises."""
        topics = [self.do("topic.add", self.secretary, title=self.words[word]) for word in ("topic", "rivals")]
        raised = [found for found in self.hall.state.all(Comment) if found.on is None and found.reply_to is None]
        for number, found in enumerate(raised[:5]):
            self.do("comment.tag", self.secretary, comment=found.id, topic=topics[number == 4])
        self.do("comment.resolve", self.chair, comment=raised[4].id, outcome="declined", text=self.words["money"])
        self.do("conclusion.add", self.chair, text=self.words["conclusion"], answers=[raised[0].id, raised[1].id])
        self.wait(1)
        self.do(
            "commitment.make", self.deputy, what=self.words["what"], measure=self.words["measure"], due="2026-12-31",
            watcher=self.chair,
        )  # fmt: skip
        self.do("commitment.make", self.secretary, what=self.words["other"], **{"for": "m_9"})

    def approves(self) -> None:
        """The secretary's words, an objection taken up and one declined, the approval by a poll."""
        for section, word in (
            ("head", "of_head"), (f"item:{self.order[2]}", "of_item"), ("slot:s_3", "of_slot"), ("turn:t_2", "of_turn"),
        ):  # fmt: skip
            self.do("minutes.write", self.secretary, section=section, text=self.words[word])
        self.do("minutes.circulate", self.secretary)
        right = self.do("minutes.object", "m_7", section=f"item:{self.order[2]}", text=self.words["object"])
        wrong = self.do("minutes.object", "m_8", section="head", text=self.words["object_too"])
        settle = {"accepted": (right, "settled"), "declined": (wrong, "why")}
        for outcome, (objection, word) in settle.items():
            self.do("minutes.settle", self.secretary, objection=objection, outcome=outcome, text=self.words[word])
        options = [self.words[word] for word in ("yes", "no")]
        poll = self.do("poll.create", self.secretary, question=self.words["approve"], options=options, base="present")
        self.do("poll.open", self.chair, poll=poll)
        for voter in [each.member for each in self.hall.state.all(Voter) if each.poll == poll]:
            self.do("poll.vote", voter, poll=poll, choices=["o1"])
        self.do("poll.close", self.chair, poll=poll)
        self.do("poll.publish", self.chair, poll=poll)
        self.hall.head = "0123456789abcdef01234567"
        self.do("minutes.approve", self.chair, poll=poll)
        self.do("minutes.write", self.secretary, section="closing", text=self.words["of_closing"])

    def votes(self) -> None:
        """The resolution: phones, and hands of those without one, counted twice."""
        options = [self.words[word] for word in ("yes", "no", "else")]
        poll = self.do("poll.create", self.secretary, question=self.words["question"], options=options, base="members")
        self.do("poll.open", self.chair, poll=poll)
        for member in self.ids[:10]:
            self.do("poll.vote", member, poll=poll, choices=["o2" if member == "m_6" else "o1"])
        self.do("poll.reserve", "m_6", poll=poll, text=self.words["reserved"])
        self.do("poll.count", self.secretary, poll=poll, counts={"o1": 3, "o2": 1})
        self.wait(1)
        self.do("poll.recount", self.secretary, poll=poll, counts={"o1": 3})
        self.do("poll.close", self.chair, poll=poll)
        self.do("poll.publish", self.chair, poll=poll)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in ("vi", "en"):
        (GOLDEN / f"first-meeting.{each}.md").write_text(papers(each), "utf-8")
