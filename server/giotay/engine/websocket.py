"""One WebSocket (RFC 6455, server side) as an asyncio protocol: frames in, texts out, to whoever owns it.

There is no task, no request and no response behind an open WebSocket: `take_over` takes the transport from aiohttp
once the handshake is checked, so that a phone costs a few kilobytes and its bytes go straight from the event loop to
the room. Where permessage-deflate was agreed, a peer's messages may come compressed, each by itself; what it is sent is
compressed by whoever builds the frame.
"""

import asyncio
import os
import zlib
from base64 import b64encode
from hashlib import sha1
from typing import Final, Protocol

from aiohttp import web

from giotay.engine import framing

_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_INVALID_TEXT: Final = 1007
# A peer that sends more frames a second than any client of ours is read no further until the second is over.
_FRAMES_A_SECOND: Final = 1_000
_DEFLATE: Final = (
    b"Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n"
)
# A peer that pings and does not read is answered no more.
_UNREAD_MAX: Final = 1 << 20


class _Opcode:
    CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA


class Owner(Protocol):
    """Who gets what a WebSocket hears. No call may wait."""

    def text(self, text: str) -> None:
        """One message."""

    def binary(self, data: bytes) -> None:
        """One binary message."""

    def failed(self) -> None:
        """The peer speaks wrongly: nothing it says is heard any more. Whoever owns it lets it go soon."""

    def lost(self) -> None:
        """The connection is gone; called once."""


class WebSocket(asyncio.Protocol):
    """An open WebSocket. `limit` is the largest message in bytes."""

    __slots__ = (
        "_began",
        "_buffer",
        "_closing",
        "_deaf",
        "_descriptor",
        "_frames",
        "_held",
        "_is_pressed",
        "_is_text",
        "_limit",
        "_message",
        "deflates",
        "owner",
        "transport",
    )

    def __init__(self, transport: asyncio.Transport, owner: Owner | None, limit: int) -> None:
        self.transport = transport
        # None where bytes have to pass TLS first.
        over_tls = transport.get_extra_info("ssl_object") is not None
        self._descriptor: int | None = None if over_tls else transport.get_extra_info("socket").fileno()
        self.owner = owner
        self._limit = limit
        self._buffer = b""
        # The parts of a message that comes in fragments; None between messages.
        self._message: bytearray | None = None
        self._is_text = True
        self._is_pressed = False
        # Whether the peer takes compressed frames.
        self.deflates = False
        self._closing = False
        self._deaf = False
        self._held = False
        self._began = 0.0
        self._frames = 0

    # Sending ----------------------------------------------------------------------------------------------------------

    def send_now(self, frame: bytes) -> int:
        """Write a frame straight to the kernel when nothing is before it; how many bytes wait here afterwards.

        An event loop gathers what is written and hands it on at the end of its turn; for one frame to a thousand phones
        that costs as much as the kernel's own work. The descriptor is ours for as long as the transport is open.
        """
        transport = self.transport
        descriptor = self._descriptor
        if descriptor is not None and transport.get_write_buffer_size() == 0 and not transport.is_closing():
            try:
                sent = os.write(descriptor, frame)
            except BlockingIOError:
                sent = 0
            except OSError:
                # The peer is gone; the transport will say so.
                return 0
            if sent == len(frame):
                return 0
            frame = frame[sent:]
        transport.write(frame)
        return transport.get_write_buffer_size()

    def close(self, code: int) -> None:
        """Say goodbye. The peer's answer, or its going, ends the connection; whoever waits for it sets the limit."""
        if not self._closing and not self.transport.is_closing():
            self._closing = True
            self.transport.write(framing.close_frame(code))

    # Receiving --------------------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        if self._deaf:
            return
        buffer = self._buffer + data if self._buffer else data
        start = 0
        while not self._held and (end := self._frame(buffer, start)) > start:
            start = end
        self._buffer = b"" if self._deaf else buffer[start:]

    def eof_received(self) -> None:
        return None

    def connection_lost(self, exc: Exception | None) -> None:
        owner, self.owner = self.owner, None
        if owner is not None:
            owner.lost()

    def _frame(self, data: bytes, start: int) -> int:
        """Take the frame that begins at `start`; where it ends, `start` while it is incomplete, -1 to read no more."""
        have = len(data) - start
        if have < 2:
            return start
        first, second = data[start], data[start + 1]
        opcode, size, at = first & 0x0F, second & 0x7F, start + 2
        reserved = 0x70 if not self.deflates or opcode not in (_Opcode.TEXT, _Opcode.BINARY) else 0x30
        if first & reserved or not second & 0x80 or (opcode >= _Opcode.CLOSE and (size > 125 or not first & 0x80)):
            # Reserved bits, a frame without its mask, a control frame too large or in parts.
            return self._fail(framing.PROTOCOL_ERROR)
        if size == 126:
            if have < 4:
                return start
            size, at = int.from_bytes(data[at : at + 2], "big"), at + 2
        elif size == 127:
            if have < 10:
                return start
            size, at = int.from_bytes(data[at : at + 8], "big"), at + 8
        if opcode < _Opcode.CLOSE and size + (len(self._message) if self._message is not None else 0) > self._limit:
            return self._fail(framing.TOO_BIG)
        end = at + 4 + size
        if len(data) < end:
            return start
        self._count()
        if opcode in (_Opcode.TEXT, _Opcode.BINARY):
            self._is_pressed = bool(first & 0x40)
        self._take(opcode, bool(first & 0x80), _unmasked(data[at : at + 4], data[at + 4 : end]))
        return end

    def _take(self, opcode: int, last: bool, payload: bytes) -> None:
        match opcode:
            case _Opcode.TEXT | _Opcode.BINARY if self._message is None:
                self._is_text = opcode == _Opcode.TEXT
                if last:
                    self._whole(payload)
                else:
                    self._message = bytearray(payload)
            case _Opcode.CONTINUATION if self._message is not None:
                self._message += payload
                if last:
                    whole, self._message = bytes(self._message), None
                    self._whole(whole)
            case _Opcode.CLOSE:
                self._answer_close(payload)
            case _Opcode.PING:
                if not self._closing and self.transport.get_write_buffer_size() < _UNREAD_MAX:
                    self.transport.write(b"\x8a%c%b" % (len(payload), payload))
            case _Opcode.PONG:
                pass
            case _:
                self._fail(framing.PROTOCOL_ERROR)

    def _whole(self, payload: bytes) -> None:
        if self._closing or self.owner is None:
            return
        if self._is_pressed:
            try:
                whole = framing.inflated(payload, self._limit)
            except zlib.error:
                self._fail(_INVALID_TEXT)
                return
            if whole is None:
                self._fail(framing.TOO_BIG)
                return
            payload = whole
        if not self._is_text:
            self.owner.binary(payload)
            return
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            self._fail(_INVALID_TEXT)
            return
        self.owner.text(text)

    def _answer_close(self, payload: bytes) -> None:
        code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else framing.NORMAL
        self.close(code if 1000 <= code < 5000 and code not in (1004, 1005, 1006, 1015) else framing.PROTOCOL_ERROR)
        self.transport.close()

    def _fail(self, code: int) -> int:
        """The peer speaks wrongly: what follows cannot be told apart, so nothing more is heard.

        What it still sends is read and thrown away, because closing on unread bytes would take our close frame with it.
        """
        self.close(code)
        self._deaf = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
        if self.owner is not None:
            self.owner.failed()
        return -1

    # Too much ---------------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        if now - self._began >= 1.0:
            self._began, self._frames = now, 0
        self._frames += 1
        if self._frames == _FRAMES_A_SECOND and not self.transport.is_closing():
            self._held = True
            self.transport.pause_reading()
            loop.call_later(1.0, self._go_on)

    def _go_on(self) -> None:
        self._held = False
        if self.transport.is_closing():
            return
        self.data_received(b"")
        if not self._held:
            self.transport.resume_reading()


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    size = len(payload)
    key = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")


# The handshake --------------------------------------------------------------------------------------------------------


def is_handshake(request: web.Request) -> bool:
    """Whether the request asks for a WebSocket in the way the RFC wants."""
    return request.method == "GET" and bool(web.WebSocketResponse().can_prepare(request))


def offers_deflate(headers: list[str]) -> bool:
    """Whether a peer offers permessage-deflate in a way we can take: every message by itself, with a whole window."""
    offers = (offer.split(";") for header in headers for offer in header.split(","))
    return any(
        parts[0].strip().lower() == "permessage-deflate"
        and not any(part.strip().lower().startswith("server_max_window_bits") for part in parts[1:])
        for parts in offers
    )


def release(request: web.Request) -> asyncio.Transport | None:
    """Take a request's transport from aiohttp; None when the peer is gone already. Give it a protocol at once.

    aiohttp is told that the connection is lost, which to its mind it is: it frees the request and everything around
    it, and the answer its handler returns goes nowhere.
    """
    transport = request.transport
    if transport is None or transport.is_closing():
        return None
    former = request.protocol
    former.transport = None
    former.connection_lost(None)
    return transport


def take_over(request: web.Request, owner: Owner | None, limit: int) -> WebSocket | None:
    """Accept the handshake and take the transport from aiohttp; None when the peer is gone already."""
    transport = release(request)
    if transport is None:
        return None
    deflates = offers_deflate(request.headers.getall("Sec-WebSocket-Extensions", []))
    key = request.headers["Sec-WebSocket-Key"].encode()
    accept = b64encode(sha1(key + _GUID, usedforsecurity=False).digest())
    transport.write(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: %b\r\n%b\r\n" % (accept, _DEFLATE if deflates else b"")
    )
    websocket = WebSocket(transport, owner, limit)
    websocket.deflates = deflates
    transport.set_protocol(websocket)
    if not transport.is_reading():
        transport.resume_reading()
    return websocket
