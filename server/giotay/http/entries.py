"""The entries of a call's room, some at a time."""

from collections.abc import AsyncIterator
from typing import Final

from giotay.http.call import Call
from giotay.storage.entry import StoredEntry

_CHUNK: Final = 500


async def entries(call: Call, after: int) -> AsyncIterator[list[StoredEntry]]:
    """The room's entries after a seq, up to where the log ends now, some at a time."""
    end = call.room.position.seq
    while after < end:
        some = await call.services.store.read(call.room.id, after, limit=_CHUNK)
        if not some:
            return
        yield some
        after = some[-1].last
