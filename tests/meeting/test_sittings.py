"""The meeting as a whole: draft, open, paused, closed, locked, interrupted."""

import pytest

from giotay.meeting.sittings import interrupt, kept_until
from giotay.profiles import load_profiles
from giotay_protocol.events import (
    MeetingClosed,
    MeetingInterrupted,
    MeetingLocked,
    MeetingOpened,
    MeetingPaused,
    MeetingResumed,
    MeetingUnlocked,
    MeetingUpdated,
    TurnPaused,
)
from giotay_protocol.refusals import Refusal
from tests.meeting.hall import ADA, BOB, CAT, HOST, ONE, SAM, came, given, opened, raised, speaking, step


def test_the_chair_opens_a_draft() -> None:
    """[S1]"""
    hall = given().when("meeting.open", by=ADA).then(MeetingOpened())
    assert (hall.meeting.status, hall.meeting.opened_at) == ("open", hall.now)
    assert [(sitting.started_at, sitting.ended_at) for sitting in hall.meeting.sittings] == [(hall.now, None)]
    hall.when("meeting.open", by=ADA).refused("already")


def test_only_who_presides_opens() -> None:
    """[S1]"""
    given().when("meeting.open", by=SAM).refused("forbidden")


def test_pausing_ends_the_sitting_and_stops_the_clock() -> None:
    """[S2]"""
    hall = given(opened, speaking(BOB)).when("meeting.pause", by=ADA).then(TurnPaused(turn="t_1"), MeetingPaused())
    assert hall.meeting.status == "paused"
    assert hall.meeting.sittings[-1].ended_at == hall.now
    assert hall.turn("t_1").status == "paused"
    hall.when("meeting.pause", by=ADA).refused("already")
    hall.when("meeting.open", by=ADA).refused("stale", status="paused")


def test_a_paused_turn_waits_for_the_chair_after_the_pause() -> None:
    """[S2]"""
    hall = given(opened, speaking(BOB), step("meeting.pause", by=ADA)).later(60_000)
    hall = hall.when("meeting.resume", by=ADA).then(MeetingResumed())
    assert hall.turn("t_1").status == "paused"
    assert len(hall.meeting.sittings) == 2
    hall.when("meeting.resume", by=ADA).refused("already")


def test_nothing_is_granted_started_or_resumed_while_paused() -> None:
    """[S5]"""
    hall = given(opened, raised(BOB), speaking(CAT), step("meeting.pause", by=ADA))
    hall.when("floor.grant", by=ADA, hand="h_1").refused("closed", status="paused")
    hall.when("turn.resume", by=ADA, turn="t_1").refused("closed")
    hall.when("turn.end", by=ADA, turn="t_1").tells("turn.ended")


def test_a_draft_has_members_agenda_check_in_and_comments_and_no_hands() -> None:
    """[S5]"""
    hall = given(came(BOB), step("agenda.add", by=SAM, title="Bốn"), step("comment.post", by=BOB, body="Chào"))
    hall.when("hand.raise", by=BOB).refused("closed", status="draft")
    hall.when("agenda.start", by=ADA, item=ONE).refused("closed")
    hall.when("meeting.pause", by=ADA).refused("closed")
    hall.when("meeting.close", by=ADA).refused("closed")


def test_closing_ends_turns_lowers_hands_and_finishes_the_item() -> None:
    """[S3]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), raised(BOB), speaking(CAT))
    hall = hall.when("meeting.close", by=ADA).tells("turn.ended", "hand.lowered", "agenda.finished", "meeting.closed")
    assert (hall.meeting.status, hall.meeting.closed_at) == ("closed", hall.now)
    assert hall.meeting.current_turn is None
    assert hall.item(ONE).status == "done"
    assert hall.line(ONE) == []
    hall.when("meeting.close", by=ADA).refused("already")
    hall.when("meeting.open", by=ADA).refused("closed")
    hall.when("meeting.resume", by=ADA).refused("closed")
    hall.when("member.add", by=ADA, name="Nhung").refused("closed")


def test_notes_for_the_minutes_are_taken_after_the_close() -> None:
    """[S5]"""
    hall = given(opened, speaking(BOB), step("meeting.close", by=ADA))
    hall.when("turn.note", by=SAM, turn="t_1", text="Nhất trí").tells("turn.noted")


def test_a_gap_pauses_meeting_and_turn_from_where_it_began() -> None:
    """[S4]"""
    hall = given(opened, speaking(BOB)).later(10_000)
    cut = hall.now
    hall.later(400_000)
    events = interrupt(hall.state, cut, hall.now)
    assert events == [MeetingInterrupted(from_at=cut, to_at=hall.now)]
    hall.take(events, by=None, command=f"timer:meeting:{cut}")
    assert hall.meeting.status == "paused"
    assert hall.meeting.sittings[-1].ended_at == cut
    assert [(gap.from_at, gap.to_at) for gap in hall.meeting.interruptions] == [(cut, hall.now)]
    assert (hall.turn("t_1").status, hall.turn("t_1").paused_at) == ("paused", cut)
    with pytest.raises(Refusal, match="already"):
        interrupt(hall.state, cut, hall.now)


def test_what_the_log_says_happened_during_the_gap_did_happen() -> None:
    """[S4]"""
    hall = given(opened, speaking(BOB))
    event = interrupt(hall.state, hall.now - 5_000, hall.now + 20_000)[0]
    assert isinstance(event, MeetingInterrupted)
    assert event.from_at == hall.state.at


def test_the_desk_locks_and_unlocks() -> None:
    """[S6]"""
    hall = given().when("meeting.lock", by=SAM).then(MeetingLocked())
    hall.when("meeting.lock", by=SAM).refused("already")
    hall.when("member.add", by=SAM, name="Nhung").tells("member.added")
    hall.when("meeting.unlock", by=SAM).then(MeetingUnlocked())
    hall.when("meeting.unlock", by=SAM).refused("already")


def test_settings_are_changed_key_by_key() -> None:
    """[S7]"""
    hall = given(slow_mode_ms=5_000)
    hall = hall.when("meeting.update", by=SAM, settings={"limit_ms": 60_000}).tells("meeting.updated")
    assert (hall.meeting.settings.limit_ms, hall.meeting.settings.slow_mode_ms) == (60_000, 5_000)
    hall.when("meeting.update", by=SAM, settings={"limit_ms": 60_000}).refused("already")
    hall.when("meeting.update", by=SAM).refused("already")
    wrong = {"quorum": {"share": "3/2"}}
    hall.when("meeting.update", by=SAM, settings=wrong).refused("invalid", field="settings.quorum.share")


def test_title_place_and_time_may_change_and_be_taken_away() -> None:
    """[S7]"""
    hall = given().when("meeting.update", by=HOST, title="Đại hội", place="Hội trường A").then(
        MeetingUpdated(title="Đại hội", place="Hội trường A")
    )  # fmt: skip
    hall.when("meeting.update", by=ADA, place=None).then(MeetingUpdated(place=None))


def test_with_another_profile_come_its_words() -> None:
    """[S7]"""
    hall = given()
    hall.do("meeting.update", by=SAM, profile="party-cell")
    assert hall.meeting.settings.comment_kinds == [kind.name for kind in load_profiles()["party-cell"].comment_kinds]
    hall.when("meeting.update", by=SAM, profile="pirates").refused("invalid", field="profile")


def test_how_long_a_room_is_kept() -> None:
    """[S8]"""
    hall = given()
    hall.do("meeting.update", by=ADA, settings={"retention_days": 30})
    assert kept_until(hall.state) is None
    hall.do("meeting.open", by=ADA)
    assert kept_until(hall.state) == hall.state.at + 30 * 86_400_000
    hall.do("meeting.close", by=ADA)
    closed_at = hall.state.at
    hall.do("commitment.make", by=BOB, what="Dự giờ")
    assert kept_until(hall.state) == closed_at + 30 * 86_400_000
    assert kept_until(given(opened).state) is None


def test_a_closed_meeting_tells_when() -> None:
    hall = given(opened)
    assert hall.when("meeting.close", by=ADA).events == [MeetingClosed()]
