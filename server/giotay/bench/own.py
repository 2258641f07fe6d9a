"""A server of our own to be measured, with its embedded store, on one core; and the load on the other."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import aiohttp
import msgspec

from giotay.bench.plan import Figures, Plan
from giotay.bench.ports import free_port

SUBJECT_CORE: Final = 0
LOAD_CORE: Final = 1
_NICE: Final = -10


def pin(pid: int, core: int, *, rank: int = 0) -> None:
    """Keep a process on one core, where there are two, and before what else runs there, where that is allowed.

    With GIOTAY_BENCH_ALONE one with a rank comes before everything, as if the machine were its own: for measuring
    beside other work. A store comes before the server that waits for it. Peers have no rank: Node's other threads would
    starve behind its first.
    """
    with contextlib.suppress(OSError, AttributeError):
        if (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(pid, {core})
    with contextlib.suppress(OSError, AttributeError):
        if rank and os.environ.get("GIOTAY_BENCH_ALONE"):
            os.sched_setscheduler(pid, os.SCHED_FIFO, os.sched_param(rank))
        else:
            os.setpriority(os.PRIO_PROCESS, pid, _NICE)


async def play(plan: Plan, here: Callable[[], Awaitable[None]] | None = None) -> Figures:
    """Play a plan in a load process. `here` is awaited when everybody has come, for a storm."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "giotay.bench.load", stdin=PIPE, stdout=PIPE, limit=1 << 24
    )
    assert process.stdin is not None
    assert process.stdout is not None
    pin(process.pid, LOAD_CORE, rank=1)
    try:
        process.stdin.write(msgspec.json.encode(plan) + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readline()
        if here is not None and line == b"here\n":
            await here()
            process.stdin.write(b"go\n")
            await process.stdin.drain()
            line = await process.stdout.readline()
        return msgspec.json.decode(line, type=Figures)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


class OwnServer:
    """`giotay serve` on a port of this machine, with a data folder of its own for as long as it is needed."""

    def __init__(self, *arguments: str) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="giotay-bench-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._arguments = arguments
        self._process: Process | None = None

    async def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "giotay.cli", "serve", "--host", "127.0.0.1", "--port", str(self.port),
            "--data", str(self.data), "--public-url", f"http://192.168.1.10:{self.port}", *self._arguments,
            stdout=DEVNULL, stderr=DEVNULL,
        )  # fmt: skip
        pin(self._process.pid, SUBJECT_CORE, rank=1)
        async with asyncio.timeout(30), aiohttp.ClientSession() as http:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            break
                await asyncio.sleep(0.02)
        pin(self.store, SUBJECT_CORE, rank=2)

    async def kill(self) -> None:
        """kill -9; the store goes on."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def store(self) -> int:
        """The store's process."""
        return int((self.data / "store" / "store.pid").read_text())

    @property
    def host_key(self) -> str:
        return (self.data / "host.key").read_text().strip()

    async def __aenter__(self) -> "OwnServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
        with contextlib.suppress(OSError, ValueError):
            os.kill(self.store, signal.SIGKILL)
        await asyncio.sleep(0.1)
        shutil.rmtree(self.data, ignore_errors=True)


class Host:
    """Makes rooms for measuring on a server, here or elsewhere."""

    def __init__(self, url: str, host_key: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {host_key}"}
        self._made: list[str] = []

    async def room(self, phones: int) -> list[str]:
        """A room for so many: the packets with which they connect, the chair's first."""
        members = [{"name": f"M {n}", "office": "chair" if n == 0 else "member"} for n in range(phones)]
        async with aiohttp.ClientSession(headers=self._headers) as http:
            made = await self._ask(http, "/api/rooms", {"title": "Bench", "members": members, "agenda": []})
        self._made.append(made["room"])
        return [json.dumps({"token": member["token"]}) for member in made["members"]]

    async def remove_all(self) -> None:
        """Delete every room that was made here."""
        async with aiohttp.ClientSession(headers=self._headers) as http:
            while self._made:
                async with http.delete(f"{self._url}/api/rooms/{self._made.pop()}") as answer:
                    await answer.read()

    async def open(self, connect: list[str], *, present: bool) -> None:
        """Open the meeting of a room; `present`: everybody is there, and may raise their hand."""
        tokens = [json.loads(packet)["token"] for packet in connect]
        room = tokens[0].partition(".")[0]
        async with aiohttp.ClientSession() as http:
            for number, token in enumerate(tokens if present else tokens[:1]):
                headers = {"Authorization": f"Bearer {token}"}
                where = f"/api/rooms/{room}/commands"
                if present:
                    await self._ask(http, where, {"id": f"in{number}", "type": "attendance.check_in"}, headers)
                if number == 0:
                    await self._ask(http, where, {"id": "open", "type": "meeting.open"}, headers)

    async def _ask(
        self, http: aiohttp.ClientSession, path: str, body: object, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        async with http.post(f"{self._url}{path}", json=body, headers=headers) as answer:
            found: dict[str, Any] = await answer.json()
            if answer.status >= 400:
                raise ValueError(found["error"]["message"])
            return found


@contextlib.asynccontextmanager
async def own_server(*arguments: str) -> AsyncIterator[tuple[OwnServer, Host]]:
    """A server and its host, until the block ends."""
    async with OwnServer(*arguments) as server:
        yield server, Host(server.url, server.host_key)
