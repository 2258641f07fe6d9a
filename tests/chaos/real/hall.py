"""Three real nodes on one real store, with proxies between everything. What runs play on and faults take hold of."""

import asyncio
import contextlib
import os
import signal
from pathlib import Path
from typing import Final

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

    async def start(self) -> None:
        await self.to_store.start()
        url = self._store.url(self.to_store.port)
        self.server = Server(self._folder, "--redis", url, "--durability", self._store.durability, log=self.log)
        self.front = Proxy(self.server.port)
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
        await self.store.start()
        await asyncio.gather(*(node.start() for node in self.nodes))
        self.host = Host(self.nodes[0].server.url, HOST_KEY)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.host.close()
        await asyncio.gather(*(node.stop() for node in self.nodes))
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
            f"node {number}: {line}"
            for number, node in enumerate(self.nodes)
            for line in node.log.read_text().splitlines()
            if line.startswith(("Traceback", "ExceptionGroup", "BaseExceptionGroup")) or "failed at seq" in line
        ]  # fmt: skip
