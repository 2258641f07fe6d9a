"""The peers as subjects of a scenario. Each is ready when its block begins and gone when it ends."""

import asyncio
import contextlib
import shutil
import subprocess
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

from giotay.bench.own import LOAD_CORE, SUBJECT_CORE, pin
from giotay.bench.plan import Figures
from giotay.bench.ports import free_port
from giotay.bench.runner import Target
from giotay.bench.series import Step
from giotay.storage.embedded import EmbeddedStore

PEERS = Path(__file__).parent / "peers"
NAMES = {
    "giotay": "Giotay",
    "node": "Socket.IO (Node)",
    "streams": "Socket.IO + Redis Streams",
    "python": "python-socketio",
    "floor": "send(2) in C",
}


def install() -> None:
    """Node's packages as the lock file has them, if they are not there."""
    if not (PEERS / "node_modules" / "redis").is_dir():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=PEERS, check=True)


@contextlib.asynccontextmanager
async def _running(*command: str) -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert process.stdout is not None
    pin(process.pid, SUBJECT_CORE)
    try:
        async with asyncio.timeout(20):
            await process.stdout.readline()
        yield process.pid
    finally:
        process.kill()
        await process.wait()


@contextlib.asynccontextmanager
async def node(step: Step, store: EmbeddedStore | None = None) -> AsyncIterator[Target]:
    """Node's Socket.IO, which keeps nothing; with a store its Redis Streams adapter, the store's CPU counted too."""
    port = free_port()
    more = [str(store.socket)] if store is not None else []
    async with _running("node", str(PEERS / "socketio.mjs"), str(port), *more) as pid:
        pids = [pid]
        if store is not None:
            pids.append(int((store.folder / "store.pid").read_text()))
            pin(pids[1], SUBJECT_CORE)
        yield Target(host="127.0.0.1", port=port, connect=[""] * step.phones, pids=pids)


@contextlib.asynccontextmanager
async def streams(step: Step) -> AsyncIterator[Target]:
    """The same with a store of its own, configured like ours: every write synced."""
    folder = tempfile.mkdtemp(prefix="giotay-bench-")
    store = EmbeddedStore(Path(folder))
    await asyncio.to_thread(store.start)
    try:
        async with node(step, store) as target:
            yield target
    finally:
        await asyncio.to_thread(store.stop)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.asynccontextmanager
async def python(step: Step) -> AsyncIterator[Target]:
    """python-socketio's own emit."""
    port = free_port()
    async with _running(sys.executable, str(PEERS / "pysocketio.py"), str(port)) as pid:
        yield Target(host="127.0.0.1", port=port, connect=[""] * step.phones, pids=[pid])


async def floor(step: Step, size: int) -> Figures:
    """A bare send loop with frames of this size: what the kernel takes for a delivery."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "send_loop"
        subprocess.run(["cc", "-O2", "-o", str(program), str(PEERS / "send_loop.c")], check=True)
        port, rounds = free_port(), round(step.rate * step.seconds)
        loop = await asyncio.create_subprocess_exec(
            str(program), str(port), str(step.phones), str(size), str(rounds), stdout=PIPE
        )
        assert loop.stdout is not None
        pin(loop.pid, SUBJECT_CORE)
        await loop.stdout.readline()
        ears = await asyncio.create_subprocess_exec(
            sys.executable, str(PEERS / "listen.py"), str(port), str(step.phones)
        )
        pin(ears.pid, LOAD_CORE)
        async with asyncio.timeout(60):
            took = float(await loop.stdout.readline())
        await asyncio.gather(loop.wait(), ears.wait())
    return Figures(phones=step.phones, sent=rounds, delivered=rounds * step.phones, cpu_us=took, bytes_a_delivery=size)
