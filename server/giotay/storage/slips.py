"""Slips: small notes that everybody at any node may find for a short time, and that then are gone by themselves.

A ticket at the door, the letters on a projector that waits to be paired, the minute in which a wrong choice is undone.
"""

import time
from collections.abc import Callable
from typing import Protocol

from redis.asyncio import Redis

from giotay.storage.tokens import answering


class Slips(Protocol):
    """Notes by kind and key. Every call raises Unavailable when the store does not answer."""

    async def add(self, kind: str, key: str, note: bytes, *, for_ms: int) -> bool:
        """Leave a note; False, changing nothing, when there is one under this key."""
        ...

    async def put(self, kind: str, key: str, note: bytes, *, for_ms: int) -> None:
        """Leave a note in place of any other."""
        ...

    async def read(self, kind: str, key: str) -> bytes | None:
        """The note, which stays."""
        ...

    async def take(self, kind: str, key: str) -> bytes | None:
        """The note, for one caller only: then it is gone."""
        ...


class MemorySlips:
    """Notes in memory, for tests. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._notes: dict[tuple[str, str], tuple[bytes, float]] = {}

    async def add(self, kind: str, key: str, note: bytes, *, for_ms: int) -> bool:
        if await self.read(kind, key) is not None:
            return False
        await self.put(kind, key, note, for_ms=for_ms)
        return True

    async def put(self, kind: str, key: str, note: bytes, *, for_ms: int) -> None:
        self._notes[(kind, key)] = (note, self._clock() + for_ms / 1000)

    async def read(self, kind: str, key: str) -> bytes | None:
        note, until = self._notes.get((kind, key), (None, 0.0))
        return note if until > self._clock() else None

    async def take(self, kind: str, key: str) -> bytes | None:
        note = await self.read(kind, key)
        self._notes.pop((kind, key), None)
        return note


class RedisSlips:
    """Notes in Redis, each a key `giotay:slip:<kind>:<key>` that expires."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    @staticmethod
    def _key(kind: str, key: str) -> str:
        return f"giotay:slip:{kind}:{key}"

    async def add(self, kind: str, key: str, note: bytes, *, for_ms: int) -> bool:
        async with answering():
            return bool(await self._client.set(self._key(kind, key), note, px=for_ms, nx=True))

    async def put(self, kind: str, key: str, note: bytes, *, for_ms: int) -> None:
        async with answering():
            await self._client.set(self._key(kind, key), note, px=for_ms)

    async def read(self, kind: str, key: str) -> bytes | None:
        async with answering():
            found = await self._client.get(self._key(kind, key))
        return _bytes(found)

    async def take(self, kind: str, key: str) -> bytes | None:
        async with answering():
            found = await self._client.getdel(self._key(kind, key))
        return _bytes(found)


def _bytes(found: bytes | str | None) -> bytes | None:
    assert not isinstance(found, str), "the client must not decode"
    return found
