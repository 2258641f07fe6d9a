"""The rules of Socket.IO 5, over real sockets: CONNECT and its refusals, events and their answers, what closes."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import socketio
from tests.engine.raw import BINARY, Closed, Hall, RawWebSocket, serving

from giotay.engine.peer import ConnectRefused, SocketIO
from giotay.engine.server import EngineServer, Options

PATH = "/socket.io/?EIO=4&transport=websocket"


class World:
    def __init__(self, port: int, hall: Hall, server: EngineServer) -> None:
        self.port, self.hall, self.server = port, hall, server

    async def open(self) -> RawWebSocket:
        """A connection that has not sent CONNECT."""
        ws = await RawWebSocket.open(self.port, PATH)
        assert (await ws.text())[0] == "0"
        return ws

    async def connect(self, auth: str = "") -> RawWebSocket:
        ws = await self.open()
        ws.send("40" + auth)
        accepted = await ws.text()
        assert accepted.startswith('40{"sid":"')
        assert await ws.text() == '42["welcome",{"n":1}]'
        return ws


async def _world(**options: Any) -> AsyncIterator[World]:
    hall = Hall()
    endpoint = SocketIO(hall, **options)
    server = EngineServer(endpoint.accept, Options(leave_s=0.02))
    async with serving(server) as port:
        yield World(port, hall, server)
    await endpoint.stop()


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async for each in _world():
        yield each


async def test_connect_is_answered_before_anything_else(world: World) -> None:
    await world.connect('{"token":"t"}')
    assert world.hall.guests[0].auth == {"token": "t"}


async def test_connect_without_auth(world: World) -> None:
    await world.connect()
    assert world.hall.guests[0].auth is None


async def test_other_namespaces_are_refused_and_the_connection_stays(world: World) -> None:
    ws = await world.open()
    ws.send("40/admin,{}")
    assert await ws.text() == '44/admin,{"message":"Invalid namespace"}'
    ws.send("40/admin?x=1,")
    assert await ws.text() == '44/admin,{"message":"Invalid namespace"}'
    ws.send("40")
    assert (await ws.text()).startswith("40")


async def test_a_refused_connect_says_why(world: World) -> None:
    world.hall.refuse = ConnectRefused("No such token.", {"code": "unauthenticated"})
    ws = await world.open()
    ws.send("40{}")
    assert await ws.text() == '44{"message":"No such token.","data":{"code":"unauthenticated"}}'
    ws.send('42["command",{}]')
    assert await ws.closed() == 1002


async def test_a_bug_while_connecting_is_answered(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.hall.refuse = ZeroDivisionError()  # type: ignore[assignment]
    ws = await world.open()
    ws.send("40{}")
    assert json.loads((await ws.text())[2:])["data"] == {"code": "internal"}
    assert "a connect failed" in caplog.text


async def test_who_never_connects_is_closed() -> None:
    """[WT6]"""
    async for world in _world(connect_s=0.08):
        ws, polite = await world.open(), await world.connect()
        assert await ws.closed(1) == 1000
        polite.send('421["still"]')
        assert await polite.text() == '431["still"]'


@pytest.mark.parametrize(
    "early",
    ['42["command",{}]', "41", "431[]", "4abc", "4", "40[]", "40nonsense", "401{}", '40"a"', "44{}", "47", "4-1"],
)
async def test_anything_but_a_connect_closes_first(world: World, early: str) -> None:
    ws = await world.open()
    ws.send(early)
    assert await ws.closed() == 1002
    assert world.hall.guests == []


async def test_an_event_before_the_answer_to_connect_closes(world: World) -> None:
    world.hall.delay = 0.04
    ws = await world.open()
    ws.send("40{}")
    ws.send('42["command",{}]')
    assert await ws.closed() == 1002
    await asyncio.sleep(0.06)
    assert all(not guest.events for guest in world.hall.guests)


async def test_connecting_twice_closes(world: World) -> None:
    ws = await world.connect()
    ws.send("40{}")
    assert await ws.closed() == 1002
    assert world.hall.guests[0].reason == "protocol"


async def test_events_are_heard_in_order_and_answered(world: World) -> None:
    ws = await world.connect()
    for number in range(50):
        ws.send(f'42{number}["n{number}",{{"x":{number}}}]')
    assert [await ws.text() for _ in range(50)] == [f'43{number}["n{number}"]' for number in range(50)]
    assert world.hall.guests[0].events[7] == ("n7", [{"x": 7}], "7")


async def test_an_event_without_an_ack_id_gets_no_answer(world: World) -> None:
    ws = await world.connect()
    ws.send('42["quiet"]')
    ws.send('4212["loud"]')
    assert await ws.text() == '4312["loud"]'


@pytest.mark.parametrize(
    "bad",
    [
        "42", "42{}", "42[]", "42[1]", "42[null]", '42["x"', '42["x"]]', "421", "43[]", "431{}",
        '451-["x",{"_placeholder":true,"num":0}]',
        '461-1["x"]', '42/other,["x"]', '42["x",NaN]', "42" + "[" * 30_000 + "]" * 30_000, '42["\\ud800"]',
        '429999999999999999["x"]', "44{}", "48", '4x["y"]',
    ],
)  # fmt: skip
async def test_what_cannot_be_read_closes(world: World, bad: str) -> None:
    ws = await world.connect()
    ws.send(bad)
    assert await ws.closed() == 1002
    assert world.hall.guests[0].reason == "protocol"
    assert world.hall.guests[0].events == []


async def test_attachments_close(world: World) -> None:
    ws = await world.connect()
    ws.send('451-["x",{"_placeholder":true,"num":0}]')
    ws.send(b"\x01", BINARY)
    assert await ws.closed() in (1002, 1003)


async def test_a_client_may_leave_and_come_back(world: World) -> None:
    ws = await world.connect()
    ws.send("41")
    ws.send("40{}")
    assert (await ws.text()).startswith('40{"sid":')
    assert [guest.reason for guest in world.hall.guests] == ["client", None]


async def test_the_server_may_end_it(world: World) -> None:
    ws = await world.connect()
    peer = world.hall.guests[0].peer
    peer.emit("bye", b'{"code":"locked"}')
    peer.disconnect()
    assert await ws.text() == '42["bye",{"code":"locked"}]'
    assert await ws.text() == "41"
    with pytest.raises(Closed):
        await ws.text()
    assert world.hall.guests[0].reason == "server"


async def test_who_goes_while_being_asked_never_joins(world: World) -> None:
    world.hall.delay = 0.1
    ws = await world.open()
    ws.send("40{}")
    await asyncio.sleep(0.03)
    ws.writer.transport.abort()
    await asyncio.sleep(0.15)
    assert world.hall.guests[0].reason is None
    assert world.server.sockets == {}


async def test_who_talks_and_does_not_listen_is_not_answered(world: World) -> None:
    ws = await world.connect()
    guest = world.hall.guests[0]
    # More than the buffers of both kernels ever take.
    for _ in range(600):
        guest.peer.emit("update", b'"%s"' % (b"x" * 50_000))
    unread = guest.peer.socket.buffered()
    assert unread > 20 << 20
    for number in range(1000):
        ws.send(f'42{number}["question"]')
    await ws.drain()
    await asyncio.sleep(0.1)
    assert guest.events == []
    assert guest.peer.socket.buffered() <= unread


@pytest.mark.slow
async def test_many_frames_of_garbage_harm_nobody(world: World) -> None:
    good = await world.connect()
    for seed in range(200):
        bad = await world.connect()
        for number in range(5):
            bad.send(f'42["{seed}\x7f{"[{" * number}')
        bad.writer.close()
    good.send('421["fine"]')
    assert await good.text() == '431["fine"]'
    await asyncio.sleep(0.05)
    assert len(world.server.sockets) == 1


async def test_polling_in_one_body_keeps_the_order(world: World) -> None:
    url = f"http://127.0.0.1:{world.port}/socket.io/?EIO=4&transport=polling"
    async with aiohttp.ClientSession() as http:
        async with http.get(url) as answer:
            sid = json.loads((await answer.text())[1:])["sid"]
        async with http.post(f"{url}&sid={sid}", data="40") as answer:
            assert await answer.text() == "ok"
        heard = ""
        while "welcome" not in heard:
            async with http.get(f"{url}&sid={sid}") as answer:
                heard += await answer.text()
        assert heard.index("40{") < heard.index("welcome")
        body = "\x1e".join(f'42{number}["n"]' for number in range(20))
        async with http.post(f"{url}&sid={sid}", data=body) as answer:
            assert await answer.text() == "ok"
        async with http.get(f"{url}&sid={sid}") as answer:
            assert (await answer.text()).split("\x1e") == [f'43{number}["n"]' for number in range(20)]


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
async def test_the_python_client_is_at_home(world: World, transports: list[str]) -> None:
    """[WT1] Over either transport."""
    client = socketio.AsyncClient(reconnection=False)
    welcomed = asyncio.Event()
    client.on("welcome", lambda _: welcomed.set())
    await client.connect(f"http://127.0.0.1:{world.port}", auth={"token": "t"}, transports=transports)
    await asyncio.wait_for(welcomed.wait(), 2)
    assert await client.call("question", {"a": "ế"}, timeout=2) == "question"
    assert world.hall.guests[0].events[-1][:2] == ("question", [{"a": "ế"}])
    await client.disconnect()
    await asyncio.sleep(0.05)
    assert world.hall.guests[0].reason is not None


async def test_the_python_client_hears_a_refusal(world: World) -> None:
    world.hall.refuse = ConnectRefused("No such token.", {"code": "unauthenticated"})
    client = socketio.AsyncClient(reconnection=False)
    heard: list[object] = []
    client.on("connect_error", heard.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(f"http://127.0.0.1:{world.port}", transports=["websocket"])
    assert heard == [{"message": "No such token.", "data": {"code": "unauthenticated"}}]
