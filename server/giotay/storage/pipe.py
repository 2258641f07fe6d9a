"""One pinned connection to the store that many callers share without waiting for one another.

Commands leave in the order they were called and their answers come back in that order; what is called in one turn of
the loop leaves in one write. Nothing is ever repeated: when the connection breaks, or no answer comes for too long,
every caller still waiting hears `Lost`, and the next call connects anew. (A pool gives up at its limit, and redis-py
repeats commands on a lost reply, so that one append could be stored twice.)
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, cast

import hiredis
from msgspec import Struct
from redis.asyncio.connection import SSLConnection, parse_url

Part = str | bytes | int


class Lost(Exception):
    """The connection broke before the answer came: the command may or may not have been carried out."""


class Refused(Exception):
    """No connection could be made: the command was not sent."""


class StoreError(Exception):
    """The store answered with an error, so it did nothing; the message is its own."""


class Server(Struct, frozen=True):
    """One server: on a socket of this machine (`path`), or at a port."""

    host: str = "127.0.0.1"
    port: int = 6379
    path: str | None = None
    db: int = 0
    username: str | None = None
    password: str | None = None
    tls: bool = False


def server_at(url: str) -> Server:
    """The server a redis-py URL names (`unix://`, `redis://` or `rediss://`)."""
    where: dict[str, Any] = dict(parse_url(url))
    return Server(
        host=where.get("host", "127.0.0.1"), port=where.get("port", 6379), path=where.get("path"),
        db=where.get("db") or 0, username=where.get("username"), password=where.get("password"),
        tls=where.get("connection_class") is SSLConnection,
    )  # fmt: skip


class Wire(asyncio.Protocol):
    """The socket: bytes in, answers out, in order. `patience` seconds without an answer that is due end it.

    Once `pushed` is set, whatever the store says goes there, and there are no answers: that is a subscription.
    """

    def __init__(self, patience: float) -> None:
        self.pushed: Callable[[Any], None] | None = None
        self._patience = patience
        self._heard_at = 0.0
        self._watch: asyncio.TimerHandle | None = None
        self._reader = hiredis.Reader(replyError=StoreError)
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._outgoing: list[bytes] = []
        self._transport: asyncio.WriteTransport | None = None
        self._loop = asyncio.get_running_loop()
        self.closed = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes, though they do what those do.
        self._transport = cast(asyncio.WriteTransport, transport)
        self._heard_at = self._loop.time()
        self._watch = self._loop.call_later(self._patience / 4, self._look)

    def _look(self) -> None:
        if self._waiting and self._loop.time() - self._heard_at > self._patience:
            self.abort()
        else:
            self._watch = self._loop.call_later(self._patience / 4, self._look)

    def ask(self, parts: tuple[Part, ...]) -> "asyncio.Future[Any]":
        answer: asyncio.Future[Any] = self._loop.create_future()
        if not self._waiting:
            self._heard_at = self._loop.time()
        self._waiting.append(answer)
        self.say(parts)
        return answer

    def say(self, parts: tuple[Part, ...]) -> None:
        """Send a command whose answer nobody waits for here."""
        if not self._outgoing:
            self._loop.call_soon(self._write)
        self._outgoing.append(hiredis.pack_command(parts))  # type: ignore[arg-type]  # its stub says one-tuple

    def _write(self) -> None:
        outgoing, self._outgoing = self._outgoing, []
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(b"".join(outgoing))

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        self._heard_at = self._loop.time()
        while (answer := self._reader.gets()) is not False:
            if self.pushed is not None:
                self.pushed(answer)
                continue
            if not self._waiting:
                self.abort()
                return
            waiting = self._waiting.popleft()
            if waiting.done():
                continue
            if isinstance(answer, StoreError):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._watch is not None:
            self._watch.cancel()
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(Lost(str(error or "the store closed the connection")))
        self._waiting.clear()
        if not self.closed.done():
            self.closed.set_result(None)

    @property
    def silent_s(self) -> float:
        """How long nothing has been heard."""
        return self._loop.time() - self._heard_at

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class Pipe:
    """A pipelined connection to one server: that of a URL, or whichever `find` names each time one is needed."""

    def __init__(
        self,
        where: str | Callable[[], Awaitable[Server]],
        *,
        connect_timeout: float = 2.0,
        answer_timeout: float = 10.0,
    ) -> None:
        if isinstance(where, str):
            server = server_at(where)

            async def always() -> Server:
                return server

            self._find: Callable[[], Awaitable[Server]] = always
        else:
            self._find = where
        self._connect_timeout = connect_timeout
        self._answer_timeout = answer_timeout
        self._wire: Wire | None = None
        self._connecting = asyncio.Lock()

    async def call(self, *parts: Part) -> Any:
        """The answer to one command. Raises Lost, Refused or StoreError."""
        wire = await self._open_wire()
        try:
            return await wire.ask(parts)
        except StoreError as error:
            self._leave_a_replica(wire, error)
            raise

    @staticmethod
    def _leave_a_replica(wire: Wire, answer: object) -> None:
        """A primary no more: the next call looks for it anew."""
        if isinstance(answer, StoreError) and str(answer).startswith("READONLY"):
            wire.abort()

    async def together(self, *commands: tuple[Part, ...]) -> list[Any]:
        """The answers to commands that follow one another on one connection, nothing between them; an error the store
        answered is among them. Raises Lost or Refused.
        """  # fmt: skip
        wire = await self._open_wire()
        answers = await asyncio.gather(*(wire.ask(parts) for parts in commands), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException) and not isinstance(answer, StoreError):
                raise answer
            self._leave_a_replica(wire, answer)
        return answers

    async def _open_wire(self) -> Wire:
        wire = self._wire
        if wire is None or not wire.is_open:
            wire = await self._connect()
        return wire

    async def _connect(self) -> Wire:
        async with self._connecting:
            if self._wire is None or not self._wire.is_open:
                self._wire = await self.another()
            return self._wire

    async def another(self) -> Wire:
        """One more connection of the same kind, the caller's own. Raises Refused."""
        try:
            async with asyncio.timeout(self._connect_timeout):
                return await self._open(await self._find())
        except (OSError, TimeoutError, Lost, StoreError) as error:
            raise Refused(str(error) or "the store does not answer") from error

    async def _open(self, server: Server) -> Wire:
        loop = asyncio.get_running_loop()

        def made() -> Wire:
            return Wire(self._answer_timeout)

        if server.path:
            _, wire = await loop.create_unix_connection(made, server.path)
        else:
            tls = ssl.create_default_context() if server.tls else None
            _, wire = await loop.create_connection(made, server.host, server.port, ssl=tls)
        try:
            if server.password:
                await wire.ask(("AUTH", *((server.username,) if server.username else ()), server.password))
            if server.db:
                await wire.ask(("SELECT", server.db))
        except BaseException:
            wire.abort()
            raise
        return wire

    def leave(self) -> None:
        """End the connection: who waits hears `Lost`, the next call makes another."""
        if self._wire is not None:
            self._wire.abort()

    async def close(self) -> None:
        """Let the connection go."""
        if self._wire is not None:
            self._wire.abort()
            await self._wire.closed
            self._wire = None
