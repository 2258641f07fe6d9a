"""The Socket.IO side of one connection: waits for CONNECT, asks who it is, then passes events on and answers them.

    waiting ──CONNECT──► asking ──► connected ──DISCONNECT──► waiting
                            └─refused─► waiting for the end

Whoever never sends CONNECT, or sends an event before it is accepted, is closed. Giotay has the namespace `/` and no
attachments; the rest is here so that these classes can be held to the rules everybody has agreed on.
"""

import asyncio
import logging
import secrets
from collections.abc import Coroutine, Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol

from msgspec import Struct

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


class _More(Struct, eq=False):
    """What few connections have: further namespaces, and a packet whose attachments have not all come."""

    peers: dict[str, "Peer"] = {}
    packet: events.Packet | None = None
    parts: list[bytes] = []


class Peer:
    """One Socket.IO connection over one Engine.IO socket, in one namespace; that in `/` hears for all of them."""

    __slots__ = ("_asking", "_client", "_endpoint", "_more", "_namespace", "_over", "socket")

    def __init__(self, socket: Socket, endpoint: "SocketIO", namespace: str = "/") -> None:
        self.socket = socket
        self._namespace = namespace
        self._endpoint = endpoint
        self._client: Client | None = None
        self._more: _More | None = None
        self._asking = False
        self._over = False

    # From the socket --------------------------------------------------------------------------------------------------

    def receive(self, text: str) -> None:
        if self.socket.buffered() > _UNREAD_MAX:
            # It talks but does not listen; answering would only fill memory.
            return
        if self._more is not None and self._more.packet is not None:
            raise ProtocolError("attachments are missing")
        packet = events.decode(text, self._endpoint.attachments)
        if packet.attachments:
            self._further().packet = packet
        else:
            self._hand_on(packet)

    def receive_binary(self, data: bytes) -> None:
        more = self._more
        if more is None or more.packet is None:
            raise ProtocolError("no attachment is awaited")
        more.parts.append(data)
        if len(more.parts) == more.packet.attachments:
            whole = events.together(more.packet, more.parts)
            more.packet, more.parts = None, []
            self._hand_on(whole)

    def _further(self) -> _More:
        if self._more is None:
            self._more = _More()
        return self._more

    def _hand_on(self, packet: events.Packet) -> None:
        namespace = packet.namespace
        if namespace == "/":
            self._take(packet)
            return
        peer = self._more.peers.get(namespace) if self._more is not None else None
        if peer is None and packet.kind == events.CONNECT:
            if namespace not in self._endpoint.applications:
                self.socket.send(events.connect_error(namespace, "Invalid namespace"))
                return
            peer = self._further().peers[namespace] = Peer(self.socket, self._endpoint, namespace)
        if peer is None:
            raise ProtocolError("not connected to this namespace")
        peer._take(packet)

    def _take(self, packet: events.Packet) -> None:
        if packet.kind == events.CONNECT:
            self._connect(packet)
            return
        client = self._client
        if client is None:
            raise ProtocolError("not connected to this namespace")
        match packet.kind:
            case events.EVENT:
                client.heard(packet.data[0], packet.data[1:], packet.ack)
            case events.DISCONNECT:
                self._client, self._asking = None, False
                self.socket.within(self._endpoint.connect_s, self.overdue)
                client.left("client")
            case _:
                pass  # an answer to a question we never asked

    def closed(self, reason: str) -> None:
        self._over = True
        client, self._client = self._client, None
        if client is not None:
            client.left(reason)
        if self._more is not None:
            for peer in self._more.peers.values():
                peer.closed(reason)

    # CONNECT ----------------------------------------------------------------------------------------------------------

    def _connect(self, packet: events.Packet) -> None:
        if self._asking or self._client is not None:
            raise ProtocolError("connected already")
        self._asking = True
        self._endpoint.spawn(self._ask(packet.data))

    async def _ask(self, auth: object) -> None:
        try:
            async with asyncio.timeout(_ASK_S):
                client = await self._endpoint.applications[self._namespace].connect(self, auth)
        except ConnectRefused as refused:
            self._refuse(refused.message, refused.data)
            return
        except TimeoutError:
            self._refuse("The room did not answer.", {"code": "unavailable"})
            return
        except Exception:
            log.exception("a connect failed")
            self._refuse("Something went wrong.", {"code": "internal"})
            return
        if self._over:
            return
        self.socket.identify()
        self._client = client
        self.socket.send(events.connected(self._namespace, secrets.token_urlsafe(15)))
        try:
            client.joined()
        except Exception:
            log.exception("a client could not join")
            self.socket.close("internal", 1011)

    def _refuse(self, message: str, data: object) -> None:
        self.socket.send(events.connect_error(self._namespace, message, data))

    def overdue(self) -> None:
        """The time for CONNECT is over."""
        if not self._over and not self._is_somewhere():
            self.socket.close("no connect")

    def _is_somewhere(self) -> bool:
        peers = self._more.peers.values() if self._more is not None else ()
        return self._client is not None or any(peer._is_somewhere() for peer in peers)

    # To the peer ------------------------------------------------------------------------------------------------------

    def answer(self, ack: str, payload: bytes) -> None:
        """Answer an event with one JSON value."""
        self.socket.send(events.answer(ack, payload))

    def emit(self, name: str, payload: bytes) -> None:
        """Send one event with one JSON value."""
        self.socket.send(events.event(name, payload))

    def say(self, kind: str, values: list[Any], ack: str | None = None) -> None:
        """Send an event or an answer of any values, bytes among them, in this peer's namespace."""
        packet, parts = events.apart(kind, self._namespace, ack, values)
        self.socket.send(packet)
        for part in parts:
            self.socket.send_binary(part)

    def disconnect(self) -> None:
        """Leave the namespace and close: clients do not come back by themselves."""
        self.socket.send(events.DISCONNECTED)
        self.socket.close("server")


class SocketIO:
    """Socket.IO for one application. `accept` is what an Engine.IO server gives its new sockets to.

    `others` are applications in further namespaces; a packet may have so many `attachments`.
    """

    def __init__(
        self,
        application: Application,
        *,
        connect_s: float = CONNECT_S,
        others: Mapping[str, Application] = MappingProxyType({}),
        attachments: int = 0,
    ) -> None:
        self.applications: Mapping[str, Application] = {"/": application, **others}
        self.connect_s = connect_s
        self.attachments = attachments
        self._tasks: set[asyncio.Task[None]] = set()

    def accept(self, socket: Socket) -> Peer:
        """The Socket.IO side of a new socket."""
        peer = Peer(socket, self)
        socket.within(self.connect_s, peer.overdue)
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
