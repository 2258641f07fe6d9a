"""The agenda: items in their order, at most one of them current, and how long each took.

Positions count from 1 among the items of one parent; there are two levels. `started_at` is when an item last became
current; `spent_ms` is what it took before the current stretch, pauses of the meeting left out.
"""

from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import floor, queue, rota
from giotay.meeting.case import Case
from giotay.meeting.hidden import Line
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import (
    AddItem,
    FinishItem,
    MoveItem,
    RemoveItem,
    ReopenItem,
    SkipItem,
    StartItem,
    UpdateItem,
)
from giotay_protocol.entities import (
    AgendaItem,
    Comment,
    Commitment,
    Conclusion,
    Document,
    Poll,
    Queue,
    Round,
    Statement,
)
from giotay_protocol.events import (
    AgendaAdded,
    AgendaFinished,
    AgendaMoved,
    AgendaRemoved,
    AgendaReopened,
    AgendaSkipped,
    AgendaStarted,
    AgendaUpdated,
    Event,
)
from giotay_protocol.refusals import Refusal, invalid

MAX_ITEMS: Final = 500
_UPDATABLE: Final = ("title", "kind", "planned_ms", "presenter", "notes")


def items_under(state: MeetingState, parent: str | None) -> list[AgendaItem]:
    """The items of one parent (None: the top level) in their order."""
    return sorted((item for item in state.all(AgendaItem) if item.parent == parent), key=lambda item: item.position)


# What is decided ------------------------------------------------------------------------------------------------------


def add(case: Case, command: AddItem) -> list[Event]:
    """[G1] Put an item on the agenda, at the end or at a position; those behind it move on."""
    state = case.state
    _check_parent(state, command.parent)
    if sum(1 for _ in state.all(AgendaItem)) >= MAX_ITEMS:
        raise Refusal("limit", f"An agenda has at most {MAX_ITEMS} items.", max=MAX_ITEMS)
    items = items_under(state, command.parent)
    position = min(command.position or len(items) + 1, len(items) + 1)
    return [
        AgendaAdded(
            item=case.context.fresh("i"), title=command.title, kind=command.kind, planned_ms=command.planned_ms,
            presenter=command.presenter, parent=command.parent, position=position, notes=command.notes,
            positions={item.id: item.position + 1 for item in items if item.position >= position},
        )
    ]  # fmt: skip


def update(case: Case, command: UpdateItem) -> list[Event]:
    """Change what the agenda says of an item."""
    item = case.found(AgendaItem, command.item)
    changes = {
        name: value
        for name in _UPDATABLE
        if (value := getattr(command, name)) is not UNSET and value != getattr(item, name)
    }
    if not changes:
        raise Refusal("already", "The agenda says so already.")
    return [AgendaUpdated(item=item.id, **changes)]


def move(case: Case, command: MoveItem) -> list[Event]:
    """[G1] Put an item elsewhere; only the items whose position changes change."""
    state, item = case.state, case.found(AgendaItem, command.item)
    parent = command.parent if command.parent is not UNSET else item.parent
    if parent != item.parent:
        if parent == item.id or items_under(state, item.id):
            raise invalid("parent", "An agenda has two levels.")
        _check_parent(state, parent)
    rest = [other for other in items_under(state, parent) if other.id != item.id]
    position = min(command.position, len(rest) + 1)
    if (parent, position) == (item.parent, item.position):
        raise Refusal("already", "The item is there already.")
    positions = {other.id: place + (place >= position) for place, other in enumerate(rest, 1)}
    if parent != item.parent:
        positions |= _closed_up(state, item)
    changed = {key: place for key, place in positions.items() if case.found(AgendaItem, key).position != place}
    return [AgendaMoved(item=item.id, parent=parent, position=position, positions=changed)]


def remove(case: Case, command: RemoveItem) -> list[Event]:
    """[G2] Take an item and those under it off the agenda, unless it has been dealt with."""
    state, item = case.state, case.found(AgendaItem, command.item)
    below = items_under(state, item.id)
    if any(part.status in ("current", "done") for part in (item, *below)):
        raise Refusal("stale", "The item is under way or done; it stays on record.", status=item.status)
    if any(found.item in (item.id, *(part.id for part in below)) for found in state.all(Round)):
        raise Refusal("stale", "A round was held on the item; it stays on record.", status=item.status)
    events: list[Event] = []
    for part in (*below, item):
        events += _leaving(state, part.id, case.now)
    events += [AgendaRemoved(item=part.id) for part in below]
    changed = {key: place for key, place in _closed_up(state, item).items() if place != _position(state, key)}
    return [*events, AgendaRemoved(item=item.id, positions=changed)]


def start(case: Case, command: StartItem) -> list[Event]:
    """[G3] Go to an item; the one before it is finished."""
    state, item = case.state, case.found(AgendaItem, command.item)
    if item.status == "current":
        raise Refusal("already", "The item is current.")
    if item.status != "todo":
        raise Refusal("stale", "The item is over; reopen it first.", status=item.status)
    events: list[Event] = []
    if state.meeting.current_item is not None:
        events += finishing(state, state.meeting.current_item, case.now)
    if state.get(Queue, item.id) is None:
        events.append(queue.opened(case, item.id))
    return [*events, AgendaStarted(item=item.id)]


def finish(case: Case, command: FinishItem) -> list[Event]:
    """[G4] An item is done: its turns end, its waiting hands go down."""
    item = case.found(AgendaItem, command.item)
    if item.status == "done":
        raise Refusal("already", "The item is done.")
    if item.status != "current":
        raise Refusal("stale", "The item is not current.", current_item=case.state.meeting.current_item)
    return finishing(case.state, item.id, case.now)


def finishing(state: MeetingState, key: str, now: int) -> list[Event]:
    """The events that finish the current item."""
    return [*_leaving(state, key, now), AgendaFinished(item=key)]


def skip(case: Case, command: SkipItem) -> list[Event]:
    """[G5] An item is passed over."""
    item = case.found(AgendaItem, command.item)
    if item.status == "skipped":
        raise Refusal("already", "The item is skipped.")
    if item.status == "done":
        raise Refusal("stale", "The item is done.", status=item.status)
    return [*_leaving(case.state, item.id, case.now), AgendaSkipped(item=item.id)]


def reopen(case: Case, command: ReopenItem) -> list[Event]:
    """[G5] An item that was done or skipped is still to be dealt with."""
    item = case.found(AgendaItem, command.item)
    if item.status in ("todo", "current"):
        raise Refusal("already", "The item is not over.", status=item.status)
    return [AgendaReopened(item=item.id)]


def _leaving(state: MeetingState, key: str, now: int) -> list[Event]:
    turns = [floor.ending(turn, now) for turn in floor.active_turns(state) if turn.queue == key]
    return [*turns, *queue.lower_all(queue.hands_of(state, key), "item_finished")]


def _check_parent(state: MeetingState, parent: str | None) -> None:
    above = state.get(AgendaItem, parent)
    if above is not None and above.parent is not None:
        raise invalid("parent", "An agenda has two levels.")


def _closed_up(state: MeetingState, gone: AgendaItem) -> dict[str, int]:
    rest = [item for item in items_under(state, gone.parent) if item.id != gone.id]
    return {item.id: place for place, item in enumerate(rest, 1)}


def _position(state: MeetingState, key: str) -> int:
    item = state.get(AgendaItem, key)
    return item.position if item is not None else 0


# What comes of it -----------------------------------------------------------------------------------------------------


def agenda_added(state: MeetingState, event: AgendaAdded) -> None:
    _renumber(state, event.positions)
    state.put(
        AgendaItem(
            id=event.item, at=event.at, born=event.seq, title=event.title, kind=event.kind, position=event.position,
            parent=event.parent, planned_ms=event.planned_ms, spent_ms=0, presenter=event.presenter,
            notes=event.notes, status="todo", started_at=None, ended_at=None,
        )
    )  # fmt: skip


def agenda_updated(state: MeetingState, event: AgendaUpdated) -> None:
    item = state.get(AgendaItem, event.item)
    if item is not None:
        changes = {name: value for name in _UPDATABLE if (value := getattr(event, name)) is not UNSET}
        state.put(replace(item, **changes))


def agenda_moved(state: MeetingState, event: AgendaMoved) -> None:
    _renumber(state, event.positions)
    item = state.get(AgendaItem, event.item)
    if item is not None:
        state.put(replace(item, parent=event.parent, position=event.position))


def agenda_removed(state: MeetingState, event: AgendaRemoved) -> None:
    state.remove(AgendaItem, event.item)
    state.remove(Queue, event.item)
    state.remove(Line, event.item)
    for comment in [found for found in state.all(Comment) if found.on == event.item]:
        state.put(replace(comment, on=None))
    on_items: tuple[type[Statement | Conclusion | Commitment | Document | Poll], ...] = (
        Statement, Conclusion, Commitment, Document, Poll,
    )  # fmt: skip
    for found in [each for kind in on_items for each in state.all(kind) if each.item == event.item]:
        state.put(replace(found, item=None))
    _renumber(state, event.positions)


def _renumber(state: MeetingState, positions: dict[str, int]) -> None:
    for key, position in positions.items():
        item = state.get(AgendaItem, key)
        if item is not None:
            state.put(replace(item, position=position))


def agenda_started(state: MeetingState, event: AgendaStarted) -> None:
    item = state.get(AgendaItem, event.item)
    if item is not None:
        state.put(replace(item, status="current", started_at=event.at, ended_at=None))
        state.put(replace(state.meeting, current_item=item.id))
        rota.follow(state)


def agenda_left(state: MeetingState, event: AgendaFinished | AgendaSkipped) -> None:
    item = state.get(AgendaItem, event.item)
    if item is None:
        return
    if state.meeting.current_item == item.id:
        add_spent(state, event.at)
        item = state.get(AgendaItem, event.item) or item
        state.put(replace(state.meeting, current_item=None))
        rota.follow(state)
    status = "done" if isinstance(event, AgendaFinished) else "skipped"
    ended = event.at if item.started_at is not None else None
    state.put(replace(item, status=status, ended_at=ended))


def agenda_reopened(state: MeetingState, event: AgendaReopened) -> None:
    item = state.get(AgendaItem, event.item)
    if item is not None:
        state.put(replace(item, status="todo", ended_at=None))


def add_spent(state: MeetingState, until: int) -> None:
    """[G6] What the current item took in this sitting up to now, added to what it took before."""
    meeting = state.meeting
    item = state.get(AgendaItem, meeting.current_item)
    if item is None or item.started_at is None or not meeting.sittings:
        return
    sitting = meeting.sittings[-1]
    if sitting.ended_at is None:
        spent = max(0, until - max(item.started_at, sitting.started_at))
        state.put(replace(item, spent_ms=item.spent_ms + spent))
