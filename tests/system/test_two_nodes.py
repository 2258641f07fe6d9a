"""Two server processes on one Redis serve one room: whoever asks whichever of them, nothing doubles, all end level."""

import asyncio
import socket
from pathlib import Path

import pytest

from giotay.demo.hall import seated, token_of
from giotay.demo.script import play
from giotay.storage.pipe import Pipe
from giotay_client import Refused, connect
from tests.system.server import Server

pytestmark = pytest.mark.slow
KEY = "k" * 32


async def started(redis_url: str, tmp_path: Path) -> list[Server]:
    """Two nodes with one host key on one Redis."""
    nodes = [Server(tmp_path / name, "--redis", redis_url) for name in ("one", "two")]
    for node in nodes:
        node.data.mkdir()
        (node.data / "host.key").write_text(KEY)
        await node.start()
    return nodes


async def test_two_processes_serve_one_room(redis_url: str, tmp_path: Path) -> None:
    """Phones spread over both nodes; one command sent to both takes effect once; one node dies, its phones move."""
    pipe = Pipe(redis_url)
    await pipe.call("FLUSHALL")
    await pipe.close()
    nodes = await started(redis_url, tmp_path)
    host = nodes[0].host()
    links = await host.open_first_meeting("vi", key="two")
    tokens = [token_of(member["link"]) for member in links.members]
    async with (
        connect(nodes[0].url, tokens[0]) as chair,
        connect(nodes[0].url, tokens[5]) as ngu,
        connect(nodes[1].url, tokens[6]) as nhu,
        connect(nodes[1].url, tokens[5]) as ngu_elsewhere,
        connect(nodes[1].url, token_of(links.screen)) as screen,
    ):
        everyone = [chair, ngu, nhu, ngu_elsewhere, screen]
        await chair.command("meeting.open")
        for room in (ngu, nhu):
            await room.command("attendance.check_in")
        # The same tap through both nodes at once.
        answers = await asyncio.gather(
            ngu.command("hand.raise", id="tap"), ngu_elsewhere.command("hand.raise", id="tap"),
        )  # fmt: skip
        assert answers[0] == answers[1]
        # Both nodes append as fast as they can.
        await asyncio.gather(*(room.command("comment.post", body=f"{n}") for n in range(15) for room in (ngu, nhu)))
        # Two at the desk press at once: the second hears what is true now.
        hand = answers[0]["result"]["hand"]
        grants = await asyncio.gather(
            chair.command("floor.grant", hand=hand, after=None),
            nhu.command("hand.raise"),
            return_exceptions=True,
        )
        assert not isinstance(grants[0], BaseException)
        with pytest.raises(Refused) as stale:
            await chair.command("floor.grant", hand=hand, after=None)
        assert stale.value.code == "stale"
        assert stale.value.error["current_turn"] == grants[0]["result"]["turn"]
        last = max(room.seq for room in everyone)
        await asyncio.gather(*(room.until(lambda _, r=room: r.seq >= last) for room in everyone))  # type: ignore[misc]
        assert len(screen.view["comments"]) == 30
        assert len(screen.view["turns"]) == 1
        assert {room.head for room in everyone} == {chair.head}
        # Presence is one for the room, whichever node a phone is on.
        async with asyncio.timeout(10):
            while len(chair.presence.get("online", ())) < 3:
                await asyncio.sleep(0.05)
        # A node dies; the other one goes on with everything.
        await nodes[1].kill()
        posted = await chair.command("comment.post", body="vẫn họp")
        await nodes[1].start()
        await asyncio.gather(*(room.until(lambda _, r=room: r.seq >= posted["seq"], timeout=20) for room in everyone))  # type: ignore[misc]
        assert all(posted["result"]["comment"] in room.view["comments"] for room in everyone)
        assert all(room.resets == [] for room in everyone)
    await host.close()
    for node in nodes:
        await node.stop()


async def test_a_room_deleted_on_one_node_is_gone_on_the_other(redis_url: str, tmp_path: Path) -> None:
    """`room delete` removes every key; the other node's phones are told."""
    nodes = await started(redis_url, tmp_path)
    host = nodes[0].host()
    links = await host.open_first_meeting("vi", key="delete")
    async with connect(nodes[1].url, token_of(links.screen)) as screen:
        await host.ask("DELETE", f"/api/rooms/{links.room}")
        async with asyncio.timeout(10):
            while screen.ended is None:
                await asyncio.sleep(0.05)
        assert screen.ended == "not_found"
    pipe = Pipe(redis_url)
    _, keys = await pipe.call("SCAN", "0", "MATCH", f"*{links.room}*", "COUNT", 10_000)
    await pipe.close()
    assert keys == []
    await host.close()
    for node in nodes:
        await node.stop()


async def test_several_workers_serve_one_port(tmp_path: Path) -> None:
    """`--workers 3`: phones spread over the processes, all level; the others end with the first, however it ends."""
    async with Server(tmp_path, "--workers", "3") as server:
        host = server.host()
        links = await host.open_first_meeting("vi", key="workers")
        async with seated(server.url, links, "vi") as hall:
            await play(hall, pace=0.0, say=lambda _: None)
            assert len({(room.seq, room.head) for room in hall.everyone}) == 1
        await host.close()
        await server.kill()
        async with asyncio.timeout(10):
            while _answers(server.port):
                await asyncio.sleep(0.05)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
