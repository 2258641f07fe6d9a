"""A phone for measuring: Socket.IO over a bare WebSocket, no more than is needed to count what arrives and when.

Frames are not decoded as JSON. A comment's text carries a mark, the moment it was sent and its number; marks are
counted, and some phones read the moments and see what is missing, twice or out of order.
"""

import asyncio
import os
import time
import zlib
from base64 import b64encode
from collections.abc import Callable
from typing import Final

MARK: Final = b"@@"
# Microseconds since the epoch, then the number.
_MOMENT: Final = 16
_NUMBER: Final = 7
_PING: Final = b"2"
# What permessage-deflate leaves out at the end of a message (RFC 7692, 7.2.1).
_TAIL: Final = b"\0\0\xff\xff"


def stamped(number: int) -> str:
    """A text that says when it was sent, and which one it is."""
    return f"{MARK.decode()}{time.time_ns() // 1_000:016d}{number:07d} Tôi nhất trí với dự thảo."


class Sample:
    """What one phone saw of every mark: its delay in ms; which numbers came twice or after a later one."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self.numbers: set[int] = set()
        self.repeated = 0

    def read(self, packet: bytes) -> None:
        """Take the marks of one packet."""
        now = time.time_ns() / 1_000
        at = packet.find(MARK)
        while at >= 0:
            start = at + len(MARK)
            moment, number = packet[start : start + _MOMENT], packet[start + _MOMENT : start + _MOMENT + _NUMBER]
            if moment.isdigit() and number.isdigit():
                which = int(number)
                if which in self.numbers:
                    self.repeated += 1
                self.numbers.add(which)
                self.delays.append((now - int(moment)) / 1_000)
            at = packet.find(MARK, start)


class Counted:
    """How many marks are in the packet that came last: the same bytes go to everybody, so it is looked up."""

    packet = b""
    marks = 0

    def of(self, packet: bytes) -> int:
        """The marks of a packet."""
        if packet != self.packet:
            self.packet, self.marks = packet, packet.count(MARK)
        return self.marks


class Inflated:
    """The compressed packet that came last, inflated: where each stands by itself, everybody gets the same bytes."""

    packet = b""
    inflated = b""

    def of(self, packet: bytes) -> bytes:
        """What was compressed."""
        if packet != self.packet:
            self.packet, self.inflated = packet, zlib.decompressobj(-15).decompress(packet + _TAIL)
        return self.inflated


_counted = Counted()
_inflated = Inflated()


class Phone(asyncio.Protocol):
    """One connection. `arrived` counts marks, `frames` updates; `sample` reads them; `on_update` hears of them."""

    def __init__(self, host: str, connect_packet: bytes, sample: Sample | None = None) -> None:
        self.arrived = 0
        self.frames = 0
        self.bytes = 0
        self.sample = sample
        self.acks: dict[int, Callable[[float, bytes], None]] = {}
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self.gone: asyncio.Future[None] = loop.create_future()
        self.on_update: Callable[[bytes], None] | None = None
        self._host = host
        self._connect_packet = connect_packet
        self._buffer = b""
        self._upgraded = False
        self._inflater: Callable[[bytes], bytes] = _inflated.of
        self._level = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        key = b64encode(os.urandom(16)).decode()
        assert self._transport is not None
        # What a browser offers, permessage-deflate among it.
        self._transport.write(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Mobile\r\n"
            f"Origin: http://{self._host}\r\nAccept-Encoding: gzip, deflate\r\nAccept-Language: vi,en;q=0.8\r\n"
            "Pragma: no-cache\r\nCache-Control: no-cache\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n".encode()
        )

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(str(error or "closed")))
            self.ready.exception()
        if not self.gone.done():
            self.gone.set_result(None)

    def send(self, packet: bytes) -> None:
        """A text frame; the masking key is zero, so the bytes stay as they are."""
        size = len(packet)
        header = bytes((0x81, 0x80 | size)) if size < 126 else bytes((0x81, 0xFE)) + size.to_bytes(2, "big")
        if self._transport is not None:
            self._transport.write(header + b"\0\0\0\0" + packet)

    def ask(self, number: int, payload: bytes, heard: Callable[[float, bytes], None]) -> None:
        """Send a `command` with an ack id; `heard` gets the delay in ms and the answer."""
        sent = time.perf_counter()
        self.acks[number] = lambda now, answer: heard((now - sent) * 1_000, answer)
        self.send(b'42%d["command",%b]' % (number, payload))

    def stop_reading(self) -> None:
        """A phone that takes no more bytes."""
        if self._transport is not None:
            self._transport.pause_reading()

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
            self._negotiated(buffer[:end].lower())
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
            packet = buffer[start : start + length]
            self._packet(self._inflater(packet) if buffer[at] & 0x40 else packet)
            at = start + length
        self._buffer = buffer[at:]

    def _negotiated(self, answer: bytes) -> None:
        if b"permessage-deflate" in answer and b"server_no_context_takeover" not in answer:
            # What was compressed with what came before; every phone has to inflate for itself.
            inflate = zlib.decompressobj(-15).decompress
            self._inflater = lambda packet: inflate(packet + _TAIL)

    def _packet(self, packet: bytes) -> None:
        if packet.startswith(b'42["update"'):
            self._marks(packet)
        elif packet == _PING:
            self.send(b"3")
        elif packet.startswith(b"43"):
            heard = self.acks.pop(int(packet[2 : packet.find(b"[")]), None)
            if heard is not None:
                heard(time.perf_counter(), packet)
        elif packet.startswith(b'42["sync"'):
            # The first one is where it begins; another follows where a phone had lagged.
            if self._level and b'"mode":"patch"' in packet[:300]:
                self._marks(packet)
            self._is_level()
        elif packet.startswith(b"0"):
            self.send(self._connect_packet)
        elif packet.startswith(b"40") and b'"token"' not in self._connect_packet:
            self._is_level()

    def _is_level(self) -> None:
        self._level = True
        if not self.ready.done():
            self.ready.set_result(None)

    def _marks(self, packet: bytes) -> None:
        self.frames += 1
        self.arrived += _counted.of(packet)
        if self.sample is not None:
            self.sample.read(packet)
        if self.on_update is not None:
            self.on_update(packet)
