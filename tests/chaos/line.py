"""A connection without a socket: what the server takes for a Socket.IO peer, and the way to the client and back.

Packets arrive in their order, each after a while; what the client has not read lies in the server's buffer and counts.
A cut loses what is on its way in both directions, and the server may hear of it later than the client.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, cast

from giotay.engine.events import answer, event
from giotay.engine.peer import ConnectRefused, Peer

if TYPE_CHECKING:
    from giotay.gateway.connection import Connection
    from tests.chaos.simulation import Node, World

Heard = Callable[[str, Any], None]


class Line:
    """One connection between a client and a node. Stands for the engine's `Peer` and its `Socket`."""

    direct: Final = None
    deflates: Final = False

    def __init__(self, world: "World", node: "Node", heard: Heard, ended: Callable[[], None]) -> None:
        self.world, self.node = world, node
        self.socket = self
        self.stuck = False
        self.is_over = False
        self.most = self.largest = 0
        self._heard, self._ended = heard, ended
        self._waiting = 0
        self._queue: deque[bytes] = deque()
        self._carrying = False
        self._sent_at = 0.0
        self._inside = node.place.context()
        self._outside = world.outside.context()
        self._client: Connection | None = None
        self._loop = asyncio.get_running_loop()

    # What the server does ---------------------------------------------------------------------------------------------

    def send_later(self, packet: bytes) -> int:
        if self.is_over:
            return 0
        self._queue.append(packet)
        self._waiting += len(packet)
        self.most, self.largest = max(self.most, self._waiting), max(self.largest, len(packet))
        self._carry()
        return self._waiting

    def buffered(self) -> int:
        return self._waiting

    def emit(self, name: str, payload: bytes) -> None:
        self.send_later(event(name, payload))

    def answer(self, ack: str, payload: bytes) -> None:
        self.send_later(answer(ack, payload))

    def close(self, reason: str, code: int = 1000, *, quietly: bool = False) -> None:
        """The server ends it; what was sent before still arrives."""
        self._queue.append(b"")
        self._carry()
        self._gone(reason)

    def disconnect(self) -> None:
        self.close("server")

    def abort(self) -> None:
        self._gone("abort")
        self._loop.call_later(0.01, self._over, context=self._outside)

    def _gone(self, reason: str) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            client.left(reason)

    # The way to the client --------------------------------------------------------------------------------------------

    def _carry(self) -> None:
        if not self._carrying and not self.stuck and self._queue:
            self._carrying = True
            self._loop.call_later(self.world.way(), self._arrive, context=self._outside)

    def _arrive(self) -> None:
        self._carrying = False
        if self.is_over or self.stuck or not self._queue:
            return
        packet = self._queue.popleft()
        self._waiting -= len(packet)
        if not packet:
            self._over()
            return
        kind, body = packet[:2], packet[2:]
        if kind == b"42":
            name, payload = json.loads(body)
            self._heard(name, payload)
        elif kind == b"43":
            number, _, rest = body.decode().partition("[")
            self._heard(f"ack{number}", json.loads("[" + rest)[0])
        self._carry()

    def stop_reading(self) -> None:
        """[Fault] The client takes no more bytes."""
        self.stuck = True

    def read_on(self) -> None:
        """The client takes its bytes again."""
        self.stuck = False
        self._carry()

    def _over(self) -> None:
        if not self.is_over:
            self.is_over = True
            self._queue.clear()
            self._waiting = 0
            self._ended()

    def cut(self, *, noticed_after: float) -> None:
        """[Fault] In mid-stream: the client knows at once, the server after a while."""
        if self.is_over:
            return
        self._loop.call_later(noticed_after, self._gone, "transport close", context=self._inside)
        self._over()

    # The way to the server --------------------------------------------------------------------------------------------

    def connect(self, auth: dict[str, Any]) -> None:
        self._loop.call_later(self.world.way(), self._knock, auth, context=self._inside)

    def _knock(self, auth: dict[str, Any]) -> None:
        self._loop.create_task(self._ask(auth))

    async def _ask(self, auth: dict[str, Any]) -> None:
        try:
            client = await self.node.gateway.connect(cast(Peer, self), auth)
        except ConnectRefused as refused:
            self.emit("refused", json.dumps(refused.data).encode())
            self.close("refused")
            return
        if self.is_over:
            return
        self._client = client
        client.joined()

    def say(self, name: str, payload: Any, ack: str | None) -> None:
        """From the client, in order, if the connection lives long enough."""
        # A timer of the same moment may overtake.
        at = max(self._sent_at + 1e-6, self._loop.time() + self.world.way())
        self._sent_at = at
        self._loop.call_at(at, self._said, name, json.dumps(payload), ack, context=self._inside)

    def _said(self, name: str, payload: str, ack: str | None) -> None:
        if self._client is not None:
            self._client.heard(name, [json.loads(payload)], ack)
