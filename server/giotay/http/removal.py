"""Removing a room with everything it has: the log and what lies beside it, its files, its code, copies on this disk.

A room whose time is over is removed by itself: `retention_days` after its close or, when nobody closed it, after the
last thing that happened in it. One that was never opened is being prepared and stays.
"""

import asyncio
import contextlib
import logging
from typing import Final

from msgspec import Struct

from giotay.http.services import Services
from giotay.meeting.sittings import kept_until
from giotay_protocol.refusals import Refusal

_log = logging.getLogger("giotay.removal")
_EVERY_S: Final = 3_600.0
_BETWEEN_S: Final = 0.05


class Removed(Struct, frozen=True):
    """What went: the room, its code, how many keys of the store and how many files."""

    room: str
    code: str | None
    keys: int
    files: int


async def remove(services: Services, room: str) -> Removed:
    """Remove a room for good. Refuses `not_found`, `unavailable`."""
    listed = await services.directory.find(room)
    files = len(await services.files.keys(room))
    keys = await services.hub.delete(room)
    await services.files.remove(room)
    services.opened.forget(room)
    services.papers.forget(room)
    await services.bundles.forget(room)
    await services.directory.remove(room)
    await services.hooks.forget(room)
    if listed is None and keys == 0:
        raise Refusal("not_found", "There is no such room.")
    return Removed(room, listed.code if listed else None, keys, files)


async def keep_to_retention(services: Services) -> None:
    """Every hour look through all rooms and remove those whose time is over; runs until it is cancelled."""
    while True:
        with contextlib.suppress(Exception):
            await remove_overdue(services)
        await asyncio.sleep(_EVERY_S)


async def remove_overdue(services: Services) -> list[str]:
    """Remove the rooms whose time is over; answers which."""
    gone = []
    for listed in await services.directory.rooms():
        await asyncio.sleep(_BETWEEN_S)
        try:
            room = await services.hub.open(listed.room)
            until = kept_until(room.state)
            if until is not None and until <= services.now():
                await remove(services, listed.room)
                _log.info("room %s is removed: its retention of days is over", listed.room)
                gone.append(listed.room)
        except Refusal as refusal:
            if refusal.code not in ("not_found", "unavailable"):
                raise
    return gone
