"""Webhooks of rooms: where to, about what, how far each has been told. They go with their room.

`giotay:{room}:hooks` holds them by id; the set `giotay:hooks` names the rooms that have any, and
`giotay:{room}:hooks-teller` the node that tells at present.
"""

import time
from typing import Final, Literal, Protocol, get_args

import msgspec
from msgspec import Struct
from redis.asyncio import Redis

from giotay.storage.tokens import answering

About = Literal["floor", "vote", "close"]
ABOUT: Final[tuple[About, ...]] = get_args(About)
_ROOMS: Final = "giotay:hooks"


class Hook(Struct, frozen=True, kw_only=True):
    """One webhook. `cursor` is the seq up to which it was told, or given up on; `tries` count those in vain since, the
    next at `again_at`; `gave_up` counts messages that never arrived, `problem` says why the last try failed.
    """

    id: str
    url: str
    secret: str
    about: list[About]
    made_at: int
    cursor: int
    tries: int = 0
    again_at: int = 0
    gave_up: int = 0
    problem: str | None = None


class Hooks(Protocol):
    """Every call raises Unavailable when the store does not answer."""

    async def put(self, room: str, hook: Hook) -> None:
        """Keep a webhook, in place of the one with its id."""
        ...

    async def of(self, room: str) -> list[Hook]:
        """A room's webhooks, the oldest first."""
        ...

    async def remove(self, room: str, hook: str) -> bool:
        """Remove one; False when there was none."""
        ...

    async def rooms(self) -> list[str]:
        """The rooms that have webhooks, perhaps some that had."""
        ...

    async def forget(self, room: str) -> None:
        """The room is gone."""
        ...

    async def claim(self, room: str, node: str, *, for_ms: int) -> bool:
        """Whether this node tells the room's webhooks for so long; of several nodes one does."""
        ...


def _oldest_first(hooks: list[Hook]) -> list[Hook]:
    return sorted(hooks, key=lambda hook: (hook.made_at, hook.id))


class MemoryHooks:
    """Webhooks in memory, for tests."""

    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, Hook]] = {}
        self._claims: dict[str, tuple[str, float]] = {}

    async def put(self, room: str, hook: Hook) -> None:
        self._rooms.setdefault(room, {})[hook.id] = hook

    async def of(self, room: str) -> list[Hook]:
        return _oldest_first(list(self._rooms.get(room, {}).values()))

    async def remove(self, room: str, hook: str) -> bool:
        return self._rooms.get(room, {}).pop(hook, None) is not None

    async def rooms(self) -> list[str]:
        return sorted(self._rooms)

    async def forget(self, room: str) -> None:
        self._rooms.pop(room, None)

    async def claim(self, room: str, node: str, *, for_ms: int) -> bool:
        now = time.monotonic()
        held, until = self._claims.get(room, (node, 0.0))
        if held != node and until > now:
            return False
        self._claims[room] = (node, now + for_ms / 1_000)
        return True


# KEYS: the claim. ARGV: node, for_ms. Answers 1 when it is the node's now.
_CLAIM: Final = """
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""


class RedisHooks:
    """Webhooks in Redis."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    @staticmethod
    def _key(room: str) -> str:
        return f"giotay:{{{room}}}:hooks"

    async def put(self, room: str, hook: Hook) -> None:
        async with answering():
            await self._client.hset(self._key(room), hook.id, msgspec.json.encode(hook))
            await self._client.sadd(_ROOMS, room)

    async def of(self, room: str) -> list[Hook]:
        async with answering():
            found = await self._client.hvals(self._key(room))
        return _oldest_first([msgspec.json.decode(each, type=Hook) for each in found])

    async def remove(self, room: str, hook: str) -> bool:
        async with answering():
            return bool(await self._client.hdel(self._key(room), hook))

    async def rooms(self) -> list[str]:
        async with answering():
            found: set[bytes] = await self._client.smembers(_ROOMS)  # type: ignore[assignment]
        return sorted(room.decode() for room in found)

    async def forget(self, room: str) -> None:
        async with answering():
            await self._client.srem(_ROOMS, room)

    async def claim(self, room: str, node: str, *, for_ms: int) -> bool:
        async with answering():
            return bool(await self._client.eval(_CLAIM, 1, f"{self._key(room)}-teller", node, str(for_ms)))
