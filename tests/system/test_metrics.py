"""`/metrics` of several workers: whoever answers tells of all of them, also of one that hangs."""

import asyncio
import os
import re
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from giotay_client import connect
from tests.system.server import Server
from tests.system.test_workers import room_for, workers_of

pytestmark = pytest.mark.slow
PHONES = 30


async def told(server: Server) -> dict[str, dict[str, float]]:
    """Each figure by the worker it is of, asked over a connection of its own."""
    async with (
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as http,
        http.get(f"{server.url}/metrics") as answer,
    ):
        assert answer.status == 200
        text = await answer.text()
    found: dict[str, dict[str, float]] = {}
    for name, worker, value in re.findall(r'^(\w+)\{worker="(\d+)"\} (\S+)$', text, re.MULTILINE):
        found.setdefault(name, {})[worker] = float(value)
    return found


async def test_whichever_worker_is_asked_tells_of_all(tmp_path: Path) -> None:
    async with Server(tmp_path, "--workers", "3") as server:
        made = await room_for(server, PHONES)
        async with AsyncExitStack() as stack:
            phones = [
                await stack.enter_async_context(connect(server.url, member["token"])) for member in made["members"]
            ]
            await up(server, [1.0, 1.0, 1.0])
            await phones[0].command("meeting.open")
            # The kernel chooses who answers; ten answers, of whomever, are the same.
            for _ in range(10):
                figures = await up(server, [1.0, 1.0, 1.0])
                assert sum(figures["giotay_seats"].values()) == PHONES
                assert sum(figures["giotay_command_seconds_count"].values()) == 1
                assert set(figures["giotay_memory_bytes"]) == {"0", "1", "2"}
            # One that hangs is told as down, and the others are still told.
            hung = workers_of(server)[0]
            os.kill(hung, signal.SIGSTOP)
            try:
                figures = await up(server, [0.0, 1.0, 1.0])
                assert len(figures["giotay_seats"]) == 2
            finally:
                os.kill(hung, signal.SIGCONT)


async def up(server: Server, wanted: list[float]) -> dict[str, dict[str, float]]:
    """The figures of an answer in which so many workers are up; a machine under load may take one for down."""
    async with asyncio.timeout(60):
        while True:
            found = await _or_none(server)
            if found is not None and sorted(found["giotay_worker_up"].values()) == wanted:
                return found
            await asyncio.sleep(0.05)


async def _or_none(server: Server) -> dict[str, dict[str, float]] | None:
    """None when the kernel gave the question to the worker that hangs."""
    try:
        async with asyncio.timeout(2):
            return await told(server)
    except TimeoutError:
        return None
