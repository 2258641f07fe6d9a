"""`make bench`: the same load on Giotay and on its peers, one after another in one run, and how they compare.

Only ratios within one run are to be believed: these are shared machines. The subject runs on one core and the load on
the other, where the machine lets us choose.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
from msgspec import to_builtins
from rich.console import Console
from rich.table import Table

from giotay.bench.fanout import Result, Subject, run
from giotay.bench.wire import stamped
from tests.bench.floor import floor
from tests.system.server import Server, free_port

PEERS = Path(__file__).parent / "peers"
SCENARIOS = (("a quiet hall", 100, 5.0), ("a lively hall", 500, 400.0), ("a congress", 2_000, 50.0))
SECONDS = float(os.environ.get("GIOTAY_BENCH_SECONDS", "5"))


def pin(pid: int, core: int) -> None:
    """Keep a process on one core, where there are two."""
    with contextlib.suppress(OSError):
        if (os.cpu_count() or 1) > 1:
            os.sched_setaffinity(pid, {core})


@contextlib.asynccontextmanager
async def giotay(phones: int) -> AsyncIterator[Subject]:
    """Our server and its embedded store, every comment on disk before its ack; the store's CPU counts too."""
    async with Server(Path(tempfile.mkdtemp(prefix="giotay-bench-"))) as server:
        members = [{"name": f"M {n}", "office": "chair" if n == 0 else "member"} for n in range(phones)]
        headers = {"Authorization": f"Bearer {server.host_key}"}
        async with aiohttp.ClientSession(headers=headers) as http:
            body = {"title": "Bench", "members": members, "agenda": []}
            async with http.post(f"{server.url}/api/rooms", json=body) as answer:
                made: dict[str, Any] = await answer.json()
        tokens = [member["token"] for member in made["members"]]
        store = int((server.data / "store" / "store.pid").read_text())
        for pid in (server.pid, store):
            pin(pid, 0)
        yield Subject(
            name="Giotay", url=server.url, pids=[server.pid, store],
            connect_packets=[b"40" + json.dumps({"token": token}).encode() for token in tokens],
            comment=_command,
        )  # fmt: skip


@contextlib.asynccontextmanager
async def socketio() -> AsyncIterator[Subject]:
    """Node's Socket.IO, which keeps nothing."""
    port = free_port()
    process = subprocess.Popen(["node", PEERS / "socketio.mjs", str(port)], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        pin(process.pid, 0)
        yield Subject(
            name="Socket.IO (Node)", url=f"http://127.0.0.1:{port}", pids=[process.pid], connect_packets=[b"40"],
            comment=_command,
        )  # fmt: skip
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _command(number: int) -> bytes:
    command = {"id": f"b{number}", "type": "comment.post", "body": stamped(" Tôi nhất trí với dự thảo.")}
    return b"42%d" % number + json.dumps(["command", command], ensure_ascii=False).encode()


async def main() -> int:
    """Run every scenario on every subject, print the table, write build/bench.json."""
    if shutil.which("node") is None:
        print("The peers need Node 20.19 or later.", file=sys.stderr)
        return 1
    if not (PEERS / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=PEERS, check=True)
    pin(os.getpid(), 1)
    console, results = Console(), []
    costs, missed = floor(console)
    for title, phones, rate in SCENARIOS:
        table = Table(title=f"{title}: {phones} phones, {rate:g} comments a second, {SECONDS:g} s")
        for column in ("", "CPU a delivery", "delay p50 · p99", "ack p50 · p99", "kB a phone", "B a delivery", "lost"):
            table.add_column(column, justify="left" if not column else "right")
        found: list[Result] = []
        for subject in (giotay(phones), socketio()):
            async with subject as one:
                found.append(await run(one, phones=phones, rate=rate, seconds=SECONDS))
        for result in found:
            table.add_row(
                result.subject, f"{result.cpu_us:.2f} µs", f"{result.delay_p50:g} · {result.delay_p99:g} ms",
                f"{result.ack_p50:g} · {result.ack_p99:g} ms", f"{result.kb_a_phone:g}", f"{result.bytes_a_delivery:g}",
                str(result.lost),
            )  # fmt: skip
        ours, theirs = found
        table.add_row("theirs / ours", f"{theirs.cpu_us / ours.cpu_us:.1f} ×", "", "", "", "", "")
        console.print(table)
        results += found
    target = Path("build/bench.json")
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"fanout": to_builtins(results), "floor": costs}, indent=2), "utf-8")
    if missed:
        print("A target of the floor was missed.", file=sys.stderr)
    return 1 if any(result.lost for result in results) else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
