"""A request that reaches the wrong worker goes to the right one, and its TCP connection with it.

Several workers listen on one port and the kernel chooses who accepts, but the requests of a long-polling client, and
its upgrade, are all about one connection that lives in one worker. That worker's number stands before the last dot of
the sid. Whoever reads a request for another passes it on over a unix socket: the descriptor of the TCP connection and
the request as it was read. From then on the connection is the other worker's, so a client that keeps its connections
alive is handed over once for each of them, and nothing is copied through a third party.
"""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Final

from aiohttp import web

from giotay.engine.websocket import release

log = logging.getLogger(__name__)

_TAKEN_WITHIN_S: Final = 5.0
_CHUNK: Final = 1 << 16
# These are about the way the body came; it goes on whole and plain.
_OF_THE_WAY: Final = frozenset({b"content-length", b"transfer-encoding", b"content-encoding", b"expect", b"connection"})


def owner_of(sid: str) -> int | None:
    """The number of the worker that an sid names; None without one. A node's name, which is none, may stand before."""
    before, dot, _ = sid.rpartition(".")
    number = before.rpartition(".")[2]
    return int(number) if dot and len(number) <= 3 and number.isdecimal() and number.isascii() else None


class HandOver:
    """This worker's end: `pass_on` gives connections away, `listen` takes those that others give.

    Every worker has a unix socket `<number>.sock` in `folder`, which only its user may enter.
    """

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        self._folder = folder
        self._listening: socket.socket | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.passed = 0

    # Giving -----------------------------------------------------------------------------------------------------------

    async def pass_on(self, request: web.Request, body: bytes, to: int) -> bool:
        """Give a request that was read whole, and its connection, to another worker. False: there is no such worker,
        and the connection is still ours to answer on.
        """
        transport = request.transport
        if transport is None or transport.is_closing() or transport.get_write_buffer_size():
            # The last holds only for one who asks before the answer to the question before has left.
            return False
        if was_reading := transport.is_reading():
            transport.pause_reading()
        held = os.dup(transport.get_extra_info("socket").fileno())
        try:
            async with asyncio.timeout(_TAKEN_WITHIN_S):
                await _send(self._folder / f"{to}.sock", held, _written(request, body))
        except (OSError, TimeoutError):
            if was_reading:
                transport.resume_reading()
            return False
        finally:
            os.close(held)
        self.passed += 1
        if (ours := release(request)) is not None:
            # Only our descriptor of it closes; the connection lives on in the other worker.
            ours.set_protocol(asyncio.Protocol())
            ours.abort()
        return True

    # Taking -----------------------------------------------------------------------------------------------------------

    def listen(self, serve: Callable[[], asyncio.Protocol]) -> None:
        """Take what other workers give; `serve` makes the HTTP protocol of one connection."""
        path = self._folder / f"{self.number}.sock"
        path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.setblocking(False)
        listening.bind(str(path))
        listening.listen(4_096)
        self._listening = listening
        self._keep(self._accept(listening, serve))

    async def stop(self) -> None:
        """Take no more."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._listening is not None:
            self._listening.close()
            (self._folder / f"{self.number}.sock").unlink(missing_ok=True)

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, listening: socket.socket, serve: Callable[[], asyncio.Protocol]) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                giver, _ = await loop.sock_accept(listening)
            except OSError as error:
                # No descriptor is left, most likely: phones go, and there is one again.
                log.error("a connection of another worker could not be taken: %s", error)
                await asyncio.sleep(0.1)
                continue
            self._keep(self._take(giver, serve))

    async def _take(self, giver: socket.socket, serve: Callable[[], asyncio.Protocol]) -> None:
        with giver:
            giver.setblocking(False)
            try:
                async with asyncio.timeout(_TAKEN_WITHIN_S):
                    connection, request = await _received(giver)
            except (OSError, TimeoutError) as error:
                log.error("a connection of another worker was not taken: %s", error)
                return
        try:
            await asyncio.get_running_loop().connect_accepted_socket(lambda: _Arrived(serve(), request), connection)
        except OSError:
            connection.close()


class _Arrived(asyncio.Protocol):
    """The first moment of a connection that came with a request: HTTP takes over and hears it before all else."""

    def __init__(self, http: asyncio.Protocol, request: bytes) -> None:
        self._http = http
        self._request = request

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.set_protocol(self._http)
        self._http.connection_made(transport)
        self._http.data_received(self._request)


def _written(request: web.Request, body: bytes) -> bytes:
    """The request as the client might have sent it at once."""
    lines = [
        f"{request.method} {request.raw_path} HTTP/{request.version.major}.{request.version.minor}".encode(),
        *(b"%b: %b" % (name, value) for name, value in request.raw_headers if name.lower() not in _OF_THE_WAY),
    ]
    if "Upgrade" in request.headers:
        lines.append(b"Connection: Upgrade")
    else:
        lines.append(b"Connection: keep-alive" if request.keep_alive else b"Connection: close")
    if request.method == "POST":
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"", body])


async def _send(path: Path, descriptor: int, request: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as taker:
        taker.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(taker, str(path))
        socket.send_fds(taker, [b"\0"], [descriptor])
        await loop.sock_sendall(taker, request)


async def _received(giver: socket.socket) -> tuple[socket.socket, bytes]:
    loop = asyncio.get_running_loop()
    while True:
        try:
            _, descriptors, _, _ = socket.recv_fds(giver, 1, 1)
            break
        except BlockingIOError:
            await _readable(giver)
    if not descriptors:
        raise OSError("it came without its connection")
    connection = socket.socket(fileno=descriptors[0])
    try:
        connection.setblocking(False)
        parts = []
        while part := await loop.sock_recv(giver, _CHUNK):
            parts.append(part)
    except BaseException:
        connection.close()
        raise
    return connection, b"".join(parts)


async def _readable(given: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()

    def tell() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(given, tell)
    try:
        await ready
    finally:
        with contextlib.suppress(OSError, ValueError):
            loop.remove_reader(given)
