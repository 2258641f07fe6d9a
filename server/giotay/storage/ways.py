"""The way to the store, whichever shape it has: one server, the primary that Sentinels name, or a cluster.

A command finds its server by the hash tag of the room it is about. Nothing is ever sent twice after it may have been
carried out: a server that says "moved" did nothing, so the command goes on to the right one; a broken connection is
`Lost`, and the log knows what to do.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from typing import Any, Final, Protocol

from redis.asyncio.sentinel import Sentinel
from redis.crc import key_slot
from redis.exceptions import RedisError

from giotay.storage.address import Address, address_of
from giotay.storage.clients import sentinel_of
from giotay.storage.pipe import Lost, Part, Pipe, Refused, Server, StoreError, Wire

_REDIRECTS: Final = 5
# A cluster's map is asked for so seldom when one answer after the other sends us elsewhere.
_LOOK_AGAIN_S: Final = 0.2
# Connections a server for what waits on the server.
_APART: Final = 32


class Apart:
    """Pipes for what may keep its connection waiting: those of one server, so many that rooms hardly share one."""

    def __init__(self, make: Callable[[], Pipe]) -> None:
        self._make = make
        self._pipes: dict[int, Pipe] = {}

    def of(self, key: str) -> Pipe:
        """The pipe for this key, always the same."""
        number = key_slot(key.encode()) % _APART
        if number not in self._pipes:
            self._pipes[number] = self._make()
        return self._pipes[number]

    def leave(self) -> None:
        """End the connections; the next call makes another."""
        for pipe in self._pipes.values():
            pipe.leave()

    async def close(self) -> None:
        """Let the connections go."""
        for pipe in self._pipes.values():
            await pipe.close()


class Way(Protocol):
    """To the servers of one store. Every call raises Lost, Refused or StoreError."""

    async def call(self, *parts: Part, key: str | None = None) -> Any:
        """The answer to one command, asked of the server that has `key` (by default the command's own)."""
        ...

    async def together(self, key: str, *commands: tuple[Part, ...]) -> list[Any]:
        """The answers to commands that follow one another on one connection to the server that has `key`, past whatever
        else is asked: they may wait there.
        """  # fmt: skip
        ...

    async def place_of(self, key: str) -> str:
        """A name for the server that has `key` now."""
        ...

    async def another(self, place: str) -> Wire:
        """A connection of the caller's own to a server that was named."""
        ...

    async def look_anew(self) -> bool:
        """What was known of who has what may be wrong; answers whether a place has another server now."""
        ...

    async def info_of_primary(self, key: str) -> bytes:
        """INFO replication of the primary for `key`, by the word of whoever decides that. Raises Lost, Refused or
        StoreError.
        """  # fmt: skip
        ...

    async def close(self) -> None: ...


def way_to(url: str, *, answer_timeout: float = 10.0) -> Way:
    """The way to the store at `url`. Raises BadAddress."""
    address = address_of(url)
    match address.kind:
        case "single":
            return Straight(lambda: Pipe(url, answer_timeout=answer_timeout))
        case "sentinel":
            return BehindSentinels(_Primary(address), answer_timeout)
        case "cluster":
            return Cluster(address, answer_timeout)


class Straight:
    """To one server at a time."""

    def __init__(self, make: Callable[[], Pipe]) -> None:
        self._pipe = make()
        self._apart = Apart(make)

    async def call(self, *parts: Part, key: str | None = None) -> Any:
        return await self._pipe.call(*parts)

    async def together(self, key: str, *commands: tuple[Part, ...]) -> list[Any]:
        return await self._apart.of(key).together(*commands)

    async def place_of(self, key: str) -> str:
        return ""

    async def another(self, place: str) -> Wire:
        return await self._pipe.another()

    async def look_anew(self) -> bool:
        """Nothing is kept: a server is looked for with each new connection."""
        return False

    async def info_of_primary(self, key: str) -> bytes:
        found: bytes = await self._pipe.call("INFO", "replication")
        return found

    async def close(self) -> None:
        await self._pipe.close()
        await self._apart.close()


class BehindSentinels(Straight):
    """To the server that Sentinels call the primary."""

    def __init__(self, primary: "_Primary", answer_timeout: float) -> None:
        super().__init__(lambda: Pipe(primary.find, answer_timeout=answer_timeout))
        self._primary = primary

    async def look_anew(self) -> bool:
        """A server that was deposed while it stood still does not say so for ten seconds."""
        try:
            is_another = await self._primary.is_another_by_now()
        except Refused:
            return False
        if is_another:
            self._pipe.leave()
            self._apart.leave()
        return is_another

    async def info_of_primary(self, key: str) -> bytes:
        return await self._primary.info_by_majority()


class _Primary:
    """Whom the Sentinels call the primary, if that server agrees."""

    def __init__(self, address: Address) -> None:
        self._address = address
        # The one that was found last.
        self._found: tuple[str, int] | None = None

    async def find(self) -> Server:
        host, port = await self._named()
        server = self._server(host, port)
        # One that was just deposed, or comes back from a pause, may still be named.
        role = await _asked(server, "ROLE")
        if role[0] != b"master":
            raise Refused("the store has no primary at present")
        self._found = (host, port)
        return server

    async def is_another_by_now(self) -> bool:
        """Whether the Sentinels name another server than the one that was found. Raises Refused."""
        return self._found is not None and await self._named() != self._found

    async def info_by_majority(self) -> bytes:
        """INFO replication of whom most Sentinels call the primary. Raises Lost, Refused or StoreError."""
        sentinel = sentinel_of(self._address)
        ask = ("SENTINEL", "GET-MASTER-ADDR-BY-NAME", self._address.name)
        try:
            named: list[Any] = await asyncio.gather(
                *(each.execute_command(*ask) for each in sentinel.sentinels),  # type: ignore[no-untyped-call]
                return_exceptions=True,
            )
        finally:
            await _closed(sentinel)
        votes = Counter((_text(each[0]), int(each[1])) for each in named if isinstance(each, list | tuple))
        for (host, port), count in votes.items():
            if 2 * count > len(self._address.hosts):
                found: bytes = await _asked(self._server(host, port), "INFO", "replication")
                return found
        raise Refused("no majority of the Sentinels names one server")

    async def _named(self) -> tuple[str, int]:
        sentinel = sentinel_of(self._address)
        try:
            host, port = await sentinel.discover_master(self._address.name)
        except RedisError as error:
            raise Refused(str(error)) from error
        finally:
            await _closed(sentinel)
        return host, int(port)

    def _server(self, host: str, port: int) -> Server:
        address = self._address
        return Server(
            host=host, port=port, db=address.db, username=address.username, password=address.password,
            tls=address.tls,
        )  # fmt: skip


def _text(word: bytes | str) -> str:
    return word.decode() if isinstance(word, bytes) else word


async def _closed(sentinel: Sentinel) -> None:
    for each in sentinel.sentinels:
        await each.aclose()


async def _asked(server: Server, *parts: Part) -> Any:
    """The answer to one question, on a connection of its own."""
    pipe = Pipe(_given(server), connect_timeout=1.0, answer_timeout=1.0)
    try:
        return await pipe.call(*parts)
    finally:
        await pipe.close()


def _given(server: Server) -> Any:
    async def find() -> Server:
        return server

    return find


class Cluster:
    """To the primaries of a cluster, each by a pipe of its own."""

    def __init__(self, address: Address, answer_timeout: float) -> None:
        self._address = address
        self._answer_timeout = answer_timeout
        # The primary of each slot, by `host:port`; empty until it was asked for.
        self._primaries: dict[int, str] = {}
        self._pipes: dict[str, Pipe] = {}
        self._apart: dict[str, Apart] = {}
        self._looked_at = -1.0
        self._looking = asyncio.Lock()

    async def call(self, *parts: Part, key: str | None = None) -> Any:
        key = key or _key_of(parts)
        ask = False
        place = await self._place(key)
        for _ in range(_REDIRECTS):
            try:
                if not ask:
                    return await self._pipe(place).call(*parts)
                return await self._after_asking(place, parts)
            except Refused:
                await self.look_anew()
                raise
            except StoreError as error:
                place, ask = await self._elsewhere(error)
        raise StoreError("the cluster sends us from one server to another")

    async def together(self, key: str, *commands: tuple[Part, ...]) -> list[Any]:
        for _ in range(_REDIRECTS):
            place = await self._place(key)
            try:
                answers = await self._apart_at(place).of(key).together(*commands)
            except Refused:
                await self.look_anew()
                raise
            if not isinstance(answers[0], StoreError) or not str(answers[0]).startswith("MOVED"):
                return answers
            await self._elsewhere(answers[0])
        raise StoreError("the cluster sends us from one server to another")

    async def _after_asking(self, place: str, parts: tuple[Part, ...]) -> Any:
        """The slot is on its way to this server; it answers for it when asked to."""
        _, answer = await self._pipe(place).together(("ASKING",), parts)
        if isinstance(answer, StoreError):
            raise answer
        return answer

    async def _elsewhere(self, error: StoreError) -> tuple[str, bool]:
        """Where a server sends us, and whether only this once. Raises the error again if it is another."""
        kind, _, rest = str(error).partition(" ")
        if kind not in ("MOVED", "ASK"):
            if kind in ("CLUSTERDOWN", "READONLY"):
                await self.look_anew()
            raise error
        slot, _, place = rest.partition(" ")
        if kind == "MOVED":
            self._primaries[int(slot)] = place
            await self.look_anew()
            place = self._primaries.get(int(slot), place)
        return place, kind == "ASK"

    async def place_of(self, key: str) -> str:
        return await self._place(key)

    async def _place(self, key: str | None) -> str:
        if not self._primaries:
            await self._look()
        if key is None:
            return next(iter(self._primaries.values()))
        place = self._primaries.get(key_slot(key.encode()))
        if place is None:
            await self.look_anew()
            place = self._primaries.get(key_slot(key.encode()))
        if place is None:
            raise Refused("no server of the cluster has this room at present")
        return place

    async def another(self, place: str) -> Wire:
        return await self._pipe(place).another()

    def _pipe(self, place: str) -> Pipe:
        if place not in self._pipes:
            self._pipes[place] = self._made(place)
        return self._pipes[place]

    def _apart_at(self, place: str) -> Apart:
        if place not in self._apart:
            self._apart[place] = Apart(lambda: self._made(place))
        return self._apart[place]

    def _made(self, place: str) -> Pipe:
        host, _, port = place.rpartition(":")
        return Pipe(_given(self._server(host, int(port))), answer_timeout=self._answer_timeout)

    def _server(self, host: str, port: int) -> Server:
        address = self._address
        return Server(host=host, port=port, username=address.username, password=address.password, tls=address.tls)

    async def info_of_primary(self, key: str) -> bytes:
        # A primary that sees no majority of the others answers nothing before long.
        found: bytes = await self.call("INFO", "replication", key=key)
        return found

    async def look_anew(self) -> bool:
        # What is known is all there is, where nobody answers.
        with contextlib.suppress(Refused):
            await self._look()
        return False

    async def _look(self) -> None:
        """Ask any node for the map. Raises Refused when none answers."""
        loop = asyncio.get_running_loop()
        async with self._looking:
            if self._primaries and loop.time() - self._looked_at < _LOOK_AGAIN_S:
                return
            places = [
                *dict.fromkeys(self._primaries.values()),
                *(f"{host}:{port}" for host, port in self._address.hosts),
            ]
            for place in dict.fromkeys(places):
                host, _, port = place.rpartition(":")
                pipe = Pipe(_given(self._server(host, int(port))), connect_timeout=1.0, answer_timeout=1.0)
                try:
                    ranges = await pipe.call("CLUSTER", "SLOTS")
                except (Lost, Refused, StoreError):
                    continue
                finally:
                    await pipe.close()
                if ranges:
                    self._primaries = _primaries(ranges, host)
                    self._looked_at = loop.time()
                    return
            raise Refused("no node of the cluster answers")

    async def close(self) -> None:
        for pipe in self._pipes.values():
            await pipe.close()
        for apart in self._apart.values():
            await apart.close()


def _primaries(ranges: list[Any], asked: str) -> dict[int, str]:
    """Who has which slot, from the answer to CLUSTER SLOTS; a node that does not know its own address is `asked`."""
    found: dict[int, str] = {}
    for first, last, primary, *_ in ranges:
        host = primary[0].decode() if primary[0] else asked
        found |= dict.fromkeys(range(first, last + 1), f"{host}:{primary[1]}")
    return found


def _key_of(parts: tuple[Part, ...]) -> str | None:
    """The key that says which server a command is for; None where any will do."""
    match parts[0]:
        case "EVAL" | "EVALSHA" | "SCAN":
            # EVAL script how-many key …; SCAN cursor MATCH pattern.
            return str(parts[3])
        case "TIME" | "INFO" | "CONFIG" | "PING" | "BGREWRITEAOF":
            return None
        case _:
            return str(parts[1])
