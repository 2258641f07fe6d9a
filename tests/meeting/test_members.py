"""The roster: adding, changing, removing, declaring, muting, revoking, erasing."""

import pytest

from giotay.meeting.authority import is_erased, valid_from
from giotay.meeting.birth import Founding, NewItem, NewMember
from giotay.meeting.erasure import known_as, words_of
from giotay.meeting.evolve import evolve
from giotay.meeting.members import MAX_MEMBERS
from giotay.meeting.names import sort_key
from giotay.meeting.roll import tally_of
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import shown
from giotay_protocol.entities import Member
from giotay_protocol.events import (
    WORDS,
    AttendanceMarked,
    ChairHandedOver,
    HandLowered,
    HandRaised,
    MemberAdded,
    MemberDeclared,
    MemberErased,
    MemberMuted,
    MemberRemoved,
    MemberRevoked,
    MemberUnmuted,
    MemberUpdated,
    TurnEnded,
)
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    GUS,
    HOST,
    OLI,
    PEOPLE,
    SAM,
    begun,
    given,
    opened,
    posted,
    raised,
    speaking,
    step,
    with_settings,
)


def test_adding_a_member() -> None:
    """[M1]"""
    hall = given().when("member.add", by=SAM, name="Lê Thị Ngọc Hà", unit="Tổ 3", birth_date="1960-02-01").then(
        MemberAdded(member="m_10", name="Lê Thị Ngọc Hà", office="member", unit="Tổ 3", birth_date="1960-02-01")
    )  # fmt: skip
    member = hall.member("m_10")
    assert (member.short_name, member.sort_key) == ("Hà", sort_key("Lê Thị Ngọc Hà", birth_date="1960-02-01"))
    assert (member.attendance.status, member.votes, member.listed) == ("expected", True, True)


def test_kinds_and_votes_come_from_the_profile() -> None:
    """[M1]"""
    hall = begun(Founding(title="Sinh hoạt", profile="party-cell", members=PEOPLE, agenda=[]))
    hall.do("member.add", by=SAM, name="Nhung", kind="probationary")
    assert not hall.member("m_10").votes
    hall.when("member.add", by=SAM, name="Nhung", kind="pirate").refused("invalid", field="kind")
    hall.when("member.update", by=SAM, member=BOB, kind="pirate").refused("invalid", field="kind")
    hall.when("member.update", by=SAM, member=BOB, kind="probationary").then(
        MemberUpdated(member=BOB, kind="probationary", votes=False)
    )  # fmt: skip
    hall.do("member.update", by=SAM, member=BOB, kind="full", votes=False)
    assert not hall.member(BOB).votes, "what the desk says goes before what the kind says"
    hall.do("member.update", by=SAM, member=BOB, votes=True)
    assert hall.member(BOB).votes


def test_guests_and_observers_do_not_vote() -> None:
    """[M1]"""
    hall = given()
    assert [hall.member(member).votes for member in (BOB, GUS, OLI)] == [True, False, False]
    hall.when("member.update", by=SAM, member=GUS, office="member").then(
        MemberUpdated(member=GUS, votes=True, office="member")
    )  # fmt: skip


def test_a_change_that_changes_nothing() -> None:
    hall = given()
    hall.when("member.update", by=SAM, member=BOB, name="Bob Bình").refused("already")
    hall.when("member.update", by=SAM, member=BOB).refused("already")
    hall.when("member.update", by=SAM, member=BOB, sort_name="Bob Bình").refused("already")


def test_a_sort_name_puts_a_foreign_name_in_its_place() -> None:
    hall = given()
    hall.do("member.add", by=SAM, name="Maria von Trapp", sort_name="Trapp Maria")
    assert hall.member("m_10").sort_key == sort_key("Trapp Maria")
    hall.do("member.update", by=SAM, member="m_10", birth_date="1905-01-26")
    assert hall.member("m_10").sort_key == sort_key("Trapp Maria", birth_date="1905-01-26")


def test_a_new_name_is_carried_everywhere() -> None:
    """[M7]"""
    hall = given(opened, raised(BOB), posted(BOB), speaking(BOB), raised(BOB))
    hall.do("member.update", by=SAM, member=BOB, name="Bob Bảo")
    names = {hall.hand("h_2").name, hall.turn("t_1").name, hall.comment("c_1").name, hall.member(BOB).name}
    assert names == {"Bob Bảo"}
    assert hall.member(BOB).short_name == "Bảo"


def test_what_members_declare() -> None:
    """[M3]"""
    hall = given().when("member.declare", by=BOB, group="nữ", locale="en").then(
        MemberDeclared(member=BOB, group="nữ", locale="en")
    )  # fmt: skip
    assert (hall.member(BOB).group, hall.member(BOB).locale) == ("nữ", "en")
    hall.when("member.declare", by=BOB, group="nữ").refused("already")
    hall.when("member.declare", by=OLI, address="bác").tells("member.declared")


def test_removing_takes_hands_and_turn_along() -> None:
    """[M5]"""
    hall = given(opened, speaking(BOB), raised(BOB))
    hall = hall.when("member.remove", by=SAM, member=BOB).then(
        HandLowered(hand="h_1", member=BOB, reason="removed"),
        TurnEnded(turn="t_1", member=BOB, spoken_ms=2_000),
        MemberRemoved(member=BOB),
    )
    assert hall.meeting.current_turn is None
    assert hall.state.get(Member, BOB) is None
    assert valid_from(hall.state, BOB) == hall.now + 1
    assert hall.turn("t_1").name == "Bob Bình"
    hall.when("member.remove", by=SAM, member=BOB).refused("not_found")


def test_when_the_one_who_presides_is_removed_the_chair_presides() -> None:
    """[M5]"""
    hall = given(step("chair.hand_over", by=ADA, to=DEE)).when("member.remove", by=SAM, member=DEE).then(
        ChairHandedOver(to=ADA), MemberRemoved(member=DEE)
    )  # fmt: skip
    assert hall.meeting.presiding == ADA


def test_a_removed_member_beneath_an_interruption_leaves_the_floor() -> None:
    """[M5]"""
    hall = given(opened, speaking(BOB), raised(CAT, intent="order"), step("floor.grant", by=ADA, hand="h_1"))
    assert hall.turn("t_2").interrupted == "t_1"
    hall.do("member.remove", by=SAM, member=BOB)
    assert hall.turn("t_2").interrupted is None
    assert hall.meeting.current_turn == "t_2"


def test_revoking_voids_what_was_issued_so_far() -> None:
    """[M4]"""
    hall = given()
    assert valid_from(hall.state, BOB) == 0
    hall.when("member.revoke", by=SAM, member=BOB).then(MemberRevoked(member=BOB))
    assert valid_from(hall.state, BOB) == hall.now + 1
    assert hall.member(BOB).name == "Bob Bình"


def test_muting() -> None:
    """[K10]"""
    hall = given().when("member.mute", by=SAM, member=BOB, reason="Xúc phạm").then(
        MemberMuted(member=BOB, reason="Xúc phạm")
    )  # fmt: skip
    hall.when("comment.post", by=BOB, body="Chào").refused("forbidden")
    hall.when("member.mute", by=SAM, member=BOB).refused("already")
    hall.when("member.unmute", by=SAM, member=BOB).then(MemberUnmuted(member=BOB))
    hall.when("comment.post", by=BOB, body="Chào").tells("comment.posted")
    hall.when("member.unmute", by=SAM, member=BOB).refused("already")


def test_a_large_roster_is_hidden_once_and_for_good() -> None:
    """[M6]"""
    hall = given(roster_shown=10)
    hall.do("member.add", by=SAM, name="Mười")
    assert hall.member("m_10").listed
    hall.do("member.add", by=SAM, name="Mười Một")
    assert not any(member.listed for member in hall.state.all(Member))
    assert shown(hall.member(BOB), "hall", BOB) is not None
    assert shown(hall.member(BOB), "hall", CAT) is None
    assert shown(hall.member(BOB), "desk", SAM) is not None
    hall.do("member.remove", by=SAM, member="m_11")
    hall.do("member.add", by=SAM, name="Mười Hai")
    assert not hall.member("m_12").listed


def test_a_smaller_roster_shown_hides_it_too() -> None:
    """[M6]"""
    hall = given()
    with_settings(hall, roster_shown=3)
    assert not hall.member(BOB).listed


@pytest.mark.slow
def test_a_room_is_full_one_day() -> None:
    """[M2]"""
    hall = begun(Founding(title="Đông", members=[NewMember(name=f"Người {n}") for n in range(MAX_MEMBERS)], agenda=[]))
    assert tally_of(hall.state).roster == MAX_MEMBERS
    hall.when("member.add", by=HOST, name="Thêm").refused("limit", max=MAX_MEMBERS)


def test_an_agenda_is_full_one_day() -> None:
    """[M2]"""
    hall = begun(Founding(title="Dài", agenda=[NewItem(title=f"Mục {n}") for n in range(500)]))
    hall.when("agenda.add", by=HOST, title="Thêm").refused("limit", max=500)


def test_erasing_takes_name_and_words_from_everything() -> None:
    """[M8]"""
    hall = given(
        opened, posted(BOB, "Bí mật"), speaking(BOB), raised(BOB),
        step("turn.note", by=SAM, turn="t_1", text="Bob nói"),
        step("attendance.mark", by=SAM, member=BOB, status="excused", reason="Ốm"),
    )  # fmt: skip
    hall.when("member.erase", by=SAM, member=BOB).refused("forbidden")
    hall = hall.when("member.erase", by=HOST, member=BOB).then(MemberErased(member=BOB))
    member, comment, turn = hall.member(BOB), hall.comment("c_1"), hall.turn("t_1")
    assert (member.name, member.short_name, member.attendance.reason) == ("", "", "")
    assert (comment.author, comment.name, comment.body) == (BOB, "", "")
    assert (turn.name, turn.notes) == ("", "")
    assert is_erased(hall.state, BOB)
    assert valid_from(hall.state, BOB) == hall.now + 1
    hall.when("member.erase", by=HOST, member=BOB).refused("already")


def test_nothing_more_is_written_about_whoever_is_erased() -> None:
    """[M8] Words that came later would stay in the store for good; what has none goes on."""
    hall = given(opened, speaking(BOB), step("member.erase", by=HOST, member=BOB))
    hall.when("attendance.mark", by=SAM, member=BOB, status="excused", reason="Ốm").refused("not_found")
    hall.when("member.update", by=SAM, member=BOB, name="Bình").refused("not_found")
    hall.when("turn.note", by=SAM, turn="t_1", text="Bob nói").refused("not_found")
    hall.when("hand.raise", by=SAM, for_=BOB, intent="speak", note="Về điện").refused("not_found")
    hall.when("turn.end", by=ADA, turn="t_1").tells("turn.ended")
    hall.when("attendance.mark", by=SAM, member=BOB, status="excused").tells("attendance.marked")


def test_the_desk_erases_after_the_close() -> None:
    """[M8]"""
    hall = given(opened, step("meeting.close", by=ADA))
    hall.when("member.erase", by=SAM, member=BOB).tells("member.erased")


def test_who_was_removed_may_still_be_erased() -> None:
    """[M8] The words of somebody who left the roster go all the same."""
    hall = given(opened, posted(BOB, "Bí mật"), step("member.remove", by=SAM, member=BOB))
    hall.when("member.erase", by=HOST, member="m_nobody").refused("not_found", field="member")
    hall = hall.when("member.erase", by=HOST, member=BOB).then(MemberErased(member=BOB))
    assert (hall.comment("c_1").name, hall.comment("c_1").body) == ("", "")


def test_a_replay_over_erased_texts_gives_the_same() -> None:
    """[M8]"""
    hall = given(
        opened, posted(BOB, "Bí mật"), raised(BOB), step("floor.grant", by=ADA, hand="h_1"),
        step("turn.remind", by=ADA, turn="t_1", kind="time", text="Nhanh lên"), raised(BOB, CAT),
        posted(CAT, "Khác", reply_to="c_1"), step("member.erase", by=HOST, member=BOB),
    )  # fmt: skip
    whose = known_as(hall.state, BOB)
    replay = MeetingState("r_test")
    for event in hall.log:
        of = words_of(event)
        if of is not None and of in whose:
            for name in WORDS[type(event)]:
                if isinstance(getattr(event, name), str):
                    setattr(event, name, "")
        evolve(replay, event)  # type: ignore[arg-type]
    for kind in (Member, type(hall.comment("c_1")), type(hall.turn("t_1")), type(hall.hand("h_2"))):
        assert list(replay.all(kind)) == list(hall.state.all(kind))
    assert list(replay.all(type(hall.reminders()[0]))) == hall.reminders()


@pytest.mark.parametrize(
    ("event", "whose"),
    [
        (MemberAdded(member=BOB, name="Bob", office="member"), BOB),
        (AttendanceMarked(member=BOB, status="excused", mode=None, reason="Ốm"), BOB),
        (HandRaised(hand="h", member=CAT, queue="main", intent="speak", tier=6, note="Về điện", replies_to=None, rank=1,
                    first_time=True, by_desk=False), CAT),
        (TurnEnded(turn="t_1", member=BOB, spoken_ms=1), None),
    ],
)  # fmt: skip
def test_whose_words_an_event_holds(event: MemberAdded, whose: str | None) -> None:
    """[M8]"""
    assert words_of(event) == whose
