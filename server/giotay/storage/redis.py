"""The log in Redis (7.0 or later) or Valkey (8 or later): one stream per room.

Keys of a room share one hash tag, so that a cluster keeps them together:
`giotay:{room}:log` the entries, `…:state` seq and head, `…:texts` names and written words, `…:alive` the heartbeat,
`…:snapshot`, `…:presence`, `…:erased` (members whose words are removed), `…:urn` (votes of the secret poll that is
open), `…:drafts:<member>`, and what `tokens.py` keeps.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha1
from importlib.resources import files
from typing import Any, Final

import msgspec
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from giotay.storage.drafts import GONE, name_of, written
from giotay.storage.drafts import read as read_draft
from giotay.storage.entry import Position, StoredEntry, advance, references
from giotay.storage.log import Conflict, Follower, Unavailable, Unknown
from giotay.storage.pipe import Lost, Part, Pipe, Refused, StoreError, Wire
from giotay_protocol.drafts import Draft

_log = logging.getLogger("giotay.storage")
_APPEND: Final = files("giotay.storage").joinpath("lua/append.lua").read_text("utf-8")
_APPEND_SHA: Final = sha1(_APPEND.encode(), usedforsecurity=False).hexdigest()
_KEEP_DRAFT: Final = files("giotay.storage").joinpath("lua/keep_draft.lua").read_text("utf-8")
_woken = msgspec.msgpack.Decoder(tuple[int, str, dict[str, str] | list[str]])
_PRESENCE_MS: Final = 20_000
_ALIVE_MS: Final = 90 * 86_400_000
_ERASE_AT_ONCE: Final = 1_000
_REWRITE_LOOKS: Final = 200
# After a break the subscription is made again so soon; a silent one is asked so often.
_AGAIN_S: Final = 0.5
_ASK_S: Final = 5.0
_CLOCK_S: Final = 5.0


def client_of(url: str) -> Redis:
    """redis-py for what lies beside the logs: it asks once and waits 5 s, where its default is to ask ten times."""
    return Redis.from_url(url, retry=Retry(NoBackoff(), 0), socket_timeout=5, socket_connect_timeout=2)


def _key(room: str, what: str) -> str:
    return f"giotay:{{{room}}}:{what}"


def _glob(room: str, what: str = "*") -> str:
    escaped = "".join(f"\\{letter}" if letter in "*?[]\\" else letter for letter in room)
    return _key(escaped, what)


def _channel(room: str) -> str:
    return _key(room, "wake")


class RedisLog:
    """Implements `EventLog` and `Shelf` on one Redis or Valkey server."""

    def __init__(self, url: str, *, answer_timeout: float = 10.0) -> None:
        self._pipe = Pipe(url, answer_timeout=answer_timeout)
        self._followers: dict[str, Follower] = {}
        self._feed: Wire | None = None
        # The store's clock when it was last asked, and our own then.
        self._clock = (0, -_CLOCK_S * 2)
        self._listening: asyncio.Task[None] | None = None
        self.drafts = RedisDrafts(self._call)
        # One command of anybody's, over the pinned pipe; raises Unavailable.
        self.ask = self._call

    # Appending and reading --------------------------------------------------------------------------------------------

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        end = advance(after, entry)
        arguments: list[Part] = [
            4, _key(room, "log"), _key(room, "state"), _key(room, "texts"), _key(room, "urn"),
            after.seq, after.head.hex(), end.seq, end.head.hex(), entry.stored, _channel(room), len(entry.votes),
        ]  # fmt: skip
        for option, number in entry.votes.items():
            arguments += (option, number)
        for reference, text in entry.texts.items():
            arguments += (reference, text)
        answer = await self._append(arguments)
        if answer[0] == 0:
            raise Conflict(await self._with_texts(room, answer[1]))

    async def _append(self, arguments: list[Part]) -> Any:
        try:
            try:
                return await self._pipe.call("EVALSHA", _APPEND_SHA, *arguments)
            except StoreError as error:
                if not str(error).startswith("NOSCRIPT"):
                    raise
                return await self._pipe.call("EVAL", _APPEND, *arguments)
        except Refused as error:
            raise Unavailable(str(error)) from error
        except StoreError as error:
            # The server answered, so nothing was stored: it is loading, full, read-only or cannot write to its disk.
            raise Unavailable(str(error)) from error
        except Lost as error:
            raise Unknown(str(error)) from error

    async def read(self, room: str, after: int, *, limit: int = 1_000) -> list[StoredEntry]:
        found = await self._call("XRANGE", _key(room, "log"), f"({after}-0", "+", "COUNT", limit)
        return await self._with_texts(room, found)

    async def _with_texts(self, room: str, found: list[Any]) -> list[StoredEntry]:
        entries = [(int(stream_id.partition(b"-")[0]), fields[1]) for stream_id, fields in found]
        wanted = [references(stored) for _, stored in entries]
        flat = [reference for references_ in wanted for reference in references_]
        texts: dict[str, str] = {}
        if flat:
            values = await self._call("HMGET", _key(room, "texts"), *flat)
            texts = {ref: value.decode() for ref, value in zip(flat, values, strict=True) if value is not None}
        return [
            StoredEntry(last, stored, {ref: texts[ref] for ref in refs if ref in texts})
            for (last, stored), refs in zip(entries, wanted, strict=True)
        ]

    async def position(self, room: str) -> Position | None:
        seq, head = await self._call("HMGET", _key(room, "state"), "seq", "head")
        return None if seq is None or head is None else Position(int(seq), bytes.fromhex(head.decode()))

    async def erase(self, room: str, references: list[str]) -> None:
        for first in range(0, len(references), _ERASE_AT_ONCE):
            await self._call("HDEL", _key(room, "texts"), *references[first : first + _ERASE_AT_ONCE])
        await self._call("DEL", _key(room, "snapshot"))
        await self._rewrite()

    async def _rewrite(self) -> None:
        """What was removed must leave the disk as well: have the append-only file written anew, and wait for it."""
        asked = False
        for _ in range(_REWRITE_LOOKS):
            try:
                # One that is under way may have begun before; it answers with an error, and another has to follow.
                if not asked:
                    await self._call("BGREWRITEAOF")
                    asked = True
                busy = await self._call("INFO", "persistence")
            except Unavailable as error:
                if "in progress" not in str(error):
                    _log.warning("The store does not rewrite its file (%s); erased words leave it later.", error)
                    return
                busy = b"aof_rewrite_in_progress:1"
            if b"aof_rewrite_in_progress:1" not in busy and b"aof_rewrite_scheduled:1" not in busy:
                return
            await asyncio.sleep(0.05)

    async def urn(self, room: str) -> dict[str, int]:
        found = await self._call("HGETALL", _key(room, "urn"))
        # RESP2 gives a flat list, RESP3 a map.
        pairs = found.items() if isinstance(found, dict) else zip(found[::2], found[1::2], strict=True)
        return {option.decode(): int(number) for option, number in pairs}

    async def empty_urn(self, room: str, *, but: str | None) -> None:
        over = [each for each in await self.urn(room) if each.partition(":")[0] != but]
        if over:
            await self._call("HDEL", _key(room, "urn"), *over)
            await self._rewrite()

    async def note_erased(self, room: str, member: str) -> None:
        await self._call("SADD", _key(room, "erased"), member)

    async def erased(self, room: str) -> frozenset[str]:
        return frozenset(member.decode() for member in await self._call("SMEMBERS", _key(room, "erased")))

    async def remove(self, room: str) -> int:
        keys: list[bytes] = []
        cursor = b"0"
        while True:
            cursor, found = await self._call("SCAN", cursor, "MATCH", _glob(room), "COUNT", 1_000)
            keys += found
            if cursor == b"0":
                break
        removed = int(await self._call("UNLINK", *keys)) if keys else 0
        await self._rewrite()
        return removed

    async def now(self) -> int:
        seconds, micros = await self._call("TIME")
        return int(seconds) * 1_000 + int(micros) // 1_000

    async def _call(self, *parts: Part) -> Any:
        try:
            return await self._pipe.call(*parts)
        except (Lost, Refused, StoreError) as error:
            raise Unavailable(str(error) or "the store does not answer") from error

    # Beside the log ---------------------------------------------------------------------------------------------------

    async def beat(self, room: str, at: int) -> None:
        await self._call("SET", _key(room, "alive"), at, "PX", _ALIVE_MS)

    async def last_beat(self, room: str) -> int | None:
        found = await self._call("GET", _key(room, "alive"))
        return None if found is None else int(found)

    async def save_snapshot(self, room: str, snapshot: bytes) -> None:
        await self._call("SET", _key(room, "snapshot"), snapshot)

    async def snapshot(self, room: str) -> bytes | None:
        found: bytes | None = await self._call("GET", _key(room, "snapshot"))
        return found

    async def drop_snapshot(self, room: str) -> None:
        await self._call("DEL", _key(room, "snapshot"))

    async def _about_now(self) -> int:
        """The store's clock as far as presence needs it: asked for seldom, and counted on by our own."""
        at, moment = self._clock
        since = time.monotonic() - moment
        if since > _CLOCK_S:
            at, since = await self.now(), 0.0
            self._clock = (at, time.monotonic())
        return at + int(since * 1_000)

    async def announce(self, room: str, node: str, members: bytes) -> None:
        key = _key(room, "presence")
        await self._call("HSET", key, node, b"%d " % await self._about_now() + members)
        await self._call("PEXPIRE", key, _PRESENCE_MS)

    async def announced(self, room: str) -> dict[str, bytes]:
        flat = await self._call("HGETALL", _key(room, "presence"))
        pairs = zip(flat[::2], flat[1::2], strict=True)
        now = await self._about_now()
        found = {}
        for node, value in pairs:
            at, _, members = value.partition(b" ")
            if now - int(at) < _PRESENCE_MS:
                found[node.decode()] = members
        return found

    # Following --------------------------------------------------------------------------------------------------------

    async def follow(self, room: str, follower: Follower) -> None:
        self._followers[room] = follower
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        if self._feed is not None:
            self._feed.say(("SUBSCRIBE", _channel(room)))

    async def unfollow(self, room: str, follower: Follower) -> None:
        if self._followers.get(room) is follower:
            del self._followers[room]
            if self._feed is not None:
                self._feed.say(("UNSUBSCRIBE", _channel(room)))

    async def _listen(self) -> None:
        """Keep one subscription for all rooms; after every break tell each follower that it may have missed some."""
        while True:
            try:
                feed = await self._pipe.another()
            except Refused:
                await asyncio.sleep(_AGAIN_S)
                continue
            feed.pushed = self._wake
            feed.say(("SUBSCRIBE", "giotay:all", *(_channel(room) for room in self._followers)))
            self._feed = feed
            for follower in list(self._followers.values()):
                follower(None)
            try:
                await self._until_silent(feed)
            finally:
                self._feed = None
                feed.abort()
            _log.warning("The subscription to the store broke; it is made again.")
            await asyncio.sleep(_AGAIN_S)

    async def _until_silent(self, feed: Wire) -> None:
        """While the subscription lives. A store that says nothing at all is asked, so that a dead line is noticed."""
        while feed.is_open and feed.silent_s < 3 * _ASK_S:
            feed.say(("PING",))
            await asyncio.wait({feed.closed}, timeout=_ASK_S)

    def _wake(self, message: Any) -> None:
        if not isinstance(message, list) or message[0] != b"message":
            return
        follower = self._followers.get(message[1][len("giotay:{") : -len("}:wake")].decode())
        if follower is None:
            return
        try:
            last, stored, texts = _woken.decode(message[2])
        except msgspec.MsgspecError:
            follower(None)
            return
        try:
            follower(StoredEntry(last, stored.encode(), texts if isinstance(texts, dict) else {}))
        except Exception:
            _log.exception("an entry could not be taken")

    async def close(self) -> None:
        """Let the connections go."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        await self._pipe.close()


class RedisDrafts:
    """Implements `Drafts` beside a log in Redis: a hash for each member, `giotay:{room}:drafts:<member>`."""

    def __init__(self, call: Callable[..., Awaitable[Any]]) -> None:
        self._call = call

    async def keep(self, room: str, member: str, draft: Draft) -> bool:
        keys = (_key(room, "state"), _key(room, f"drafts:{member}"))
        return bool(await self._call("EVAL", _KEEP_DRAFT, 2, *keys, GONE, name_of(draft), written(draft)))

    async def of(self, room: str, member: str) -> list[Draft]:
        return await self._at(_key(room, f"drafts:{member}"))

    async def _at(self, key: str) -> list[Draft]:
        flat = await self._call("HGETALL", key)
        pairs = zip(flat[::2], flat[1::2], strict=True)
        return [read_draft(value) for name, value in pairs if name != GONE.encode()]

    async def everybodys(self, room: str) -> AsyncIterator[tuple[str, Draft]]:
        cursor, before = b"0", _key(room, "drafts:")
        while True:
            cursor, found = await self._call("SCAN", cursor, "MATCH", _glob(room, "drafts:*"), "COUNT", 1_000)
            for key in found:
                for draft in await self._at(key.decode()):
                    yield key.decode().removeprefix(before), draft
            if cursor == b"0":
                return

    async def drop(self, room: str, member: str) -> None:
        # First no more is kept, then what was kept goes.
        key = _key(room, f"drafts:{member}")
        await self._call("HSET", key, GONE, "")
        names = [name for name in await self._call("HKEYS", key) if name != GONE.encode()]
        if names:
            await self._call("HDEL", key, *names)
