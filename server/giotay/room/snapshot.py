"""A snapshot of a room's state: a cache, so that opening a long meeting need not replay it. Losing it loses nothing.

Writing and reading one takes as long as a hundred taps: both are for a thread, and the event loop goes on meanwhile.
"""

import logging
import zlib
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from giotay.meeting.state import MeetingState, StateRecord
from giotay.storage.entry import Position

if TYPE_CHECKING:
    from giotay.room.room import Room

_log = logging.getLogger("giotay.room")
VERSION: Final = 3


class _Snapshot(Struct):
    v: int
    position: Position
    heads: dict[int, bytes]
    state: StateRecord


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Snapshot)


class Standing(Struct, frozen=True):
    """Where a room stands: its state, its position and the heads it knows. Later entries do not change it."""

    state: MeetingState
    position: Position
    heads: dict[int, bytes]


def standing(room: "Room") -> Standing:
    """Where the room stands now. Cheap: nothing is copied but the books."""
    return Standing(room.state.copy(), room.position, dict(room.chain.heads))


def write(found: Standing) -> bytes:
    """What is stored."""
    snapshot = _Snapshot(VERSION, found.position, found.heads, found.state.dump())
    return zlib.compress(_encoder.encode(snapshot), 1)


def read(room_id: str, snapshot: bytes) -> Standing | None:
    """What was stored; one that cannot be read is as good as none."""
    try:
        found = _decoder.decode(zlib.decompress(snapshot))
        if found.v != VERSION:
            return None
        return Standing(MeetingState.load(room_id, found.state), found.position, found.heads)
    except (msgspec.MsgspecError, zlib.error, KeyError, ValueError):
        _log.warning("room %s: the snapshot cannot be read; the log is replayed", room_id)
        return None
