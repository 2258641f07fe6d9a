"""A snapshot of a room's state: a cache, so that opening a long meeting need not replay it. Losing it loses nothing."""

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
VERSION: Final = 2


class _Snapshot(Struct):
    v: int
    position: Position
    heads: dict[int, bytes]
    state: StateRecord


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Snapshot)


def take(room: "Room") -> bytes:
    """The room's state and position as bytes, to be pressed together by `press` where it holds nobody up."""
    return _encoder.encode(_Snapshot(VERSION, room.position, room.heads, room.state.dump()))


def press(snapshot: bytes) -> bytes:
    """What is stored."""
    return zlib.compress(snapshot, 1)


def restore(room: "Room", snapshot: bytes) -> None:
    """Put a fresh room into the state of a snapshot; one that cannot be read is as good as none."""
    try:
        found = _decoder.decode(zlib.decompress(snapshot))
        if found.v != VERSION:
            return
        state = MeetingState.load(room.id, found.state)
    except (msgspec.MsgspecError, zlib.error, KeyError, ValueError):
        _log.warning("room %s: the snapshot cannot be read; the log is replayed", room.id)
        return
    room.begin_at(state, found.position, found.heads)
