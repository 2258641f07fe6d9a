"""What the desk has lined up for the projector, and showing the next of it with one tap.

The line is the same for everybody at the desk and, being in the log, after a crash.
"""

from typing import Final

from msgspec.structs import replace

from giotay.meeting import screen
from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import ArrangeScene, DropScene, PrepareScene, ShowNext
from giotay_protocol.entities import Prepared, Screen
from giotay_protocol.events import Event, SceneArranged, SceneDropped, ScenePrepared, ScreenShown
from giotay_protocol.refusals import Refusal

MOST: Final = 50
# May be lined up although no screen may see it yet; it is asked again when it is shown.
_NOT_YET: Final = "stale"


def line_of(state: MeetingState) -> list[Prepared]:
    """What is prepared, the next first."""
    return sorted(state.all(Prepared), key=lambda found: (found.rank, found.id))


# What is decided ------------------------------------------------------------------------------------------------------


def prepare(case: Case, command: PrepareScene) -> list[Event]:
    """[P5] At the end of the line; also what may be shown only later."""
    try:
        screen.check(case, command)
    except Refusal as refusal:
        if refusal.code != _NOT_YET:
            raise
    line = line_of(case.state)
    page = command.page or 1 if command.scene == "document" else None
    wanted = (command.scene, command.ref, command.text, page)
    if any((found.scene, found.ref, found.text, found.page) == wanted for found in line):
        raise Refusal("already", "This is prepared already.")
    if len(line) >= MOST:
        raise Refusal("limit", "So much is prepared at most.", max=MOST)
    rank = line[-1].rank + 1 if line else 1
    return [
        ScenePrepared(
            prepared=case.context.fresh("pr"), scene=command.scene, ref=command.ref, text=command.text, page=page,
            rank=rank,
        )
    ]  # fmt: skip


def _standing(case: Case, key: str) -> Prepared:
    found = case.state.get(Prepared, key)
    if found is None:
        line = line_of(case.state)
        raise Refusal("stale", "This is not prepared any more.", next=line[0].id if line else None)
    return found


def show_next(case: Case, command: ShowNext) -> list[Event]:
    """[P5] It goes from the line to the projector. [P6] What may not be shown stays where it is."""
    found = _standing(case, command.prepared)
    screen.check(case, found)
    dropped = SceneDropped(prepared=found.id)
    shown = case.state.get(Screen, screen.MAIN)
    is_on = shown is not None and (
        (shown.scene, shown.ref, shown.text, shown.page) == (found.scene, found.ref, found.text, found.page)
    )
    if is_on:
        return [dropped]
    return [
        dropped,
        ScreenShown(screen=screen.MAIN, scene=found.scene, ref=found.ref, text=found.text, page=found.page),
    ]


def arrange(case: Case, command: ArrangeScene) -> list[Event]:
    """[P5] Before another, or at the end."""
    found = _standing(case, command.prepared)
    before = _standing(case, command.before) if command.before is not None else None
    line = line_of(case.state)
    rest = [each for each in line if each.id != found.id]
    at = len(rest) if before is None or before.id == found.id else rest.index(before)
    order = [*rest[:at], found, *rest[at:]]
    if order == line or (before is not None and before.id == found.id):
        raise Refusal("already", "It stands there already.")
    ranks = {each.id: rank for rank, each in enumerate(order, 1) if each.rank != rank}
    return [SceneArranged(ranks=ranks)]


def drop(case: Case, command: DropScene) -> list[Event]:
    """[P5] It is not shown after all."""
    return [SceneDropped(prepared=_standing(case, command.prepared).id)]


# What comes of it -----------------------------------------------------------------------------------------------------


def scene_prepared(state: MeetingState, event: ScenePrepared) -> None:
    state.put(
        Prepared(
            id=event.prepared, at=event.at, born=event.seq, scene=event.scene, ref=event.ref, text=event.text,
            page=event.page, rank=event.rank,
        )
    )  # fmt: skip


def scene_arranged(state: MeetingState, event: SceneArranged) -> None:
    for key, rank in event.ranks.items():
        found = state.get(Prepared, key)
        if found is not None:
            state.put(replace(found, rank=rank))


def scene_dropped(state: MeetingState, event: SceneDropped) -> None:
    state.remove(Prepared, event.prepared)
