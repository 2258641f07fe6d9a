"""A WebSocket that wants to take over from polling: `2probe`, `3probe`, then the client stops polling and says `5`."""

from collections.abc import Callable
from typing import Final

from giotay.engine import framing, packets
from giotay.engine.socket import CLOSE_S, Socket
from giotay.engine.websocket import WebSocket

_UPGRADE_S: Final = 10.0


class Probe:
    """Owns the WebSocket until the upgrade; polling goes on if it comes to nothing. `ended` is called at the end."""

    __slots__ = ("_answered", "_ended", "_socket", "ws")

    def __init__(self, socket: Socket, ended: Callable[["Probe"], None]) -> None:
        self._socket = socket
        self._ended = ended
        self._answered = False
        self.ws: WebSocket | None = None
        socket.upgrading = True
        socket.within(_UPGRADE_S, self._give_up)

    def text(self, text: str) -> None:
        ws = self.ws
        if ws is None:
            return
        if not self._answered and text == packets.PING + "probe":
            self._answered = True
            ws.transport.write(framing.text_frame(packets.PONG.encode() + b"probe"))
            self._socket.hurry()
        elif self._answered and text == packets.UPGRADE and self._socket.is_open:
            self.ws = None
            ws.owner = self._socket
            self._socket.carry(ws)
            self._ended(self)
        else:
            self._give_up()

    def binary(self, data: bytes) -> None:
        self._give_up()

    def failed(self) -> None:
        self._give_up()

    def lost(self) -> None:
        self.ws = None
        self._end()

    def abort(self) -> None:
        """End it now."""
        if self.ws is not None:
            self.ws.transport.abort()

    def _give_up(self) -> None:
        if self.ws is not None:
            self.ws.close(framing.PROTOCOL_ERROR)
            self._socket.within(CLOSE_S, self.abort)
            self._socket.upgrading = False

    def _end(self) -> None:
        self._socket.upgrading = False
        self._ended(self)
