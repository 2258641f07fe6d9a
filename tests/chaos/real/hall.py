"""Three real nodes on one real store, with proxies between everything. What runs play on and faults take hold of."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from giotay.bench.ports import free_port
from giotay.demo.first_meeting import Host
from tests.chaos.real.proxy import Proxy
from tests.chaos.real.stores import KEEPS, StoreProcess
from tests.system.server import Server

NODES: Final = 3
HOST_KEY: Final = "k" * 32


class Node:
    """`giotay serve`, the proxy its clients come through, and the one to its store."""

    def __init__(self, folder: Path, store: "Store") -> None:
        folder.mkdir()
        (folder / "host.key").write_text(HOST_KEY)
        self.log = folder / "log"
        self._folder, self._store = folder, store
        self.to_store = Proxy(store.port)
        self.port = free_port()
        self.front = Proxy(self.port)
        self.server = Server(folder, port=self.port)

    async def start(self) -> None:
        await self.to_store.start()
        url = self._store.url(self.to_store.port)
        keeps = ("--durability", self._store.durability)
        self.server = Server(self._folder, "--redis", url, *keeps, port=self.port, log=self.log)
        await asyncio.gather(self.server.start(), self.front.start())

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.server.pid, number)

    @property
    def is_there(self) -> bool:
        return self.server.is_running

    async def again(self) -> None:
        """Start it if it does not run."""
        if not self.server.is_running:
            await self.server.start()

    async def stop(self) -> None:
        if self.server.is_running:
            self.signal(signal.SIGCONT)
            await self.server.stop()
        await self.front.stop()
        await self.to_store.stop()


class Store:
    """One server with a durability; a fault may be about it."""

    def __init__(self, folder: Path, durability: str = "always", *configuration: str) -> None:
        self.durability = durability
        self.process = StoreProcess(folder, *KEEPS[durability], *configuration)

    @property
    def port(self) -> int:
        return self.process.port

    def url(self, port: int) -> str:
        """As a node is told, whose proxy listens on `port`."""
        return f"redis://127.0.0.1:{port}"

    @property
    def direct(self) -> str:
        """As the judge reads it, past every fault."""
        return self.process.url

    async def start(self) -> None:
        await asyncio.to_thread(self.process.start)

    async def again(self) -> None:
        self.process.signal(signal.SIGCONT)
        if not self.process.is_alive:
            await asyncio.to_thread(self.process.start)

    async def stop(self) -> None:
        self.process.signal(signal.SIGCONT)
        self.process.kill()


class Hall:
    """The nodes and their store. Use as a context."""

    def __init__(self, folder: Path, store: Store, *, nodes: int = NODES) -> None:
        self.store = store
        self.nodes = [Node(folder / f"node{number}", store) for number in range(nodes)]

    async def __aenter__(self) -> "Hall":
        try:
            await self.store.start()
            await asyncio.gather(*(node.start() for node in self.nodes))
        except BaseException:
            await self._stop()
            raise
        self.host = Host(self.nodes[0].server.url, HOST_KEY)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.host.close()
        await self._stop()

    async def _stop(self) -> None:
        try:
            await asyncio.gather(*(node.stop() for node in self.nodes))
        finally:
            await self.store.stop()

    async def heal(self) -> None:
        """From now on nothing fails: whoever is dead or asleep is there again, and all bytes pass."""
        await self.store.again()
        for node in self.nodes:
            node.signal(signal.SIGCONT)
            node.front.heal()
            node.to_store.heal()
        await asyncio.gather(*(node.again() for node in self.nodes))

    def errors(self) -> list[str]:
        """What the nodes logged that nobody expects."""
        return [
            f"node {number}: {error}"
            for number, node in enumerate(self.nodes)
            if node.log.exists()
            for error in _errors(node.log.read_text().splitlines())
        ]  # fmt: skip


def _errors(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if line.startswith("Traceback") or line.lstrip(" +").startswith("Exception Group Traceback"):
            # The last line of a traceback is the first that stands where it does.
            before = lines[number - 1] if number else ""
            after = next((each for each in lines[number + 1 :] if not each.startswith((" ", "|"))), "")
            yield f"{before} / {after}"
