"""Stores of several servers: Sentinels with a primary and its replicas, and a cluster of six."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from redis.crc import key_slot

from giotay.bench.ports import free_port
from tests.chaos.real.hall import Store
from tests.chaos.real.stores import KEEPS, StoreProcess

_WITHIN_S: Final = 30.0
# So soon a server counts as gone.
_GONE_MS: Final = 1_000


class ManyServers(Store):
    """Several servers. No proxy stands before them: a node goes where the store itself sends it."""

    def __init__(self, durability: str, servers: list[StoreProcess]) -> None:
        self.durability = durability
        self.servers = servers

    @property
    def port(self) -> int:
        return self.servers[0].port

    @property
    def direct(self) -> str:
        return self.url(0)

    async def start(self) -> None:
        for server in self.servers:
            await asyncio.to_thread(server.start)

    async def again(self) -> None:
        for server in self.servers:
            server.signal(signal.SIGCONT)
            if not server.is_alive:
                await asyncio.to_thread(server.start)

    async def stop(self) -> None:
        for server in self.servers:
            server.signal(signal.SIGCONT)
            server.kill()

    def primary_of(self, room: str) -> StoreProcess:
        """The server that has a room now."""
        raise NotImplementedError

    async def until(self, what: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _WITHIN_S
        while not await asyncio.to_thread(what):
            assert time.monotonic() < deadline, "the servers do not come together"
            await asyncio.sleep(0.1)


class WithSentinels(ManyServers):
    """A primary, two replicas, three Sentinels."""

    def __init__(self, folder: Path, durability: str) -> None:
        keeps = KEEPS["always" if durability == "replicated" else durability]
        first = StoreProcess(folder / "server0", *keeps, *PATIENT)
        follows = f"replicaof 127.0.0.1 {first.port}"
        others = [StoreProcess(folder / f"server{n}", *keeps, *PATIENT, follows) for n in (1, 2)]
        super().__init__(durability, [first, *others])
        watched = (
            f"sentinel monitor hall 127.0.0.1 {first.port} 2", f"sentinel down-after-milliseconds hall {_GONE_MS}",
            "sentinel failover-timeout hall 5000", "sentinel parallel-syncs hall 2",
        )  # fmt: skip
        self.sentinels = [StoreProcess(folder / f"sentinel{n}", *watched, sentinel=True) for n in range(3)]

    def url(self, port: int) -> str:
        hosts = ",".join(f"127.0.0.1:{each.port}" for each in self.sentinels)
        return f"redis+sentinel://{hosts}/hall"

    async def start(self) -> None:
        await super().start()
        await self.until(lambda: "connected_slaves:2" in self.servers[0].ask("INFO", "replication"))
        for sentinel in self.sentinels:
            await asyncio.to_thread(sentinel.start)
        await self.until(lambda: all("num-other-sentinels\r\n$1\r\n2" in _masters(each) for each in self.sentinels))
        await self.until(lambda: all("num-slaves\r\n$1\r\n2" in _masters(each) for each in self.sentinels))

    async def again(self) -> None:
        """Whoever was the primary comes back as a replica; a run begins with all of them in line."""
        await super().again()
        await self.until(lambda: "connected_slaves:2" in self.primary_of("").ask("INFO", "replication"))

    async def stop(self) -> None:
        for sentinel in self.sentinels:
            sentinel.kill()
        await super().stop()

    def primary_of(self, room: str) -> StoreProcess:
        answer = self.sentinels[0].ask("SENTINEL", "get-master-addr-by-name", "hall")
        port = int(answer.split("\r\n")[4])
        return next(server for server in self.servers if server.port == port)

    async def prefer(self, server: StoreProcess | None) -> None:
        """Sentinels are to promote this replica before others, whatever it has; None: whichever has most."""
        for each in self.servers:
            await asyncio.to_thread(each.ask, "CONFIG", "SET", "replica-priority", "1" if each is server else "100")
        if server is not None:
            # They ask every ten seconds.
            await self.until(lambda: all(_priority(each, server) == "1" for each in self.sentinels))


def _priority(sentinel: StoreProcess, replica: StoreProcess) -> str:
    words = sentinel.ask("SENTINEL", "replicas", "hall").split("\r\n")
    after = words.index(str(replica.port))
    return words[words.index("slave-priority", after) + 2]


def _masters(sentinel: StoreProcess) -> str:
    return sentinel.ask("SENTINEL", "master", "hall")


# A replica that comes back has all that was written meanwhile, and soon.
PATIENT: Final = (
    "repl-backlog-size 64mb",
    "repl-diskless-sync-delay 0",
    "repl-timeout 5",
    "repl-ping-replica-period 1",
)


class SixNodes(ManyServers):
    """Three primaries, each with a replica."""

    def __init__(self, folder: Path, durability: str) -> None:
        keeps = KEEPS["always" if durability == "replicated" else durability]
        servers = [
            StoreProcess(
                folder / f"server{n}", *keeps, *PATIENT, "cluster-enabled yes", f"cluster-port {free_port()}",
                f"cluster-node-timeout {_GONE_MS}", "cluster-replica-validity-factor 0", port=free_port(),
            )
            for n in range(6)
        ]  # fmt: skip
        super().__init__(durability, servers)

    def url(self, port: int) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{each.port}" for each in self.servers[:3])

    async def start(self) -> None:
        await super().start()
        await asyncio.to_thread(self._join)
        await self.until(lambda: all("cluster_known_nodes:6" in each.ask("CLUSTER", "INFO") for each in self.servers))
        ids = [each.ask("CLUSTER", "MYID").split("\r\n")[1] for each in self.servers]
        for n in range(3):
            await self.until(lambda n=n: self.servers[3 + n].ask("CLUSTER", "REPLICATE", ids[n]).startswith("+OK"))  # type: ignore[misc]
        await self.until(self._is_whole)

    def _join(self) -> None:
        for number, server in enumerate(self.servers):
            bus = next(
                line for line in (server.folder / "store.conf").read_text().splitlines() if "cluster-port" in line
            )
            self.servers[0].ask("CLUSTER", "MEET", "127.0.0.1", str(server.port), bus.split()[1])
            if number < 3:
                first, last = number * 16_384 // 3, (number + 1) * 16_384 // 3 - 1
                answer = server.ask("CLUSTER", "ADDSLOTSRANGE", str(first), str(last))
                assert answer.startswith("+OK"), answer
            server.ask("CLUSTER", "SET-CONFIG-EPOCH", str(number + 1))

    def _is_whole(self) -> bool:
        """Every primary has a replica that is level."""
        infos = [each.ask("INFO", "replication") for each in self.servers]
        primaries = [info for info in infos if "role:master" in info]
        return (
            len(primaries) == 3
            and all("connected_slaves:1" in info for info in primaries)
            and all("master_link_status:up" in info for info in infos if "role:slave" in info)
            and all("cluster_state:ok" in each.ask("CLUSTER", "INFO") for each in self.servers)
        )

    async def again(self) -> None:
        await super().again()
        await self.until(self._is_whole)

    def primary_of(self, room: str) -> StoreProcess:
        slot = key_slot(f"giotay:{{{room}}}:log".encode())
        answer = next(filter(None, (each.ask("CLUSTER", "SLOTS") for each in self.servers)))
        words = [word for word in answer.split("\r\n") if word and not word.startswith(("*", "$"))]
        # Ranges come as numbers `:first`, `:last`, then the primary's host and `:port`.
        for at in range(len(words) - 3):
            with contextlib.suppress(ValueError):
                first, last = int(words[at][1:]), int(words[at + 1][1:])
                if words[at].startswith(":") and words[at + 1].startswith(":") and first <= slot <= last:
                    port = int(words[at + 3][1:])
                    return next(server for server in self.servers if server.port == port)
        raise AssertionError("nobody has the room")
