"""One Engine.IO connection: a small state machine that is given packets and writes packets, over either transport.

    open ──► closing (polling: the last words wait for one more poll) ──► closed
      │ polling ──► upgrading (a WebSocket has probed) ──► WebSocket

Every packet leaves through `send`, `direct` or `send_later`, which write at once to the WebSocket's transport, or queue
for the next poll; nothing waits, nothing is reordered, nothing is dropped while the connection is open.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final, Protocol

from giotay.engine import framing, packets
from giotay.engine.packets import ProtocolError
from giotay.engine.websocket import WebSocket

log = logging.getLogger(__name__)

# A closed WebSocket whose peer neither answers the close nor goes away is aborted after this long.
CLOSE_S: Final = 3.0
# While a WebSocket probes, a poll is answered after at most this long, so that the client can stop polling.
_PROBE_POLL_S: Final = 0.1


class Handler(Protocol):
    """The layer above: what to do with messages. All calls are synchronous and must not wait."""

    def receive(self, text: str) -> None:
        """One message. `ProtocolError` closes the connection."""

    def receive_binary(self, data: bytes) -> None:
        """One binary message. `ProtocolError` closes the connection."""

    def closed(self, reason: str) -> None:
        """The connection is over; called once, whoever ended it."""


class Keeper(Protocol):
    """What a socket needs of the server that keeps it."""

    def forget(self, socket: "Socket") -> None:
        """The connection is over: its id is unknown from now on."""

    def gone(self, socket: "Socket") -> None:
        """Nothing is left of it, its transport included."""

    def identified(self, socket: "Socket") -> None:
        """It is known who this is: the socket no longer counts against its address."""

    def within(self, delay_s: float, check: Callable[[], None]) -> None:
        """Call `check` once `delay_s` has passed; it has to look whether it still applies."""


class Socket:
    """One connection, from its handshake to its end, whichever transport carries it."""

    __slots__ = (
        "_awaiting", "_backlog", "_closing", "_handler", "_keeper", "_packets", "_queued", "_quietly", "_waiter", "_ws",
        "address", "deflates", "direct", "is_identified", "place", "posting", "sid", "upgrading", "write",
    )  # fmt: skip

    def __init__(self, sid: str, address: str, keeper: Keeper) -> None:
        self.sid = sid
        self.address = address
        self.place = 0
        # Writes ready bytes to the open WebSocket; None while polling and after the end.
        self.write: _Write | None = None
        # Writes a ready frame past the event loop, and says what waits afterwards; None where `write` is.
        self.direct: Callable[[bytes], int] | None = None
        # Whether `direct` may be given compressed frames.
        self.deflates = False
        self.posting = False
        self.upgrading = False
        # Until it is known who this is, the connection counts against its address.
        self.is_identified = False
        self._keeper = keeper
        self._handler: Handler | None = None
        self._ws: WebSocket | None = None
        self._packets: list[bytes] | None = []
        self._queued = 0
        self._waiter: asyncio.Future[None] | None = None
        self._awaiting = False
        self._backlog = 0
        self._closing = False
        self._quietly = False

    def attend(self, handler: Handler) -> None:
        """Give the socket its layer above, before anything is received."""
        self._handler = handler

    def within(self, delay_s: float, check: Callable[[], None]) -> None:
        """Call `check` once `delay_s` has passed; it has to look whether it still applies."""
        self._keeper.within(delay_s, check)

    def identify(self) -> None:
        """The layer above knows who this is."""
        self._keeper.identified(self)

    # Sending ----------------------------------------------------------------------------------------------------------

    def send(self, packet: bytes) -> None:
        """Send one Engine.IO text packet."""
        if self.write is not None:
            self.write(framing.text_frame(packet))
        else:
            self._queue(packet)

    def send_later(self, packet: bytes) -> int:
        """Send one packet with the next poll; what waits for it then. Only while `direct` is None."""
        self._queue(packet)
        return self._queued

    def send_binary(self, data: bytes) -> None:
        """Send one binary message."""
        if self.write is not None:
            self.write(framing.binary_frame(data))
        else:
            self._queue(packets.binary(data))

    def _queue(self, packet: bytes) -> None:
        if self._packets is None or self._closing:
            return
        self._packets.append(packet)
        self._queued += len(packet)
        self._wake()

    def buffered(self) -> int:
        """Bytes the peer's kernel has not taken (WebSocket), or that wait for a poll."""
        if self._ws is not None:
            return self._ws.transport.get_write_buffer_size()
        return self._queued

    # Receiving --------------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self._handler is not None and not self._closing

    @property
    def is_polling(self) -> bool:
        return self._packets is not None

    @property
    def is_polled(self) -> bool:
        """Whether a poll is waiting for its answer."""
        return self._waiter is not None

    def receive(self, packet: str) -> None:
        """Take one packet from the peer. What is wrong with it closes the connection."""
        if not self.is_open:
            return
        handler = self._handler
        assert handler is not None
        try:
            match packet[:1]:
                case packets.MESSAGE:
                    handler.receive(packet[1:])
                case packets.PONG:
                    self._awaiting = False
                case packets.CLOSE:
                    # It knows that it goes: a poll of its own that waits is answered with nothing.
                    self.close("client", quietly=True)
                case _:
                    raise ProtocolError("the packet is not for a server, or not now")
        except ProtocolError as error:
            log.debug("closing a connection: %s", error)
            self.close("protocol", framing.PROTOCOL_ERROR)
        except Exception:
            log.exception("a message could not be handled")
            self.close("internal", 1011)

    # The heart --------------------------------------------------------------------------------------------------------

    def ping(self) -> None:
        if self.is_open and not self._awaiting:
            self._awaiting = True
            self.send(packets.PING.encode())
            self._backlog = self.buffered()

    def expect_pong(self) -> None:
        if not self._awaiting:
            return
        # A slow line that still takes bytes has not seen the ping yet; it is slow, not gone.
        backlog = self.buffered()
        if self._ws is not None and 0 < backlog < self._backlog:
            self._backlog = backlog
            return
        self.finish("ping timeout")
        self.abort()

    # Transports -------------------------------------------------------------------------------------------------------

    def carry(self, ws: WebSocket) -> None:
        """From now on a WebSocket carries everything; what waited for a poll goes first."""
        waiting, self._packets = self._packets, None
        self._queued = 0
        self.upgrading = False
        self._ws = ws
        self.write = ws.transport.write
        self.direct = ws.send_now
        self.deflates = ws.deflates
        ws.transport.write(b"".join(framing.text_frame(packet) for packet in waiting or ()))
        self._wake()

    async def poll(self, wait_s: float) -> bytes:
        """What waits to go, as one polling payload; waits until there is something, and answers NOOP when not.

        Only one poll at a time; the caller checks `is_polled`.
        """
        if not self._packets and self.is_open:
            waiter = self._waiter = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(_PROBE_POLL_S if self.upgrading else wait_s):
                    await waiter
            except TimeoutError:
                pass
            finally:
                self._waiter = None
        return self._take()

    def hurry(self) -> None:
        """Answer a waiting poll now: a WebSocket wants to take over."""
        self._wake()

    def _take(self) -> bytes:
        waiting = self._packets
        if waiting is None:
            return packets.NOOP.encode()
        going, self._packets = waiting, []
        self._queued = 0
        if self._closing and (not going or self._quietly):
            # Last words go out in an answer of their own: the official client drops what stands before a close.
            self._packets = None
            self._keeper.forget(self)
            self._keeper.gone(self)
            if not going:
                return (packets.NOOP if self._quietly else packets.CLOSE).encode()
        return packets.join(going or [packets.NOOP.encode()])

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # The end ----------------------------------------------------------------------------------------------------------

    def close(self, reason: str, code: int = framing.NORMAL, *, quietly: bool = False) -> None:
        """End the connection after what was sent so far has left; a peer that does not take it is aborted soon.

        `quietly`: a poller is not told, and finds its id unknown; told so, some clients would never come back.
        """
        if not self.is_open:
            return
        self._quietly = quietly
        if self._ws is not None:
            self._ws.close(code)
            self.finish(reason)
            self._keeper.within(CLOSE_S, self.abort)
            return
        self._closing = True
        self._tell(reason)
        self._wake()
        self._keeper.within(CLOSE_S, self.abort)

    def finish(self, reason: str) -> None:
        """The connection is over: nothing can be sent or received any more."""
        self.write = self.direct = None
        self._packets = None
        self._queued = 0
        self._awaiting = False
        self._keeper.forget(self)
        if self._ws is None:
            self._keeper.gone(self)
        self._tell(reason)
        self._wake()

    def abort(self) -> None:
        """End it now, with whatever waits in its buffer: for a peer that stopped reading."""
        if self._ws is not None:
            ws, self._ws = self._ws, None
            ws.transport.abort()
        self.finish("aborted")

    # As the owner of its WebSocket ------------------------------------------------------------------------------------

    def text(self, text: str) -> None:
        self.receive(text)

    def binary(self, data: bytes) -> None:
        if not self.is_open:
            return
        handler = self._handler
        assert handler is not None
        try:
            handler.receive_binary(data)
        except ProtocolError:
            self.close("binary", framing.UNSUPPORTED)
        except Exception:
            log.exception("a binary message could not be handled")
            self.close("internal", 1011)

    def failed(self) -> None:
        self.finish("protocol")
        self._keeper.within(CLOSE_S, self.abort)

    def lost(self) -> None:
        self._ws = None
        self.finish("transport")

    def _tell(self, reason: str) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            handler.closed(reason)


class _Write(Protocol):
    def __call__(self, data: bytes, /) -> object: ...
