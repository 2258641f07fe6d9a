"""A phone for measuring: Socket.IO over a bare WebSocket, no more than is needed to count what arrives and when.

Frames are not decoded as JSON. A comment's text carries a mark and the moment it was sent; marks are counted, and some
phones read the moments.
"""

import asyncio
import os
import time
from base64 import b64encode
from typing import Final

MARK: Final = b"@@"
_STAMP: Final = 13
_PING: Final = b"2"


def stamped(payload_end: str = "") -> str:
    """A text that says when it was sent: the mark and milliseconds since the epoch, in thirteen digits."""
    return f"{MARK.decode()}{time.time_ns() // 1_000_000:013d}{payload_end}"


class Phone(asyncio.Protocol):
    """One connection. `arrived` counts marked comments; `delays` has the delay of each in ms, if this phone samples."""

    def __init__(self, host: str, connect_packet: bytes, *, samples: bool) -> None:
        self.arrived = 0
        self.bytes = 0
        self.delays: list[float] = []
        self.acks: dict[int, float] = {}
        self.ack_delays: list[float] = []
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = False
        self._host = host
        self._connect_packet = connect_packet
        self._samples = samples
        self._buffer = b""
        self._upgraded = False
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        key = b64encode(os.urandom(16)).decode()
        assert self._transport is not None
        self._transport.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n".encode()
        )

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(str(error or "closed")))

    def send(self, packet: bytes) -> None:
        """A text frame; the masking key is zero, so the bytes stay as they are."""
        size = len(packet)
        header = bytes((0x81, 0x80 | size)) if size < 126 else bytes((0x81, 0xFE)) + size.to_bytes(2, "big")
        if self._transport is not None:
            self._transport.write(header + b"\0\0\0\0" + packet)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)
        buffer = self._buffer + data if self._buffer else data
        if not self._upgraded:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                self._buffer = buffer
                return
            self._upgraded = True
            buffer = buffer[end + 4 :]
        at, size = 0, len(buffer)
        while size - at >= 2:
            length, start = buffer[at + 1] & 0x7F, at + 2
            if length == 126:
                length, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, start = int.from_bytes(buffer[at + 2 : at + 10], "big"), at + 10
            if start > size or start + length > size:
                break
            self._frame(buffer[start : start + length])
            at = start + length
        self._buffer = buffer[at:]

    def _frame(self, packet: bytes) -> None:
        if packet == _PING:
            self.send(b"3")
        elif packet.startswith(b"42"):
            found = packet.count(MARK)
            if found:
                self.arrived += found
                if self._samples:
                    self._sample(packet)
        elif packet.startswith(b"43"):
            sent = self.acks.pop(int(packet[2 : packet.find(b"[")]), None)
            if sent is not None:
                self.ack_delays.append((time.perf_counter() - sent) * 1_000)
        elif packet.startswith(b"0"):
            self.send(self._connect_packet)
        elif packet.startswith(b"40") and not self.ready.done():
            self.ready.set_result(None)

    def _sample(self, packet: bytes) -> None:
        now = time.time_ns() / 1_000_000
        at = packet.find(MARK)
        while at >= 0:
            stamp = packet[at + len(MARK) : at + len(MARK) + _STAMP]
            if stamp.isdigit():
                self.delays.append(now - int(stamp))
            at = packet.find(MARK, at + 1)
