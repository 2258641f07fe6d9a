"""A WebSocket client made of bytes, for tests that say what no decent client says, and the servers they meet."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, ClassVar

from aiohttp import web

from giotay.engine.packets import ProtocolError
from giotay.engine.peer import ConnectRefused, Peer
from giotay.engine.server import EngineServer
from giotay.engine.socket import Socket

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Closed(Exception):
    """The server ended the connection; `code` is the close frame's, None without one."""

    def __init__(self, code: int | None) -> None:
        super().__init__(str(code))
        self.code = code


class RawWebSocket:
    """One WebSocket connection over plain streams. `serving` closes those a test leaves open."""

    live: ClassVar[list["RawWebSocket"]] = []

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.answers_close = True
        self.live.append(self)

    @classmethod
    async def open(cls, port: int, path: str, headers: dict[str, str] | None = None) -> "RawWebSocket":
        """Connect; raises ConnectionRefusedError with the status line when there is no upgrade."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [
            f"GET {path} HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
            *(f"{name}: {value}" for name, value in (headers or {}).items()), "", "",
        ]  # fmt: skip
        writer.write("\r\n".join(lines).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if " 101 " not in head.splitlines()[0]:
            writer.close()
            await writer.wait_closed()
            raise ConnectionRefusedError(head.splitlines()[0])
        return cls(reader, writer)

    def send(self, payload: bytes | str, opcode: int = TEXT, *, fin: bool = True) -> None:
        data = payload.encode() if isinstance(payload, str) else payload
        size = len(data)
        first = (0x80 if fin else 0) | opcode
        if size < 126:
            header = bytes([first, 0x80 | size])
        elif size < 65_536:
            header = bytes([first, 0x80 | 126]) + size.to_bytes(2, "big")
        else:
            header = bytes([first, 0x80 | 127]) + size.to_bytes(8, "big")
        mask = os.urandom(4)
        whole = int.from_bytes(data, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        self.writer.write(header + mask + whole.to_bytes(size, "big"))

    async def frame(self, timeout: float = 5.0) -> tuple[int, bytes]:
        async with asyncio.timeout(timeout):
            first, second = await self.reader.readexactly(2)
            size = second & 0x7F
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8), "big")
            return first & 0x0F, await self.reader.readexactly(size)

    async def text(self, timeout: float = 5.0) -> str:
        """The next text; pings of the WebSocket itself are answered. Raises Closed."""
        while True:
            try:
                opcode, data = await self.frame(timeout)
            except (asyncio.IncompleteReadError, ConnectionError):
                raise Closed(None) from None
            if opcode == TEXT:
                return data.decode()
            if opcode == CLOSE:
                if self.answers_close:
                    with suppress(ConnectionError):
                        self.send(data, CLOSE)
                raise Closed(int.from_bytes(data[:2], "big") if data else None)
            if opcode == PING:
                self.send(data, PONG)

    async def closed(self, timeout: float = 5.0) -> int | None:
        """Read on until the server closes; its code."""
        async with asyncio.timeout(timeout):
            while True:
                try:
                    await self.text(timeout)
                except Closed as closed:
                    return closed.code

    async def drain(self) -> None:
        with suppress(ConnectionError):
            await self.writer.drain()

    @classmethod
    async def close_all(cls) -> None:
        """Close what tests left open."""
        while cls.live:
            raw = cls.live.pop()
            raw.writer.close()
            with suppress(OSError):
                await raw.writer.wait_closed()


class Echo:
    """An Engine.IO application that says everything again."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.reason: str | None = None

    def receive(self, text: str) -> None:
        if text == "boom":
            raise ValueError("boom")
        self.socket.send(b"4" + text.encode())

    def receive_binary(self, data: bytes) -> None:
        raise ProtocolError("no binary")

    def closed(self, reason: str) -> None:
        assert self.reason is None, "closed twice"
        self.reason = reason


class Hall:
    """A Socket.IO application that echoes and remembers."""

    def __init__(self) -> None:
        self.guests: list[Guest] = []
        self.delay = 0.0
        self.refuse: ConnectRefused | None = None

    async def connect(self, peer: Peer, auth: object) -> "Guest":
        await asyncio.sleep(self.delay)
        if self.refuse is not None:
            raise self.refuse
        guest = Guest(peer, auth)
        self.guests.append(guest)
        return guest


class Guest:
    def __init__(self, peer: Peer, auth: object) -> None:
        self.peer, self.auth = peer, auth
        self.events: list[tuple[str, list[Any], str | None]] = []
        self.reason: str | None = None

    def joined(self) -> None:
        self.peer.emit("welcome", b'{"n":1}')

    def heard(self, name: str, arguments: list[Any], ack: str | None) -> None:
        self.events.append((name, arguments, ack))
        if ack is not None:
            self.peer.answer(ack, b'"%s"' % name.encode())

    def left(self, reason: str) -> None:
        assert self.reason is None, "left twice"
        self.reason = reason


@asynccontextmanager
async def serving(server: EngineServer, path: str = "/socket.io/") -> AsyncIterator[int]:
    """A server on a port of its own."""
    app = web.Application()
    app.add_routes([web.route("*", path, server.handle)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await RawWebSocket.close_all()
        await server.stop()
        await runner.cleanup()
