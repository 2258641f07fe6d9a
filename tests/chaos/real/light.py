"""A phone of which there may be thousands: it holds no view, but it knows where it stands and asks for what it missed.

What comes to a whole class is looked at once. It comes back as our own client does: when it was told, after a `bye`;
half a second to a second and a half after a break; to any node.
"""

import asyncio
import json
import socket
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any, Final

import msgspec
from msgspec import Struct

from giotay.bench.wire import Phone

_ADDRESSES: Final = 8


class _Message(Struct, rename={"from_": "from"}):
    """What matters of an update or a sync."""

    seq: int = 0
    to: int = 0
    from_: int = 0
    head: str = ""
    reset: str | None = None
    retry: bool = True
    after_ms: int = 0


_read: Final = lru_cache(maxsize=64)(msgspec.json.Decoder(tuple[str, _Message]).decode)
_answer: Final = lru_cache(maxsize=64)(msgspec.json.Decoder(list[_Message]).decode)


class LightPhone:
    """One phone. `seq` and `head`: where it stands; `level_at`: when it was let in; `gaps`: how often it had to ask;
    `is_over`: it went home, or was sent there.
    """  # fmt: skip

    def __init__(self, ports: Callable[[], list[int]], number: int, token: str, rng: Random) -> None:
        self.seq, self.head = 0, ""
        self.level_at: float | None = None
        self.port = 0
        self.gaps = 0
        self.resets: list[str] = []
        self.is_over = False
        self._ports, self._number, self._token, self._rng = ports, number, token, rng
        self._wire: _Wire | None = None
        self._back_s: float | None = None
        self._loop = asyncio.get_running_loop()
        self._task: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        wire = "no connection" if self._wire is None else "open" if self._wire.is_open else "closed"
        level = "never" if self.level_at is None else f"{self._loop.time() - self.level_at:.1f} s ago"
        return f"phone {self._number} at port {self.port}, {wire}, let in {level}, at {self.seq} {self.head}"

    def connect(self) -> None:
        """To any node."""
        if not self.is_over:
            self._task = self._loop.create_task(self._connect())

    async def _connect(self) -> None:
        made = socket.socket()
        made.setblocking(False)
        made.bind((f"127.0.0.{2 + self._number % _ADDRESSES}", 0))
        self.port = self._rng.choice(self._ports())
        auth: dict[str, Any] = {"token": self._token}
        if self.seq:
            auth |= {"seq": self.seq, "head": self.head}
        try:
            async with asyncio.timeout(10):
                await self._loop.sock_connect(made, ("127.0.0.1", self.port))
                wire = _Wire(f"127.0.0.1:{self.port}", b"40" + json.dumps(auth).encode(), self)
                await self._loop.create_connection(lambda: wire, sock=made)
        except (OSError, TimeoutError):
            made.close()
            self.gone()
            return
        self._wire = wire
        self._loop.call_later(20.0, self._give_up, wire)

    def _give_up(self, wire: "_Wire") -> None:
        if self._wire is wire and self.level_at is None:
            wire.close()

    def gone(self) -> None:
        """The connection ended, or there was none."""
        self.level_at = None
        self._wire = None
        if not self.is_over:
            wait, self._back_s = self._back_s, None
            self._loop.call_later(self._rng.uniform(0.5, 1.5) if wait is None else wait, self.connect)

    def heard(self, packet: bytes) -> None:
        """One packet of the server's."""
        if packet.startswith(b'42["update"'):
            said = _read(packet[2:])[1]
            if said.from_ > self.seq:
                self.gaps += 1
                if self._wire is not None:
                    self._wire.send(b'421["resync",{"seq":%d,"head":"%b"}]' % (self.seq, self.head.encode()))
            elif said.to > self.seq:
                self.seq, self.head = said.to, said.head
        elif packet.startswith(b'42["sync"'):
            self._synced(_read(packet[2:])[1])
        elif packet.startswith(b"431["):
            self._synced(_answer(packet[3:])[0])
        elif packet.startswith(b'42["bye"') and self._wire is not None:
            said = _read(packet[2:])[1]
            self._back_s, self.is_over = said.after_ms / 1_000, not said.retry
            self._wire.close()
        elif packet.startswith(b"44") and b'"unauthenticated"' in packet:
            self.close()

    def _synced(self, said: _Message) -> None:
        if said.reset is not None:
            self.resets.append(said.reset)
        self.seq, self.head = said.seq, said.head
        if self.level_at is None:
            self.level_at = self._loop.time()

    def close(self) -> None:
        """It goes home."""
        self.is_over = True
        if self._wire is not None:
            self._wire.close()


class _Wire(Phone):
    def __init__(self, host: str, connect_packet: bytes, phone: LightPhone) -> None:
        super().__init__(host, connect_packet)
        self._phone = phone

    @property
    def is_open(self) -> bool:
        return not self.gone.done()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._phone.gone()

    def _packet(self, packet: bytes) -> None:
        if packet == b"2":
            self.send(b"3")
        elif packet[:1] == b"0":
            self.send(self._connect_packet)
        else:
            self._phone.heard(packet)
