"""Documents as people look at them: pages drawn and texts read once for many, from a copy of the file on this disk.

The copies lie in a temporary folder of bounded size; what was drawn lately is kept in memory.
"""

import asyncio
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Final

from giotay.documents.opening import Opening
from giotay.http.papers import Papers
from giotay.storage.files import Files

MOST_COPIED: Final = 400 * 1024 * 1024
_DRAWN: Final = 64


class Opened:
    """Draws pages. Calls raise NotTaken, Unavailable."""

    def __init__(self, files: Files) -> None:
        self.opening = Opening()
        self._files = files
        self._folder = tempfile.TemporaryDirectory(prefix="giotay-", ignore_cleanup_errors=True)
        self._drawn = Papers(_DRAWN)
        self._copies: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._copying = asyncio.Lock()

    @property
    def folder(self) -> Path:
        """Where files may lie for a moment."""
        return Path(self._folder.name)

    async def page(self, room: str, key: str, media_type: str, number: int, width: int) -> bytes:
        """A page as a WebP picture."""

        async def draw() -> bytes:
            return await self.opening.page(await self._copy(room, key), media_type, number, width)

        return await self._drawn.of(("page", room, key, str(number), str(width)), draw)

    async def text(self, room: str, key: str, media_type: str) -> bytes:
        """The written words, piece by piece, as JSON."""

        async def read() -> bytes:
            return await self.opening.text(await self._copy(room, key), media_type)

        return await self._drawn.of(("text", room, key), read)

    async def _copy(self, room: str, key: str) -> Path:
        path = self.folder / f"{room}-{key}"
        async with self._copying:
            if (room, key) not in self._copies:
                size = await self._fetch(room, key, path)
                self._copies[room, key] = size
            self._copies.move_to_end((room, key))
            while sum(self._copies.values()) > MOST_COPIED and len(self._copies) > 1:
                (old_room, old_key), _ = self._copies.popitem(last=False)
                (self.folder / f"{old_room}-{old_key}").unlink(missing_ok=True)
        return path

    async def _fetch(self, room: str, key: str, path: Path) -> int:
        size = 0
        with path.open("wb") as copy:
            async for chunk in self._files.read(room, key, 0, 1 << 40):
                copy.write(chunk)
                size += len(chunk)
        return size

    async def drop(self, room: str, key: str) -> None:
        """Remove one file, and what is kept of it here. Raises Unavailable."""
        async with self._copying:
            self._copies.pop((room, key), None)
            (self.folder / f"{room}-{key}").unlink(missing_ok=True)
        self._drawn.forget(room)
        await self._files.drop(room, key)

    def forget(self, room: str) -> None:
        """A room is gone, and with it what is kept of its files here."""
        for held, key in [each for each in self._copies if each[0] == room]:
            del self._copies[held, key]
            (self.folder / f"{held}-{key}").unlink(missing_ok=True)
        self._drawn.forget(room)

    def close(self) -> None:
        """Remove the copies."""
        self._folder.cleanup()
