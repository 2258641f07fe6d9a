"""Claims: which names of a roster are in use, so that a code alone gives nobody a name that somebody else goes by.

A name is in use from the moment somebody takes it at the door or connects with a link of theirs. Of two who take a
free name at once, one gets it. A claim from before the member's last revocation counts no more.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from msgspec import Struct
from redis.asyncio import Redis

from giotay.storage.tokens import answering


class Claim(Struct, frozen=True):
    """A name in use: since when, and by whom."""

    member: str
    at: int
    by: str


class Claims(Protocol):
    """The names in use, by member. Every call raises Unavailable when the store does not answer."""

    async def take(self, room: str, member: str, by: str, *, at: int, since: int) -> bool:
        """Take a name for `by`; False when somebody else has held it since `since`. Taking it again is no change."""
        ...

    async def held(self, room: str) -> dict[str, int]:
        """The members whose names are in use, and since when."""
        ...

    async def all(self, room: str) -> list[Claim]:
        """Every name in use."""
        ...

    async def release(self, room: str, member: str) -> None:
        """The name is free again."""
        ...


class MemoryClaims:
    """Claims in memory, for tests."""

    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, tuple[int, str]]] = {}

    async def take(self, room: str, member: str, by: str, *, at: int, since: int) -> bool:
        held = self._rooms.setdefault(room, {})
        found = held.get(member)
        if found is not None and found[0] >= since:
            return found[1] == by
        held[member] = (at, by)
        return True

    async def held(self, room: str) -> dict[str, int]:
        return {member: at for member, (at, _) in self._rooms.get(room, {}).items()}

    async def all(self, room: str) -> list[Claim]:
        return [Claim(member, at, by) for member, (at, by) in self._rooms.get(room, {}).items()]

    async def release(self, room: str, member: str) -> None:
        self._rooms.get(room, {}).pop(member, None)


# KEYS: claims. ARGV: member, at, by, since. Answers 1 when the name is `by`'s now.
_TAKE: Final = """
local found = redis.call('HGET', KEYS[1], ARGV[1])
if found then
  local at, by = string.match(found, '^(%d+) (.*)$')
  if tonumber(at) >= tonumber(ARGV[4]) then
    return by == ARGV[3] and 1 or 0
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
return 1
"""


class RedisClaims:
    """Claims in Redis: the hash `giotay:{room}:claims` from member to when and by whom. `ask` is the pinned pipe."""

    def __init__(self, client: Redis, ask: Callable[..., Awaitable[Any]]) -> None:
        self._client = client
        self._ask = ask

    @staticmethod
    def _key(room: str) -> str:
        return f"giotay:{{{room}}}:claims"

    async def take(self, room: str, member: str, by: str, *, at: int, since: int) -> bool:
        return bool(await self._ask("EVAL", _TAKE, 1, self._key(room), member, at, by, since))

    async def held(self, room: str) -> dict[str, int]:
        return {claim.member: claim.at for claim in await self.all(room)}

    async def all(self, room: str) -> list[Claim]:
        async with answering():
            found: dict[bytes, bytes] = await self._client.hgetall(self._key(room))  # type: ignore[assignment]
        claims = []
        for member, value in found.items():
            at, _, by = value.decode().partition(" ")
            claims.append(Claim(member.decode(), int(at), by))
        return claims

    async def release(self, room: str, member: str) -> None:
        async with answering():
            await self._client.hdel(self._key(room), member)
