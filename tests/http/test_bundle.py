"""What a meeting leaves in one file: at the desk, and in the data folder when it is closed."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.gateway.world import HOST_KEY, World, running, token_of

from giotay.http.bundle import keep_bundles
from giotay.storage.archive import verify

pytestmark = pytest.mark.slow


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with running() as each:
        yield each


async def saved(world: World, room: Any, bearer: str) -> tuple[int, bytes]:
    url = f"http://127.0.0.1:{world.port}/api/rooms/{room['room']}/bundle"
    async with world.http.get(url, headers={"Authorization": f"Bearer {bearer}"}) as answer:
        return answer.status, await answer.read()


async def opened(world: World) -> Any:
    room = await world.room()
    chair = await world.seated(token_of(room, "Chi"))
    assert (await chair.command("meeting.open"))["ok"]
    assert (await chair.command("comment.post", body="Chào cả nhà"))["ok"]
    return room


async def with_document(world: World, room: Any) -> None:
    url = f"http://127.0.0.1:{world.port}/api/rooms/{room['room']}/documents?title=Báo cáo/2026&name=a.txt"
    headers = {"Authorization": f"Bearer {token_of(room, 'Chi')}"}
    async with world.http.post(url, headers=headers, data="Nội dung".encode()) as answer:
        assert answer.status == 201, await answer.text()
        document = (await answer.json())["document"]
    chair = await world.seated(token_of(room, "Chi"))
    assert (await chair.command("document.publish", document=document))["ok"]


async def test_the_desk_saves_the_readable_and_the_host_the_whole(world: World) -> None:
    """[WH14]"""
    room = await opened(world)
    await with_document(world, room)
    status, body = await saved(world, room, token_of(room, "Chi"))
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = packed.namelist()
        assert names == ["documents/01 Báo cáo_2026.txt", "log.ndjson", "minutes.docx", "minutes.pdf"]
        assert packed.read("documents/01 Báo cáo_2026.txt").decode() == "Nội dung"
        types = [json.loads(line)["type"] for line in packed.read("log.ndjson").splitlines()]
        assert types[0] == "meeting.created"
        assert packed.read("minutes.pdf").startswith(b"%PDF")
    status, body = await saved(world, room, HOST_KEY)
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        archive = packed.read(f"{room['room']}.giotay")
        assert verify(io.BytesIO(archive)).problem is None
        assert "log.ndjson" not in packed.namelist()


async def test_a_bundle_is_for_the_desk(world: World) -> None:
    """[WH14]"""
    room = await world.room()
    assert (await saved(world, room, token_of(room, "Chi")))[0] == 409
    assert (await saved(world, room, token_of(room, "An")))[0] == 403


async def test_the_close_leaves_one_in_the_data_folder_and_removal_takes_it(world: World) -> None:
    """[WH14] It is made anew when something was added."""
    room = await opened(world)
    services = world.services
    keeping = asyncio.create_task(keep_bundles(services))
    try:
        chair = await world.seated(token_of(room, "Chi"))
        assert (await chair.command("meeting.close"))["ok"]
        path = services.bundles.path(room["room"])
        async with asyncio.timeout(30):
            while not path.exists():
                await asyncio.sleep(0.05)
        with zipfile.ZipFile(path) as packed:
            found = verify(io.BytesIO(packed.read(f"{room['room']}.giotay")))
        assert (found.problem, found.head) == (None, services.hub.rooms[room["room"]].position.head.hex())
        assert path.stat().st_mode & 0o077 == 0
        half = path.with_name(f"{room['room']}.1.part")
        half.write_bytes(b"half")
        assert (await world.ask("DELETE", f"/api/rooms/{room['room']}")).status == 200
        assert not path.exists()
        assert not half.exists()
        assert not [key for key in services.papers.keys if room["room"] in key]
    finally:
        keeping.cancel()
