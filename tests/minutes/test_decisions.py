"""For every rule of topics, outcomes, conclusions, commitments and polls: its line in the minutes."""

from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings as how

from giotay.meeting.birth import create
from giotay.meeting.carry import CarryOver, carried
from giotay.meeting.context import Actor
from giotay.minutes.fold import Fold, fold
from giotay.minutes.model import Minutes, Poll
from giotay_protocol.commands import Section
from giotay_protocol.entities import Invite, Scorecard, Topic, Voter
from giotay_protocol.entities import Poll as PollNow
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    EVE,
    HOST,
    ONE,
    SAM,
    Hall,
    Step,
    given,
    opened,
    posted,
    speaking,
    step,
)
from tests.meeting.test_properties import give
from tests.meeting.wild import Wild, runs
from tests.minutes.paper import line_of, minutes_of, text_of

OPTIONS = ["Tán thành", "Không", "Ý kiến khác"]


def put(question: str = "Thông qua?", **fields: Any) -> Step:
    """A poll, drafted and opened: p_1, p_2, …"""

    def run(hall: Hall) -> None:
        poll = hall.do("poll.create", by=SAM, question=question, options=OPTIONS, **fields)
        hall.do("poll.open", by=ADA, poll=poll)

    return run


def voted(option: str, *members: str) -> Step:
    def run(hall: Hall) -> None:
        for member in members:
            hall.do("poll.vote", by=member, poll="p_1", choices=[option])

    return run


def published(hall: Hall) -> None:
    hall.do("poll.close", by=ADA, poll="p_1")
    hall.do("poll.publish", by=ADA, poll="p_1")


def polls_of(found: Minutes) -> list[Poll]:
    return [poll for matter in (*found.matters, found.general) for poll in matter.polls]


# Topics and outcomes --------------------------------------------------------------------------------------------------


def test_the_matters_that_many_raised() -> None:
    """[O1] Those of most people first; one that nobody speaks of is left out."""
    hall = given(opened, *(posted(member) for member in (BOB, CAT, EVE)))
    for title in ("Phòng học", "Bồi dưỡng", "Không ai nói"):
        hall.do("topic.add", by=SAM, title=title)
    for comment, topic in (("c_1", "tp_1"), ("c_2", "tp_2"), ("c_3", "tp_2")):
        hall.do("comment.tag", by=SAM, comment=comment, topic=topic)
    hall.do("topic.update", by=SAM, topic="tp_1", title="phòng học mới")
    text = text_of(hall)
    assert "MATTERS THAT MANY RAISED" in text
    assert text.index("**Bồi dưỡng**: people: 2; comments: 2.") < text.index("**Phòng học mới**: people: 1")
    assert "Không ai nói" not in text


def test_one_who_writes_and_speaks_is_one_person() -> None:
    """[O2] Anonymous comments count, and nobody is behind them; a turn that was taken back does not count."""
    hall = given(opened, posted(BOB), speaking(BOB), step("topic.add", by=SAM, title="Bồi dưỡng"), anonymous=True)
    hall.when("comment.post", by=CAT, body="Không tên", anonymous=True).happens()
    for comment in ("c_1", "c_2"):
        hall.do("comment.tag", by=SAM, comment=comment, topic="tp_1")
    hall.do("turn.note", by=SAM, turn="t_1", text="Nói về bồi dưỡng", topics=["tp_1"])
    assert "- **Bồi dưỡng**: people: 1; comments: 2; turns: 1." in text_of(hall)
    assert "- **Bồi dưỡng**: 01 người; 02 ý kiến bằng văn bản; 01 lượt phát biểu." in text_of(hall, "vi")
    hall.do("comment.untag", by=SAM, comment="c_2", topic="tp_1")
    hall.do("turn.undo_call", by=ADA, turn="t_1")
    assert line_of(hall, "Bồi dưỡng") == "- **Bồi dưỡng**: people: 1; comments: 1."
    assert hall.find(Topic, "tp_1").turns == 0


def test_merged_topics_are_one() -> None:
    """[O3]"""
    hall = given(opened, posted(BOB), posted(BOB, "Thêm nữa"), posted(CAT))
    for title, comments in (("Công nghệ", ("c_1", "c_3")), ("Tin học", ("c_1", "c_2"))):
        topic = hall.do("topic.add", by=SAM, title=title)
        for comment in comments:
            hall.do("comment.tag", by=SAM, comment=comment, topic=topic)
    hall.do("topic.merge", by=SAM, topic="tp_2", into="tp_1")
    assert line_of(hall, "**Công nghệ**") == "- **Công nghệ**: people: 2; comments: 3."
    assert "Tin học" not in text_of(hall)
    hall.do("topic.remove", by=SAM, topic="tp_1")
    assert "MATTERS" not in text_of(hall)


def test_what_became_of_a_comment() -> None:
    """[O4] The last word counts."""
    hall = given(opened, *(posted(BOB, body) for body in ("Một ý", "Hai ý", "Ba ý")))
    hall.do("comment.resolve", by=SAM, comment="c_1", outcome="declined", text="Chưa có kinh phí")
    hall.do("comment.resolve", by=SAM, comment="c_2", outcome="declined", text="Không")
    hall.do("comment.resolve", by=SAM, comment="c_2", outcome="noted")
    assert line_of(hall, "Một ý") == "- **Bob Bình (in writing)**: Một ý [declined: Chưa có kinh phí]"
    assert line_of(hall, "Hai ý").endswith("Hai ý [noted]")
    assert line_of(hall, "Ba ý").endswith(": Ba ý")
    assert line_of(hall, "Một ý", "vi").endswith("Một ý [không tiếp thu: Chưa có kinh phí]")


# Conclusions ----------------------------------------------------------------------------------------------------------


def test_conclusions_stand_under_what_they_are_on() -> None:
    """[L1] An item, a subject of a round, a member."""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE))
    hall.do("round.start", by=ADA, subjects=[{"body": "Tập thể", "reader": DEE}, BOB])
    hall.do("conclusion.add", by=SAM, text="Về một mục.")
    hall.do("conclusion.add", by=SAM, text="Về tập thể.", subject="s_1")
    hall.do("conclusion.add", by=SAM, text="Về Cat.", subject=CAT)
    hall.do("conclusion.add", by=SAM, text="Viết nhầm.")
    hall.do("conclusion.update", by=SAM, conclusion="cn_1", text="Về mục một.")
    hall.do("conclusion.remove", by=SAM, conclusion="cn_4")
    text = text_of(hall)
    assert "#### 1.1. Tập thể\n\nNot reached.\n\nConclusion: Về tập thể.\n" in text
    assert "#### Votes and conclusions\n\nConclusion: Về mục một.\n\nConclusion (Cat Chi): Về Cat.\n" in text
    assert "nhầm" not in text
    assert "Kết luận (Cat Chi): Về Cat." in text_of(hall, "vi")


def test_a_conclusion_takes_up_comments() -> None:
    """[L2] They are accepted thereby; without the conclusion they stay so."""
    hall = given(opened, posted(BOB, "Mở lớp"), posted(CAT, "Mở lớp tối"))
    hall.do("conclusion.add", by=SAM, text="Mở lớp tập huấn.", answers=["c_1", "c_2"])
    assert line_of(hall, "Conclusion") == "Conclusion: Mở lớp tập huấn. (Comments taken up: 2.)"
    assert line_of(hall, "(in writing)**: Mở lớp [") == (
        "- **Bob Bình (in writing)**: Mở lớp [accepted, taken up in a conclusion]"
    )
    hall.do("conclusion.remove", by=SAM, conclusion="cn_1")
    assert line_of(hall, "Mở lớp tối").endswith("Mở lớp tối [accepted]")


# Commitments ----------------------------------------------------------------------------------------------------------


def test_who_promised_what() -> None:
    """[W1] Each member's together; what the desk wrote down says so."""
    hall = given(
        opened, step("commitment.make", by=BOB, what="Dự giờ", measure="Mỗi tháng hai tiết", due="2026-12-31",
                     watcher=DEE),
        step("commitment.make", by=SAM, for_=CAT, what="Viết đề án."),
        step("commitment.make", by=BOB, what="kèm một người mới"),
    )  # fmt: skip
    assert (
        "Bob Bình:\n\n- Dự giờ. Measured by: Mỗi tháng hai tiết. Due: 31/12/2026. Watched by Dee Đào.\n"
        "- Kèm một người mới.\n\nCat Chi:\n\n- Viết đề án. (recorded by the desk)\n"
    ) in text_of(hall)
    assert "Hạn: 31/12/2026. Người theo dõi: Dee Đào." in text_of(hall, "vi")


def test_a_promise_put_differently_or_taken_back() -> None:
    """[W2]"""
    hall = given(opened, step("commitment.make", by=BOB, what="Cũ"), step("commitment.make", by=BOB, what="Bỏ"))
    hall.do("commitment.update", by=BOB, commitment="cm_1", what="Mới", due="2027-01-05")
    hall.do("commitment.withdraw", by=BOB, commitment="cm_2")
    assert line_of(hall, "Mới") == "- Mới. Due: 05/01/2027."
    assert line_of(hall, "Bỏ") == "- Bỏ. (taken back)"
    assert "Cũ" not in text_of(hall)
    hall.do("member.erase", by=HOST, member=BOB)
    assert "- [erased]. Due: 05/01/2027." in text_of(hall)


def next_of(hall: Hall) -> Hall:
    """The next meeting, with what this one left."""
    founding, legacy = carried(hall.state, CarryOver(title="Họp tháng sau"))
    after = Hall(founding)
    after.log, after.state = [], type(after.state)("r_next")
    after.now = hall.now + 30 * 86_400_000
    host = Actor(member=None, office=None, cls="desk", host=True)
    after.take(create(founding, after.context(host), legacy), by=None, command="birth-2")
    return after


def test_what_was_promised_in_the_meeting_before() -> None:
    """[B4] [W3] The look back comes first, with what was said of each; its promises are no new ones."""
    before = given(opened, *(step("commitment.make", by=BOB, what=what) for what in ("Dự giờ", "Viết bài", "Kèm")))
    hall = next_of(before)
    first, second, _ = (c.id for c in minutes_of(hall).commitments)
    hall.do("commitment.review", by=HOST, commitment=first, outcome="partly", text="Được ba tiết")
    hall.do("commitment.review", by=HOST, commitment=second, outcome="done")
    text = text_of(hall)
    assert "II. LOOKING BACK ON WHAT WAS PROMISED" in text
    assert "- **Bob Bình (promised on 15 November 2023)**: Dự giờ. Partly done (Được ba tiết)." in text
    assert "Viết bài. Done." in text
    assert "Kèm. Not looked back on yet." in text
    assert "COMMITMENTS" not in text
    assert "Làm được một phần (Được ba tiết)." in text_of(hall, "vi")


# Polls ----------------------------------------------------------------------------------------------------------------


def test_a_draft_was_never_put() -> None:
    """[V1]"""
    hall = given(opened, step("poll.create", by=SAM, question="Nháp?", options=OPTIONS))
    assert "Nháp" not in text_of(hall)
    hall.do("poll.update", by=SAM, poll="p_1", question="Chọn hai", choose=2)
    hall.do("poll.open", by=ADA, poll="p_1")
    assert "Vote at" in line_of(hall, "Chọn hai")
    assert line_of(hall, "Could vote") == "- Could vote: 7; at most 2 options each."


def test_how_many_could_vote() -> None:
    """[V2] [V3] Those who were there at the opening, and vote."""
    hall = given(opened, step("attendance.mark", by=SAM, member=EVE, status="left"), put())
    hall.do("attendance.check_in", by=EVE)
    assert line_of(hall, "Could vote") == "- Could vote: 6."


def test_phones_and_the_majority() -> None:
    """[V4] [V6] [V7] A vote that was changed counts once."""
    hall = given(opened, put(), voted("o2", BOB), voted("o1", BOB, CAT, EVE), voted("o2", DEE), published)
    text = text_of(hall)
    assert "- **Tán thành**: 3 (75%)\n- **Không**: 1 (25%)\n- **Ý kiến khác**: 0 (0%)\n" in text
    assert "- Result: “Tán thành” has the majority (more than half of the valid votes: 3 of 4 needed)." in text
    assert "Kết quả: “Tán thành” đạt đa số (quá nửa số phiếu hợp lệ: cần 3/4)." in text_of(hall, "vi")


def test_not_carried_and_tied() -> None:
    """[V7]"""
    hall = given(opened, put(base="members", majority="2/3"), voted("o1", BOB, CAT, EVE), published)
    assert "no option has the majority (at least 2/3 of all who may vote: 5 of 7 needed)" in text_of(hall)
    hall = given(opened, put(), voted("o1", BOB), voted("o2", CAT), published)
    assert "the two best have the same number of votes" in text_of(hall)


def test_each_household_has_one_vote() -> None:
    """[V5]"""
    hall = given(opened, *(step("member.update", by=SAM, member=m, unit="Hộ 12") for m in (BOB, CAT)))
    put(base="households")(hall)
    voted("o1", BOB, EVE)(hall)
    published(hall)
    assert line_of(hall, "Households that could vote") == "- Households that could vote: 6."
    assert "more than half of all households: 4 of 6 needed" in text_of(hall)


def test_a_result_is_nobodys_before_it_is_published() -> None:
    """[V8]"""
    hall = given(opened, put(), voted("o1", BOB), step("poll.close", by=ADA, poll="p_1"))
    assert "The result was not published." in text_of(hall)
    assert "Tán thành" not in text_of(hall)
    assert polls_of(minutes_of(hall))[0].result is None


def test_a_cancelled_poll_stays_on_record() -> None:
    """[V9]"""
    hall = given(opened, put("Mở nhầm?"), voted("o1", BOB), step("poll.cancel", by=ADA, poll="p_1"))
    assert "Mở nhầm?\n\n- Cancelled, without a result.\n" in text_of(hall)
    assert "Tán thành" not in text_of(hall)


def test_phones_and_hall_counted_again() -> None:
    """[V10] Both numbers, and the first count beside the last."""
    hall = given(opened, put(), voted("o1", BOB, CAT))
    hall.do("poll.count", by=SAM, poll="p_1", counts={"o1": 1, "o2": 2})
    hall.do("poll.recount", by=SAM, poll="p_1", counts={"o1": 2, "o2": 1})
    published(hall)
    text = text_of(hall)
    assert (
        "- **Tán thành**: 4 (80%): on phones 2, in the hall 2\n- **Không**: 1 (20%): on phones 0, in the hall 1" in text
    )
    assert "the first count in the hall, at 05:13: Tán thành 1, Không 2, Ý kiến khác 0." in text


def test_slips() -> None:
    """[V10]"""
    hall = given(opened, put(kind="paper"))
    hall.do("poll.count", by=SAM, poll="p_1", counts={"o1": 4, "o2": 1}, issued=7, collected=6, invalid=1)
    published(hall)
    assert "on paper slips" in line_of(hall, "Vote at")
    assert line_of(hall, "Slips") == "- Slips given out 7, collected 6, invalid 1."


def test_reserved_opinions_with_names() -> None:
    """[V11] The last of each; the desk may write it down; an erased one is gone."""
    hall = given(opened, put(), voted("o1", CAT), step("poll.reserve", by=BOB, poll="p_1", text="Chưa rõ"))
    hall.do("poll.reserve", by=BOB, poll="p_1", text="Chưa đủ kinh phí")
    hall.do("poll.reserve", by=SAM, for_=EVE, poll="p_1", text="Để sau")
    published(hall)
    assert line_of(hall, "kinh phí") == "- **Bob Bình reserves an opinion**: Chưa đủ kinh phí"
    assert line_of(hall, "Để sau") == "- **Eve Yến reserves an opinion (recorded by the desk)**: Để sau"
    assert "Chưa rõ" not in text_of(hall)
    hall.do("member.erase", by=HOST, member=BOB)
    assert "[erased] reserves an opinion**: [erased]" in text_of(hall).replace("[Erased]", "[erased]")


# Bodies and invitations -----------------------------------------------------------------------------------------------


def test_the_statement_of_a_body_is_read_in_the_round() -> None:
    """[T8] Under the body's name, in full in the annex."""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE))
    hall.draft = [Section(heading="Ưu điểm", text="Đoàn kết.")]
    hall.do("statement.submit", by=SAM, item=ONE, body="Tập thể", reader=DEE)
    hall.do("round.start", by=ADA, subjects=[{"body": "Tập thể", "reader": DEE}, BOB])
    assert "Đoàn kết" not in text_of(hall)
    hall.do("round.next", by=ADA, round="r_1", after=None)
    hall.do("turn.start", by=DEE, turn="t_1")
    text = text_of(hall)
    assert "#### 1.1. Tập thể\n\nRead by Dee Đào" in text
    assert "### Tập thể\n\n#### Ưu điểm\n\nĐoàn kết." in text


def test_invitations_are_nobody_elses() -> None:
    """[I3]"""
    hall = given(opened, step("invite.send", by=ADA, member=BOB, text="Mời nói"))
    hall.do("invite.answer", by=BOB, invite=next(iter(hall.state.all(Invite))).id, answer="pass", text="Xin thôi")
    assert "Mời nói" not in text_of(hall)
    assert "Xin thôi" not in text_of(hall)


# Whatever happens -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@examples(run=runs(60))
@how(max_examples=30, deadline=None)
def test_counts_are_those_that_the_hall_sees(run: tuple[Hall, list[Wild]]) -> None:
    """[O2] [V7] [V10] The minutes count topics and votes as the rules do."""
    hall, wilds = run
    for number, wild in enumerate(wilds):
        give(hall, wild, number)
    found = fold("r_test", hall.log)
    topics = {topic.id: (topic.comments, topic.turns, topic.members) for topic in found.topics}
    now = {t.id: (t.comments, t.turns, t.members) for t in hall.state.all(Topic) if t.comments or t.turns}
    assert topics == now
    told = {poll.id: poll for poll in polls_of(found)}
    for poll in hall.state.all(PollNow):
        if poll.opened_at is None:
            assert poll.id not in told
            continue
        assert (told[poll.id].status, told[poll.id].eligible) == (poll.status, poll.eligible)
        if poll.status == "published" and poll.result is not None:
            result = told[poll.id].result
            assert result is not None
            assert [option.total for option in result.options] == list(poll.result.counts.values())
            texts = {option.id: option.text for option in poll.options}
            assert result.carried == texts.get(poll.result.carried or "")
            assert (result.base, result.needed, result.tie) == (poll.result.base, poll.result.needed, poll.result.tie)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_paper_of_one_part_has_no_number(locale: Any) -> None:
    """[G1]"""
    hall = given(opened)
    heading = "NỘI DUNG" if locale == "vi" else "AGENDA"
    assert f"## {heading}\n" in text_of(hall, locale)


# The minutes themselves -----------------------------------------------------------------------------------------------


def test_the_secretary_writes_beside_what_the_log_gives() -> None:
    """[N1] At its place, after what happened; what was written before is gone."""
    hall = given(opened, speaking(BOB), step("turn.note", by=SAM, turn="t_1", text="Nói về điện"))
    for section, text in (("head", "cũ"), ("head", "Đầu\n\nHai"), (f"item:{ONE}", "Mục"), ("turn:t_1", "Lượt")):
        hall.do("minutes.write", by=SAM, section=section, text=text)
    lines = [line for line in text_of(hall).splitlines() if line]
    head = lines.index("The secretary writes: Đầu")
    assert lines[head + 1] == "Hai"
    assert lines[head - 1].startswith("- **Secretary:**")
    item = lines.index("The secretary writes: Mục")
    assert lines[item - 1].startswith("### 1.")
    turn = lines.index("  - The secretary writes: Lượt")
    assert "Nói về điện" in lines[turn - 1]
    assert "cũ" not in "".join(lines)


def test_words_that_were_not_circulated_are_not_for_all() -> None:
    """[N2]"""
    hall = given(opened, step("minutes.write", by=SAM, section="head", text="Nháp"))
    folding = Fold("r_test")
    for event in hall.log:
        folding.take(event)
    assert (folding.minutes().secretary.head, folding.minutes(to_all=True).secretary.head) == ("Nháp", None)
    hall.do("minutes.circulate", by=SAM)
    folding.take(hall.log[-1])
    assert folding.minutes(to_all=True).secretary.head == "Nháp"


def test_objections_with_what_came_of_them() -> None:
    """[N3] [N4] Both texts; one that waits; the words of an erased member are gone."""
    hall = given(
        opened, step("minutes.write", by=SAM, section="head", text="Có mặt 8"), step("minutes.circulate", by=SAM)
    )
    for member, section, text in ((BOB, "head", "Có mặt 7"), (CAT, "closing", "Thiếu tên"), (EVE, f"item:{ONE}", "?")):
        hall.do("minutes.object", by=member, section=section, text=text)
    hall.do("minutes.settle", by=SAM, objection="ob_1", outcome="accepted", text="Có mặt 7 người")
    hall.do("minutes.settle", by=SAM, objection="ob_2", outcome="declined", text="Đã có tên")
    text = text_of(hall)
    assert "The secretary writes: Có mặt 7 người" in text
    assert line_of(hall, "Bob Bình asked") == "- **Bob Bình asked for a change in the beginning**: Có mặt 7"
    assert "  - Before: “Có mặt 8”\n  - Accepted, it now says: “Có mặt 7 người”" in text
    assert "  - Left as it was. Reason: Đã có tên" in text
    assert "  - Not settled yet." in text
    hall.do("member.erase", by=HOST, member=CAT)
    assert "Thiếu tên" not in text_of(hall)


def test_the_approval_by_hands_and_by_a_poll() -> None:
    """[N5] With the numbers, and the head that was approved in the last line."""
    hall = given(opened, step("minutes.circulate", by=SAM))
    hall.head = "0123456789abcdef01234567"
    hall.do("minutes.approve", by=ADA)
    assert "approved by a show of hands." in text_of(hall)
    assert line_of(hall, "Check code") == "Check code at the approval: 0123456789abcdef01234567."
    one, part = given(opened, step("minutes.circulate", by=SAM)), given(opened, step("minutes.circulate", by=SAM))
    for polled, voters in ((one, None), (part, [ADA, SAM, BOB, CAT])):
        put(base="present")(polled)
        eligible = [each.member for each in polled.state.all(Voter)]
        voted("o1", *(voters or eligible))(polled)
        published(polled)
        polled.do("minutes.approve", by=ADA, poll="p_1")
    number = len(list(one.state.all(Voter)))
    assert line_of(one, "approved") == (
        f"The minutes were read out before the meeting and approved unanimously, {number} of {number}."
    )
    assert f"approved: “Tán thành” 4 of {number} (" in line_of(part, "approved")


def test_what_is_added_after_the_approval_stands_after_it() -> None:
    """[N6]"""
    hall = given(opened, step("minutes.circulate", by=SAM), step("minutes.approve", by=ADA))
    hall.do("minutes.write", by=SAM, section="closing", text="Hát bài ca")
    hall.do("meeting.close", by=ADA)
    hall.do("minutes.add", by=SAM, text="Đơn nộp sau")
    text = text_of(hall)
    order = ["Hát bài ca", "The meeting closed at", "show of hands", "Check code", "ADDED AFTER", "Đơn nộp sau", "ROLL"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


# The scorecard --------------------------------------------------------------------------------------------------------


def scored(hall: Hall) -> None:
    hall.do("meeting.update", by=SAM, profile="party-cell")
    hall.do("scorecard.set", by=SAM, values={})
    card = next(iter(hall.state.all(Scorecard)))
    hall.do("scorecard.set", by=SAM, values={each.name: each.most for each in card.criteria} | {"results": 18})


def test_the_assessment_is_in_the_minutes_once_the_chair_confirmed_it() -> None:
    """[E3] The total and its class; what a member thinks is not in it."""
    hall = given(opened, scored)
    hall.do("scorecard.score", by=BOB, values={"results": 1})
    assert minutes_of(hall).assessment is None
    hall.do("scorecard.confirm", by=ADA)
    found = minutes_of(hall).assessment
    assert found is not None
    assert (found.points, found.out_of, found.grade, len(found.criteria)) == (88, 100, "Khá", 24)
    assert next(each.points for each in found.criteria if each.text.startswith("Nhiệm vụ tháng trước")) == 18
    assert "88 of 100 points, class Khá" in text_of(hall)
