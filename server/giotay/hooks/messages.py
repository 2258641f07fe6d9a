"""What a webhook is told: pure. Nothing is in it that the hall is not shown.

A message is `{"id", "type", "room", "seq", "at", "data"}`; its id is of room and seq, so that who hears it twice
knows.
"""

from typing import Any, Final

from msgspec import Struct, to_builtins

from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import shown
from giotay.storage.hooks import About
from giotay_protocol import events as e
from giotay_protocol.entities import Entity, Meeting, Poll, Turn

_TOLD: Final[dict[type[e.Event], tuple[str, About]]] = {
    e.FloorGranted: ("floor.called", "floor"), e.TurnStarted: ("floor.started", "floor"),
    e.TurnEnded: ("floor.ended", "floor"), e.TurnDeclined: ("floor.declined", "floor"),
    e.TurnPaused: ("floor.paused", "floor"), e.TurnResumed: ("floor.resumed", "floor"),
    e.PollOpened: ("vote.opened", "vote"), e.PollClosed: ("vote.closed", "vote"),
    e.PollPublished: ("vote.published", "vote"), e.PollCancelled: ("vote.cancelled", "vote"),
    e.MeetingClosed: ("meeting.closed", "close"), e.MinutesApproved: ("minutes.approved", "close"),
}  # fmt: skip


class Message(Struct, frozen=True, kw_only=True):
    """One message, and what it is about."""

    about: About
    id: str
    type: str
    room: str
    seq: int
    at: int
    data: dict[str, Any]


def message_of(event: e.AnyEvent, state: MeetingState) -> Message | None:
    """What to tell of an event; `state` is the meeting as it is now. None where nobody asks."""
    name, about = _TOLD.get(type(event), (None, None))
    if name is None or about is None:
        return None
    match event:
        case (
            e.FloorGranted() | e.TurnStarted() | e.TurnEnded() | e.TurnDeclined() | e.TurnPaused() | e.TurnResumed()
        ):  # fmt: skip
            entity: Entity | None = state.get(Turn, event.turn)
        case e.PollOpened() | e.PollClosed() | e.PollPublished() | e.PollCancelled():
            entity = state.get(Poll, event.poll)
        case _:
            entity = state.get(Meeting, "meeting")
    return Message(
        about=about, id=f"{state.room}:{event.seq}", type=name, room=state.room, seq=event.seq, at=event.at,
        data=_data(entity),
    )  # fmt: skip


def _data(entity: Entity | None) -> dict[str, Any]:
    seen = shown(entity, "hall", None) if entity is not None else None
    if seen is None:
        return {}
    found: dict[str, Any] = to_builtins(seen)
    found.pop("settings", None)
    return found
