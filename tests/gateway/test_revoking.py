"""A token that was revoked or taken back: what goes on with it ends within a second, at whichever node it is."""

import asyncio
import json
from typing import Any

import aiohttp
from tests.gateway.world import Client, World, id_of, running, token_of

from giotay.room.room import Room
from giotay.storage.claims import MemoryClaims
from giotay.storage.directory import MemoryDirectory
from giotay.storage.memory import MemoryLog
from giotay.storage.slips import MemorySlips
from giotay.storage.tokens import MemoryTokens


def stores() -> dict[str, Any]:
    """What two nodes share."""
    return {
        "store": MemoryLog(), "tokens": MemoryTokens(), "claims": MemoryClaims(), "directory": MemoryDirectory(),
        "slips": MemorySlips(),
    }  # fmt: skip


async def let_go(client: Client) -> None:
    """The phone is told, soon, and its connection is over."""
    async with asyncio.timeout(2):
        assert await client.hear("bye", timeout=2) == {"code": "unauthenticated", "retry": False, "after_ms": 0}
        await client.ended()


async def polling(world: World, token: str) -> Any:
    """A phone that polls: its session's address once it is in."""
    url = f"http://127.0.0.1:{world.port}/socket.io/?EIO=4&transport=polling"
    async with world.http.get(url) as opened:
        sid = (await opened.text()).partition('"sid":"')[2].partition('"')[0]
    await world.http.post(f"{url}&sid={sid}", data="40" + json.dumps({"token": token}))
    async with world.http.get(f"{url}&sid={sid}") as poll:
        assert (await poll.text()).startswith("40")
    return f"{url}&sid={sid}"


async def test_a_revocation_through_another_node() -> None:
    """Over a WebSocket and over polls; and the token is good at neither node any more."""
    shared = stores()
    async with running(**shared) as one, running(**shared) as two:
        room = await one.room()
        token = token_of(room, "An")
        phones = [await one.seated(token), await two.seated(token)]
        poll = await polling(two, token)
        chair = await one.seated(token_of(room, "Chi"))
        assert (await chair.command("member.revoke", member=id_of(room, "An")))["ok"]
        await asyncio.gather(*map(let_go, phones))
        said = ""
        async with asyncio.timeout(5):
            while '"unauthenticated"' not in said:
                async with two.http.get(poll) as answer:
                    said += await answer.text()
        for world in (one, two):
            kind, value = (await world.greet({"token": token, "seq": 1, "head": "0" * 24})).heard[0]
            assert (kind, value["data"]["code"]) == ("44", "unauthenticated")
            view = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token)
            assert (view.status, view.code) == (401, "unauthenticated")


async def test_a_wrong_name_undone_through_another_node() -> None:
    """[WH6] Whoever chose it goes, wherever they are; whose name it is stays."""
    shared = stores()
    async with running(**shared) as one, running(**shared) as two:
        room = await one.room()
        wrong = await one.ask("POST", "/api/join", {"code": room["code"], "member": id_of(room, "An")}, bearer=None)
        right = await two.seated(token_of(room, "An"))
        phones = [await one.seated(wrong.body["token"]), await two.seated(wrong.body["token"])]
        assert (await two.ask("POST", "/api/join/undo", {}, wrong.body["token"])).status == 200
        await asyncio.gather(*map(let_go, phones))
        assert (await right.command("comment.post", body="tôi đây"))["ok"]


async def test_revoked_while_it_came(monkeypatch: Any) -> None:
    """Judged good, revoked while the node read on for it, and seated then: no."""
    async with running() as world:
        room = await world.room()
        chair = await world.seated(token_of(room, "Chi"))
        there, on = asyncio.Event(), asyncio.Event()

        async def slowly(self: Room, seq: int) -> None:
            there.set()
            await on.wait()

        monkeypatch.setattr(Room, "reach", slowly)
        coming = asyncio.create_task(world.greet({"token": token_of(room, "An"), "seq": 1, "head": "0" * 24}))
        await there.wait()
        assert (await chair.command("member.revoke", member=id_of(room, "An")))["ok"]
        on.set()
        phone = await coming
        heard = [name for name, _ in phone.heard] + (await phone.ended())[0]
        assert "bye" in heard
        assert "sync" not in heard


async def test_revoked_while_a_body_came() -> None:
    """A command whose last bytes come after the revocation does nothing."""
    async with running() as world:
        room = await world.room()
        path = f"/api/rooms/{room['room']}/commands"
        begun, on = asyncio.Event(), asyncio.Event()

        async def slowly() -> Any:
            yield b'{"id": "late", "type": "comment.post", '
            begun.set()
            await on.wait()
            yield '"body": "vẫn nói"}'.encode()

        async def posted() -> int:
            headers = {"Authorization": f"Bearer {token_of(room, 'An')}"}
            url = f"http://127.0.0.1:{world.port}{path}"
            async with aiohttp.ClientSession() as http, http.post(url, data=slowly(), headers=headers) as answer:
                return answer.status

        late = asyncio.create_task(posted())
        await begun.wait()
        # The request is at the server when it has been judged: the same bearer's next one is behind it.
        assert (await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, "An"))).status == 200
        revoke = {"id": "r", "type": "member.revoke", "member": id_of(room, "An")}
        assert (await world.ask("POST", path, revoke)).status == 200
        on.set()
        assert await late == 401
        view = await world.ask("GET", f"/api/rooms/{room['room']}/view", bearer=token_of(room, "Chi"))
        assert view.body["view"]["comments"] == {}
