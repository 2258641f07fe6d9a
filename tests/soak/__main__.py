"""`make soak HOURS=…`: a real server with its store, a thousand phones in two hundred rooms, and a fault every 5 min.

People hang up and come back all the time; rooms end, are judged by the checker of all levels, removed, and others
are made; so what is in memory is of one size, and what grows without end is a leak. The server itself is stopped but
not killed, so that one process is looked at from the first minute to the last.
"""

import argparse
import asyncio
import itertools
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, Final

import aiohttp

from tests.soak.line import Line
from tests.soak.measure import Fault, Look, growth, look, write
from tests.soak.room import Room
from tests.system.server import Server

FAULTS: Final = ("cut", "store killed", "stuck", "server stopped", "strangers", "store stopped", "all leave")
# How much more the last quarter of the time may need than the second.
_MEMORY_MORE: Final = 1.10
_COUNT_MORE: Final = 1.10
_LOOK_EVERY_S: Final = 10.0
ROOT: Final = Path(__file__).parents[2]


class Soak:
    """One run."""

    def __init__(self, server: Server, http: aiohttp.ClientSession, asked: argparse.Namespace) -> None:
        self.server, self.http, self.asked = server, http, asked
        self.rooms: list[Room] = []
        self.looks: list[Look] = []
        self.faults: list[Fault] = []
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self.rng = Random(asked.seed)
        self._numbers = itertools.count()
        self._seeds = itertools.count(asked.seed)
        self._began = time.monotonic()
        self._phones_a_room = max(2, asked.phones // asked.rooms)
        self._ended_at = self._began + asked.hours * 3_600

    @property
    def at(self) -> float:
        return time.monotonic() - self._began

    async def run(self) -> None:
        for first in range(0, self.asked.rooms, 20):
            count = min(20, self.asked.rooms - first)
            self.rooms += await asyncio.gather(*(self._begin() for _ in range(count)))
        print(
            f"{self.asked.rooms} rooms, {sum(len(r.clients) for r in self.rooms)} phones, {self.at:.0f} s", flush=True
        )
        tasks = [
            asyncio.create_task(work())
            for work in (self._talk, self._come_and_go, self._renew, self._harm, self._look)
        ]  # fmt: skip
        done, _ = await asyncio.wait(tasks, timeout=self._ended_at - time.monotonic(), return_when="FIRST_EXCEPTION")
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()
        for first in range(0, len(self.rooms), 10):
            await asyncio.gather(*(self._end(room) for room in self.rooms[first : first + 10]))
        await self._once_more()

    async def _begin(self) -> Room:
        room = Room(self.server.port, self.http, self._numbers, next(self._seeds))
        await room.begin(self._phones_a_room)
        self.counts["rooms"] += 1
        return room

    async def _end(self, room: Room) -> None:
        found, events, oks = await room.end()
        self.counts.update(judged=1, events=events, oks=oks, given=room.given, connections=room.conns)
        self.problems += [f"{room.id}: {each}" for each in found]
        for each in found[:3]:
            print(f"{room.id}: {each}", flush=True)

    async def _talk(self) -> None:
        while True:
            self.rng.choice(self.rooms).something()
            await asyncio.sleep(self.rng.expovariate(self.asked.rate))

    async def _come_and_go(self) -> None:
        while True:
            await asyncio.sleep(self.rng.expovariate(self.asked.leaving))
            self._cut(self.rng.choice(self.rng.choice(self.rooms).clients))

    async def _renew(self) -> None:
        """Rooms end one after another, so that each lives for as long as was asked."""
        while True:
            await asyncio.sleep(self.asked.life / self.asked.rooms)
            new = await self._begin()
            old = self.rooms.pop(0)
            self.rooms.append(new)
            await self._end(old)

    async def _look(self) -> None:
        store = self.server.data / "store" / "store.pid"
        while True:
            try:
                pid = int(store.read_text())
                self.looks.append(await look(self.at, self.server.port, self.http, self.server.pid, pid))
            except (OSError, ValueError, aiohttp.ClientError, TimeoutError):
                self.counts["looks in vain"] += 1
            await asyncio.sleep(_LOOK_EVERY_S if self.asked.hours > 0.1 else 1.0)

    async def _once_more(self) -> None:
        """When everybody has gone: what is left."""
        await asyncio.sleep(10)
        pid = int((self.server.data / "store" / "store.pid").read_text())
        left = await look(self.at, self.server.port, self.http, self.server.pid, pid)
        print(f"left when all have gone: {left}", flush=True)
        if left.connections:
            self.problems.append(f"{left.connections} connections are left")

    # Faults -----------------------------------------------------------------------------------------------------------

    async def _harm(self) -> None:
        for kind in itertools.cycle(FAULTS):
            await asyncio.sleep(self.asked.fault_s)
            self.faults.append(Fault(round(self.at, 1), kind))
            print(f"{self.at:7.0f} s  {kind}; {dict(self.counts)}; {self.looks[-1] if self.looks else ''}", flush=True)
            await self._do(kind)

    async def _do(self, kind: str) -> None:
        everybody = [client for room in self.rooms for client in room.clients]
        some = self.rng.sample(everybody, len(everybody) // 5)
        match kind:
            case "cut":
                for client in some:
                    self._cut(client)
            case "all leave":
                for client in everybody:
                    self._cut(client)
            case "stuck":
                lines = [client.line for client in some if client.line is not None]
                for line in lines:
                    line.stop_reading()
                await asyncio.sleep(self.asked.stuck_s)
                for line in lines:
                    line.read_on()
            case "store killed":
                self.server.kill_store()
            case "server stopped" | "store stopped":
                pid = self.server.pid
                if kind == "store stopped":
                    pid = int((self.server.data / "store" / "store.pid").read_text())
                os.kill(pid, signal.SIGSTOP)
                try:
                    await asyncio.sleep(self.asked.stopped_s)
                finally:
                    os.kill(pid, signal.SIGCONT)
            case "strangers":
                await asyncio.gather(*(self._stranger() for _ in range(self.asked.strangers)))

    def _cut(self, client: Any) -> None:
        if client.line is not None:
            client.line.cut(noticed_after=0.0)

    async def _stranger(self) -> None:
        """Somebody who never says who they are, or says something that nobody can read."""
        lost = asyncio.Event()
        line = Line(self.server.port, next(self._numbers), lambda *_: None, lost.set)
        line.connect({"token": "r_nobody." + "x" * 32} if self.rng.random() < 0.5 else {"nonsense": "[" * 200})
        try:
            await asyncio.sleep(8)
        finally:
            line.cut(noticed_after=0.0)


def judged(soak: Soak) -> list[str]:
    """What grew."""
    grew = []
    for name, allowed in (
        ("server_kb", _MEMORY_MORE), ("store_kb", _MEMORY_MORE), ("tasks", _COUNT_MORE), ("descriptors", _COUNT_MORE),
    ):  # fmt: skip
        second, last = growth(soak.looks, name)
        print(
            f"{name:12} second quarter {second:10.0f}   last quarter {last:10.0f}   {(last / second - 1) * 100:+.1f} %"
        )
        if last > second * allowed:
            grew.append(f"{name} grew from {second:.0f} to {last:.0f}")
    return grew


async def soaked(asked: argparse.Namespace) -> int:
    data = Path(tempfile.mkdtemp(prefix="giotay-soak-"))
    try:
        if asked.out is not None:
            asked.out.mkdir(parents=True, exist_ok=True)
        log = asked.out / "server.log" if asked.out is not None else None
        async with Server(data, log=log) as server:
            headers = {"Authorization": f"Bearer {server.host_key}"}
            timeout = aiohttp.ClientTimeout(total=40)
            async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:
                soak = Soak(server, http, asked)
                await soak.run()
                cpu = soak.looks[-1].cpu / soak.looks[-1].at * 100
    finally:
        shutil.rmtree(data, ignore_errors=True)
    grew = judged(soak) if asked.hours >= 0.2 else []
    kinds = Counter(fault.kind for fault in soak.faults)
    print(f"{soak.at:.0f} s, {dict(soak.counts)}, server {cpu:.1f} % of a core")
    print(f"faults: {dict(kinds)}")
    print(f"violations: {len(soak.problems)}; {'; '.join(grew) or 'nothing grew'}")
    if asked.out is not None:
        title = f"{asked.phones} phones, {asked.rooms} rooms, {soak.at / 60:.0f} min, a fault every {asked.fault_s:g} s"
        print(write(asked.out, title, soak.looks, soak.faults))
    return int(bool(soak.problems or grew))


def options(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--phones", type=int, default=1_000)
    parser.add_argument("--rooms", type=int, default=200)
    parser.add_argument("--rate", type=float, default=20.0, help="commands a second, all rooms together")
    parser.add_argument("--leaving", type=float, default=2.0, help="phones a second that hang up and come back")
    parser.add_argument("--life", type=float, default=900.0, help="seconds that a room lives")
    parser.add_argument("--fault-s", type=float, default=300.0)
    parser.add_argument("--stuck-s", type=float, default=20.0)
    parser.add_argument("--stopped-s", type=float, default=5.0)
    parser.add_argument("--strangers", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a folder for the plots and the server's log")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(asyncio.run(soaked(options())))
