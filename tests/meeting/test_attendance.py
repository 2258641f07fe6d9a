"""Who is here: checking in, late, left, marks, stays, quorum."""

import pytest

from giotay.meeting.attendance import present_count, stays_of
from giotay.meeting.birth import Founding, NewMember
from giotay.meeting.roll import needed_of
from giotay_protocol.events import AttendanceCheckedIn, AttendanceMarked, HandLowered, QuorumOverridden
from giotay_protocol.settings import QuorumRule, SettingsPatch
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    EVE,
    GUS,
    OLI,
    SAM,
    START,
    TIM,
    begun,
    came,
    given,
    opened,
    raised,
    speaking,
    step,
)

HOUR = 3_600_000


def test_checking_in() -> None:
    """[A1]"""
    hall = given().when("attendance.check_in", by=BOB).then(
        AttendanceCheckedIn(member=BOB, status="present", mode="hall", by_desk=False)
    )  # fmt: skip
    assert hall.member(BOB).attendance.since == hall.now
    assert present_count(hall.state) == 1
    hall.when("attendance.check_in", by=BOB).refused("already")
    hall.when("attendance.check_in", by=OLI, mode="remote").tells("attendance.checked_in")
    assert present_count(hall.state) == 2


def test_attendance_does_not_follow_connections() -> None:
    """[A1]"""
    hall = given(came(BOB))
    hall.online = set()
    hall.offline_since = {BOB: hall.now}
    assert hall.later(HOUR).member(BOB).attendance.status == "present"


def test_the_window_opens_before_the_time() -> None:
    """[A2]"""
    hall = given()
    hall.do("meeting.update", by=SAM, starts_at=START + 2 * HOUR)
    hall.when("attendance.check_in", by=BOB).refused("closed", opens_at=START + HOUR)
    hall.now = START + HOUR - 1_000
    hall.when("attendance.check_in", by=BOB).tells("attendance.checked_in")


def test_an_open_meeting_is_open_whatever_the_clock_says() -> None:
    """[A2]"""
    hall = given()
    hall.do("meeting.update", by=SAM, starts_at=START + 48 * HOUR)
    hall.do("meeting.open", by=ADA)
    hall.when("attendance.check_in", by=BOB).tells("attendance.checked_in")
    hall.do("meeting.close", by=ADA)
    hall.when("attendance.check_in", by=CAT).refused("closed")


def test_late_is_who_comes_after_the_opening() -> None:
    """[A3]"""
    hall = given(opened).when("attendance.check_in", by=OLI).then(
        AttendanceCheckedIn(member=OLI, status="late", mode="hall", by_desk=False)
    )  # fmt: skip
    hall.do("member.add", by=SAM, name="Không Máy")
    hall.when("attendance.mark", by=SAM, member="m_10", status="present").then(
        AttendanceMarked(member="m_10", status="late", mode="hall", reason=None)
    )  # fmt: skip


@pytest.mark.parametrize(("member", "status"), [(BOB, "present"), (OLI, "late")])
def test_who_comes_back_is_what_they_were(member: str, status: str) -> None:
    """[A3]"""
    hall = given(opened)
    if member == OLI:
        hall.do("attendance.check_in", by=OLI)
    hall.do("attendance.mark", by=SAM, member=member, status="left")
    hall.later(60_000).do("attendance.check_in", by=member)
    assert hall.member(member).attendance.status == status


def test_every_stretch_is_kept() -> None:
    """[A4]"""
    hall = given(came(BOB))
    first = hall.now
    hall.later(10_000).do("attendance.mark", by=SAM, member=BOB, status="left", reason="Việc nhà")
    left = hall.now
    assert hall.member(BOB).attendance.reason == "Việc nhà"
    hall.later(10_000).do("attendance.check_in", by=BOB, mode="remote")
    back = hall.now
    hall.do("attendance.check_in", by=BOB, mode="hall")
    stays = stays_of(hall.state, BOB)
    assert [(stay.from_at, stay.to_at, stay.mode) for stay in stays] == [
        (first, left, "hall"),
        (back, hall.now, "remote"),
        (hall.now, None, "hall"),
    ]
    assert hall.member(BOB).attendance.since == back
    assert stays_of(hall.state, CAT) == ()


def test_the_desk_marks_and_puts_right() -> None:
    """[A5]"""
    hall = given(opened)
    hall.when("attendance.mark", by=SAM, member=OLI, status="excused", reason="Ốm").then(
        AttendanceMarked(member=OLI, status="excused", mode=None, reason="Ốm")
    )  # fmt: skip
    hall.when("attendance.mark", by=SAM, member=OLI, status="excused", reason="Ốm").refused("already")
    hall.do("attendance.check_in", by=OLI)
    assert hall.member(OLI).attendance.status == "late"
    since = hall.member(OLI).attendance.since
    hall.do("attendance.mark", by=SAM, member=OLI, status="present")
    assert (hall.member(OLI).attendance.status, hall.member(OLI).attendance.since) == ("present", since)
    hall.when("attendance.mark", by=SAM, member=OLI, status="present").refused("already")


def test_who_is_not_here_cannot_leave() -> None:
    """[A5]"""
    given().when("attendance.mark", by=SAM, member=BOB, status="left").refused("not_present")


def test_who_leaves_has_no_hand_up() -> None:
    """[A6]"""
    hall = given(opened, raised(BOB), speaking(CAT)).when("attendance.mark", by=SAM, member=BOB, status="left").then(
        HandLowered(hand="h_1", member=BOB, reason="left"),
        AttendanceMarked(member=BOB, status="left", mode="hall", reason=None),
    )  # fmt: skip
    hall.do("attendance.mark", by=SAM, member=CAT, status="left")
    assert hall.meeting.current_turn == "t_1", "a running turn is left to the chair"


@pytest.mark.parametrize(
    ("share", "count", "needed"),
    [("1/2", 10, 6), ("1/2", 11, 6), ("2/4", 10, 6), ("2/3", 9, 6), ("2/3", 10, 7), ("1/1", 5, 5), ("1/2", 0, 1)],
)
def test_how_many_a_quorum_needs(share: str, count: int, needed: int) -> None:
    """[A7]"""
    assert needed_of(QuorumRule(share=share), count) == needed


def test_a_quorum_of_members_counts_no_guests_and_no_observers() -> None:
    """[A7]"""
    hall = given(came(ADA, DEE, GUS, OLI), quorum=QuorumRule(basis="members", share="1/2"))
    assert hall.meeting.quorum is not None
    assert (hall.meeting.quorum.needed, hall.meeting.quorum.reached) == (4, False)
    came(BOB, CAT)(hall)
    assert hall.meeting.quorum.reached
    hall.do("attendance.mark", by=SAM, member=CAT, status="left")
    assert not hall.meeting.quorum.reached


def test_who_is_exempt_and_stays_away_is_not_among_the_summoned() -> None:
    """[A7]"""
    hall = given(quorum=QuorumRule(basis="summoned", share="2/3"))
    assert hall.meeting.quorum is not None
    assert hall.meeting.quorum.needed == 5
    for member in (EVE, TIM):
        hall.do("attendance.mark", by=SAM, member=member, status="exempt")
    assert hall.meeting.quorum.needed == 4
    hall.do("attendance.check_in", by=EVE)
    assert hall.meeting.quorum.needed == 4
    hall.do("attendance.check_in", by=TIM)
    assert hall.meeting.quorum.needed == 5


def test_a_quorum_of_the_eligible() -> None:
    """[A7]"""
    hall = given(quorum=QuorumRule(basis="eligible", share="1/2"))
    hall.do("member.update", by=SAM, member=BOB, votes=False)
    hall.do("member.update", by=SAM, member=CAT, votes=False)
    assert hall.meeting.quorum is not None
    assert hall.meeting.quorum.needed == 3


def test_a_quorum_of_households() -> None:
    """[A7]"""
    people = [NewMember(name=f"Người {n}", unit=f"Hộ {n // 2}") for n in range(6)]
    rule = SettingsPatch(quorum=QuorumRule(basis="households", share="1/2"))
    founding = Founding(title="Họp", members=[*people, NewMember(name="Một Mình", office="chair")], settings=rule)
    hall = begun(founding)
    assert hall.meeting.quorum is not None
    assert hall.meeting.quorum.needed == 3
    came("m_1", "m_2")(hall)
    assert not hall.meeting.quorum.reached
    came("m_3", "m_7")(hall)
    assert hall.meeting.quorum.reached
    hall.do("member.update", by="m_7", member="m_3", unit="Hộ 0")
    assert not hall.meeting.quorum.reached


def test_some_quorums_want_the_chair() -> None:
    """[A7]"""
    hall = given(came(DEE, SAM, BOB, CAT, EVE), quorum=QuorumRule(share="1/2", chair_required=True))
    assert hall.meeting.quorum is not None
    assert not hall.meeting.quorum.reached
    hall.do("chair.hand_over", by=ADA, to=DEE)
    assert hall.meeting.quorum.reached
    hall.do("meeting.update", by=SAM, settings={"quorum": None})
    assert hall.meeting.quorum is None


def test_going_on_without_a_quorum_is_on_record_and_for_this_sitting() -> None:
    """[A8]"""
    hall = given(came(BOB), step("meeting.open", by=ADA), quorum=QuorumRule(share="1/2"))
    hall = hall.when("quorum.override", by=ADA, reason="Bất khả kháng").then(QuorumOverridden(reason="Bất khả kháng"))
    assert hall.meeting.quorum is not None
    assert hall.meeting.quorum.overridden
    hall.when("quorum.override", by=ADA, reason="Nữa").refused("already")
    came(CAT)(hall)
    assert hall.meeting.quorum.overridden
    hall.do("meeting.pause", by=ADA)
    assert not hall.meeting.quorum.overridden


def test_there_is_nothing_to_override() -> None:
    """[A8]"""
    given(opened).when("quorum.override", by=ADA, reason="Cứ họp").refused("already")
    given(opened, quorum=QuorumRule()).when("quorum.override", by=ADA, reason="Cứ họp").refused("already")
