"""One server process for all checks of the contract; each makes a room of its own."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.contract.outside import Outside, Process
from tests.engine.raw import RawWebSocket


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    folder = Path(tempfile.mkdtemp(prefix="giotay-contract-"))
    server = Process(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def world(process: Process) -> AsyncIterator[Outside]:
    async with aiohttp.ClientSession() as http:
        yield Outside(process.port, http)
        await RawWebSocket.close_all()
