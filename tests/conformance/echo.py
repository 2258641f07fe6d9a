"""The echo profile: our socket classes with everything the protocols have, saying again what they hear.

`/engine.io/` echoes messages. `/socket.io/` tells a newcomer its `auth`, answers `message` with `message-back` and
`message-with-ack` with an ack, in the namespaces `/` and `/custom`. The protocols' own public test suites expect just
this at port 3000: `python -m tests.conformance.echo` serves them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import web

from giotay.engine.events import ACK, EVENT
from giotay.engine.peer import Peer, SocketIO
from giotay.engine.server import EngineServer, Options
from giotay.engine.socket import Socket

PING_INTERVAL_MS, PING_TIMEOUT_MS, MAX_PAYLOAD = 300, 200, 1_000_000
CONNECT_S = 1.0


class Parrot:
    """An Engine.IO application."""

    def __init__(self, socket: Socket) -> None:
        self._socket = socket

    def receive(self, text: str) -> None:
        self._socket.send(b"4" + text.encode())

    def receive_binary(self, data: bytes) -> None:
        self._socket.send_binary(data)

    def closed(self, reason: str) -> None:
        pass


class Guest:
    """A Socket.IO client of the echo."""

    def __init__(self, peer: Peer, auth: object) -> None:
        self._peer = peer
        self._auth = auth

    def joined(self) -> None:
        self._peer.say(EVENT, ["auth", self._auth if self._auth is not None else {}])

    def heard(self, name: str, arguments: list[Any], ack: str | None) -> None:
        if name == "message":
            self._peer.say(EVENT, ["message-back", *arguments])
        elif name == "message-with-ack":
            self._peer.say(ACK, arguments, ack)

    def left(self, reason: str) -> None:
        pass


class Hall:
    """Lets everybody in."""

    async def connect(self, peer: Peer, auth: object) -> Guest:
        return Guest(peer, auth)


@asynccontextmanager
async def echoing(port: int = 0) -> AsyncIterator[int]:
    """Both endpoints on one port, until the block ends."""
    options = Options(
        ping_interval_s=PING_INTERVAL_MS / 1_000, ping_timeout_s=PING_TIMEOUT_MS / 1_000, max_payload=MAX_PAYLOAD
    )
    sockets = SocketIO(Hall(), connect_s=CONNECT_S, others={"/custom": Hall()}, attachments=16)
    app = web.Application()
    async with AsyncExitStack() as stack:
        servers = {"/engine.io/": EngineServer(Parrot, options), "/socket.io/": EngineServer(sockets.accept, options)}
        for path, server in servers.items():
            app.add_routes([web.route("*", path, server.handle)])
            server.start()
            stack.push_async_callback(server.stop)
        stack.push_async_callback(sockets.stop)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield int(runner.addresses[0][1])


async def _main() -> None:
    async with echoing(3_000):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main())
