"""Rounds: who, in which order, from one to the next, phases, comments, completeness, taking back."""

from typing import Any

import pytest

from giotay.meeting.rota import draw
from giotay_protocol.entities import Member, Slot
from giotay_protocol.events import (
    RoundFinished,
    RoundFitted,
    RoundStarted,
    RoundUpdated,
    SlotAdded,
    SlotExcused,
    SlotRestored,
)
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    EVE,
    GUS,
    HOST,
    OLI,
    ONE,
    SAM,
    TIM,
    TWO,
    Hall,
    Step,
    came,
    given,
    opened,
    raised,
    step,
    with_settings,
)

COMMITTEE = {"body": "Chi ủy", "reader": DEE}


def begun(**fields: Any) -> Step:
    """A round begins: r_1 with s_1, s_2, …"""
    return step("round.start", by=ADA, **({"subjects": [BOB, CAT, EVE]} | fields))


def gone_on(hall: Hall) -> None:
    """Next, and the one called starts to read: t_1, t_2, …"""
    hall.do("round.next", by=ADA, round="r_1", after=hall.round().current)
    hall.do("turn.start", by=ADA, turn=str(hall.meeting.current_turn))


def members_in(hall: Hall) -> list[str | None]:
    slots = sorted(hall.state.all(Slot), key=lambda slot: slot.position)
    return [slot.member or slot.body for slot in slots]


def statuses(hall: Hall) -> list[str]:
    return [slot.status for slot in sorted(hall.state.all(Slot), key=lambda slot: slot.position)]


# Beginning ------------------------------------------------------------------------------------------------------------


def test_a_round_of_those_named() -> None:
    """[R1] [R3]"""
    hall = given(opened).when("round.start", by=ADA, subjects=[BOB, COMMITTEE], limit_ms=240_000).then(
        RoundStarted(round="r_1", item=None, queue="main", order="given", seed=None, comments="after_each",
                     limit_ms=240_000, group_size=None, reply=True, everybody=False),
        SlotAdded(slot="s_1", round="r_1", member=None, body="Chi ủy", reader=DEE, position=1),
        SlotAdded(slot="s_2", round="r_1", member=BOB, body=None, reader=None, position=2),
    )  # fmt: skip
    assert hall.meeting.current_round == "r_1"
    body, member = hall.slot("s_1"), hall.slot("s_2")
    assert (body.name, body.reader, body.reader_name) == ("Chi ủy", DEE, "Dee Đào")
    assert (member.name, member.status, member.phase, member.turn) == ("Bob Bình", "waiting", None, None)
    found = hall.round()
    assert (found.done, found.total, found.due, found.status, found.current) == (0, 2, "next", "open", None)


def test_a_round_of_everybody_who_is_here_and_votes() -> None:
    """[R3] Guests and observers do not vote, who is not here is not asked."""
    hall = given(came(EVE, BOB, GUS), step("meeting.open", by=ADA), begun(subjects=None))
    assert members_in(hall) == [BOB, EVE]
    with_settings(hall, present_only=False)
    hall.do("attendance.mark", by=SAM, member=CAT, status="excused", reason="Ốm")
    hall.do("round.excuse", by=ADA, slot="s_1")
    hall.do("round.excuse", by=ADA, slot="s_2")
    hall.do("round.finish", by=ADA, round="r_1")
    hall.do("round.start", by=ADA)
    assert [slot.member for slot in hall.state.all(Slot) if slot.round == "r_2"] == [ADA, DEE, SAM, BOB, EVE, TIM]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("given", [TIM, CAT, DEE, ADA, BOB]),
        ("office", [ADA, DEE, BOB, CAT, TIM]),
        ("name", [ADA, BOB, CAT, DEE, TIM]),
        ("seat", [CAT, TIM, ADA, BOB, DEE]),
    ],
)
def test_orders(order: str, expected: list[str]) -> None:
    """[R2]"""
    seats = [step("member.update", by=SAM, member=who, seat=seat) for who, seat in ((TIM, "A10"), (CAT, "A2"))]
    hall = given(opened, *seats, begun(subjects=[TIM, CAT, DEE, ADA, COMMITTEE, BOB], order=order))
    assert members_in(hall) == ["Chi ủy", *expected]
    assert hall.round().seed is None


def test_drawn_by_lot_with_the_seed_on_record() -> None:
    """[R2]"""
    hall = given(opened, begun(subjects=[BOB, CAT, EVE, TIM, DEE], order="random"))
    seed = hall.round().seed
    assert seed == 7
    assert members_in(hall) == sorted([BOB, CAT, EVE, TIM, DEE], key=lambda member: draw(7, member))


@pytest.mark.parametrize(
    ("subjects", "code", "facts"),
    [
        ([], "invalid", {"field": "subjects"}),
        ([BOB, BOB], "invalid", {"field": "subjects"}),
        ([COMMITTEE, COMMITTEE], "invalid", {"field": "subjects"}),
        (["m_99"], "not_found", {"field": "subjects"}),
        ([{"body": "Chi ủy", "reader": "m_99"}], "not_found", {"field": "subjects"}),
        ([OLI], "not_eligible", {}),
    ],
)
def test_subjects_that_make_no_round(subjects: list[Any], code: str, facts: dict[str, Any]) -> None:
    """[R3]"""
    given(opened).when("round.start", by=ADA, subjects=subjects).refused(code, **facts)


def test_nobody_there_makes_no_round() -> None:
    """[R3]"""
    given(step("meeting.open", by=ADA)).when("round.start", by=ADA).refused("invalid", field="subjects")


@pytest.mark.parametrize(
    ("type", "fields"),
    [
        ("round.start", {"limit_ms": -1}), ("round.start", {"limit_ms": 10**12}), ("round.start", {"group_size": 0}),
        ("round.fit", {"round": "r_1", "total_ms": -5}), ("round.fit", {"round": "r_1", "total_ms": 0}),
        ("round.fit", {"round": "r_1", "until": 5}), ("round.fit", {"round": "r_1"}),
        ("round.fit", {"round": "r_1", "until": 5, "total_ms": 5_000}),
    ],
)  # fmt: skip
def test_absurd_times(type: str, fields: dict[str, Any]) -> None:
    """[R12]"""
    hall = given(opened, begun())
    try:
        hall.when(type, by=ADA, **fields).refused("invalid")
    except Exception as refusal:  # the shape itself is refused
        assert getattr(refusal, "code", None) == "invalid"


def test_one_round_at_a_time_on_what_is_being_dealt_with() -> None:
    """[R1]"""
    hall = given(opened, begun())
    hall.when("round.start", by=ADA).refused("already", round="r_1")
    hall.when("round.start", by=ADA, item=ONE).refused("stale", current_item=None)
    hall.do("agenda.start", by=ADA, item=ONE)
    assert hall.meeting.current_round is None
    hall.when("round.next", by=ADA, round="r_1", after=None).refused("stale", current_round=None)
    begun()(hall)
    assert [hall.round("r_2").item, hall.round("r_2").queue, hall.meeting.current_round] == [ONE, ONE, "r_2"]
    hall.do("round.next", by=ADA, round="r_2", after=None)
    hall.do("agenda.start", by=ADA, item=TWO)
    assert (hall.meeting.current_round, hall.meeting.current_turn) == (None, None)
    hall.when("round.start", by=ADA, item=ONE).refused("closed")
    hall.do("agenda.reopen", by=ADA, item=ONE)
    hall.do("agenda.start", by=ADA, item=ONE)
    assert [hall.meeting.current_round, hall.round("r_2").current] == ["r_2", "s_4"]
    hall.do("agenda.finish", by=ADA, item=ONE)
    assert hall.meeting.current_round == "r_1"
    hall.do("meeting.close", by=ADA)
    assert hall.meeting.current_round is None


def test_an_item_with_a_round_stays_on_record() -> None:
    """[R1] [G2]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), begun(), step("agenda.finish", by=ADA, item=ONE))
    hall.do("agenda.reopen", by=ADA, item=ONE)
    hall.when("agenda.remove", by=ADA, item=ONE).refused("stale")


# From one to the next -------------------------------------------------------------------------------------------------


def test_next_calls_the_first_and_then_the_one_after() -> None:
    """[R4] [R10]"""
    hall = given(opened, begun(limit_ms=90_000)).when("round.next", by=ADA, round="r_1", after=None).tells(
        "round.moved", "floor.granted"
    )  # fmt: skip
    turn = hall.turn("t_1")
    assert (turn.member, turn.name, turn.slot, turn.phase, turn.status) == (BOB, "Bob Bình", "s_1", "reading", "called")
    assert (turn.limit_ms, turn.reader, turn.intent, turn.queue) == (90_000, None, "speak", "main")
    slot = hall.slot("s_1")
    assert (slot.status, slot.phase, slot.turn) == ("current", "reading", "t_1")
    hall.do("turn.start", by=BOB, turn="t_1")
    hall.when("round.next", by=ADA, round="r_1", after="s_1").tells("turn.ended", "round.moved", "floor.granted")
    assert statuses(hall) == ["done", "current", "waiting"]
    assert (hall.round().done, hall.round().current, hall.turn("t_2").member) == (1, "s_2", CAT)
    assert (hall.member(BOB).turns, hall.member(BOB).spoken_ms) == (1, 1_000)


def test_two_press_at_once() -> None:
    """[R4] Only the first goes on; the second hears who is on."""
    hall = given(opened, begun(), gone_on)
    hall.do("round.next", by=ADA, round="r_1", after="s_1")
    hall.when("round.next", by=ADA, round="r_1", after="s_1").refused("stale", current="s_2", current_turn="t_2")
    hall.when("round.call", by=ADA, slot="s_3", after="s_1").refused("stale", current="s_2")
    hall.when("round.next", by=ADA, round="r_1", after=None).refused("stale", current="s_2")


def test_who_is_not_here_is_passed_over() -> None:
    """[R4] [R8]"""
    hall = given(opened, begun(), step("attendance.mark", by=SAM, member=BOB, status="left"))
    hall.do("round.next", by=ADA, round="r_1", after=None)
    assert hall.round().current == "s_2"
    hall.when("round.call", by=ADA, slot="s_1").refused("not_present", slot="s_1")
    gone_on(hall)
    hall.when("round.next", by=ADA, round="r_1", after="s_3").tells("turn.ended", "round.moved")
    assert (hall.round().current, hall.round().due) == (None, "next")
    hall.when("round.next", by=ADA, round="r_1", after=None).refused("already", current=None)
    hall.when("round.finish", by=ADA, round="r_1").then(RoundFinished(round="r_1"))


def test_out_of_order_and_read_by_another() -> None:
    """[R4] [R10] Both are named; the reader has not spoken themselves."""
    hall = given(opened, begun(), step("attendance.mark", by=SAM, member=CAT, status="excused"))
    hall.when("round.call", by=ADA, slot="s_2", reader=SAM, after=None).tells("round.moved", "floor.granted")
    turn, slot = hall.turn("t_1"), hall.slot("s_2")
    assert (turn.member, turn.name, turn.reader, turn.slot) == (SAM, "Sam Sơn", SAM, "s_2")
    assert (slot.name, slot.reader, slot.reader_name) == ("Cat Chi", SAM, "Sam Sơn")
    hall.do("turn.start", by=SAM, turn="t_1")
    hall.do("turn.end", by=SAM, turn="t_1")
    assert hall.member(SAM).turns == hall.member(CAT).turns == 0
    hall.when("round.call", by=ADA, slot="s_2").refused("already")
    hall.do("round.next", by=ADA, round="r_1", after="s_2")
    assert hall.round().current == "s_1"
    hall.when("round.call", by=ADA, slot="s_2").refused("stale", status="done")


def test_a_body_is_read_by_its_reader() -> None:
    """[R2] [R10]"""
    hall = given(opened, begun(subjects=[BOB, COMMITTEE]), gone_on)
    turn = hall.turn("t_1")
    assert (turn.member, turn.reader, hall.slot("s_1").status) == (DEE, DEE, "current")
    hall.do("turn.end", by=DEE, turn="t_1")
    assert hall.member(DEE).turns == 0
    hall.do("round.phase", by=ADA, slot="s_1", phase="reply")
    assert (hall.turn("t_2").member, hall.turn("t_2").intent) == (DEE, "reply")


def test_a_turn_of_a_round_uses_up_none_in_the_queue() -> None:
    """[R10]"""
    hall = given(opened, begun(), gone_on, gone_on)
    hall.do("hand.raise", by=BOB)
    assert hall.hand("h_1").first_time
    hall.do("floor.grant", by=ADA, hand="h_1")
    assert hall.turn("t_3").limit_ms == hall.queue().limit_ms


# Phases ---------------------------------------------------------------------------------------------------------------


def test_reading_comments_reply_conclusion() -> None:
    """[R6]"""
    hall = given(opened, begun(), gone_on)
    assert hall.round().due == "comments"
    hall.when("turn.end", by=BOB, turn="t_1").tells("turn.ended", "round.phased")
    assert (hall.slot("s_1").phase, hall.round().due) == ("comments", "reply")
    hall.do("hand.raise", by=CAT)
    hall.do("floor.grant", by=ADA, hand="h_1")
    hall.do("turn.start", by=CAT, turn="t_2")
    hall.when("round.phase", by=ADA, slot="s_1", phase="reply").tells("turn.ended", "round.phased", "floor.granted")
    reply = hall.turn("t_3")
    assert (reply.member, reply.intent, reply.phase, reply.limit_ms) == (BOB, "reply", "reply", 180_000)
    assert hall.round().due == "conclusion"
    hall.do("turn.start", by=BOB, turn="t_3")
    hall.when("round.phase", by=ADA, slot="s_1", phase="conclusion").tells("turn.ended", "round.phased")
    assert (hall.slot("s_1").phase, hall.round().due, hall.meeting.current_turn) == ("conclusion", "next", None)
    hall.when("round.phase", by=ADA, slot="s_1", phase="conclusion").refused("already", phase="conclusion")
    hall.when("round.phase", by=ADA, slot="s_2", phase="comments").refused("stale", current="s_1")
    hall.when("round.phase", by=ADA, slot="s_1", phase="reading").tells("round.phased", "floor.granted")


def test_calling_a_hand_ends_the_reading_and_comments_are_on() -> None:
    """[R6]"""
    hall = given(opened, begun(), gone_on, raised(CAT))
    hall.when("floor.grant", by=ADA, hand="h_1").tells("turn.ended", "round.phased", "floor.granted")
    assert hall.slot("s_1").phase == "comments"
    hall.do("turn.undo_call", by=ADA, turn="t_2")
    assert (hall.slot("s_1").phase, hall.meeting.current_turn) == ("reading", "t_1")


def test_a_question_interrupts_the_reading() -> None:
    """[R6] [F8]"""
    hall = given(opened, begun(), gone_on, raised(CAT, intent="question"))
    hall.when("floor.grant", by=ADA, hand="h_1").tells("floor.granted")
    assert (hall.slot("s_1").phase, hall.turn("t_1").status) == ("reading", "paused")


def test_comments_after_a_group() -> None:
    """[R6] They are on all who were read since the last comments."""
    hall = given(opened, begun(subjects=[BOB, CAT, EVE, TIM], comments="after_group", group_size=2), gone_on)
    assert hall.round().due == "next"
    hall.when("turn.end", by=ADA, turn="t_1").tells("turn.ended")
    gone_on(hall)
    assert hall.round().due == "comments"
    hall.when("turn.end", by=ADA, turn="t_2").tells("turn.ended", "round.phased")
    assert [hall.slot(key).batch for key in ("s_1", "s_2", "s_3")] == [1, 1, None]
    hall.do("round.phase", by=ADA, slot="s_1", phase="reply")
    assert (hall.round().current, hall.turn("t_3").member, hall.round().done) == ("s_1", BOB, 1)
    gone_on(hall)
    assert (hall.round().batch, hall.slot("s_3").batch, hall.round().due) == (2, 2, "next")
    hall.when("round.phase", by=ADA, slot="s_1", phase="reply").refused("stale")


def test_comments_at_the_end_or_not_at_all_and_changing_it() -> None:
    """[R6]"""
    hall = given(opened, begun(comments="at_end"), gone_on)
    assert hall.round().due == "next"
    hall.when("round.update", by=ADA, round="r_1", comments="after_each").then(
        RoundUpdated(round="r_1", comments="after_each", limit_ms=300_000, group_size=None)
    )
    assert hall.round().due == "comments"
    hall.when("round.update", by=ADA, round="r_1", comments="after_each").refused("already")
    hall.do("round.update", by=ADA, round="r_1", comments="after_group")
    assert (hall.round().group_size, hall.round().due) == (4, "next")
    hall.do("round.update", by=ADA, round="r_1", comments="off")
    gone_on(hall)
    gone_on(hall)
    assert hall.round().due == "finish"
    hall.do("round.update", by=ADA, round="r_1", comments="at_end")
    assert hall.round().due == "comments"


def test_hands_say_on_whom_and_go_down_when_the_round_goes_on() -> None:
    """[R7]"""
    hall = given(opened, raised(TIM), begun(), gone_on, raised(CAT, EVE), raised(DEE, intent="order"))
    assert [hall.hand(key).slot for key in ("h_1", "h_2", "h_3", "h_4")] == [None, "s_1", "s_1", "s_1"]
    hall.do("round.next", by=ADA, round="r_1", after="s_1")
    assert set(hall.line()) == {"h_1", "h_2", "h_3", "h_4"}
    lowered = hall.when("turn.start", by=ADA, turn="t_2")
    assert [getattr(event, "reason", None) for event in lowered.events] == [None, "moved_on", "moved_on"]
    lowered.happens()
    assert set(hall.line()) == {"h_1", "h_4"}


def test_hands_wait_through_a_group() -> None:
    """[R7]"""
    hall = given(opened, begun(comments="after_group"), gone_on, raised(TIM), gone_on)
    assert hall.line() == ["h_1"]


def test_a_comment_for_the_subject_goes_to_whose_statement_it_is() -> None:
    """[K3]"""
    hall = given(opened, begun(), step("round.call", by=ADA, slot="s_2", reader=SAM))
    hall.do("comment.post", by=EVE, on="t_1", body="Rất tốt", scope="subject")
    assert hall.comment("c_1").subject == CAT


# Completeness ---------------------------------------------------------------------------------------------------------


def test_a_round_is_not_finished_while_anybody_was_forgotten() -> None:
    """[R8]"""
    hall = given(opened, begun(), gone_on)
    hall.when("round.finish", by=ADA, round="r_1").refused("round_open", open=3, slots=["s_1", "s_2", "s_3"])
    hall.do("turn.end", by=ADA, turn="t_1")
    hall.do("round.defer", by=ADA, slot="s_2")
    hall.do("attendance.mark", by=SAM, member=EVE, status="left")
    hall.when("round.finish", by=ADA, round="r_1").refused("round_open", open=1, slots=["s_2"])
    hall.do("round.excuse", by=ADA, slot="s_2", reason="Xin phép")
    hall.do("hand.raise", by=CAT)
    hall.when("round.finish", by=ADA, round="r_1").tells("round.moved", "hand.lowered", "round.finished")
    found = hall.round()
    assert (found.status, found.current, found.done, found.total, found.due) == ("done", None, 1, 2, None)
    assert hall.meeting.current_round is None
    hall.when("round.finish", by=ADA, round="r_1").refused("already")
    for type in ("round.defer", "round.excuse", "round.restore", "round.call"):
        hall.when(type, by=ADA, slot="s_3").refused("closed")
    hall.when("round.next", by=ADA, round="r_1", after=None).refused("closed")
    hall.when("round.fit", by=ADA, round="r_1", total_ms=60_000).refused("closed")


def test_a_body_always_has_to_be_heard() -> None:
    """[R8]"""
    hall = given(opened, begun(subjects=[COMMITTEE]), step("attendance.mark", by=SAM, member=DEE, status="left"))
    hall.when("round.finish", by=ADA, round="r_1").refused("round_open", open=1)


def test_defer_excuse_restore() -> None:
    """[R5] [R9]"""
    hall = given(opened, begun(), gone_on)
    hall.when("round.defer", by=ADA, slot="s_1", reason="Chưa xong").tells("turn.ended", "slot.deferred")
    assert (hall.round().current, hall.slot("s_1").reason, hall.meeting.current_turn) == (None, "Chưa xong", None)
    hall.when("round.defer", by=ADA, slot="s_1").refused("already")
    hall.when("round.excuse", by=ADA, slot="s_2", reason="Ốm").then(
        SlotExcused(slot="s_2", round="r_1", member=CAT, reason="Ốm")
    )
    assert (hall.round().total, hall.round().done) == (2, 0)
    hall.when("round.excuse", by=ADA, slot="s_2").refused("already")
    hall.when("round.defer", by=ADA, slot="s_2").refused("stale", status="excused")
    gone_on(hall)
    assert hall.round().current == "s_3", "those deferred come after the others"
    gone_on(hall)
    assert hall.round().current == "s_1"
    hall.when("round.restore", by=ADA, slot="s_2").then(
        SlotRestored(slot="s_2", round="r_1", member=CAT, reason=None, position=2)
    )
    hall.when("round.restore", by=ADA, slot="s_2").refused("already", status="waiting")
    hall.when("round.excuse", by=ADA, slot="s_3").refused("stale", status="done")
    hall.do("round.restore", by=ADA, slot="s_3")
    assert (hall.round().done, hall.round().total) == (0, 3)


def test_who_declines_is_deferred() -> None:
    """[R9]"""
    hall = given(opened, begun(), step("round.next", by=ADA, round="r_1", after=None))
    hall.when("turn.decline", by=BOB, turn="t_1", keep_place=True).tells("turn.declined", "slot.deferred")
    assert (statuses(hall), hall.meeting.current_turn) == (["deferred", "waiting", "waiting"], None)


def test_who_comes_late_joins_at_the_end() -> None:
    """[R3]"""
    hall = given(came(ADA, BOB, CAT), step("meeting.open", by=ADA), begun(subjects=None), gone_on)
    hall.when("attendance.check_in", by=EVE).tells("attendance.checked_in", "slot.added")
    assert (members_in(hall), hall.round().total) == ([ADA, BOB, CAT, EVE], 4)
    hall.when("attendance.check_in", by=GUS).tells("attendance.checked_in")
    hall.when("attendance.mark", by=SAM, member=DEE, status="present").tells("attendance.marked", "slot.added")
    hall.when("attendance.check_in", by=EVE, mode="remote").tells("attendance.checked_in")


def test_who_was_named_and_comes_late_is_put_at_the_end() -> None:
    """[R3]"""
    hall = given(came(CAT, EVE), step("meeting.open", by=ADA), begun(), gone_on)
    assert hall.round().current == "s_2"
    hall.when("attendance.check_in", by=BOB).tells("attendance.checked_in", "slot.restored")
    assert members_in(hall) == [CAT, EVE, BOB]
    hall.when("attendance.check_in", by=TIM).tells("attendance.checked_in")


def test_who_is_removed_is_excused() -> None:
    """[R9]"""
    hall = given(opened, begun(), gone_on)
    hall.when("member.remove", by=SAM, member=BOB).tells("turn.ended", "slot.excused", "member.removed")
    assert (hall.round().current, hall.round().total) == (None, 2)


def test_a_round_is_led_by_who_presides_and_goes_on_only_in_a_sitting() -> None:
    """[S5]"""
    hall = given(opened, begun())
    hall.when("round.next", by=BOB, round="r_1", after=None).refused("forbidden")
    hall.when("round.next", by=ADA, round="r_9", after=None).refused("not_found", field="round")
    hall.when("round.call", by=ADA, slot="s_9").refused("not_found", field="slot")
    hall.do("meeting.pause", by=ADA)
    hall.when("round.next", by=ADA, round="r_1", after=None).refused("closed", status="paused")
    hall.when("round.excuse", by=ADA, slot="s_1").tells("slot.excused")


# Time -----------------------------------------------------------------------------------------------------------------


def test_what_is_left_divided_by_those_who_are_left() -> None:
    """[R12] Fourteen minutes for six are 2:15 each."""
    hall = given(opened, begun(subjects=[ADA, BOB, CAT, DEE, EVE, TIM, SAM]), gone_on)
    assert hall.round().limit_at is None
    now = hall.now
    hall.when("round.fit", by=ADA, round="r_1", total_ms=14 * 60_000).then(
        RoundFitted(round="r_1", limit_ms=135_000, left=6, total_ms=14 * 60_000)
    )
    hall.when("round.fit", by=ADA, round="r_1", total_ms=14 * 60_000).refused("already", limit_ms=135_000)
    gone_on(hall)
    assert (hall.turn("t_1").limit_ms, hall.turn("t_2").limit_ms) == (300_000, 135_000)
    assert (hall.round().limit_at or 0) >= now
    hall.do("round.fit", by=ADA, round="r_1", until=hall.now + 1_000 + 50_000)
    assert hall.round().limit_ms == 10_000


def test_nobody_left_to_divide_by() -> None:
    """[R12]"""
    hall = given(opened, begun(subjects=[BOB]), gone_on)
    hall.when("round.fit", by=ADA, round="r_1", total_ms=60_000).refused("already")


def test_comments_and_replies_have_the_time_of_the_queue() -> None:
    """[R13]"""
    hall = given(
        opened, begun(limit_ms=300_000), gone_on, step("queue.update", by=ADA, limit_ms=120_000, second_limit_ms=60_000)
    )
    assert (hall.turn("t_1").limit_ms, hall.round().limit_ms, hall.round().limit_at) == (300_000, 300_000, None)
    hall.do("turn.end", by=ADA, turn="t_1")
    assert hall.slot("s_1").phase == "comments"
    hall.do("floor.grant", by=ADA, member=DEE)
    hall.do("turn.start", by=ADA, turn="t_2")
    hall.do("round.phase", by=ADA, slot="s_1", phase="reply")
    assert [hall.turn(each).limit_ms for each in ("t_2", "t_3")] == [120_000, 60_000]


# Taking back ----------------------------------------------------------------------------------------------------------


def test_a_call_by_mistake_is_taken_back() -> None:
    """[R11]"""
    hall = given(opened, begun(), gone_on, step("turn.end", by=ADA, turn="t_1"))
    before = (hall.round(), hall.slot("s_1"), hall.slot("s_2"))
    gone_on(hall)
    hall.do("turn.undo_call", by=ADA, turn="t_2")
    assert (hall.round(), hall.slot("s_1"), hall.slot("s_2")) == before
    assert before[1].phase == "comments"


def test_a_call_that_ended_a_reading_is_taken_back() -> None:
    """[R11]"""
    hall = given(opened, begun(), gone_on, step("round.next", by=ADA, round="r_1", after="s_1"))
    hall.do("turn.undo_call", by=ADA, turn="t_2")
    assert (statuses(hall), hall.meeting.current_turn) == (["current", "waiting", "waiting"], "t_1")
    assert (hall.turn("t_1").status, hall.slot("s_1").phase, hall.member(BOB).turns) == ("speaking", "reading", 0)


def test_given_back_the_floor_one_is_on_again() -> None:
    """[R11]"""
    hall = given(opened, begun(subjects=[BOB]), gone_on, step("turn.end", by=ADA, turn="t_1"))
    assert hall.slot("s_1").phase == "comments"
    hall.do("turn.undo_end", by=ADA, turn="t_1")
    assert (hall.slot("s_1").phase, hall.turn("t_1").status) == ("reading", "speaking")
    hall.do("round.next", by=ADA, round="r_1", after="s_1")
    assert statuses(hall) == ["done"]
    hall.do("turn.undo_end", by=ADA, turn="t_1")
    assert (statuses(hall), hall.round().current) == (["current"], "s_1")
    hall.do("turn.end", by=ADA, turn="t_1")
    hall.do("round.finish", by=ADA, round="r_1")
    hall.when("turn.undo_end", by=ADA, turn="t_1").refused("stale")


def test_names_follow_and_words_go() -> None:
    """[M7] [M8]"""
    hall = given(opened, begun(subjects=[BOB, COMMITTEE]), step("round.defer", by=ADA, slot="s_2", reason="Ốm"))
    hall.do("member.update", by=SAM, member=BOB, name="Bình Minh")
    hall.do("member.update", by=SAM, member=DEE, name="Đào Mới")
    assert (hall.slot("s_2").name, hall.slot("s_1").reader_name) == ("Bình Minh", "Đào Mới")
    hall.do("member.erase", by=HOST, member=BOB)
    hall.do("member.erase", by=HOST, member=DEE)
    assert (hall.slot("s_2").name, hall.slot("s_2").reason, hall.slot("s_1").reader_name) == ("", "", "")
    assert hall.slot("s_1").name == "Chi ủy"


def test_the_projector_shows_the_round() -> None:
    """[P1]"""
    hall = given(opened, begun())
    hall.do("screen.show", by=SAM, scene="round", ref="r_1")
    hall.when("screen.show", by=SAM, scene="round", ref="r_9").refused("not_found", field="ref")


def test_a_round_of_seventeen() -> None:
    """[R8] The collective first, then one by one, comments after each, until nobody is left."""
    hall = given(opened, begun(subjects=[COMMITTEE, ADA, DEE, SAM, BOB, CAT, EVE, TIM], order="office"))
    for _ in range(8):
        gone_on(hall)
        hall.do("turn.end", by=ADA, turn=str(hall.meeting.current_turn))
        hall.do("round.phase", by=ADA, slot=hall.round().current, phase="conclusion")
    assert hall.round().due == "finish"
    hall.do("round.finish", by=ADA, round="r_1")
    assert (hall.round().done, hall.round().total) == (8, 8)
    assert all(member.turns == (member.office != "guest" and member.id != OLI) for member in hall.state.all(Member))
