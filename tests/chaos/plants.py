"""Bugs of the kinds that break promises, each planted in the running program, and the checker has to see it.

A plant changes the program while a meeting is played, and is taken out before the history is judged: the checker folds
the log with the rules as they are.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Final
from unittest.mock import patch

import giotay.room.delivery as delivery
import giotay.room.room as room
import giotay.room.syncing as syncing
import giotay.room.view as view
from giotay.engine.events import event
from giotay.meeting.state import MeetingState
from giotay.room.batch import decide_batch, give_answers
from giotay.room.syncing import viewer_of
from giotay.storage.entry import write
from giotay.storage.log import Unavailable, Unknown
from giotay_client.apply import Replica
from giotay_protocol.entities import collections_of
from tests.chaos.client import Client
from tests.chaos.line import Line
from tests.chaos.store import FarLog, TruthLog

Plant = Callable[[], contextlib.AbstractContextManager[object]]


def _instead(where: object, name: str, what: Any) -> Plant:
    return lambda: patch.object(where, name, what)


def _remember_nothing(state: MeetingState, sender: str | None, command: str) -> Any:
    """A command sent again takes effect again: who sent it before is known to nobody."""
    return state._repeats.get((sender, command)) if state._base is not None else None


_decide_batch = decide_batch


@contextlib.contextmanager
def _ack_before_append() -> Iterator[None]:
    def decided(*arguments: Any) -> Any:
        batch = _decide_batch(*arguments)
        if arguments[0].seq:
            give_answers(batch)
        return batch

    with patch.object(room, "decide_batch", decided):
        yield


_class_of = viewer_of


def _wrong_class(state: MeetingState, member: str | None) -> Any:
    """Guests and observers sit at the desk."""
    found = _class_of(state, member)
    if found.office in ("guest", "observer"):
        return type(found)(found.member, found.office, "desk")
    return found


_patch_since = view.patch_since


def _off_by_one(state: MeetingState, seq: int, cls: Any, member: str | None) -> Any:
    return _patch_since(state, seq + 1, cls, member)


_changed_since = MeetingState.changed_since


def _without_the_last(state: MeetingState, seq: int) -> Any:
    return _changed_since(state, seq)[:-1] or _changed_since(state, seq)


def _null_to_all(state: MeetingState, keys: Any, cls: Any) -> Any:
    found = _class_patch(state, keys, cls)
    for name, key in keys:
        record = state.record(name, key)
        if record is not None and name in collections_of(cls):
            found.setdefault(name, {}).setdefault(view.view_id((name, key)), None)
    return found


_class_patch = view.class_patch


async def _append_twice(self: FarLog, where: str, after: Any, entry: Any) -> None:
    """A client library that repeats a call whose answer was lost, behind the back of whoever called."""
    try:
        await _far_append(self, where, after, entry)
    except (Unknown, Unavailable):
        position = await self._truth.position(where)
        await TruthLog.append(self._truth, where, position or after, entry)


_far_append = FarLog.append


def _never_a_fork(self: Any, member: str | None, *, seq: int | None, head: str | None) -> bytes:
    """Every cursor is believed, and what was changed for it is sent without looking."""
    return bytes(self._sync(member, max(0, min(seq or 0, self.position.seq)) or None, None))


def _swapped(self: Any, message: dict[str, Any]) -> bool:
    """Of two updates the second is applied first, now and then."""
    late = self.__dict__.pop("late", None)
    if late is None and message["to"] % 5 == 0:
        self.late = message
        return True
    self._apply(message["patch"])
    if late is not None:
        self._apply(late["patch"])
    self.seq, self.head = message["to"], message["head"]
    return True


def _forget_lagging(self: Any) -> None:
    """Phones that lag are told nothing more, and nobody looks after them."""


def _unread_without_end(self: Any, seat: Any, frame: Any, to: int) -> None:
    seat.connection.send(frame)


@contextlib.contextmanager
def _lose_updates() -> Iterator[None]:
    """Some updates are lost on the way, and nobody asks for them again."""
    arrive = Line.send_later

    def losing(self: Line, packet: bytes) -> int:
        if packet.startswith(event("update", b"")[:11]) and self.world.rng.random() < 0.05:
            return self.buffered()
        return arrive(self, packet)

    with patch.object(Line, "send_later", losing), patch.object(Client, "_resync", lambda _: None):
        yield


def _two_votes(events: Any) -> Any:
    """What a vote puts into the urn is put there twice."""
    entry = _write(events)
    return type(entry)(entry.last, entry.stored, entry.texts, {key: 2 * n for key, n in entry.votes.items()})


_write = write


@contextlib.contextmanager
def _no_level() -> Iterator[None]:
    """A node that is behind neither reads on nor looks whether it is."""

    async def nothing(self: Any, *_: Any) -> None:
        return None

    with patch.object(room.Room, "reach", nothing), patch.object(room.Room, "check", nothing):
        yield


def _silent(self: Any, connection: Any) -> None:
    """What the log lost is told to nobody."""


def _let_go(self: Client, sync: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What was acknowledged and lost is sent again by nobody."""
    return {}


PLANTS: Final[dict[str, Plant]] = {
    "no deduplication": _instead(MeetingState, "repeat_of", _remember_nothing),
    "ack before append": _ack_before_append,
    "wrong class": _instead(room, "viewer_of", _wrong_class),
    "off-by-one resume": _instead(syncing, "patch_since", _off_by_one),
    "missing last event": _instead(MeetingState, "changed_since", _without_the_last),
    "double retry": _instead(FarLog, "append", _append_twice),
    "cursor and class not compared": _instead(room.Room, "sync", _never_a_fork),
    "null to those never shown": _instead(delivery, "class_patch", _null_to_all),
    "updates applied out of order": _instead(Replica, "update", _swapped),
    "gap not repaired": _lose_updates,
    "lagging phone forgotten": _instead(delivery.Delivery, "catch_up", _forget_lagging),
    "lagging phone written to": _instead(delivery.Delivery, "_write", _unread_without_end),
    "ballot counted twice": _instead(room, "write", _two_votes),
    "node behind does not read on": _no_level,
    "lost end kept silent": _instead(room.Room, "_send_what_follows", _silent),
    "lost command not given again": _instead(Client, "_lost_perhaps", _let_go),
}
