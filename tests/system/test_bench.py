"""The load generator, small: it counts rightly, and leaves a server elsewhere as it was."""

from pathlib import Path

import aiohttp
import pytest

from giotay.bench.runner import elsewhere, play_on
from giotay.bench.series import Step
from tests.system.server import Server

pytestmark = pytest.mark.slow


async def rooms_of(server: Server) -> list[str]:
    headers = {"Authorization": f"Bearer {server.host_key}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.get(f"{server.url}/api/rooms") as answer:
        return [room["room"] for room in (await answer.json())["rooms"]]


@pytest.mark.parametrize(
    "step",
    [
        Step(name="small", scenario="fanout", phones=6, rate=40, seconds=1, goal=""),
        Step(name="several", scenario="rooms", phones=6, rooms=3, rate=5, seconds=1, goal=""),
    ],
    ids=lambda step: step.name,
)
async def test_a_server_elsewhere_is_measured_and_left_as_it_was(tmp_path: Path, step: Step) -> None:
    async with Server(tmp_path) as server:
        async with elsewhere(step, server.url, server.host_key) as target:
            assert len(await rooms_of(server)) == max(1, step.rooms)
            figures = await play_on(step, target)
        assert await rooms_of(server) == []
    assert (figures.lost, figures.repeated, figures.refused) == (0, 0, 0)
    assert figures.sent > 0
    size = step.phones // max(1, step.rooms)
    assert figures.delivered == figures.sent * size
