"""The floor: calling, speaking, pausing, interrupting, and taking back a slip of the finger."""

import pytest

from giotay.meeting.visibility import shown
from giotay_protocol.events import (
    FloorGranted,
    TurnCallUndone,
    TurnDeclined,
    TurnEnded,
    TurnEndUndone,
    TurnExtended,
    TurnNoted,
    TurnPaused,
    TurnReminded,
    TurnResumed,
    TurnStarted,
)
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    DEE,
    EVE,
    GUS,
    ONE,
    SAM,
    TIM,
    TWO,
    Hall,
    Step,
    after,
    came,
    given,
    opened,
    posted,
    raised,
    speaking,
    step,
)

MINUTE = 60_000


def called(member: str, intent: str = "speak") -> Step:
    """This member raises a hand and is called."""

    def run(hall: Hall) -> None:
        hall.do("floor.grant", by=ADA, hand=hall.do("hand.raise", by=member, intent=intent))

    return run


def interrupting(member: str, intent: str = "order") -> Step:
    """This member raises a hand, is called, and starts."""

    def run(hall: Hall) -> None:
        called(member, intent)(hall)
        hall.do("turn.start", by=ADA, turn=hall.meeting.current_turn)

    return run


def test_calling_a_hand() -> None:
    """[F1]"""
    hall = given(opened, raised(BOB)).when("floor.grant", by=ADA, hand="h_1").then(
        FloorGranted(turn="t_1", member=BOB, hand="h_1", queue="main", item=None, intent="speak", limit_ms=300_000,
                     warn_ms=30_000, interrupted=None, ended=[], by_desk=False)
    )  # fmt: skip
    assert hall.line() == []
    assert hall.meeting.current_turn == "t_1"
    turn = hall.turn("t_1")
    assert (turn.status, turn.name, turn.started_at, turn.at) == ("called", "Bob Bình", None, hall.now)
    hall.when("hand.raise", by=BOB).tells("hand.raised")


def test_the_clock_starts_with_the_turn() -> None:
    """[F1]"""
    hall = given(opened, called(BOB)).later(MINUTE).when("turn.start", by=ADA, turn="t_1").then(
        TurnStarted(turn="t_1")
    )  # fmt: skip
    assert (hall.turn("t_1").status, hall.turn("t_1").started_at) == ("speaking", hall.now)
    hall.when("turn.start", by=ADA, turn="t_1").refused("already")


def test_the_member_starts_and_ends_too_and_nobody_else() -> None:
    """[F1]"""
    hall = given(opened, called(BOB))
    hall.when("turn.start", by=CAT, turn="t_1").refused("forbidden")
    hall.when("turn.start", by=SAM, turn="t_1").refused("forbidden")
    hall.do("turn.start", by=BOB, turn="t_1")
    hall.when("turn.end", by=CAT, turn="t_1").refused("forbidden")
    hall.when("turn.pause", by=BOB, turn="t_1").refused("forbidden")
    hall.when("turn.end", by=BOB, turn="t_1").tells("turn.ended")


def test_the_turn_before_ends_with_the_call() -> None:
    """[F1]"""
    hall = given(opened, speaking(BOB), raised(CAT)).when("floor.grant", by=ADA, hand="h_1", after="t_1").tells(
        "turn.ended", "floor.granted"
    )  # fmt: skip
    assert (hall.turn("t_1").status, hall.meeting.current_turn) == ("done", "t_2")


def test_calling_anybody() -> None:
    """[F2]"""
    hall = given(opened).when("floor.grant", by=ADA, member=GUS, limit_ms=MINUTE).then(
        FloorGranted(turn="t_1", member=GUS, hand=None, queue="main", item=None, intent="speak", limit_ms=MINUTE,
                     warn_ms=30_000, interrupted=None, ended=[], by_desk=False)
    )  # fmt: skip
    hall.when("floor.grant", by=ADA, member=GUS).refused("already", current_turn="t_1")
    hall.when("floor.grant", by=ADA).refused("invalid", field="hand")
    hall.when("floor.grant", by=ADA, member=GUS, hand="h_1").refused("invalid", field="hand")


def test_who_is_called_by_name_does_not_wait_on() -> None:
    """[F2]"""
    hall = given(opened, raised(BOB), raised(BOB, intent="question"))
    hall.do("floor.grant", by=ADA, member=BOB)
    assert (hall.turn("t_1").hand, hall.turn("t_1").intent) == ("h_2", "question")
    assert hall.line() == ["h_1"]


def test_calling_for_an_item_to_come() -> None:
    """[F1]"""
    hall = given(opened, step("hand.raise", by=BOB, item=TWO), step("agenda.start", by=ADA, item=ONE))
    hall.do("floor.grant", by=ADA, hand="h_1")
    assert (hall.turn("t_1").queue, hall.turn("t_1").item) == (TWO, TWO)


def test_two_who_press_at_once_call_one() -> None:
    """[F3]"""
    hall = given(opened, raised(BOB, CAT))
    first, second = (hall.when("floor.grant", by=ADA, hand="h_1", after=None) for _ in range(2))
    assert first.refusal is None
    assert second.refusal is None
    first.happens()
    hall.when("floor.grant", by=ADA, hand="h_1", after=None).refused("stale", current_turn="t_1")
    hall.when("floor.grant", by=ADA, hand="h_2", after=None).refused("stale", current_turn="t_1")
    hall.when("floor.grant", by=ADA, hand="h_2", after="t_1").tells("turn.declined", "floor.granted")


def test_a_hand_nobody_ever_raised() -> None:
    """[F3]"""
    given(opened).when("floor.grant", by=ADA, hand="h_1").refused("not_found", field="hand")


def test_pauses_are_not_speech() -> None:
    """[F4]"""
    hall = given(opened, speaking(BOB)).later(10_123).when("turn.pause", by=ADA, turn="t_1").then(
        TurnPaused(turn="t_1")
    )  # fmt: skip
    hall.when("turn.pause", by=ADA, turn="t_1").refused("already")
    hall.later(77_777).when("turn.resume", by=ADA, turn="t_1").then(TurnResumed(turn="t_1"))
    hall.when("turn.resume", by=ADA, turn="t_1").refused("already")
    hall.later(5_000).do("turn.pause", by=ADA, turn="t_1")
    hall.later(MINUTE).when("turn.end", by=ADA, turn="t_1").then(
        TurnEnded(turn="t_1", member=BOB, spoken_ms=11_123 + 7_000)
    )  # fmt: skip
    turn, member = hall.turn("t_1"), hall.member(BOB)
    assert (turn.status, turn.spoken_ms, turn.ended_at) == ("done", 18_123, hall.now)
    assert (member.turns, member.spoken_ms) == (1, 18_123)


def test_turns_add_up() -> None:
    """[F4]"""
    hall = given(opened)
    for _ in range(3):
        speaking(BOB)(hall)
        hall.later(9_000).do("turn.end", by=BOB, turn=hall.meeting.current_turn)
    assert (hall.member(BOB).turns, hall.member(BOB).spoken_ms) == (3, 30_000)


def test_who_never_spoke_had_no_turn() -> None:
    """[F5]"""
    hall = given(opened, called(BOB)).when("turn.end", by=ADA, turn="t_1").then(
        TurnDeclined(turn="t_1", member=BOB, rank=None)
    )  # fmt: skip
    assert (hall.turn("t_1").status, hall.member(BOB).turns) == ("declined", 0)
    hall.do("floor.grant", by=ADA, member=BOB)
    assert hall.turn("t_2").limit_ms == 300_000


def test_the_second_turn_has_the_second_limit() -> None:
    """[F6]"""
    hall = given(opened, speaking(BOB), step("turn.end", by=BOB, turn="t_1"), speaking(BOB))
    assert [hall.turn(key).limit_ms for key in ("t_1", "t_2")] == [300_000, 180_000]
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.do("floor.grant", by=ADA, member=BOB)
    assert hall.turn("t_3").limit_ms == 300_000, "another queue, another first turn"


def test_without_a_second_limit_the_first_holds_and_there_may_be_none() -> None:
    """[F6]"""
    hall = given(opened, speaking(BOB), step("turn.end", by=BOB, turn="t_1"))
    hall.do("queue.update", by=ADA, second_limit_ms=None)
    hall.do("floor.grant", by=ADA, member=BOB)
    assert hall.turn("t_2").limit_ms == 300_000
    hall.do("queue.update", by=ADA, limit_ms=None)
    hall.do("floor.grant", by=ADA, member=CAT)
    assert hall.turn("t_3").limit_ms is None


def test_a_question_is_not_a_speech() -> None:
    """[F6]"""
    hall = given(opened, interrupting(BOB, "question"), step("turn.end", by=BOB, turn="t_1"), speaking(BOB))
    assert hall.turn("t_2").limit_ms == 300_000
    assert hall.member(BOB).turns == 1


def test_declining() -> None:
    """[F7]"""
    hall = given(opened, called(BOB))
    hall.when("turn.decline", by=CAT, turn="t_1").refused("forbidden")
    hall.when("turn.decline", by=BOB, turn="t_1").then(TurnDeclined(turn="t_1", member=BOB, rank=None))
    assert (hall.meeting.current_turn, hall.line()) == (None, [])
    hall.when("turn.decline", by=BOB, turn="t_1").refused("stale")


def test_declining_and_keeping_the_place() -> None:
    """[F7]"""
    hall = given(opened, raised(BOB, CAT), step("floor.grant", by=ADA, hand="h_1"))
    hall.do("turn.decline", by=BOB, turn="t_1", keep_place=True)
    assert hall.line() == ["h_1", "h_2"]
    hall.do("floor.grant", by=ADA, hand="h_1")
    hall.do("turn.start", by=BOB, turn="t_2")
    hall.when("turn.decline", by=BOB, turn="t_2").refused("stale")


def test_the_place_is_kept_also_when_the_line_was_empty_meanwhile() -> None:
    """[F7]"""
    hall = given(opened, called(BOB), raised(CAT))
    assert hall.hand("h_2").rank == 6 << 47
    hall.do("turn.decline", by=BOB, turn="t_1", keep_place=True)
    assert hall.line() == ["h_1", "h_2"]
    assert hall.hand("h_1").rank < hall.hand("h_2").rank


def test_there_is_no_place_to_keep_for_who_raised_another_hand_or_none() -> None:
    """[F7]"""
    hall = given(opened, called(BOB), raised(BOB))
    hall.do("turn.decline", by=BOB, turn="t_1", keep_place=True)
    assert hall.line() == ["h_2"]
    hall.do("floor.grant", by=ADA, member=CAT)
    hall.do("turn.decline", by=CAT, turn="t_2", keep_place=True)
    assert hall.line() == ["h_2"]


def test_an_interruption_pauses_and_gives_back() -> None:
    """[F8]"""
    hall = given(opened, speaking(BOB), after(9_000), raised(CAT, intent="order"))
    hall.do("floor.grant", by=ADA, hand="h_1", after="t_1")
    assert (hall.turn("t_2").interrupted, hall.turn("t_2").interrupts) == ("t_1", True)
    assert (hall.turn("t_1").status, hall.turn("t_1").paused_at) == ("paused", hall.now)
    assert hall.meeting.current_turn == "t_2"
    hall.when("turn.resume", by=ADA, turn="t_1").refused("stale", current_turn="t_2")
    hall.do("turn.start", by=ADA, turn="t_2")
    hall.later(MINUTE).do("turn.end", by=CAT, turn="t_2")
    assert (hall.meeting.current_turn, hall.turn("t_1").status) == ("t_1", "paused")
    hall.do("turn.resume", by=ADA, turn="t_1")
    hall.when("turn.end", by=ADA, turn="t_1").then(TurnEnded(turn="t_1", member=BOB, spoken_ms=11_000 + 1_000))


def test_a_second_question_takes_the_place_of_the_first() -> None:
    """[F8]"""
    hall = given(opened, speaking(BOB), interrupting(CAT, "question"), raised(EVE, intent="question"))
    hall.when("floor.grant", by=ADA, hand="h_2").tells("turn.ended", "floor.granted")
    assert (hall.turn("t_2").status, hall.turn("t_3").interrupted) == ("done", "t_1")


def test_privilege_interrupts_an_interruption() -> None:
    """[F8]"""
    hall = given(opened, speaking(BOB), interrupting(CAT, "order"), interrupting(EVE, "privilege"))
    assert (hall.turn("t_3").interrupted, hall.turn("t_2").interrupted) == ("t_2", "t_1")
    hall.do("turn.end", by=ADA, turn="t_3")
    hall.do("turn.end", by=ADA, turn="t_2")
    assert hall.meeting.current_turn == "t_1"


def test_what_does_not_interrupt_ends_all_that_was_on() -> None:
    """[F8]"""
    hall = given(opened, speaking(BOB), interrupting(CAT), raised(EVE)).when("floor.grant", by=ADA, hand="h_2").tells(
        "turn.ended", "turn.ended", "floor.granted"
    )  # fmt: skip
    assert hall.turn("t_3").interrupted is None
    assert hall.meeting.current_turn == "t_3"


def test_an_interruption_before_the_first_word() -> None:
    """[F8]"""
    hall = given(opened, called(BOB), interrupting(CAT))
    assert hall.turn("t_1").status == "called"
    hall.do("turn.end", by=CAT, turn="t_2")
    hall.when("turn.start", by=BOB, turn="t_1").tells("turn.started")


def test_who_was_interrupted_may_give_up() -> None:
    """[F8]"""
    hall = given(opened, speaking(BOB), interrupting(CAT))
    hall.do("turn.end", by=BOB, turn="t_1")
    assert (hall.meeting.current_turn, hall.turn("t_2").interrupted) == ("t_2", None)
    hall.do("turn.end", by=CAT, turn="t_2")
    assert hall.meeting.current_turn is None


def test_the_last_speaker_gets_the_floor_back() -> None:
    """[F9]"""
    hall = given(opened, speaking(BOB), after(9_000), step("turn.end", by=ADA, turn="t_1"), after(20_000))
    hall = hall.when("turn.undo_end", by=ADA, turn="t_1").then(TurnEndUndone(turn="t_1", member=BOB))
    turn = hall.turn("t_1")
    assert (turn.status, turn.ended_at, turn.spoken_ms, turn.paused_ms) == ("speaking", None, 0, 21_000)
    assert (hall.member(BOB).turns, hall.member(BOB).spoken_ms) == (0, 0)
    hall.when("turn.undo_end", by=ADA, turn="t_1").refused("already")
    hall.when("turn.end", by=ADA, turn="t_1").then(TurnEnded(turn="t_1", member=BOB, spoken_ms=12_000))


def test_a_turn_that_ended_paused_comes_back_paused() -> None:
    """[F9]"""
    hall = given(opened, speaking(BOB), step("turn.pause", by=ADA, turn="t_1"), step("turn.end", by=ADA, turn="t_1"))
    hall.do("turn.undo_end", by=ADA, turn="t_1")
    assert hall.turn("t_1").status == "paused"
    hall.later(MINUTE).when("turn.end", by=ADA, turn="t_1").then(TurnEnded(turn="t_1", member=BOB, spoken_ms=1_000))


def test_only_the_last_and_only_while_nobody_else_has_the_floor() -> None:
    """[F9]"""
    hall = given(opened, speaking(BOB), step("turn.end", by=ADA, turn="t_1"), speaking(CAT))
    hall.when("turn.undo_end", by=ADA, turn="t_1").refused("stale", current_turn="t_2")
    hall.do("turn.end", by=ADA, turn="t_2")
    hall.when("turn.undo_end", by=ADA, turn="t_1").refused("stale")
    hall.do("member.remove", by=SAM, member=CAT)
    hall.when("turn.undo_end", by=ADA, turn="t_2").refused("stale")


def test_an_ended_interruption_goes_on_over_who_had_resumed() -> None:
    """[F9]"""
    hall = given(opened, speaking(BOB), interrupting(CAT), step("turn.end", by=CAT, turn="t_2"),
                 step("turn.resume", by=ADA, turn="t_1"))  # fmt: skip
    hall.do("turn.undo_end", by=ADA, turn="t_2")
    assert (hall.turn("t_1").status, hall.turn("t_2").status) == ("paused", "speaking")
    assert (hall.meeting.current_turn, hall.turn("t_2").interrupted) == ("t_2", "t_1")


def test_a_call_by_mistake_is_taken_back() -> None:
    """[F10]"""
    hall = given(opened, raised(BOB, CAT), speaking(EVE), after(4_000))
    hand, spoken = hall.hand("h_2"), hall.turn("t_1")
    hall.do("floor.grant", by=ADA, hand="h_2")
    hall = hall.when("turn.undo_call", by=ADA, turn="t_2").then(
        TurnCallUndone(turn="t_2", member=CAT, rank=hand.rank)
    )  # fmt: skip
    assert hall.hand("h_2") == hand
    assert hall.meeting.current_turn == "t_1"
    assert (hall.turn("t_1").status, hall.turn("t_1").paused_ms) == ("speaking", spoken.paused_ms + 1_000)
    assert hall.member(EVE).turns == 0
    hall.when("turn.undo_call", by=ADA, turn="t_2").refused("not_found")


def test_a_call_is_a_slip_for_ten_seconds_of_speech() -> None:
    """[F10]"""
    hall = given(opened, called(BOB), after(MINUTE), step("turn.start", by=ADA, turn="t_1"), after(9_000))
    assert hall.when("turn.undo_call", by=ADA, turn="t_1").refusal is None
    hall.when("turn.undo_call", by=ADA, turn="t_1").refused("stale")
    hall.do("turn.end", by=ADA, turn="t_1")
    hall.when("turn.undo_call", by=ADA, turn="t_1").refused("stale")


def test_taking_back_an_interruption_lets_the_interrupted_go_on() -> None:
    """[F10]"""
    hall = given(opened, speaking(BOB), called(CAT, "order"), step("turn.undo_call", by=ADA, turn="t_2"))
    assert (hall.meeting.current_turn, hall.turn("t_1").status, hall.line()) == ("t_1", "speaking", ["h_1"])
    hall.do("turn.pause", by=ADA, turn="t_1")
    hall.do("floor.grant", by=ADA, hand="h_1")
    hall.do("turn.undo_call", by=ADA, turn="t_3")
    assert hall.turn("t_1").status == "paused", "as it was"


def test_taking_back_a_call_brings_all_back_that_ended_for_it() -> None:
    """[F10]"""
    hall = given(opened, speaking(BOB), interrupting(CAT), called(EVE), step("turn.undo_call", by=ADA, turn="t_3"))
    assert (hall.meeting.current_turn, hall.turn("t_2").interrupted) == ("t_2", "t_1")
    assert (hall.turn("t_2").status, hall.turn("t_1").status) == ("speaking", "paused")


def test_taking_back_a_call_that_ended_another_call() -> None:
    """[F10]"""
    hall = given(opened, called(BOB), called(CAT), step("turn.undo_call", by=ADA, turn="t_2"))
    assert (hall.meeting.current_turn, hall.turn("t_1").status) == ("t_1", "called")


def test_comments_on_a_turn_that_never_was_move_to_its_item() -> None:
    """[F10]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), called(BOB), posted(CAT, on="t_1"))
    hall.do("turn.undo_call", by=ADA, turn="t_1")
    assert hall.comment("c_1").on == ONE


def test_notes() -> None:
    """[F11]"""
    hall = given(opened, speaking(BOB)).when("turn.note", by=SAM, turn="t_1", text="Nhất trí", kind="opinion").then(
        TurnNoted(turn="t_1", member=BOB, text="Nhất trí", kind="opinion")
    )  # fmt: skip
    assert (hall.turn("t_1").notes, hall.turn("t_1").kind) == ("Nhất trí", "opinion")
    hall.when("turn.note", by=SAM, turn="t_1", text="Nhất trí", kind="opinion").refused("already")
    hall.when("turn.note", by=SAM, turn="t_1", text="A", kind="pirate").refused("invalid", field="kind")
    hall.when("turn.note", by=SAM, turn="t_1", text="A", topics=["x"]).refused("not_found", field="topics")
    hall.when("turn.note", by=BOB, turn="t_1", text="A").refused("forbidden")


def test_reminders_are_the_speakers_or_everybodys() -> None:
    """[F12]"""
    hall = given(opened, speaking(BOB)).when("turn.remind", by=ADA, turn="t_1", kind="time").then(
        TurnReminded(reminder="rm_1", turn="t_1", member=BOB, kind="time", text=None, public=False)
    )  # fmt: skip
    hall.do("turn.remind", by=ADA, turn="t_1", kind="topic", text="Xin về nội dung", public=True)
    private, public = hall.reminders()
    assert [shown(private, "hall", who) is not None for who in (BOB, CAT)] == [True, False]
    assert [shown(public, "hall", who) is not None for who in (BOB, CAT)] == [True, True]
    hall.do("turn.end", by=ADA, turn="t_1")
    assert hall.reminders() == []
    hall.when("turn.remind", by=ADA, turn="t_1", kind="time").refused("stale")


def test_more_time_and_less() -> None:
    """[F12]"""
    hall = given(opened, speaking(BOB)).when("turn.extend", by=ADA, turn="t_1", by_ms=MINUTE).then(
        TurnExtended(turn="t_1", limit_ms=360_000)
    )  # fmt: skip
    hall.when("turn.extend", by=ADA, turn="t_1", by_ms=-86_400_000).then(TurnExtended(turn="t_1", limit_ms=1_000))
    hall.when("turn.extend", by=ADA, turn="t_1", by_ms=-1_000).refused("already")
    hall.do("queue.update", by=ADA, limit_ms=None)
    speaking(CAT)(hall)
    hall.when("turn.extend", by=ADA, turn="t_2", by_ms=MINUTE).refused("invalid", field="by_ms")
    hall.when("turn.extend", by=ADA, turn="t_1", by_ms=MINUTE).refused("stale", current_turn="t_2")


@pytest.mark.parametrize("who", [BOB, SAM, DEE])
def test_only_who_presides_grants(who: str) -> None:
    """[F1]"""
    given(opened, raised(TIM)).when("floor.grant", by=who, hand="h_1").refused("forbidden")


def test_a_hand_raised_by_the_desk_marks_the_turn() -> None:
    """[C6]"""
    hall = given(came(BOB), step("meeting.open", by=ADA), step("hand.raise", by=SAM, for_=BOB))
    hall.do("floor.grant", by=ADA, hand="h_1")
    assert hall.turn("t_1").by_desk
    hall.when("turn.start", by=SAM, for_=BOB, turn="t_1").tells("turn.started")


def test_a_turn_shows_what_its_speaker_wrote_with_the_hand() -> None:
    """[F1] [F11] The desk's notes are another matter."""
    hall = given(opened, step("hand.raise", by=BOB, note="Kinh phí"))
    hall.do("floor.grant", by=ADA, hand="h_1")
    hall.do("turn.note", by=SAM, turn="t_1", text="Đề nghị tăng kinh phí")
    assert (hall.turn("t_1").hand_note, hall.turn("t_1").notes) == ("Kinh phí", "Đề nghị tăng kinh phí")
