"""A store that comes back without what it acknowledged, while no server remembers it: nobody believes in it then."""

from pathlib import Path

import pytest

from giotay.demo.hall import token_of
from giotay.storage.embedded import EmbeddedStore
from giotay.storage.entry import advance, origin
from giotay.storage.pipe import Pipe
from giotay.storage.redis import RedisLog
from giotay_client import connect
from tests.system.server import Server

pytestmark = pytest.mark.slow


async def test_what_the_store_lost_is_given_again_by_whoever_did_it(tmp_path: Path) -> None:
    """[WL11] With the same id; what is refused now is told; what is in the log does not happen twice."""
    body = {"id": "one", "title": "Họp", "members": [{"name": "An", "office": "chair"}, {"name": "Bình"}]}
    async with Server(tmp_path / "data") as server:
        host = server.host()
        links = await host.open_meeting(body)
        await host.close()
        chair_token, member_token = (token_of(each["link"]) for each in links.members)
        async with connect(server.url, chair_token) as chair, connect(server.url, member_token) as member:
            await chair.command("meeting.open")
            kept = await member.command("comment.post", body="còn")
            lost = await member.command("comment.post", body="mất")
            edited = await member.command("comment.edit", comment=lost["result"]["comment"], body="mất rồi")

            await server.kill()
            await lose(tmp_path / "data" / "store", links.room, kept["seq"])
            await server.start()
            await member.until(lambda view: "mất" in [each["body"] for each in view["comments"].values()], timeout=60)
            await member.until(lambda _: member.lost, timeout=60)
            await chair.until(lambda view: len(view["comments"]) == 2, timeout=60)

            assert member.resets == ["fork"]
            assert sorted(each["body"] for each in member.view["comments"].values()) == ["còn", "mất"]
            assert lost["result"]["comment"] not in member.view["comments"]
            ((payload, refused),) = member.lost
            assert (payload["type"], refused.code) == ("comment.edit", "not_found")
            assert edited["seq"] > kept["seq"]
            assert chair.lost == []


async def lose(folder: Path, room: str, seq: int) -> None:
    """All that came after an entry."""
    url = EmbeddedStore(folder).url
    log, pipe = RedisLog(url), Pipe(url)
    key, end = f"giotay:{{{room}}}", origin(room)
    kept = [entry for entry in await log.read(room, 0) if entry.last <= seq]
    await pipe.call("DEL", f"{key}:log")
    for entry in kept:
        await pipe.call("XADD", f"{key}:log", f"{entry.last}-0", "e", entry.stored)
        end = advance(end, entry)
    await pipe.call("HSET", f"{key}:state", "seq", end.seq, "head", end.head.hex())
    await pipe.close()
    await log.close()
