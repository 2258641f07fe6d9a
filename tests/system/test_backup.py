"""`giotay backup` and `giotay restore`, rehearsed: load, back up, wipe everything, restore, and go on."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from giotay.storage.archive import Finding, verify
from giotay_client import connect
from tests.system.server import Server
from tests.test_cli import giotay, one_sentence

pytestmark = pytest.mark.slow
ROOMS = 3


async def loaded(server: Server) -> list[dict[str, Any]]:
    """Rooms in which things were said, one of them with a document."""
    made = []
    headers = {"Authorization": f"Bearer {server.host_key}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        for number in range(ROOMS):
            asked = {"title": f"Phòng {number}", "members": [{"name": "Chi", "office": "chair"}, {"name": "An"}]}
            async with http.post(f"{server.url}/api/rooms", json=asked) as answer:
                made.append(await answer.json())
    for room in made:
        async with connect(server.url, room["members"][0]["token"]) as chair:
            await chair.command("meeting.open")
            await chair.command("comment.post", body=f"ở {room['room']}")
    bearer = {"Authorization": f"Bearer {made[0]['members'][0]['token']}"}
    async with (
        aiohttp.ClientSession(headers=bearer) as http,
        http.post(
            f"{server.url}/api/rooms/{made[0]['room']}/documents?title=B%C3%A1o%20c%C3%A1o", data=b"so lieu\n"
        ) as answer,
    ):
        assert answer.status == 201, await answer.text()
    return made


async def exported(server: Server, room: str, head: str) -> Finding:
    """What verifying an export finds, and whether this head is in it."""
    headers = {"Authorization": f"Bearer {server.host_key}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(f"{server.url}/api/rooms/{room}/export") as answer,
    ):
        found = verify((await answer.read()).splitlines(keepends=True), head)
    assert found.problem is None
    return found


async def here(server: Server, made: list[dict[str, Any]], heads: dict[str, str]) -> None:
    """Every room goes on: its links work, its words are there, and so is the head that was kept."""
    for room in made:
        assert (await exported(server, room["room"], heads[room["room"]])).passed is not None
        async with connect(server.url, room["members"][1]["token"]) as member:
            assert [c["body"] for c in member.view["comments"].values()] == [f"ở {room['room']}"]
    async with connect(server.url, made[0]["members"][0]["token"]) as chair:
        assert len(chair.view["documents"]) == 1
        assert (await chair.command("comment.post", body="họp tiếp"))["ok"]


def run(*arguments: str, server: Server) -> str:
    done = giotay(*arguments, "--data", str(server.data), "--port", str(server.port))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def test_all_rooms_come_back_after_everything_was_wiped(tmp_path: Path, redis_url: str) -> None:
    """[Backup] Into the embedded store again, and into an operator's; twice does no harm; each file verifies."""
    kept = tmp_path / "backups"
    server = Server(tmp_path / "data")
    async with server:
        made = await loaded(server)
        await asyncio.to_thread(run, "backup", str(kept), server=server)
    (backup,) = kept.iterdir()
    assert (backup.stat().st_mode & 0o77, (backup / "host.key").stat().st_mode & 0o77) == (0, 0)
    heads = {room["room"]: room["head"] for room in json.loads((backup / "rooms.json").read_text())["rooms"]}
    assert heads.keys() == {room["room"] for room in made}
    checked = giotay("verify", str(backup / f"{made[0]['room']}.giotay"), "--head", heads[made[0]["room"]])
    assert checked.returncode == 0, checked.stdout
    # The machine is gone.
    shutil.rmtree(server.data)
    for name, more in (("again", ()), ("elsewhere", ("--redis", redis_url))):
        data = tmp_path / name
        data.mkdir()
        shutil.copy(backup / "host.key", data / "host.key")
        async with Server(data, *more) as new:
            said = await asyncio.to_thread(run, "restore", str(kept), server=new)
            assert f"{ROOMS} rooms are here" in said
            await here(new, made, heads)
            # Again, after one of them has gone on.
            again = await asyncio.to_thread(run, "restore", str(backup), server=new)
            assert f"· Phòng 0: room {made[0]['room']} is left as it is" in again
            async with connect(new.url, made[0]["members"][0]["token"]) as chair:
                assert "họp tiếp" in [c["body"] for c in chair.view["comments"].values()]


async def test_a_damaged_backup_is_refused_before_anything_is_brought_in(tmp_path: Path) -> None:
    kept = tmp_path / "backups"
    async with Server(tmp_path / "data") as server:
        made = await loaded(server)
        for _ in range(3):
            await asyncio.to_thread(run, "backup", str(kept), "--keep", "2", server=server)
        assert len(list(kept.iterdir())) == 2
        backup = max(kept.iterdir())
        file = backup / f"{made[1]['room']}.giotay"
        whole = file.read_bytes()
        file.write_bytes(whole.replace("ở r_".encode(), "Ở r_".encode()))
        given = ("--data", str(server.data), "--port", str(server.port))
        one_sentence(await asyncio.to_thread(giotay, "restore", str(backup), *given), file.name, "not whole")
        # A good file of another state is not the one that was kept either.
        shutil.copy(min(kept.iterdir()) / f"{made[2]['room']}.giotay", file)
        one_sentence(await asyncio.to_thread(giotay, "restore", str(backup), *given), file.name, "another room")
        file.unlink()
        one_sentence(await asyncio.to_thread(giotay, "restore", str(backup), *given), file.name, "cannot be read")
    one_sentence(giotay("restore", str(tmp_path / "none"), *given), "no backup")
    one_sentence(giotay("backup", "/proc/none", *given), "does not answer")
