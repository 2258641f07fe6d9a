"""`make fuzz FRAMES=1000000`: a server with its store, and all at it that is wrong (docs/security.md)."""

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import aiohttp

from tests.fuzz.runner import Fuzz
from tests.system.server import Server

# How much memory all this may cost the server at most.
MORE_KB: Final = 200 * 1024


async def fuzzed(asked: argparse.Namespace) -> int:
    data = Path(tempfile.mkdtemp(prefix="giotay-fuzz-"))
    began = time.monotonic()
    try:
        log = data / "server.log"
        async with Server(data, "--log-level", "info", log=log) as server:
            headers = {"Authorization": f"Bearer {server.host_key}"}
            async with aiohttp.ClientSession(headers=headers) as http:
                fuzz = Fuzz(server.port, server.pid, log, http, asked.seed)
                await fuzz.begin()
                known, bearers = await fuzz.a_room_to_be_harmed(server.host_key)
                for name, work in (
                    ("frames", fuzz.frames(asked.frames)),
                    ("raw requests", fuzz.raw_requests(asked.requests)),
                    ("described requests", fuzz.described_requests(asked.requests, known, bearers)),
                    ("strangers", fuzz.strangers(asked.strangers)),
                ):
                    await work
                    print(f"{time.monotonic() - began:6.0f} s  {name}: {len(fuzz.problems)} problems", flush=True)
                await fuzz.end()
        if fuzz.most_kb - fuzz.first_kb > MORE_KB:
            fuzz.problems.append(f"the server grew by {(fuzz.most_kb - fuzz.first_kb) // 1024} MiB")
    finally:
        shutil.rmtree(data, ignore_errors=True)
    print(fuzz.told())
    for each in fuzz.problems[:20]:
        print(f"  {each}")
    return int(bool(fuzz.problems))


def options(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--strangers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(asyncio.run(fuzzed(options())))
