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

_FLOOR: Final = {
    e.FloorGranted: "floor.called", e.TurnStarted: "floor.started", e.TurnEnded: "floor.ended",
    e.TurnDeclined: "floor.declined", e.TurnPaused: "floor.paused", e.TurnResumed: "floor.resumed",
}  # fmt: skip
_VOTE: Final = {
    e.PollOpened: "vote.opened", e.PollClosed: "vote.closed", e.PollPublished: "vote.published",
    e.PollCancelled: "vote.cancelled",
}  # fmt: skip
_CLOSE: Final = {e.MeetingClosed: "meeting.closed", e.MinutesApproved: "minutes.approved"}


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
    kind = type(event)
    about: About
    entity: Entity | None
    if kind in _FLOOR:
        about, name, entity = "floor", _FLOOR[kind], state.get(Turn, event.turn)  # type: ignore[union-attr]
    elif kind in _VOTE:
        about, name, entity = "vote", _VOTE[kind], state.get(Poll, event.poll)  # type: ignore[union-attr]
    elif kind in _CLOSE:
        about, name, entity = "close", _CLOSE[kind], state.get(Meeting, "meeting")
    else:
        return None
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
