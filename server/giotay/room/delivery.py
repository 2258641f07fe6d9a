"""From one change to every phone in the hall.

A frame is encoded once per class and the same bytes are written to every connection of it; only a member to whom
something private changed gets a frame of their own instead. Updates go out at once while the room is quiet and gather
for a bounded time while they come faster than they can be written. A connection that does not take its bytes is
lagging: it gets nothing more until its buffer is empty, then one `sync` from where it stopped; after 15 s it is cut.
"""

import asyncio
import time
from collections.abc import Callable, Container, Iterable
from typing import Final, NoReturn, Protocol

import msgspec

from giotay.meeting.state import Key, MeetingState
from giotay.room.frame import Frame, event_frame
from giotay.room.view import add_private, class_patch
from giotay.storage.entry import Position
from giotay_protocol.names import Class
from giotay_protocol.refusals import Refusal

CLASSES: Final[tuple[Class, ...]] = ("desk", "hall", "screen")
COURTESY_LIMIT: Final = 64 * 1024
LAGGING_LIMIT: Final = 256 * 1024
LAGGING_PATIENCE_S: Final = 15.0
SLICE: Final = 250
# For fewer a frame is not compressed: each would save less than a hundredth of a second of the Wi-Fi.
MANY: Final = 8
# Where a phone stands whose state is no longer the log's.
FORKED: Final = -1
# After an update the next one gathers for REST times what an update costs, at most for REST_S and that cost.
REST: Final = 6
REST_S: Final = 0.02
# After an update to no more than so many phones nothing gathers.
FEW: Final = 50
_encoder = msgspec.json.Encoder()


class Connection(Protocol):
    """One client's socket, as delivery sees it."""

    def send(self, frame: Frame) -> int:
        """Write a frame; how many bytes the client has not taken then. Never blocks; drops nothing."""

    def buffered(self) -> int:
        """Bytes the client has not taken yet."""

    def close(self, code: str, *, retry: bool, after_ms: int = 0) -> None:
        """Say `bye`, then close."""

    def abort(self) -> None:
        """Cut off without a word, for a client that stopped reading."""


def let_go(*_: object) -> NoReturn:
    """What stands in for a room that is no longer here."""
    raise Refusal("unavailable", "The room was let go; connect again.")


class Seat:
    """A connection's place in a room: whose it is, up to where it was sent everything, and whether it lags."""

    __slots__ = ("at", "cls", "connection", "is_lagging", "lagging_since", "member")

    def __init__(self, connection: Connection, member: str | None, cls: Class, at: int) -> None:
        self.connection = connection
        self.member = member
        self.cls: Class = cls
        self.at = at
        self.is_lagging = False
        self.lagging_since = 0.0


class Delivery:
    """The connections of one room on this node, and what each class was last sent."""

    def __init__(
        self,
        state: Callable[[], tuple[MeetingState, Position]],
        resume: Callable[[str | None, int], Frame],
        now: Callable[[], int],
        *,
        coalesce_max_s: float = 0.05,
    ) -> None:
        self._state = state
        self._resume = resume
        self._now = now
        self._coalesce_max_s = coalesce_max_s
        self.seats: dict[Connection, Seat] = {}
        self._by_class: dict[Class, dict[Connection, Seat]] = {cls: {} for cls in CLASSES}
        self._by_member: dict[str, dict[Connection, Seat]] = {}
        self._lagging: dict[Connection, Seat] = {}
        self._sent_to: dict[Class, int] = dict.fromkeys(CLASSES, 0)
        self._sent_at: dict[Class, float] = dict.fromkeys(CLASSES, 0.0)
        self._pending: asyncio.TimerHandle | None = None
        self._flushing: asyncio.Task[None] | None = None
        self._again = False
        self._age = 0
        self._cost = 0.0
        self._flushed_at = 0.0
        # For how many seconds after the last update the next one gathers; 0 where few were told.
        self.gathers_s = 0.0

    # Who is here ------------------------------------------------------------------------------------------------------

    def add(self, connection: Connection, member: str | None, cls: Class) -> Seat:
        """A connection that was just sent everything up to the room's position."""
        seat = Seat(connection, member, cls, self._state()[1].seq)
        if not self._by_class[cls]:
            # Nobody of this class was listening; begin at the position the newcomer was sent.
            self._sent_to[cls] = seat.at
            self._sent_at[cls] = time.monotonic()
        self.seats[connection] = seat
        self._by_class[cls][connection] = seat
        if member is not None:
            self._by_member.setdefault(member, {})[connection] = seat
        return seat

    def drop(self, connection: Connection) -> Seat | None:
        """A connection that is gone."""
        seat = self.seats.pop(connection, None)
        if seat is None:
            return None
        self._by_class[seat.cls].pop(connection, None)
        self._lagging.pop(connection, None)
        if seat.member is not None:
            mine = self._by_member.get(seat.member)
            if mine is not None:
                mine.pop(connection, None)
                if not mine:
                    del self._by_member[seat.member]
        return seat

    def reseat(self, connection: Connection, cls: Class) -> None:
        """The connection belongs to another class from now on."""
        seat = self.drop(connection)
        if seat is not None:
            moved = self.add(connection, seat.member, cls)
            if seat.is_lagging:
                moved.is_lagging, moved.at, moved.lagging_since = True, seat.at, seat.lagging_since
                self._lagging[connection] = moved

    def of_member(self, member: str) -> list[Connection]:
        """This member's connections on this node."""
        return list(self._by_member.get(member, ()))

    def members(self) -> Iterable[str]:
        """The members with a connection on this node."""
        return self._by_member.keys()

    def of_class(self, cls: Class) -> dict[Connection, Seat]:
        """The connections of a class."""
        return self._by_class[cls]

    # Sending ----------------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """The room's state moved on: tell everybody, at once or with what follows within the window."""
        if self._pending is not None:
            return
        if self._flushing is not None:
            self._again = True
            return
        wait = self._flushed_at + self.gathers_s - time.monotonic()
        if wait <= 0:
            self._flush()
        else:
            self._pending = asyncio.get_running_loop().call_later(wait, self._flush)

    def begin_anew(self, common: Container[int]) -> None:
        """The state is another's, which shares these seqs with the one before: nothing that was on its way goes out,
        and who stands elsewhere is forked.
        """  # fmt: skip
        self._age += 1
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
        self._sent_to = dict.fromkeys(CLASSES, self._state()[1].seq)
        for seat in self.seats.values():
            if seat.at not in common:
                seat.at = FORKED

    def _flush(self) -> None:
        self._pending = None
        began = time.perf_counter()
        rest: list[tuple[Frame, int, list[Seat]]] = []
        sent = 0
        changes: dict[int, list[Key]] = {}
        for cls in CLASSES:
            sent += self._flush_class(cls, changes, rest)
        cost = time.perf_counter() - began
        self._flushed_at = time.monotonic()
        if rest:
            self._flushing = asyncio.get_running_loop().create_task(self._flush_rest(rest, cost))
        elif sent > FEW:
            self._rest(cost)
        else:
            self.gathers_s = 0.0

    def _rest(self, cost: float) -> None:
        """How long the next update gathers after one to many that took so long to write."""
        # Of the last two the lesser: one update that was held up by chance does not hold up the next as well.
        least = min(cost, self._cost)
        self.gathers_s = min(self._coalesce_max_s, REST * least, REST_S + least)
        self._cost = cost

    def _flush_class(self, cls: Class, changes: dict[int, list[Key]], rest: list[tuple[Frame, int, list[Seat]]]) -> int:
        """Tell a class; `changes` since a seq are looked up once for all of them. Answers how many were told."""
        seats = self._by_class[cls]
        state, position = self._state()
        since = self._sent_to[cls]
        if not seats:
            self._sent_to[cls] = position.seq
            return 0
        if since >= position.seq:
            return 0
        if since not in changes:
            changes[since] = state.changed_since(since)
        keys = changes[since]
        patch = class_patch(state, keys, cls)
        concerned = self._concerned(state, keys, cls)
        if not patch and not concerned:
            return 0
        self._sent_to[cls], self._sent_at[cls] = position.seq, time.monotonic()
        for member, own in concerned.items():
            private = {name: dict(entities) for name, entities in patch.items()}
            add_private(state, private, own, cls, member)
            own_frame = self._frame(since, position, private)
            for seat in self._by_member[member].values():
                if seat.cls == cls:
                    self._write(seat, own_frame, position.seq)
        others = [seat for seat in seats.values() if seat.member not in concerned] if concerned else [*seats.values()]
        frame = self._frame(since, position, patch, shared=len(others) >= MANY)
        for seat in others[:SLICE]:
            self._write(seat, frame, position.seq)
        if len(others) > SLICE:
            rest.append((frame, position.seq, others[SLICE:]))
        return len(seats)

    async def _flush_rest(self, rest: list[tuple[Frame, int, list[Seat]]], cost: float) -> None:
        """A large hall is written in slices, so that commands and pings get through between them."""
        age = self._age
        try:
            for frame, to, seats in rest:
                for first in range(0, len(seats), SLICE):
                    await asyncio.sleep(0)
                    if self._age != age:
                        return
                    began = time.perf_counter()
                    for seat in seats[first : first + SLICE]:
                        # Whoever has another class by now was sent the view of that.
                        if self.seats.get(seat.connection) is seat:
                            self._write(seat, frame, to)
                    cost += time.perf_counter() - began
        finally:
            self._flushing = None
            self._flushed_at = time.monotonic()
            self._rest(cost)
            if self._again:
                self._again = False
                self.changed()

    def _concerned(self, state: MeetingState, keys: list[Key], cls: Class) -> dict[str, list[Key]]:
        """The members of a class, connected here, to whom something private changed, and what."""
        concerned: dict[str, list[Key]] = {}
        for key in keys:
            record = state.record(*key)
            for member in record.members if record is not None else ():
                seats = self._by_member.get(member)
                if seats and any(seat.cls == cls for seat in seats.values()):
                    concerned.setdefault(member, []).append(key)
        return concerned

    def _frame(self, since: int, position: Position, patch: object, *, shared: bool = False) -> Frame:
        update = {"from": since, "to": position.seq, "head": position.short, "now": self._now(), "patch": patch}
        return event_frame("update", _encoder.encode(update), shared=shared)

    def _write(self, seat: Seat, frame: Frame, to: int) -> None:
        if seat.is_lagging:
            return
        seat.at = to
        if seat.connection.send(frame) > LAGGING_LIMIT:
            seat.is_lagging, seat.lagging_since = True, time.monotonic()
            self._lagging[seat.connection] = seat

    def bring_level(self, connection: Connection, frame: Frame) -> None:
        """Send a seated connection what brings it to where the room is; one that lags gets that when it reads on."""
        self._write(self.seats[connection], frame, self._state()[1].seq)

    def courtesy(self, frame: Frame, cls: Class, *, but: Connection | None = None) -> None:
        """Presence and typing, for everybody of a class."""
        for connection in self._by_class[cls]:
            if connection is not but:
                self.spare(connection, frame)

    def spare(self, connection: Connection, frame: Frame) -> bool:
        """Send what is worth nothing to a phone that is behind, unless it is; answers whether."""
        seat = self.seats.get(connection)
        if seat is None or seat.is_lagging or connection.buffered() > COURTESY_LIMIT:
            return False
        connection.send(frame)
        return True

    # Every second -----------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Keep quiet classes level, and look after the phones that lag."""
        now = time.monotonic()
        _, position = self._state()
        behind = [cls for cls in CLASSES if self._by_class[cls] and self._sent_to[cls] < position.seq]
        if behind and self._flushing is None and self._pending is None:
            # An entry is taken and what waits for the store comes before its update: an empty one may not step over it.
            self._flush()
        for cls in CLASSES:
            since = self._sent_to[cls]
            quiet = now - self._sent_at[cls]
            # A second may come a little late, and what is promised is 2 s and 10 s.
            due = (since < position.seq and quiet > 0.5) or quiet > 8.7
            if due and self._by_class[cls] and self._flushing is None and self._pending is None:
                self._sent_to[cls], self._sent_at[cls] = position.seq, now
                frame = self._frame(since, position, {})
                for seat in list(self._by_class[cls].values()):
                    self._write(seat, frame, position.seq)
        self.catch_up()

    def catch_up(self) -> None:
        """Bring a lagging phone that took its bytes level again; cut one that takes none."""
        now = time.monotonic()
        for connection, seat in list(self._lagging.items()):
            if connection.buffered() == 0:
                del self._lagging[connection]
                seat.is_lagging = False
                self._write(seat, self._resume(seat.member, seat.at), self._state()[1].seq)
            elif now - seat.lagging_since > LAGGING_PATIENCE_S:
                connection.abort()
                self.drop(connection)

    @property
    def lagging(self) -> int:
        """How many connections lag now."""
        return len(self._lagging)

    def close(self) -> None:
        """No update goes out any more. What is known of the room is let go, so that nothing of it stays in memory."""
        self._state, self._resume = let_go, let_go
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
