"""Connections that have not asked for anything yet, and those that do not take their answer.

Until its first request is whole as far as its headers, a connection waits here, at the price of a few hundred bytes:
no task, no parser. Whoever is not done after ten seconds is let go, however slowly they go on; one address may have so
many waiting, and all together so many that there are always descriptors left for those who are in the meeting. Once
HTTP has the connection it is looked at again and again: one whose peer takes nothing for half a minute is aborted.
"""

import asyncio
import logging
import ssl
from collections import Counter
from collections.abc import Callable
from typing import Final, Protocol, cast

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from giotay.http.nameless import nameless
from giotay.http.origin import network_of

log = logging.getLogger("giotay.http")

WAIT_S: Final = 10.0
# Between two requests; longer than the proxies in front keep an idle connection.
KEPT_ALIVE_S: Final = 90.0
UNREAD_S: Final = 30.0
# A request's headers are smaller; HTTP refuses what is more.
_HEADERS_MAX: Final = 32 * 1024
_LOOK_EVERY_S: Final = 1.0


class Speaking(Protocol):
    """A connection on which HTTP speaks."""

    @property
    def transport(self) -> asyncio.Transport | None: ...


class Options:
    """How many may wait: of one address, and in all. Whoever trusts a proxy counts all as one address: the proxy's."""

    __slots__ = ("each", "most", "unread_s", "wait_s")

    def __init__(
        self, *, each: int = 5_000, most: int = 20_000, wait_s: float = WAIT_S, unread_s: float = UNREAD_S
    ) -> None:
        self.each, self.most, self.wait_s, self.unread_s = each, most, wait_s, unread_s


def bounded(descriptors: int, *, trusted_proxy: bool) -> Options:
    """So that half of a process's descriptors are left for who is in, and half of the rest for other addresses."""
    most = max(64, min(20_000, descriptors // 2))
    return Options(most=most, each=most if trusted_proxy else max(32, min(5_000, most // 2)))


class Doorstep:
    """`serve` makes HTTP's protocol for one connection, `speaking` lists those that have one."""

    def __init__(
        self, serve: Callable[[], asyncio.Protocol], speaking: Callable[[], list[Speaking]], options: Options
    ) -> None:
        self._serve, self._speaking, self._options = serve, speaking, options
        # In the order they came, and since when they wait.
        self._waiting: dict[_Waiting, float] = {}
        self._of_address: Counter[str] = Counter()
        # Answers that are not taken: how much of each is left, and since when it is so much.
        self._unread: dict[asyncio.Transport, tuple[int, float]] = {}
        self._server: asyncio.Server | None = None
        self._looking: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    async def listen(self, host: str, port: int, *, shared: bool = False, over: ssl.SSLContext | None = None) -> int:
        """Take connections; the port. `shared`: other processes take them, too; `over` TLS. Raises OSError."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Waiting(self), host, port, backlog=4_096, reuse_port=shared or None, ssl=over,
            ssl_handshake_timeout=self._options.wait_s if over is not None else None,
        )  # fmt: skip
        self._looking = loop.create_task(self._look_again(), name="doorstep")
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Take no more, and let those go that still wait."""
        if self._server is not None:
            self._server.close()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        for each in list(self._waiting):
            each.let_go()

    # Waiting ----------------------------------------------------------------------------------------------------------

    def arrived(self, waiting: "_Waiting", address: str) -> bool:
        """Whether one more may wait."""
        if len(self._waiting) >= self._options.most or self._of_address[address] >= self._options.each:
            return False
        self._waiting[waiting] = asyncio.get_running_loop().time()
        self._of_address[address] += 1
        return True

    def left(self, waiting: "_Waiting", address: str) -> None:
        if self._waiting.pop(waiting, None) is not None:
            self._of_address[address] -= 1
            if not self._of_address[address]:
                del self._of_address[address]

    def hand_on(self, transport: asyncio.Transport, heard: bytes) -> None:
        """HTTP goes on with the connection."""
        http = self._serve()
        transport.set_protocol(http)
        http.connection_made(transport)
        http.data_received(heard)

    async def _look_again(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(min(_LOOK_EVERY_S, self._options.wait_s / 2))
            try:
                self._let_go_of_the_slow(clock())
                self._let_go_of_the_unheard(clock())
            except Exception:
                log.exception("connections could not be looked at")

    def _let_go_of_the_slow(self, now: float) -> None:
        for each, since in list(self._waiting.items()):
            if now - since < self._options.wait_s:
                return
            each.let_go()

    def _let_go_of_the_unheard(self, now: float) -> None:
        unread: dict[asyncio.Transport, tuple[int, float]] = {}
        for each in self._speaking():
            transport = each.transport
            if transport is None or not (left := transport.get_write_buffer_size()):
                continue
            before, since = self._unread.get(transport, (0, now))
            if left != before:
                since = now
            if now - since >= self._options.unread_s:
                transport.abort()
            else:
                unread[transport] = (left, since)
        self._unread = unread


class _NoWords(logging.Filter):
    """What could not be read as HTTP, or broke off, is the sender's business: its words, a token perhaps, reach no log
    of ours, and nobody fills it from outside.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError | web.RequestPayloadError | ConnectionError)


def runner_of(app: web.Application, *, shutdown_s: float) -> web.AppRunner:
    """What serves an application, behind a doorstep."""
    server_log = logging.getLogger("giotay.http.server")
    if not server_log.filters:
        server_log.addFilter(_NoWords())
    return web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=shutdown_s, keepalive_timeout=KEPT_ALIVE_S,
        logger=server_log,
        # Nobody sends us compressed requests but to see how large they grow.
        auto_decompress=False,
    )  # fmt: skip


def doorstep_of(runner: web.AppRunner, options: Options) -> Doorstep:
    """The doorstep of an application that was set up."""
    server = runner.server
    assert server is not None
    nameless(server)
    return Doorstep(server, lambda: list(server.connections), options)


class _Waiting(asyncio.Protocol):
    """One connection whose first request is not whole."""

    __slots__ = ("_address", "_doorstep", "_heard", "_transport")

    def __init__(self, doorstep: Doorstep) -> None:
        self._doorstep = doorstep
        self._transport: asyncio.Transport | None = None
        self._heard = b""
        self._address = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self._transport, self._address = transport, network_of(str(peer[0])) if peer else ""
        if not self._doorstep.arrived(self, self._address):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        start = max(0, len(self._heard) - 3)
        self._heard += data
        is_whole = self._heard.find(b"\r\n\r\n", start) >= 0 or self._heard.find(b"\n\n", start) >= 0
        if is_whole or len(self._heard) > _HEADERS_MAX:
            transport = self._transport
            self._doorstep.left(self, self._address)
            if transport is not None and not transport.is_closing():
                self._doorstep.hand_on(transport, self._heard)

    def connection_lost(self, exc: Exception | None) -> None:
        self._doorstep.left(self, self._address)

    def let_go(self) -> None:
        if self._transport is not None:
            self._transport.abort()
