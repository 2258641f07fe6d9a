"""A proxy in which everything fails that can between two machines: TCP in, TCP out, and what becomes of the bytes.

A `Proxy` listens on a port of its own and hands every connection on to one target. Without a fault bytes pass at once
and in order. Faults concern a proxy (`delay`, `held`) or one of its `Link`s.
"""

import asyncio
import contextlib
from collections.abc import Callable

from tests.chaos.real.resp import split

_CHUNK = 65_536


class Link:
    """One connection through a proxy: a side that called, and the target's."""

    def __init__(self, proxy: "Proxy", caller: asyncio.StreamWriter, target: asyncio.StreamWriter) -> None:
        self._proxy, self._caller, self._target = proxy, caller, target
        # What passes next is cut after half of it; or is swallowed, and then both sides are cut.
        self.cut_within = False
        self.swallow_answer = False
        self.cut_before = False
        # The target never hears that the caller is gone.
        self.is_half_open = False
        # Nobody hears anything any more, and nobody is told.
        self.is_silent = False
        self.is_subscription = False
        self._rest = b""
        # What is on its way in each direction: when the last of it is due, and how much of it there is.
        self._due = {True: 0.0, False: 0.0}
        self._delayed = {True: 0, False: 0}

    def abort(self) -> None:
        """Both sides hear that it broke."""
        for side in (self._caller, self._target):
            side.transport.abort()

    def leave_half_open(self) -> None:
        """The caller is cut off; the target hears nothing, and what it says goes nowhere."""
        self.is_half_open = True
        self._caller.transport.abort()

    async def carry(self, source: asyncio.StreamReader, *, asks: bool) -> None:
        """Bytes from one side to the other until one ends; `asks`: from the caller to the target."""
        sink = self._target if asks else self._caller
        with contextlib.suppress(OSError):
            while data := await source.read(_CHUNK):
                if self.is_half_open or self.is_silent:
                    continue
                await self._proxy.open.wait()
                passed = self._treated(data, asks=asks)
                if passed is None:
                    break
                if passed:
                    await self._pass_on(sink, passed, asks=asks)
        if not self.is_half_open:
            self.abort()

    def _treated(self, data: bytes, *, asks: bool) -> bytes | None:
        """What is left of it; None when the connection ends here."""
        if asks:
            if self.cut_before:
                return None
            if b"SUBSCRIBE" in data:
                self.is_subscription = True
            if self._proxy.on_ask is not None:
                self._proxy.on_ask(self, data)
            return b"" if self.is_silent else data
        if self.swallow_answer:
            return None
        if self.cut_within:
            self._caller.write(data[: len(data) // 2])
            return None
        if self.is_subscription and self._proxy.on_wake is not None:
            whole, self._rest = split(self._rest + data)
            return b"".join(each for each in whole if self._passes(each))
        rest, self._rest = self._rest, b""
        return rest + data

    def _passes(self, answer: bytes) -> bool:
        is_wake = b"message\r\n" in answer[:40]
        return not is_wake or self._proxy.on_wake is None or self._proxy.on_wake(self, answer)

    def say_to_caller(self, data: bytes) -> None:
        """Put whole answers in between, where a proxy held them back."""
        if not self._caller.is_closing():
            self._caller.write(data)

    async def _pass_on(self, sink: asyncio.StreamWriter, data: bytes, *, asks: bool) -> None:
        loop = asyncio.get_running_loop()
        if self._proxy.delay is None and not self._delayed[asks]:
            sink.write(data)
            await sink.drain()
            return
        wait = 0.0 if self._proxy.delay is None else self._proxy.delay()
        self._due[asks] = max(self._due[asks] + 1e-4, loop.time() + wait)
        self._delayed[asks] += 1
        loop.call_at(self._due[asks], self._arrive, sink, data, asks)

    def _arrive(self, sink: asyncio.StreamWriter, data: bytes, asks: bool) -> None:
        self._delayed[asks] -= 1
        if not sink.is_closing():
            sink.write(data)


class Proxy:
    """Stands before the port of a target. `on_ask` is told what goes to it; `on_wake` says whether a wake-up passes."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.links: list[Link] = []
        self.delay: Callable[[], float] | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.on_ask: Callable[[Link, bytes], None] | None = None
        self.on_wake: Callable[[Link, bytes], bool] | None = None
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", 0, backlog=4_096)
        self.port: int = self._server.sockets[0].getsockname()[1]

    def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs, ours = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        link = Link(self, writer, ours)
        self.links.append(link)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(link.carry(reader, asks=True))
                both.create_task(link.carry(theirs, asks=False))
        finally:
            self.links.remove(link)
            link.abort()

    def heal(self) -> None:
        """From now on bytes pass; what was half open ends."""
        self.delay = None
        self.on_ask = None
        self.on_wake = None
        self.open.set()
        for link in list(self.links):
            link.cut_within = link.swallow_answer = link.cut_before = False
            if link.is_half_open:
                link.abort()

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for link in list(self.links):
            link.abort()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
