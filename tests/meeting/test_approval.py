"""The minutes in the room: written, circulated, objected to, settled, approved, added to."""

import pytest

from giotay.meeting.approval import minutes_of
from giotay.meeting.visibility import shown
from giotay_protocol.events import (
    MinutesAdded,
    MinutesApproved,
    MinutesCirculated,
    MinutesObjected,
    MinutesWritten,
    ObjectionSettled,
)
from tests.meeting.hall import ADA, BOB, CAT, HOST, ONE, SAM, Hall, given, opened, speaking, step

CIRCULATED = step("minutes.circulate", by=SAM)
OBJECTED = step("minutes.object", by=BOB, section="head", text="Có mặt 7, không phải 8")


def test_the_secretary_writes_beside_the_log() -> None:
    """[N1]"""
    hall = given(opened, speaking(BOB))
    hall.when("minutes.write", by=SAM, section=f"item:{ONE}", text="Bàn kỹ").then(
        MinutesWritten(section=f"item:{ONE}", text="Bàn kỹ")
    )
    hall.do("minutes.write", by=SAM, section="turn:t_1", text="Bob nói về điện")
    hall.do("minutes.write", by=SAM, section="head", text="Tại hội trường")
    hall.do("minutes.write", by=SAM, section="head", text="Tại phòng họp")
    assert minutes_of(hall.state).sections["head"] == "Tại phòng họp"
    hall.when("minutes.write", by=SAM, section="head", text="Tại phòng họp").refused("already")
    hall.when("minutes.write", by=ADA, section="head", text="x").refused("forbidden")
    hall.do("minutes.write", by=SAM, section="turn:t_1", text="")
    assert set(minutes_of(hall.state).sections) == {f"item:{ONE}", "head"}


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("tail", "invalid"),
        ("item:", "invalid"),
        ("item:i_9", "not_found"),
        ("turn:t_9", "not_found"),
        ("c:1", "invalid"),
    ],
)
def test_a_section_of_nothing(section: str, code: str) -> None:
    """[N1]"""
    given(opened).when("minutes.write", by=SAM, section=section, text="x").refused(code, field="section")


def test_words_have_a_measure() -> None:
    """[N1]"""
    hall = given(opened)
    for _ in range(20):
        item = hall.do("agenda.add", by=SAM, title="Việc")
        hall.do("minutes.write", by=SAM, section=f"item:{item}", text="a" * 20_000)
    hall.when("minutes.write", by=SAM, section="head", text="a").refused("too_large", field="text")


def test_circulating() -> None:
    """[N2]"""
    hall = given(opened, step("minutes.write", by=SAM, section="head", text="…"))
    found = minutes_of(hall.state)
    assert [bool(shown(found, cls, who)) for cls, who in (("desk", SAM), ("hall", BOB))] == [True, False]  # type: ignore[arg-type]
    hall.when("minutes.object", by=BOB, section="head", text="x").refused("stale", status="draft")
    hall.when("minutes.circulate", by=SAM).then(MinutesCirculated())
    hall.when("minutes.circulate", by=SAM).refused("already")
    found = minutes_of(hall.state)
    assert [bool(shown(found, cls, who)) for cls, who in (("hall", BOB), ("screen", None))] == [True, False]  # type: ignore[arg-type]


def test_objecting() -> None:
    """[N3]"""
    hall = given(opened, CIRCULATED)
    hall.when("minutes.object", by=BOB, section="head", text="Sai giờ").then(
        MinutesObjected(objection="ob_1", section="head", member=BOB, text="Sai giờ", by_desk=False)
    )
    hall.when("minutes.object", by=BOB, section="head", text="Sai giờ").refused("already", objection="ob_1")
    hall.when("minutes.object", by=BOB, section="item:i_9", text="x").refused("not_found", field="section")
    hall.do("minutes.object", by=SAM, for_=CAT, section="closing", text="Thiếu tên tôi")
    assert [each.name for each in minutes_of(hall.state).objections] == ["Bob Bình", "Cat Chi"]


def test_settling_keeps_both_texts() -> None:
    """[N4]"""
    hall = given(opened, step("minutes.write", by=SAM, section="head", text="Có mặt 8"), CIRCULATED, OBJECTED)
    hall.when("minutes.settle", by=SAM, objection="ob_9", outcome="accepted", text="x").refused("not_found")
    hall.when("minutes.settle", by=SAM, objection="ob_1", outcome="accepted").refused("invalid", field="text")
    hall.when("minutes.settle", by=ADA, objection="ob_1", outcome="accepted", text="x").refused("forbidden")
    hall.when("minutes.settle", by=SAM, objection="ob_1", outcome="accepted", text="Có mặt 7").then(
        ObjectionSettled(objection="ob_1", section="head", outcome="accepted", text="Có mặt 7")
    )
    hall.when("minutes.settle", by=SAM, objection="ob_1", outcome="declined", text="x").refused("already")
    found = minutes_of(hall.state)
    assert (found.sections["head"], found.objections[0].before) == ("Có mặt 7", "Có mặt 8")


def test_declining_leaves_the_section() -> None:
    """[N4]"""
    hall = given(opened, step("minutes.write", by=SAM, section="head", text="Có mặt 8"), CIRCULATED, OBJECTED)
    hall.do("minutes.settle", by=SAM, objection="ob_1", outcome="declined", text="Đã đếm lại: 8")
    found = minutes_of(hall.state)
    assert (found.sections["head"], found.objections[0].answer) == ("Có mặt 8", "Đã đếm lại: 8")


def test_approving() -> None:
    """[N5]"""
    hall = given(opened)
    hall.head = "ab" * 12
    hall.when("minutes.approve", by=ADA).refused("stale", status="draft")
    CIRCULATED(hall)
    OBJECTED(hall)
    hall.when("minutes.approve", by=ADA).refused("stale", objections=1)
    hall.do("minutes.settle", by=SAM, objection="ob_1", outcome="declined", text="Không")
    hall.when("minutes.approve", by=SAM).refused("forbidden")
    hall.when("minutes.approve", by=ADA).then(MinutesApproved(poll=None, head="ab" * 12))
    hall.when("minutes.approve", by=ADA).refused("already")


def test_approving_by_a_poll_that_carried() -> None:
    """[N5] [V7]"""

    def voted(hall: Hall, *members: str, option: str = "o1") -> str:
        poll = hall.do("poll.create", by=SAM, question="Nhất trí biên bản?", options=["Có", "Không"], base="present")
        hall.do("poll.open", by=ADA, poll=poll)
        for member in members:
            hall.do("poll.vote", by=member, poll=poll, choices=[option])
        hall.when("minutes.approve", by=ADA, poll=poll).refused("stale", poll=poll)
        hall.do("poll.close", by=ADA, poll=poll)
        return poll

    hall = given(opened, CIRCULATED)
    hall.when("minutes.approve", by=ADA, poll=voted(hall, BOB)).refused("stale", poll="p_1")
    against = voted(hall, ADA, SAM, BOB, CAT, option="o2")
    hall.when("minutes.approve", by=ADA, poll=against).refused("stale", poll="p_2")
    hall.do("minutes.approve", by=ADA, poll=voted(hall, ADA, SAM, BOB, CAT))
    assert minutes_of(hall.state).poll == "p_3"


def test_what_is_approved_is_locked_but_for_its_closing() -> None:
    """[N6]"""
    hall = given(opened, CIRCULATED)
    hall.when("minutes.add", by=SAM, text="Quá sớm").refused("stale", status="circulated")
    hall.do("minutes.approve", by=ADA)
    hall.when("minutes.write", by=SAM, section="head", text="x").refused("locked")
    hall.when("minutes.object", by=BOB, section="head", text="x").refused("locked")
    hall.do("minutes.write", by=SAM, section="closing", text="Kết thúc lúc 16 giờ")
    hall.do("meeting.close", by=ADA)
    hall.when("minutes.add", by=SAM, text="Bổ sung").then(MinutesAdded(text="Bổ sung"))
    assert [each.text for each in minutes_of(hall.state).addenda] == ["Bổ sung"]


def test_a_new_name_and_no_name() -> None:
    """[M7] [M8]"""
    hall = given(opened, CIRCULATED, OBJECTED)
    hall.do("member.update", by=SAM, member=BOB, name="Bob Mới")
    assert minutes_of(hall.state).objections[0].name == "Bob Mới"
    hall.do("member.erase", by=HOST, member=BOB)
    assert (minutes_of(hall.state).objections[0].name, minutes_of(hall.state).objections[0].text) == ("", "")


def test_the_head_of_papers_is_settled_at_any_time() -> None:
    """[N7] After the close nothing else, and nothing else along with it."""
    hall = given(opened)
    hall.do("meeting.close", by=ADA)
    hall.do("meeting.update", by=SAM, settings={"letterhead": {"number": "7", "sign": "CB"}, "minutes_layout": "plain"})
    assert hall.meeting.settings.letterhead is not None
    assert (hall.meeting.settings.letterhead.number, hall.meeting.settings.minutes_layout) == ("7", "plain")
    for more in (
        {"title": "Khác"},
        {"settings": {"minutes_comments": "topics", "anonymous": True}},
        {"profile": "school"},
    ):
        hall.when("meeting.update", by=SAM, **more).refused("closed", status="closed")
    hall.when("meeting.update", by=BOB, settings={"minutes_layout": None}).refused("forbidden")
    # Two who fill in different lines at once both do.
    hall.do("meeting.update", by=SAM, settings={"letterhead": {"place": "Huế"}})
    assert (hall.meeting.settings.letterhead.number, hall.meeting.settings.letterhead.place) == ("7", "Huế")
    unknown = {"minutes_layout": "party-hd05-1926"}
    hall.when("meeting.update", by=SAM, settings=unknown).refused("invalid", field="settings.minutes_layout")
