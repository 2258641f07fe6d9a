"""The entries of a room, some at a time."""

from collections.abc import AsyncIterator
from typing import Final

from giotay.http.call import Call
from giotay.http.services import Services
from giotay.room.room import Room
from giotay.storage.entry import StoredEntry

_CHUNK: Final = 500


def entries(call: Call, after: int) -> AsyncIterator[list[StoredEntry]]:
    """Those of the call's room."""
    return entries_of(call.services, call.room, after)


async def entries_of(services: Services, room: Room, after: int) -> AsyncIterator[list[StoredEntry]]:
    """The room's entries after a seq, up to where the log ends now, some at a time."""
    end = room.position.seq
    while after < end:
        some = await services.store.read(room.id, after, limit=_CHUNK)
        if not some:
            return
        yield some
        after = some[-1].last
