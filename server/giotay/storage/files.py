"""Where the bytes of documents lie: beside the log, under their hash, in chunks; in the store or in a folder.

They go with their room. A file that is replaced stays: the log speaks of it.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Protocol

from redis.asyncio import Redis

from giotay.storage.tokens import answering

CHUNK: Final = 256 * 1024


class Files(Protocol):
    """Promises: what `keep` returned from is durable as the store is, and `read` gives exactly that.

    `key` is the hash of the content, so that keeping the same again changes nothing. Every call may raise Unavailable.
    """

    async def keep(self, room: str, key: str, source: Path) -> None:
        """Keep what is in the file `source`."""
        ...

    def read(self, room: str, key: str, start: int, stop: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `stop`, a chunk at a time; fewer where there are no more."""
        ...

    async def keys(self, room: str) -> list[str]:
        """The keys of every file of a room."""
        ...

    async def drop(self, room: str, key: str) -> None:
        """Remove one file."""
        ...

    async def remove(self, room: str) -> None:
        """Remove every file of a room."""
        ...


def _read_at(source: Path, at: int) -> bytes:
    with source.open("rb") as file:
        file.seek(at)
        return file.read(CHUNK)


class MemoryFiles:
    """Files in memory, for tests."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    async def keep(self, room: str, key: str, source: Path) -> None:
        self._kept[room, key] = await asyncio.to_thread(source.read_bytes)

    async def read(self, room: str, key: str, start: int, stop: int) -> AsyncIterator[bytes]:
        found = self._kept.get((room, key), b"")[:stop]
        for at in range(start, len(found), CHUNK):
            yield found[at : at + CHUNK]

    async def keys(self, room: str) -> list[str]:
        return sorted(key for of, key in self._kept if of == room)

    async def drop(self, room: str, key: str) -> None:
        self._kept.pop((room, key), None)

    async def remove(self, room: str) -> None:
        for found in [key for key in self._kept if key[0] == room]:
            del self._kept[found]


class RedisFiles:
    """Files in Redis: a hash `giotay:{room}:file:<key>` from the number of a chunk to its bytes.

    They are among the keys of the room, which go with it.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    @staticmethod
    def _key(room: str, key: str) -> str:
        return f"giotay:{{{room}}}:file:{key}"

    async def keep(self, room: str, key: str, source: Path) -> None:
        number = 0
        while chunk := await asyncio.to_thread(_read_at, source, number * CHUNK):
            async with answering():
                await self._client.hset(self._key(room, key), str(number), chunk)
            number += 1

    async def read(self, room: str, key: str, start: int, stop: int) -> AsyncIterator[bytes]:
        number = start // CHUNK
        while number * CHUNK < stop:
            async with answering():
                chunk = await self._client.hget(self._key(room, key), str(number))
            if not isinstance(chunk, bytes):
                return
            first = number * CHUNK
            yield chunk[max(start - first, 0) : max(stop - first, 0)]
            number += 1

    async def keys(self, room: str) -> list[str]:
        before = self._key(room, "")
        async with answering():
            return sorted(
                [key.decode().removeprefix(before) async for key in self._client.scan_iter(f"{before}*", count=1_000)]
            )

    async def drop(self, room: str, key: str) -> None:
        async with answering():
            await self._client.unlink(self._key(room, key))

    async def remove(self, room: str) -> None:
        """Nothing to do: they went with the room's keys."""


class FolderFiles:
    """Files in a folder, one for each room: for whoever would rather keep large files out of the store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, room: str, key: str, source: Path) -> None:
        await asyncio.to_thread(self._copy, source, self._folder / room / key)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = target.with_suffix(".half")
        with source.open("rb") as read, half.open("wb") as written:
            shutil.copyfileobj(read, written, CHUNK)
            written.flush()
            os.fsync(written.fileno())
        half.replace(target)

    async def read(self, room: str, key: str, start: int, stop: int) -> AsyncIterator[bytes]:
        source = self._folder / room / key
        if not source.is_file():
            return
        at = start
        while at < stop and (chunk := await asyncio.to_thread(_read_at, source, at)):
            yield chunk[: stop - at]
            at += len(chunk)

    async def keys(self, room: str) -> list[str]:
        return await asyncio.to_thread(self._listed, self._folder / room)

    @staticmethod
    def _listed(folder: Path) -> list[str]:
        return sorted(file.name for file in folder.iterdir() if not file.suffix) if folder.is_dir() else []

    async def drop(self, room: str, key: str) -> None:
        await asyncio.to_thread((self._folder / room / key).unlink, missing_ok=True)

    async def remove(self, room: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self._folder / room, ignore_errors=True)
