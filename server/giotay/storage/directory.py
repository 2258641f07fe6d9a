"""The directory: which rooms there are, and which short code leads to which.

A code is what people read from a wall and type: no look-alikes, any case. It is short on a private network and longer
where anybody may guess. One room has one code; asking again gives the same.
"""

import secrets
from collections.abc import Iterator
from typing import Final, Protocol

import msgspec
from msgspec import Struct
from redis.asyncio import Redis

from giotay.storage.tokens import answering

# No 0 O, no 1 I L.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_TRIES: Final = 200


class Listed(Struct, frozen=True):
    """A room of the directory."""

    room: str
    code: str
    created_at: int


class Directory(Protocol):
    """Every call raises Unavailable when the store does not answer."""

    async def register(self, room: str, *, length: int, at: int, wish: str | None = None) -> Listed:
        """Enter a room under the code it wishes for if that is free, else under a new one of this length; a room that
        is there already stays as it is.
        """  # fmt: skip
        ...

    async def find(self, room: str) -> Listed | None:
        """The room's entry."""
        ...

    async def room_of(self, code: str) -> str | None:
        """The room a code leads to; case does not matter."""
        ...

    async def rooms(self) -> list[Listed]:
        """Every room, the newest first."""
        ...

    async def remove(self, room: str) -> bool:
        """Take a room and its code out; False when it was not there."""
        ...


def fresh_code(length: int) -> str:
    """A random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _codes(wish: str | None, length: int) -> Iterator[str]:
    """What to try, in order."""
    if wish is not None:
        yield wish
    for _ in range(_TRIES):
        yield fresh_code(length)


class CodesUsedUp(Exception):
    """No free code of this length was found."""


def _newest_first(listed: list[Listed]) -> list[Listed]:
    return sorted(listed, key=lambda each: (-each.created_at, each.room))


class MemoryDirectory:
    """A directory in memory, for tests."""

    def __init__(self) -> None:
        self._rooms: dict[str, Listed] = {}
        self._codes: dict[str, str] = {}

    async def register(self, room: str, *, length: int, at: int, wish: str | None = None) -> Listed:
        if room in self._rooms:
            return self._rooms[room]
        for code in _codes(wish, length):
            if code not in self._codes:
                self._codes[code] = room
                self._rooms[room] = Listed(room, code, at)
                return self._rooms[room]
        raise CodesUsedUp

    async def find(self, room: str) -> Listed | None:
        return self._rooms.get(room)

    async def room_of(self, code: str) -> str | None:
        return self._codes.get(code.upper())

    async def rooms(self) -> list[Listed]:
        return _newest_first(list(self._rooms.values()))

    async def remove(self, room: str) -> bool:
        listed = self._rooms.pop(room, None)
        if listed is None:
            return False
        del self._codes[listed.code]
        return True


class RedisDirectory:
    """A directory in Redis: the hash `giotay:rooms` from room to its entry, and `giotay:codes` from code to room."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def register(self, room: str, *, length: int, at: int, wish: str | None = None) -> Listed:
        async with answering():
            for code in _codes(wish, length):
                if (listed := await self.find(room)) is not None:
                    return listed
                listed = Listed(room, code, at)
                # The code first: whoever loses the race for the room gives theirs back.
                if not await self._client.hsetnx("giotay:codes", listed.code, room):
                    continue
                if await self._client.hsetnx("giotay:rooms", room, msgspec.json.encode(listed)):
                    return listed
                await self._client.hdel("giotay:codes", listed.code)
        raise CodesUsedUp

    async def find(self, room: str) -> Listed | None:
        async with answering():
            found = await self._client.hget("giotay:rooms", room)
        return None if found is None else msgspec.json.decode(found, type=Listed)

    async def room_of(self, code: str) -> str | None:
        async with answering():
            found = await self._client.hget("giotay:codes", code.upper())
        return found.decode() if isinstance(found, bytes) else None

    async def rooms(self) -> list[Listed]:
        async with answering():
            found = await self._client.hvals("giotay:rooms")
        return _newest_first([msgspec.json.decode(each, type=Listed) for each in found])

    async def remove(self, room: str) -> bool:
        listed = await self.find(room)
        if listed is None:
            return False
        async with answering():
            await self._client.hdel("giotay:codes", listed.code)
            return bool(await self._client.hdel("giotay:rooms", room))
