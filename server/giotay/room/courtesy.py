"""What is told beside the log and stored nowhere: who is connected, and who is writing.

[Pace] A connection hears of presence only what it has not been told yet, and at most once a second. [Discretion] That
somebody writes in a thread is told to those classes only that are shown the thread.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final

import msgspec

from giotay.meeting.attendance import present_count
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import BIT, audience_of, shown
from giotay.room.delivery import CLASSES, Connection, Delivery, Seat, let_go
from giotay.room.frame import Frame, event_frame
from giotay.room.presence import Presence
from giotay_protocol.entities import ENTITIES
from giotay_protocol.names import Class

PACE_S: Final = 1.0
TYPING_EVERY_MS: Final = 2_000
TYPING_FOR_MS: Final = 4_000
_THREADS_MAX: Final = 100
_encoder = msgspec.json.Encoder()


class _Thread:
    """Who writes in a thread, each with the moment they last said so, and when that was last told."""

    __slots__ = ("members", "told_at")

    def __init__(self) -> None:
        self.members: dict[str, int] = {}
        self.told_at = 0


class Courtesy:
    """Presence and typing of one room."""

    def __init__(
        self,
        delivery: Delivery,
        presence: Presence,
        state: Callable[[], MeetingState],
        now: Callable[[], int],
        *,
        pace_s: float = PACE_S,
    ) -> None:
        self._delivery = delivery
        self._presence = presence
        self._state = state
        self._now = now
        self._pace_s = pace_s
        # What each connection was last told, and when.
        self._told: dict[Connection, tuple[bytes | None, float]] = {}
        self._pending: asyncio.TimerHandle | None = None
        self._threads: dict[str, _Thread] = {}

    # Presence ---------------------------------------------------------------------------------------------------------

    def _frame(self, cls: Class) -> Frame:
        who = {"online": sorted(self._presence.online)} if cls == "desk" else {"count": self._presence.count}
        state = self._state()
        chair_gone_at = self._presence.gone_at(state.meeting.presiding)
        return event_frame(
            "presence", _encoder.encode({**who, "present": present_count(state), "chair_gone_at": chair_gone_at})
        )  # fmt: skip

    def greet(self, connection: Connection, cls: Class) -> None:
        """A newcomer hears who is here."""
        frame = self._frame(cls)
        self._told[connection] = (frame.packet, time.monotonic())
        connection.send(frame)

    def forget(self, connection: Connection) -> None:
        """The connection is gone."""
        self._told.pop(connection, None)

    def reseated(self, connection: Connection) -> None:
        """A connection of another class than before hears what that class hears."""
        _, at = self._told.get(connection, (None, 0.0))
        self._told[connection] = (None, at)
        self.changed()

    def changed(self) -> None:
        """Who is connected or present may have changed: tell everybody who has not heard it."""
        if self._pending is None:
            self._tell()

    def _tell(self) -> None:
        self._pending = None
        now, next_at = time.monotonic(), None
        for cls in CLASSES:
            seats = self._delivery.of_class(cls)
            frame = self._frame(cls) if seats else None
            for connection in list(seats):
                assert frame is not None
                packet, at = self._told.get(connection, (None, 0.0))
                if packet == frame.packet:
                    continue
                if now < at + self._pace_s:
                    next_at = at + self._pace_s if next_at is None else min(next_at, at + self._pace_s)
                elif self._delivery.spare(connection, frame):
                    self._told[connection] = (frame.packet, now)
        if next_at is not None:
            self._pending = asyncio.get_running_loop().call_later(next_at - now, self._tell)

    # Typing -----------------------------------------------------------------------------------------------------------

    def typing(self, connection: Connection, on: str | None) -> None:
        """Tell the others that somebody writes: at most once in 2 s per thread, never in an anonymous room."""
        seat, state = self._delivery.seats.get(connection), self._state()
        if seat is None or seat.member is None or state.meeting.settings.anonymous:
            return
        classes = self._concerned(seat, on)
        if not classes:
            return
        now, thread = self._now(), self._threads.pop(on or "", None) or _Thread()
        self._threads[on or ""] = thread
        while len(self._threads) > _THREADS_MAX:
            del self._threads[next(iter(self._threads))]
        thread.members = {member: at for member, at in thread.members.items() if now - at < TYPING_FOR_MS}
        thread.members[seat.member] = now
        if now - thread.told_at < TYPING_EVERY_MS:
            return
        thread.told_at = now
        frame = event_frame("typing", _encoder.encode({"on": on, "members": list(thread.members)}))
        for cls in classes:
            self._delivery.courtesy(frame, cls, but=connection)

    def _concerned(self, seat: Seat, on: str | None) -> list[Class]:
        """The classes that may know of this thread; none when the one who writes is not shown it."""
        if on is None:
            return ["desk", "hall"]
        state = self._state()
        for kind in ENTITIES:
            entity = state.get(kind, on)
            if entity is not None and shown(entity, seat.cls, seat.member) is not None:
                return [cls for cls in CLASSES if cls != "screen" and audience_of(entity).classes & BIT[cls]]
        return []

    def close(self) -> None:
        """Nothing is told any more, and the room is let go."""
        self._state, self._now = let_go, let_go
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
