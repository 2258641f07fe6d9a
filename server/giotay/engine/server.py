"""The Engine.IO endpoint: handshakes, polls, posts, WebSockets and upgrades, as aiohttp sees them.

It checks what the protocol wants checked, moves bytes between aiohttp and a `Socket`, and knows every open socket of
this process by its id. What a message means is the business of the handler that `accept` gives each socket.
"""

import asyncio
import json
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from typing import Final

from aiohttp import web
from msgspec import Struct

from giotay.engine import framing, packets
from giotay.engine.handover import HandOver, owner_of
from giotay.engine.packets import ProtocolError
from giotay.engine.probe import Probe
from giotay.engine.socket import CLOSE_S, Handler, Socket
from giotay.engine.websocket import is_handshake, take_over
from giotay.engine.wheel import Wheel

log = logging.getLogger(__name__)

# The errors of the protocol, with the statuses they travel under.
UNKNOWN_TRANSPORT: Final = (400, 0, "Transport unknown")
UNKNOWN_SID: Final = (400, 1, "Session ID unknown")
BAD_METHOD: Final = (400, 2, "Bad handshake method")
BAD_REQUEST: Final = (400, 3, "Bad request")
FORBIDDEN: Final = (403, 4, "Forbidden")
UNSUPPORTED_VERSION: Final = (400, 5, "Unsupported protocol version")
TOO_MANY: Final = (503, 3, "Too many connections that have not said who they are")

_BODY_S: Final = 15.0
_NO_STORE: Final = {"Cache-Control": "no-store"}


class Options(Struct, frozen=True, kw_only=True):
    """How an endpoint behaves.

    `address_of(request)` is whom a connection is counted against; `origin_allowed(request)` says whether a page from
    elsewhere may connect. At most `unidentified_max` connections of one address may be open that have not said who they
    are: many, because a whole hall may come back at once through one router, and bounded, because each costs some kB.
    A stopping server waits `leave_s` for its peers to answer the close. `hand_over` is the way to the other workers on
    the same port, where there are any. `node` stands first in every sid, for a proxy before several servers.
    """

    ping_interval_s: float = 10
    ping_timeout_s: float = 8
    max_payload: int = 65_536
    unidentified_max: int = 5_000
    leave_s: float = 0.5
    node: str | None = None
    hand_over: HandOver | None = None
    address_of: Callable[[web.Request], str] = lambda request: request.remote or ""
    origin_allowed: Callable[[web.Request], bool] = lambda request: True


class EngineServer:
    """Every Engine.IO connection of this process. `accept(socket)` makes the layer above for a new socket."""

    def __init__(self, accept: Callable[[Socket], Handler], options: Options) -> None:
        self.sockets: dict[str, Socket] = {}
        self._accept = accept
        self._options = options
        hand_over = options.hand_over
        self._sid_begins = ("" if options.node is None else f"{options.node}.") + (
            "" if hand_over is None else f"{hand_over.number}."
        )
        self._unidentified: Counter[str] = Counter()
        self._wheel = Wheel(options.ping_interval_s, options.ping_timeout_s)
        self._turning: asyncio.Task[None] | None = None
        self._probes: set[Probe] = set()
        # Closed sockets whose peer has not answered the close yet.
        self._leaving: set[Socket] = set()
        self._stopping = False

    @property
    def polling(self) -> int:
        """How many connections have no WebSocket."""
        return sum(socket.is_polling for socket in self.sockets.values())

    # Life -------------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to ping. Needs a running loop."""
        self._turning = asyncio.create_task(self._wheel.run(), name="engine pings")

    async def stop(self) -> None:
        """Close every connection, give the closes a moment to leave, abort the rest."""
        self._stopping = True
        for socket in list(self.sockets.values()):
            socket.close("server", framing.GOING_AWAY)
        deadline = asyncio.get_running_loop().time() + self._options.leave_s
        while (self._leaving or self.sockets) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        for socket in [*self._leaving, *self.sockets.values()]:
            socket.abort()
        for probe in tuple(self._probes):
            probe.abort()
        if self._turning is not None:
            self._turning.cancel()
            await asyncio.gather(self._turning, return_exceptions=True)
            self._turning = None

    def within(self, delay_s: float, check: Callable[[], None]) -> None:
        self._wheel.after(delay_s, check)

    def identified(self, socket: Socket) -> None:
        if not socket.is_identified:
            socket.is_identified = True
            self._unidentified[socket.address] -= 1
            if self._unidentified[socket.address] <= 0:
                del self._unidentified[socket.address]

    def forget(self, socket: Socket) -> None:
        if self.sockets.pop(socket.sid, None) is not None:
            self._wheel.discard(socket)
            self.identified(socket)
            self._leaving.add(socket)

    def gone(self, socket: Socket) -> None:
        self._leaving.discard(socket)

    # Requests ---------------------------------------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The one endpoint, for every method."""
        query = request.query
        transport = query.get("transport")
        if transport not in ("polling", "websocket"):
            return _refused(UNKNOWN_TRANSPORT)
        if query.get("EIO") != "4":
            return _refused(UNSUPPORTED_VERSION)
        if not self._options.origin_allowed(request):
            return _refused(FORBIDDEN)
        sid = query.get("sid")
        if sid is not None and sid not in self.sockets and await self._is_passed_on(request, sid):
            return web.Response()
        if transport == "websocket":
            return self._handle_websocket(request, sid)
        if sid is None:
            if request.method != "GET":
                return _refused(BAD_METHOD)
            return self._open_polling(request)
        socket = self.sockets.get(sid)
        if socket is None:
            return _refused(UNKNOWN_SID)
        if not socket.is_polling:
            return _refused(BAD_REQUEST)
        if request.method == "GET":
            return await self._poll(request, socket)
        if request.method == "POST":
            return await self._post(request, socket)
        return _refused(BAD_METHOD)

    async def _is_passed_on(self, request: web.Request, sid: str) -> bool:
        """Whether another worker got the request; then its connection is ours no more, and no answer goes anywhere."""
        hand_over, owner = self._options.hand_over, owner_of(sid)
        if hand_over is None or owner is None or owner == hand_over.number:
            return False
        body: bytes | None = b""
        if request.method == "POST":
            try:
                async with asyncio.timeout(_BODY_S):
                    body = await self._body(request)
            except TimeoutError:
                return False
        # Too large a body is for the other one to refuse; any that is too large will do.
        return await hand_over.pass_on(request, bytes(self._options.max_payload + 1) if body is None else body, owner)

    def _new_sid(self) -> str:
        return self._sid_begins + secrets.token_urlsafe(15)

    def _open(self, address: str) -> Socket | None:
        """A new socket with its layer above, or None when its address has too many that say not who they are."""
        if self._stopping or self._unidentified[address] >= self._options.unidentified_max:
            return None
        self._unidentified[address] += 1
        socket = Socket(self._new_sid(), address, self)
        self.sockets[socket.sid] = socket
        self._wheel.add(socket)
        socket.attend(self._accept(socket))
        return socket

    def _opening(self, socket: Socket, upgrades: list[str]) -> bytes:
        return (
            packets.OPEN.encode()
            + json.dumps(
                {
                    "sid": socket.sid,
                    "upgrades": upgrades,
                    "pingInterval": round(self._options.ping_interval_s * 1000),
                    "pingTimeout": round(self._options.ping_timeout_s * 1000),
                    "maxPayload": self._options.max_payload,
                },
                separators=(",", ":"),
            ).encode()
        )

    # Polling ----------------------------------------------------------------------------------------------------------

    def _open_polling(self, request: web.Request) -> web.Response:
        socket = self._open(self._options.address_of(request))
        if socket is None:
            return _refused(TOO_MANY)
        return _text(self._opening(socket, ["websocket"]))

    async def _poll(self, request: web.Request, socket: Socket) -> web.Response:
        if socket.is_polled:
            socket.close("two polls at once")
            return _refused(BAD_REQUEST)
        payload = await socket.poll(self._options.ping_interval_s + self._options.ping_timeout_s)
        if request.transport is None or request.transport.is_closing():
            # Whoever asked is gone, and with them what was just taken out of the queue.
            socket.finish("poll cancelled")
        return _text(payload)

    async def _post(self, request: web.Request, socket: Socket) -> web.Response:
        if socket.posting:
            socket.close("two posts at once")
            return _refused(BAD_REQUEST)
        socket.posting = True
        try:
            async with asyncio.timeout(_BODY_S):
                body = await self._body(request)
        except TimeoutError:
            socket.finish("post timeout")
            return _refused(BAD_REQUEST)
        finally:
            socket.posting = False
        if body is None:
            socket.close("too large", framing.TOO_BIG)
            return web.json_response({"code": 3, "message": "Payload too large"}, status=413, headers=_NO_STORE)
        if not socket.is_open:
            # It could not know yet; it hears of the end from its next poll.
            return _text(b"ok")
        try:
            received = packets.split(body.decode())
        except (ProtocolError, UnicodeDecodeError):
            socket.close("protocol")
            if not socket.is_polled:
                # Nobody waits for last words: its id is unknown from now on.
                socket.finish("protocol")
            return _refused(BAD_REQUEST)
        for packet in received:
            if isinstance(packet, bytes):
                socket.binary(packet)
            else:
                socket.receive(packet)
        return _text(b"ok")

    async def _body(self, request: web.Request) -> bytes | None:
        """The request's body, or None when it is larger than allowed."""
        if request.content_length is not None and request.content_length > self._options.max_payload:
            return None
        parts: list[bytes] = []
        size = 0
        async for part in request.content.iter_any():
            size += len(part)
            if size > self._options.max_payload:
                return None
            parts.append(part)
        return b"".join(parts)

    # WebSocket --------------------------------------------------------------------------------------------------------

    def _handle_websocket(self, request: web.Request, sid: str | None) -> web.Response:
        """Once accepted, the connection is no longer aiohttp's, and what is returned here goes nowhere."""
        if not is_handshake(request):
            return _refused(BAD_REQUEST)
        if sid is None:
            socket = self._open(self._options.address_of(request))
            if socket is None:
                return _refused(TOO_MANY)
            ws = take_over(request, socket, self._options.max_payload)
            if ws is None:
                socket.finish("transport")
            else:
                socket.send(self._opening(socket, []))
                socket.carry(ws)
            return web.Response()
        known = self.sockets.get(sid)
        if known is None:
            return _refused(UNKNOWN_SID)
        if not known.is_polling or known.upgrading or not known.is_open:
            # One too many is accepted and closed, as clients are used to.
            unwanted = take_over(request, None, self._options.max_payload)
            if unwanted is not None:
                unwanted.close(framing.PROTOCOL_ERROR)
                self.within(CLOSE_S, unwanted.transport.abort)
            return web.Response()
        probe = Probe(known, self._probes.discard)
        probe.ws = take_over(request, probe, self._options.max_payload)
        if probe.ws is None:
            probe.lost()
        else:
            self._probes.add(probe)
        return web.Response()


def _text(payload: bytes) -> web.Response:
    return web.Response(body=payload, content_type="text/plain", charset="utf-8", headers=_NO_STORE)


def _refused(error: tuple[int, int, str]) -> web.Response:
    status, code, message = error
    return web.json_response({"code": code, "message": message}, status=status, headers=_NO_STORE)
