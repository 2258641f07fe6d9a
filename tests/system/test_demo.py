"""The first meeting from end to end, as `giotay demo --script` plays it, whatever is killed meanwhile."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from giotay.bench.ports import free_port
from giotay.demo.hall import seated
from giotay.demo.script import play
from giotay.storage.archive import verify
from giotay_client import Room
from tests.system.server import Server

pytestmark = pytest.mark.slow


async def played(tmp_path: Path, script: str, locale: str, *, within: float) -> str:
    """What `giotay demo --script` prints, played headless to its end."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "giotay.cli", "demo", "--script", script, "--headless", "--locale", locale,
        "--host", "127.0.0.1", "--port", str(free_port()), "--data", str(tmp_path),
        stdout=PIPE, env=environment,
    )  # fmt: skip
    async with asyncio.timeout(within):
        output, _ = await process.communicate()
    print(output.decode())
    assert process.returncode == 0
    return output.decode()


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize(("script", "screens"), [("first-meeting", 18), ("assembly", 41), ("council", 13)])
async def test_a_script_runs_to_the_end_and_exits_0(tmp_path: Path, script: str, screens: int, locale: str) -> None:
    assert f"steps seen on {screens} screens" in await played(tmp_path, script, locale, within=110)


@pytest.mark.heavy
@pytest.mark.timeout(300)
async def test_a_congress_of_fifteen_hundred_ends_level_within_three_minutes(tmp_path: Path) -> None:
    assert "steps seen on 301 screens" in await played(tmp_path, "congress", "vi", within=180)


async def test_a_script_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        await played(tmp_path, "circus", "vi", within=30)


class Witness:
    """Notes every command that was acknowledged, as its sender heard it."""

    def __init__(self) -> None:
        self.acknowledged: list[tuple[str | None, str, int]] = []

    def watch(self, room: Room) -> None:
        carry_out = room.command

        async def command(type: str, /, **fields: Any) -> dict[str, Any]:
            fields.setdefault("id", os.urandom(8).hex())
            answer = await carry_out(type, **fields)
            if type == "statement.save":
                # A draft lies beside the log.
                return answer
            self.acknowledged.append((room.me["member"], fields["id"], answer["seq"]))
            return answer

        room.command = command  # type: ignore[method-assign]


@pytest.mark.parametrize("victim", ["server", "store"])
async def test_nothing_acknowledged_is_lost_when_it_is_killed_in_mid_demo(tmp_path: Path, victim: str) -> None:
    """Every `ok` is in the log exactly once; every client ends level; the meeting goes on by itself."""
    server = Server(tmp_path)
    await server.start()
    host = server.host()
    links = await host.open_first_meeting("vi", key="crash")
    witness = Witness()
    async with seated(server.url, links, "vi") as hall:
        for room in hall.members:
            witness.watch(room)
        playing = asyncio.create_task(play(hall, pace=0.02, say=lambda _: None))
        for _ in range(3):
            await asyncio.sleep(1.0)
            if victim == "server":
                await server.kill()
                await server.start()
            else:
                server.kill_store()
        async with asyncio.timeout(90):
            await playing
        await hall.seen(lambda view: view["meeting"]["meeting"]["status"] == "closed")
        assert len({(room.seq, room.head) for room in hall.everyone}) == 1
    exported = await _export(server, links.room)
    assert verify(exported).problem is None
    logged = _commands(exported)
    assert len(witness.acknowledged) > 150
    for member, command, seq in witness.acknowledged:
        assert logged[(member, command)] == seq, "an acknowledged command is not in the log, or twice"
    await host.close()
    await server.stop()


async def _export(server: Server, room: str) -> list[bytes]:
    headers = {"Authorization": f"Bearer {server.host_key}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(f"{server.url}/api/rooms/{room}/export") as answer,
    ):
        assert answer.status == 200
        return (await answer.read()).splitlines(keepends=True)


def _commands(exported: list[bytes]) -> dict[tuple[str | None, str], int]:
    """The last seq of every command in the log; a command in two entries fails."""
    found: dict[tuple[str | None, str], int] = {}
    for line in exported[1:]:
        kept = json.loads(line)
        if "entry" not in kept:
            # Drafts lie beside the log.
            continue
        entry = json.loads(kept["entry"])
        here: dict[tuple[str | None, str], int] = {}
        for event in entry["events"]:
            here[(event.get("by"), event.get("command", ""))] = event["seq"]
        assert not here.keys() & found.keys(), "a command took effect twice"
        found |= here
    return found


async def test_the_room_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    """Ctrl-C, then the same command: the same room, links that work, the meeting where it was."""
    server = Server(tmp_path)
    await server.start()
    host = server.host()
    before = await host.open_first_meeting("vi")
    async with seated(server.url, before, "vi") as hall:
        await hall.chair.command("meeting.open")
        await hall.members[5].command("comment.post", body="vẫn còn đây")
    await host.close()
    await server.stop()
    assert not (tmp_path / "store" / "store.sock").exists()

    await server.start()
    host = server.host()
    after = await host.open_first_meeting("vi")
    assert (after.room, after.code) == (before.room, before.code)
    for links in (before, after):
        async with seated(server.url, links, "vi") as hall:
            assert [c["body"] for c in hall.screen.view["comments"].values()] == ["vẫn còn đây"]
            assert hall.chair.view["meeting"]["meeting"]["status"] == "open"
    await host.close()
    await server.stop()
