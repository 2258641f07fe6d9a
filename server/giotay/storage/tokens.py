"""Tokens: what a phone or a projector shows to say whose it is.

A token is `<room>.<secret>`, the secret at least 128 random bits in URL-safe letters. What is kept is its SHA-256, with
the member it names (None: a projector) and when it was issued; the token itself is nowhere. A member may have several.
It is looked up by its hash, so how long that takes says nothing about the secret.

Whether a token is still good is for the room to say: the member must exist, and the token must not be older than the
last revocation (`giotay.meeting.authority.valid_from`).
"""

import hmac
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any, Final, Protocol

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from giotay.storage.log import Unavailable

_FORM: Final = re.compile(r"(r_[A-Za-z0-9]{1,40})\.([A-Za-z0-9_-]{22,86})")
_SECRET_BYTES: Final = 24
_AT_ONCE: Final = 1_000


class Grant(Struct, frozen=True):
    """What a token stands for. `member` is None for a projector; `number` tells tokens apart and is no secret."""

    room: str
    member: str | None
    issued_at: int
    number: str


class Kept(Struct, frozen=True):
    """A token as it is kept: by the SHA-256 of its secret."""

    digest: str
    member: str | None
    issued_at: int


class Tokens(Protocol):
    """The tokens of all rooms. Every call raises Unavailable when the store does not answer."""

    async def keep(self, room: str, members: Sequence[tuple[str | None, str]], issued_at: int) -> None:
        """Keep tokens by (member, secret). One that is kept already stays as it is, with its first date."""
        ...

    async def all(self, room: str) -> list[Kept]:
        """Every token of a room, as it is kept."""
        ...

    async def adopt(self, room: str, kept: Sequence[Kept]) -> None:
        """Keep tokens that another server issued for this room. One that is kept already stays as it is."""
        ...

    async def find(self, token: str) -> Grant | None:
        """What this token stands for; None when it is malformed or unknown."""
        ...

    async def are_kept(self, room: str, secrets_: Sequence[str]) -> list[bool]:
        """Which of these secrets are kept for a room."""
        ...

    async def revoke(self, token: str) -> bool:
        """Forget one token; False when there was none."""
        ...

    async def revoke_member(self, room: str, member: str | None) -> int:
        """Forget every token of a member, or all projectors'; answers how many."""
        ...


def split(token: str) -> tuple[str, str] | None:
    """Room and secret of a token, or None when it has not the form of one."""
    found = _FORM.fullmatch(token)
    return (found.group(1), found.group(2)) if found else None


def fresh_secret() -> str:
    """A new secret of 192 random bits."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def derived_secret(key: str, *parts: str) -> str:
    """The secret that a key and these words always give: the same request gets the same token, stored nowhere."""
    words = "\0".join(("giotay token", *parts)).encode()
    return hmac.new(key.encode(), words, sha256).hexdigest()[:48]


async def issue(tokens: Tokens, room: str, member: str | None, issued_at: int) -> str:
    """A new token for a member or, with None, for a projector."""
    secret = fresh_secret()
    await tokens.keep(room, [(member, secret)], issued_at)
    return f"{room}.{secret}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


class MemoryTokens:
    """Tokens in memory, for tests."""

    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, tuple[str | None, int]]] = {}

    async def keep(self, room: str, members: Sequence[tuple[str | None, str]], issued_at: int) -> None:
        kept = self._rooms.setdefault(room, {})
        for member, secret in members:
            kept.setdefault(_digest(secret), (member, issued_at))

    async def all(self, room: str) -> list[Kept]:
        return [Kept(digest, member, at) for digest, (member, at) in self._rooms.get(room, {}).items()]

    async def adopt(self, room: str, kept: Sequence[Kept]) -> None:
        here = self._rooms.setdefault(room, {})
        for each in kept:
            here.setdefault(each.digest, (each.member, each.issued_at))

    async def find(self, token: str) -> Grant | None:
        parts = split(token)
        if parts is None:
            return None
        room, digest = parts[0], _digest(parts[1])
        found = self._rooms.get(room, {}).get(digest)
        return None if found is None else Grant(room, found[0], found[1], digest[:16])

    async def are_kept(self, room: str, secrets_: Sequence[str]) -> list[bool]:
        kept = self._rooms.get(room, {})
        return [_digest(secret) in kept for secret in secrets_]

    async def revoke(self, token: str) -> bool:
        parts = split(token)
        return parts is not None and self._rooms.get(parts[0], {}).pop(_digest(parts[1]), None) is not None

    async def revoke_member(self, room: str, member: str | None) -> int:
        kept = self._rooms.get(room, {})
        going = [digest for digest, (whose, _) in kept.items() if whose == member]
        for digest in going:
            del kept[digest]
        return len(going)


_record = msgspec.json.Decoder(tuple[str | None, int])


class RedisTokens:
    """Tokens in Redis: one hash per room, `giotay:{room}:tokens`, from a secret's SHA-256 to `[member, issued_at]`.

    `ask` is the pinned pipe: when a hall comes back at once, a pool would open a connection for everybody.
    """

    def __init__(self, client: Redis, ask: Callable[..., Awaitable[Any]]) -> None:
        self._client = client
        self._ask = ask

    @staticmethod
    def _key(room: str) -> str:
        return f"giotay:{{{room}}}:tokens"

    async def keep(self, room: str, members: Sequence[tuple[str | None, str]], issued_at: int) -> None:
        await self.adopt(room, [Kept(_digest(secret), member, issued_at) for member, secret in members])

    async def all(self, room: str) -> list[Kept]:
        async with answering():
            found: dict[bytes, bytes] = await self._client.hgetall(self._key(room))  # type: ignore[assignment]
        return [Kept(digest.decode(), *_record.decode(record)) for digest, record in found.items()]

    async def adopt(self, room: str, kept: Sequence[Kept]) -> None:
        async with answering():
            pipe = self._client.pipeline(transaction=False)
            for each in kept:
                pipe.hsetnx(self._key(room), each.digest, msgspec.json.encode((each.member, each.issued_at)))
            await pipe.execute()

    async def find(self, token: str) -> Grant | None:
        parts = split(token)
        if parts is None:
            return None
        room, digest = parts[0], _digest(parts[1])
        found = await self._ask("HGET", self._key(room), digest)
        if found is None:
            return None
        member, issued_at = _record.decode(found)
        return Grant(room, member, issued_at, digest[:16])

    async def are_kept(self, room: str, secrets_: Sequence[str]) -> list[bool]:
        found: list[Any] = []
        for first in range(0, len(secrets_), _AT_ONCE):
            digests = map(_digest, secrets_[first : first + _AT_ONCE])
            found += await self._ask("HMGET", self._key(room), *digests)
        return [record is not None for record in found]

    async def revoke(self, token: str) -> bool:
        parts = split(token)
        if parts is None:
            return False
        async with answering():
            return bool(await self._client.hdel(self._key(parts[0]), _digest(parts[1])))

    async def revoke_member(self, room: str, member: str | None) -> int:
        async with answering():
            kept = await self._client.hgetall(self._key(room))
            going = [digest for digest, record in kept.items() if _record.decode(record)[0] == member]
            return int(await self._client.hdel(self._key(room), *going)) if going else 0


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    """Say Unavailable for everything that keeps Redis from answering."""
    try:
        yield
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable(type(error).__name__) from error
