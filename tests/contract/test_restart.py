"""The server stops and comes back: plain clients find their way back, and answers stay the same."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio

from tests.contract.outside import Outside, Process
from tests.engine.raw import RawWebSocket
from tests.gateway.world import token_of

pytestmark = pytest.mark.slow


@pytest.fixture
def own_process() -> Any:
    folder = Path(tempfile.mkdtemp(prefix="giotay-restart-"))
    server = Process(folder)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def own_world(own_process: Process) -> AsyncIterator[Outside]:
    async with aiohttp.ClientSession() as http:
        yield Outside(own_process.port, http)
        await RawWebSocket.close_all()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_plain_client_comes_back_by_itself(own_world: Outside, own_process: Process, transport: str) -> None:
    """[WT1] [WT7] [WC3] `bye` says that the server goes; the same id gets the same answer from the next one."""
    room = await own_world.room()
    heard: list[tuple[str, Any]] = []
    # The client's own session is left open by a poll that is under way when the connection ends.
    async with aiohttp.ClientSession() as http:
        client = socketio.AsyncClient(
            reconnection_delay=0.1, reconnection_delay_max=0.5, handle_sigint=False, http_session=http
        )  # fmt: skip
        for name in ("sync", "update", "bye"):
            client.on(name, lambda payload, name=name: heard.append((name, payload)))
        url = f"http://127.0.0.1:{own_process.port}"
        await client.connect(url, auth={"token": token_of(room, "An")}, transports=[transport])
        wanted = {"id": "k1", "type": "comment.post", "body": "còn mãi"}
        first = await client.call("command", wanted, timeout=5)
        assert first["ok"], first
        await asyncio.to_thread(own_process.stop)
        (bye,) = (payload for name, payload in heard if name == "bye")
        # Each is told a moment of its own, so that not everybody comes at once.
        assert 1_000 <= bye.pop("after_ms") < 2_500
        assert bye == {"code": "unavailable", "retry": True}
        await asyncio.to_thread(own_process.start)
        async with asyncio.timeout(15):
            while len([1 for name, _ in heard if name == "sync"]) < 2:
                await asyncio.sleep(0.05)
        assert await client.call("command", {**wanted, "body": "khác"}, timeout=5) == first
        assert (await client.call("clock", {"sent": 1}, timeout=5))["sent"] == 1
        await client.disconnect()
        await client.shutdown()
