"""The agenda: order, levels, one current item, time spent."""

from giotay.meeting.birth import Founding
from giotay_protocol.entities import AgendaItem, Queue
from giotay_protocol.events import (
    AgendaAdded,
    AgendaFinished,
    AgendaMoved,
    AgendaRemoved,
    AgendaReopened,
    AgendaSkipped,
    AgendaStarted,
    AgendaUpdated,
    HandLowered,
    QueueOpened,
    TurnEnded,
)
from tests.meeting.hall import (
    ADA,
    BOB,
    CAT,
    HOST,
    ONE,
    SAM,
    THREE,
    TWO,
    Hall,
    begun,
    given,
    opened,
    posted,
    raised,
    speaking,
    step,
)


def order(hall: Hall, parent: str | None = None) -> list[str]:
    items = sorted(hall.state.all(AgendaItem), key=lambda item: item.position)
    return [item.id for item in items if item.parent == parent]


def test_adding_at_the_end_and_in_between() -> None:
    """[G1]"""
    hall = given().when("agenda.add", by=SAM, title="Bốn", presenter=BOB, planned_ms=60_000).then(
        AgendaAdded(item="i_4", title="Bốn", kind="discussion", planned_ms=60_000, presenter=BOB, parent=None,
                    position=4, notes=None, positions={})
    )  # fmt: skip
    hall.when("agenda.add", by=SAM, title="Năm", position=2, kind="vote").then(
        AgendaAdded(item="i_5", title="Năm", kind="vote", planned_ms=None, presenter=None, parent=None, position=2,
                    notes=None, positions={TWO: 3, THREE: 4, "i_4": 5})
    )  # fmt: skip
    assert order(hall) == [ONE, "i_5", TWO, THREE, "i_4"]
    hall.when("agenda.add", by=SAM, title="Sáu", presenter="m_99").refused("not_found", field="presenter")


def test_two_levels_and_no_more() -> None:
    """[G1]"""
    hall = given()
    hall.do("agenda.add", by=SAM, title="Bốn", parent=ONE)
    assert (hall.item("i_4").position, hall.item("i_4").parent) == (1, ONE)
    hall.when("agenda.add", by=SAM, title="Năm", parent="i_4").refused("invalid", field="parent")
    hall.when("agenda.move", by=SAM, item=ONE, position=1, parent=TWO).refused("invalid", field="parent")
    hall.when("agenda.move", by=SAM, item=TWO, position=1, parent=TWO).refused("invalid", field="parent")


def test_moving_changes_only_what_makes_way() -> None:
    """[G1]"""
    hall = given(step("agenda.add", by=SAM, title="Bốn"))
    hall = hall.when("agenda.move", by=SAM, item=THREE, position=2).then(
        AgendaMoved(item=THREE, parent=None, position=2, positions={TWO: 3})
    )  # fmt: skip
    assert order(hall) == [ONE, THREE, TWO, "i_4"]
    hall.when("agenda.move", by=SAM, item=THREE, position=2).refused("already")
    hall.when("agenda.move", by=SAM, item="i_4", position=99).refused("already")


def test_moving_under_another_item() -> None:
    """[G1]"""
    hall = given().when("agenda.move", by=SAM, item=ONE, position=1, parent=TWO).then(
        AgendaMoved(item=ONE, parent=TWO, position=1, positions={TWO: 1, THREE: 2})
    )  # fmt: skip
    assert order(hall, TWO) == [ONE]
    hall.do("agenda.move", by=SAM, item=ONE, position=2, parent=None)
    assert order(hall) == [TWO, ONE, THREE]


def test_changing_what_it_says() -> None:
    hall = given().when("agenda.update", by=SAM, item=ONE, title="Khai mạc", notes="Ngắn").then(
        AgendaUpdated(item=ONE, title="Khai mạc", notes="Ngắn")
    )  # fmt: skip
    hall.when("agenda.update", by=SAM, item=ONE, title="Khai mạc").refused("already")
    hall.do("agenda.update", by=SAM, item=ONE, notes=None)
    assert hall.item(ONE).notes is None


def test_removing_with_what_is_under_it() -> None:
    """[G2]"""
    hall = given(step("agenda.add", by=SAM, title="Bốn", parent=ONE), posted(BOB, on=ONE))
    hall = hall.when("agenda.remove", by=SAM, item=ONE).then(
        AgendaRemoved(item="i_4"), AgendaRemoved(item=ONE, positions={TWO: 1, THREE: 2})
    )  # fmt: skip
    assert order(hall) == [TWO, THREE]
    assert hall.comment("c_1").on is None


def test_what_is_current_or_done_stays_on_record() -> None:
    """[G2]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE))
    hall.when("agenda.remove", by=SAM, item=ONE).refused("stale", status="current")
    hall.do("agenda.finish", by=ADA, item=ONE)
    hall.when("agenda.remove", by=SAM, item=ONE).refused("stale", status="done")


def test_removing_an_item_somebody_signed_up_for() -> None:
    """[G2]"""
    hall = given(opened, step("hand.raise", by=BOB, item=TWO))
    hall.when("agenda.remove", by=SAM, item=TWO).tells("hand.lowered", "agenda.removed")
    assert hall.state.get(Queue, TWO) is None


def test_one_item_is_current() -> None:
    """[G3]"""
    hall = given(opened).when("agenda.start", by=ADA, item=ONE).then(
        QueueOpened(queue=ONE, discipline=["tier", "first_come"], limit_ms=300_000, second_limit_ms=180_000,
                    max_turns=None),
        AgendaStarted(item=ONE),
    )  # fmt: skip
    assert hall.meeting.current_item == ONE
    hall.when("agenda.start", by=ADA, item=ONE).refused("already")
    hall.when("agenda.start", by=ADA, item=TWO).tells("agenda.finished", "queue.opened", "agenda.started")
    assert [hall.item(item).status for item in (ONE, TWO, THREE)] == ["done", "current", "todo"]
    hall.when("agenda.start", by=ADA, item=ONE).refused("stale", status="done")
    hall.when("agenda.start", by=SAM, item=THREE).refused("forbidden")


def test_leaving_an_item_ends_turns_and_lowers_hands() -> None:
    """[G4]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE), speaking(BOB), raised(CAT))
    hall = hall.when("agenda.finish", by=ADA, item=ONE).then(
        TurnEnded(turn="t_1", member=BOB, spoken_ms=2_000),
        HandLowered(hand="h_1", member=CAT, reason="item_finished"),
        AgendaFinished(item=ONE),
    )
    assert (hall.item(ONE).status, hall.item(ONE).ended_at) == ("done", hall.now)
    assert hall.meeting.current_item is None
    hall.when("agenda.finish", by=ADA, item=ONE).refused("already")
    hall.when("agenda.finish", by=ADA, item=TWO).refused("stale")


def test_a_turn_in_the_main_queue_outlives_an_item() -> None:
    """[G4]"""
    hall = given(opened, speaking(BOB), step("agenda.start", by=ADA, item=ONE))
    hall.when("agenda.finish", by=ADA, item=ONE).then(AgendaFinished(item=ONE))
    assert hall.meeting.current_turn == "t_1"


def test_skipping_and_reopening() -> None:
    """[G5]"""
    hall = given(opened).when("agenda.skip", by=ADA, item=ONE).then(AgendaSkipped(item=ONE))
    assert (hall.item(ONE).status, hall.item(ONE).ended_at) == ("skipped", None)
    hall.when("agenda.skip", by=ADA, item=ONE).refused("already")
    hall.when("hand.raise", by=BOB, item=ONE).refused("closed")
    hall.when("agenda.reopen", by=ADA, item=ONE).then(AgendaReopened(item=ONE))
    hall.when("agenda.reopen", by=ADA, item=ONE).refused("already")
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.do("agenda.skip", by=ADA, item=ONE)
    assert hall.meeting.current_item is None
    hall.do("agenda.start", by=ADA, item=TWO)
    hall.do("agenda.finish", by=ADA, item=TWO)
    hall.when("agenda.skip", by=ADA, item=TWO).refused("stale")
    hall.do("agenda.reopen", by=ADA, item=TWO)
    assert (hall.item(TWO).status, hall.item(TWO).ended_at) == ("todo", None)


def test_time_is_counted_while_current_and_sitting() -> None:
    """[G6]"""
    hall = given(opened, step("agenda.start", by=ADA, item=ONE)).later(59_000)
    hall.do("meeting.pause", by=ADA)
    assert hall.item(ONE).spent_ms == 60_000
    hall.later(600_000).do("meeting.resume", by=ADA)
    hall.later(9_000).do("agenda.finish", by=ADA, item=ONE)
    assert hall.item(ONE).spent_ms == 70_000
    hall.do("agenda.reopen", by=ADA, item=ONE)
    hall.do("agenda.start", by=ADA, item=ONE)
    hall.later(4_000).do("agenda.start", by=ADA, item=TWO)
    assert hall.item(ONE).spent_ms == 75_000


def test_an_item_started_in_a_pause_counts_from_the_next_sitting() -> None:
    """[G6]"""
    hall = given(opened, step("meeting.pause", by=ADA), step("agenda.start", by=ADA, item=ONE)).later(60_000)
    hall.do("meeting.resume", by=ADA)
    hall.do("agenda.finish", by=ADA, item=ONE)
    assert hall.item(ONE).spent_ms == 1_000


def test_an_empty_agenda_takes_its_first_item() -> None:
    hall = begun(Founding(title="Họp", agenda=[]))
    hall.do("agenda.add", by=HOST, title="Một", position=50)
    assert hall.item(ONE).position == 1
