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

from giotay.storage.drafts import GONE, name_of, written
from giotay.storage.drafts import read as read_draft
from giotay.storage.entry import Position, StoredEntry, advance, references
from giotay.storage.feeds import Feeds
from giotay.storage.in_line import Replicas
from giotay.storage.log import LOST_ORDER, Conflict, Follower, Unavailable, Unknown
from giotay.storage.pipe import Lost, Part, Refused, StoreError
from giotay.storage.ways import way_to
from giotay_protocol.drafts import Draft

_log = logging.getLogger("giotay.storage")
_APPEND: Final = files("giotay.storage").joinpath("lua/append.lua").read_text("utf-8")
_APPEND_SHA: Final = sha1(_APPEND.encode(), usedforsecurity=False).hexdigest()
_ERASE: Final = files("giotay.storage").joinpath("lua/erase.lua").read_text("utf-8")
_KEEP_DRAFT: Final = files("giotay.storage").joinpath("lua/keep_draft.lua").read_text("utf-8")
_PRESENCE_MS: Final = 20_000
_ALIVE_MS: Final = 90 * 86_400_000
_ERASE_AT_ONCE: Final = 1_000
_REWRITE_LOOKS: Final = 200
_CLOCK_S: Final = 5.0
_SETTLED_MS: Final = 2_000
_NO_REPLICA: Final = "Not every replica of the store has it yet; send the same id again."


def _key(room: str, what: str) -> str:
    return f"giotay:{{{room}}}:{what}"


def _glob(room: str, what: str = "*") -> str:
    escaped = "".join(f"\\{letter}" if letter in "*?[]\\" else letter for letter in room)
    return _key(escaped, what)


def _channel(room: str) -> str:
    return _key(room, "wake")


class RedisLog:
    """Implements `EventLog` and `Shelf` on Redis or Valkey: one server, a primary that Sentinels name, or a cluster.

    `replicated`: an append returns when every replica in line has it as well, at least one.
    """

    def __init__(self, url: str, *, answer_timeout: float = 10.0, replicated: bool = False) -> None:
        self._way = way_to(url, answer_timeout=answer_timeout)
        self._feeds = Feeds(self._way, _channel)
        self._replicas = Replicas(self._way) if replicated else None
        # The store's clock when it was last asked, and our own then.
        self._clock = (0, -_CLOCK_S * 2)
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
            _, missing, seq, head = answer
            now = None if seq is None else Position(int(seq), bytes.fromhex(head.decode()))
            raise Conflict(await self._with_texts(room, missing), now)

    async def _append(self, arguments: list[Part]) -> Any:
        try:
            try:
                return await self._ask_script("EVALSHA", _APPEND_SHA, arguments)
            except StoreError as error:
                if not str(error).startswith("NOSCRIPT"):
                    raise
                return await self._ask_script("EVAL", _APPEND, arguments)
        except Refused as error:
            raise Unavailable(str(error)) from error
        except StoreError as error:
            # The server answered, so nothing was stored: it is loading, full, read-only or cannot write to its disk.
            raise Unavailable(str(error)) from error
        except Lost as error:
            raise Unknown(str(error)) from error

    async def _ask_script(self, how: str, script: str, arguments: list[Part]) -> Any:
        if self._replicas is None:
            return await self._way.call(how, script, *arguments)
        (answer,), have_it = await self._replicas.after(str(arguments[1]), (how, script, *arguments))
        if isinstance(answer, StoreError):
            raise answer
        if answer[0] == 1 and not have_it:
            raise Unknown(_NO_REPLICA)
        return answer

    async def settle(self, room: str, position: Position) -> None:
        if self._replicas is None:
            return
        # A server waits for what this very connection wrote; so something is written. After a failover it may be
        # another server, which lacks what has to settle.
        ends = ("HMGET", _key(room, "state"), "seq", "head")
        settled = ("SET", _key(room, "settled"), 1, "PX", _SETTLED_MS)
        try:
            (end, _), have_it = await self._replicas.after(_key(room, "log"), ends, settled)
        except (Lost, Refused) as error:
            raise Unavailable(str(error)) from error
        if end != [b"%d" % position.seq, position.head.hex().encode()]:
            raise Unavailable("the log does not end there")
        if not have_it:
            raise Unavailable(_NO_REPLICA)

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
            if None in values:
                values = await self._still_there(room, entries[-1], flat)
            texts = {ref: value.decode() for ref, value in zip(flat, values, strict=True) if value is not None}
        return [
            StoredEntry(last, stored, {ref: texts[ref] for ref in refs if ref in texts})
            for (last, stored), refs in zip(entries, wanted, strict=True)
        ]

    async def _still_there(self, room: str, last: tuple[int, bytes], references: list[str]) -> list[Any]:
        """Texts that are missing were erased, or the entries came from a server that is no longer the one (a failover):
        its successor may have neither. Who has the entry after the texts were read had them then. Raises Unavailable.
        """  # fmt: skip
        seq, stored = last
        try:
            values, found = await self._way.together(
                _key(room, "log"), ("HMGET", _key(room, "texts"), *references),
                ("XRANGE", _key(room, "log"), f"{seq}-0", f"{seq}-0"),
            )  # fmt: skip
        except (Lost, Refused) as error:
            raise Unavailable(str(error)) from error
        if isinstance(values, StoreError) or isinstance(found, StoreError) or [e[1][1] for e in found] != [stored]:
            raise Unavailable("the log changed its server while it was read")
        return list(values)

    async def position(self, room: str) -> Position | None:
        seq, head = await self._call("HMGET", _key(room, "state"), "seq", "head")
        if self._replicas is not None:
            with contextlib.suppress(Lost, Refused, StoreError):
                await self._replicas.look(_key(room, "log"))
        return None if seq is None or head is None else Position(int(seq), bytes.fromhex(head.decode()))

    async def erase(self, room: str, references: list[str], *, order: StoredEntry, done: str | None = None) -> None:
        keys = [_key(room, what) for what in ("log", "texts", "snapshot", "erased")]
        for first in range(0, max(1, len(references)), _ERASE_AT_ONCE):
            some = references[first : first + _ERASE_AT_ONCE]
            noted = (done or "") if first + _ERASE_AT_ONCE >= len(references) else ""
            if not await self._call("EVAL", _ERASE, len(keys), *keys, order.last, order.stored, noted, *some):
                raise Unavailable(LOST_ORDER)
        await self._rewrite(room)

    async def _rewrite(self, room: str) -> None:
        """What was removed must leave the disk as well: have the append-only file written anew, and wait for it."""
        asked = False
        for _ in range(_REWRITE_LOOKS):
            try:
                # One that is under way may have begun before; it answers with an error, and another has to follow.
                if not asked:
                    await self._call("BGREWRITEAOF", key=_key(room, "log"))
                    asked = True
                busy = await self._call("INFO", "persistence", key=_key(room, "log"))
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
            await self._rewrite(room)

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
        await self._rewrite(room)
        return removed

    async def now(self) -> int:
        seconds, micros = await self._call("TIME")
        return int(seconds) * 1_000 + int(micros) // 1_000

    async def _call(self, *parts: Part, key: str | None = None) -> Any:
        try:
            return await self._way.call(*parts, key=key)
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
        await self._feeds.follow(room, follower)

    async def unfollow(self, room: str, follower: Follower) -> None:
        await self._feeds.unfollow(room, follower)

    async def close(self) -> None:
        """Let the connections go."""
        await self._feeds.close()
        await self._way.close()


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
