"""A connection of a soak's phone: the bench's bare WebSocket, on which the client of the simulations speaks."""

import asyncio
import json
import socket
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import msgspec

from giotay.bench.wire import Phone
from tests.chaos.client import Heard

# What a whole class is sent comes to everybody as the same bytes, and is read once.
_read: Final = lru_cache(maxsize=512)(msgspec.json.Decoder().decode)
# A loopback address has 28,000 ports for one destination; there are more addresses.
_ADDRESSES: Final = 8


class _Wire(Phone):
    """A phone that reads all it is sent. A packet is handed on as soon as it is whole."""

    def __init__(self, host: str, connect_packet: bytes, heard: Heard, lost: Callable[[], None]) -> None:
        super().__init__(host, connect_packet)
        self._heard, self._lost = heard, lost

    @property
    def transport(self) -> asyncio.Transport | None:
        return self._transport

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._lost()

    def _packet(self, packet: bytes) -> None:
        kind, body = packet[:2], packet[2:]
        if packet == b"2":
            self.send(b"3")
        elif packet[:1] == b"0":
            self.send(self._connect_packet)
        elif kind == b"42":
            name, payload = _read(body)
            self._heard(name, payload)
        elif kind == b"43":
            number, _, rest = body.decode().partition("[")
            self._heard(f"ack{number}", _read("[" + rest)[0])
        elif kind == b"44":
            self._heard("refused", _read(body)["data"])


class Line:
    """The way to a server on this machine. The server's buffers are not seen from here: `most` stays 0."""

    most = largest = 0

    def __init__(self, port: int, number: int, heard: Heard, ended: Callable[[], None]) -> None:
        self._port, self._number = port, number
        self._heard, self._ended = heard, ended
        self._wire: _Wire | None = None
        self._over = False
        self._opening: asyncio.Task[None] | None = None

    def connect(self, auth: dict[str, Any]) -> None:
        self._opening = asyncio.get_running_loop().create_task(self._open(auth))

    async def _open(self, auth: dict[str, Any]) -> None:
        made = socket.socket()
        try:
            made.setblocking(False)
            made.bind((f"127.0.0.{2 + self._number % _ADDRESSES}", 0))
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(10):
                await loop.sock_connect(made, ("127.0.0.1", self._port))
                packet = b"40" + json.dumps(auth).encode()
                wire = _Wire(f"127.0.0.1:{self._port}", packet, self._said, self._lost)
                await loop.create_connection(lambda: wire, sock=made)
        except (OSError, TimeoutError):
            made.close()
            self._lost()
            return
        if self._over:
            wire.close()
        self._wire = wire

    def _said(self, name: str, payload: Any) -> None:
        if not self._over:
            self._heard(name, payload)

    def _lost(self) -> None:
        if not self._over:
            self._over = True
            self._ended()

    def say(self, name: str, payload: Any, ack: str | None) -> None:
        if self._wire is not None:
            self._wire.send(b"42%b%b" % ((ack or "").encode(), json.dumps([name, payload]).encode()))

    def cut(self, *, noticed_after: float) -> None:
        if self._wire is not None:
            self._wire.close()
        self._lost()

    def stop_reading(self) -> None:
        if self._wire is not None:
            self._wire.stop_reading()

    def read_on(self) -> None:
        transport = self._wire.transport if self._wire is not None else None
        if transport is not None and not transport.is_closing():
            transport.resume_reading()
