"""The Socket.IO side of one connection: waits for CONNECT, asks who it is, then passes events on and answers them.

    waiting ──CONNECT──► asking ──► connected ──► over
                            └─refused─► waiting for the end

Only the namespace `/` exists. Whoever never sends CONNECT, or sends an event before it is accepted, is closed.
"""

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any, Final, Protocol

from giotay.engine import events
from giotay.engine.packets import ProtocolError
from giotay.engine.socket import Socket

log = logging.getLogger(__name__)

# From the handshake to CONNECT.
CONNECT_S: Final = 5.0
# Finding out who it is and loading the room.
_ASK_S: Final = 15.0
# A peer that has not read this much of what it was sent gets no more answers from this layer.
_UNREAD_MAX: Final = 1 << 20


class ConnectRefused(Exception):
    """The answer to CONNECT is no; `data` goes into CONNECT_ERROR."""

    def __init__(self, message: str, data: object) -> None:
        super().__init__(message)
        self.message = message
        self.data = data


class Client(Protocol):
    """A connection that was accepted, as the application sees it. No call may wait."""

    def joined(self) -> None:
        """CONNECT was answered; whatever is sent from now on arrives after it."""

    def heard(self, name: str, arguments: list[Any], ack: str | None) -> None:
        """One event. `ProtocolError` closes the connection."""

    def left(self, reason: str) -> None:
        """The connection is over; called once after `joined`."""


class Application(Protocol):
    """Who is behind a connection."""

    async def connect(self, peer: "Peer", auth: object) -> Client:
        """The client for this `auth`, or `ConnectRefused`."""


class Peer:
    """One Socket.IO connection over one Engine.IO socket."""

    __slots__ = ("_asking", "_client", "_endpoint", "_over", "socket")

    def __init__(self, socket: Socket, endpoint: "SocketIO") -> None:
        self.socket = socket
        self._endpoint = endpoint
        self._client: Client | None = None
        self._asking = False
        self._over = False

    # From the socket --------------------------------------------------------------------------------------------------

    def receive(self, text: str) -> None:
        if self.socket.buffered() > _UNREAD_MAX:
            # It talks but does not listen; answering would only fill memory.
            return
        packet = events.decode(text)
        if packet.kind == events.CONNECT:
            self._connect(packet)
            return
        if self._client is None or packet.namespace != "/":
            raise ProtocolError("not connected to this namespace")
        match packet.kind:
            case events.EVENT:
                self._client.heard(packet.data[0], packet.data[1:], packet.ack)
            case events.DISCONNECT:
                self.socket.close("client")
            case _:
                pass  # an answer to a question we never asked

    def closed(self, reason: str) -> None:
        self._over = True
        client, self._client = self._client, None
        if client is not None:
            client.left(reason)

    # CONNECT ----------------------------------------------------------------------------------------------------------

    def _connect(self, packet: events.Packet) -> None:
        if packet.namespace != "/":
            self.socket.send(events.connect_error(packet.namespace, "Invalid namespace"))
            return
        if self._asking or self._client is not None:
            raise ProtocolError("connected already")
        self._asking = True
        self._endpoint.spawn(self._ask(packet.data))

    async def _ask(self, auth: object) -> None:
        try:
            async with asyncio.timeout(_ASK_S):
                client = await self._endpoint.application.connect(self, auth)
        except ConnectRefused as refused:
            self.socket.send(events.connect_error("/", refused.message, refused.data))
            return
        except TimeoutError:
            self.socket.send(events.connect_error("/", "The room did not answer.", {"code": "unavailable"}))
            return
        except Exception:
            log.exception("a connect failed")
            self.socket.send(events.connect_error("/", "Something went wrong.", {"code": "internal"}))
            return
        if self._over:
            return
        self.socket.identify()
        self._client = client
        self.socket.send(events.connected(secrets.token_urlsafe(15)))
        try:
            client.joined()
        except Exception:
            log.exception("a client could not join")
            self.socket.close("internal", 1011)

    def overdue(self) -> None:
        """The time for CONNECT is over."""
        if self._client is None and not self._over:
            self.socket.close("no connect")

    # To the peer ------------------------------------------------------------------------------------------------------

    def answer(self, ack: str, payload: bytes) -> None:
        """Answer an event with one JSON value."""
        self.socket.send(events.answer(ack, payload))

    def emit(self, name: str, payload: bytes) -> None:
        """Send one event with one JSON value."""
        self.socket.send(events.event(name, payload))

    def disconnect(self) -> None:
        """Leave the namespace and close: clients do not come back by themselves."""
        self.socket.send(events.DISCONNECTED)
        self.socket.close("server")


class SocketIO:
    """Socket.IO for one application. `accept` is what an Engine.IO server gives its new sockets to."""

    def __init__(self, application: Application, *, connect_s: float = CONNECT_S) -> None:
        self.application = application
        self._connect_s = connect_s
        self._tasks: set[asyncio.Task[None]] = set()

    def accept(self, socket: Socket) -> Peer:
        """The Socket.IO side of a new socket."""
        peer = Peer(socket, self)
        socket.within(self._connect_s, peer.overdue)
        return peer

    def spawn(self, asking: Coroutine[None, None, None]) -> None:
        """Run one question to the application; kept until it is done."""
        task = asyncio.get_running_loop().create_task(asking)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End the questions that are still on their way."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
