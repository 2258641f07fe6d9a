"""The rules of Engine.IO 4, over real sockets: handshakes, polls, upgrades, the heart, and every way to end."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from tests.engine.raw import BINARY, Closed, Echo, RawWebSocket, serving

from giotay.engine.server import EngineServer, Options
from giotay.engine.socket import Socket

# Real sockets and their deadlines take longer than the inner loop should.
pytestmark = pytest.mark.slow


PATH = "/engine.io/"


class World:
    def __init__(self, port: int, http: aiohttp.ClientSession, echoes: list[Echo], server: EngineServer) -> None:
        self.port, self.http, self.echoes, self.server = port, http, echoes, server
        self.url = f"http://127.0.0.1:{port}{PATH}"

    async def get(self, **query: str) -> tuple[int, str]:
        async with self.http.get(self.url, params={"EIO": "4", "transport": "polling", **query}) as answer:
            return answer.status, await answer.text()

    async def post(self, body: str | bytes, **query: str) -> tuple[int, str]:
        async with self.http.post(self.url, params={"EIO": "4", "transport": "polling", **query}, data=body) as answer:
            return answer.status, await answer.text()

    async def poller(self) -> str:
        status, text = await self.get()
        assert status == 200
        return str(json.loads(text[1:])["sid"])

    async def websocket(self, **query: str) -> RawWebSocket:
        asked = {"EIO": "4", "transport": "websocket", **query}
        return await RawWebSocket.open(self.port, PATH + "?" + "&".join(f"{k}={v}" for k, v in asked.items()))


async def _world(**options: Any) -> AsyncIterator[World]:
    echoes: list[Echo] = []

    def accept(socket: Socket) -> Echo:
        echoes.append(Echo(socket))
        return echoes[-1]

    server = EngineServer(accept, Options(leave_s=0.02, **options))
    async with serving(server, PATH) as port, aiohttp.ClientSession() as http:
        yield World(port, http, echoes, server)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async for each in _world():
        yield each


@pytest.fixture
async def quick() -> AsyncIterator[World]:
    """A heart that beats every 0.3 s and waits 0.2 s for an answer."""
    async for each in _world(ping_interval_s=0.3, ping_timeout_s=0.2):
        yield each


# Handshake ------------------------------------------------------------------------------------------------------------


async def test_polling_handshake_says_what_the_protocol_says(world: World) -> None:
    status, text = await world.get()
    assert status == 200
    assert text[0] == "0"
    opening = json.loads(text[1:])
    assert opening["upgrades"] == ["websocket"]
    assert (opening["pingInterval"], opening["pingTimeout"], opening["maxPayload"]) == (10_000, 8_000, 65_536)
    assert len(opening["sid"]) >= 20


async def test_websocket_handshake_has_no_upgrades(world: World) -> None:
    ws = await world.websocket()
    assert json.loads((await ws.text())[1:])["upgrades"] == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"EIO": "4"}, 0),
        ({"EIO": "4", "transport": "carrier-pigeon"}, 0),
        ({"transport": "polling"}, 5),
        ({"EIO": "3", "transport": "polling"}, 5),
        ({"EIO": "4", "transport": "polling", "sid": "nobody"}, 1),
        ({"EIO": "4", "transport": "websocket"}, 3),
    ],
)
async def test_wrong_handshakes_are_told_why(world: World, query: dict[str, str], code: int) -> None:
    async with world.http.get(world.url, params=query) as answer:
        assert answer.status == 400
        assert (await answer.json())["code"] == code
    assert world.server.sockets == {}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_handshake_is_a_get(world: World, method: str) -> None:
    async with world.http.request(method, world.url, params={"EIO": "4", "transport": "polling"}) as answer:
        assert answer.status == 400
        assert (await answer.json())["code"] == 2


@pytest.mark.parametrize(
    "query", ["transport=websocket", "EIO=3&transport=websocket", "EIO=4&transport=websocket&sid=x"]
)
async def test_wrong_websocket_handshakes_get_no_upgrade(world: World, query: str) -> None:
    with pytest.raises(ConnectionRefusedError, match="400"):
        await RawWebSocket.open(world.port, f"{PATH}?{query}")


async def test_an_origin_that_is_not_allowed_is_forbidden() -> None:
    async for world in _world(origin_allowed=lambda request: request.headers.get("Origin") != "http://evil.example"):
        async with world.http.get(
            world.url, params={"EIO": "4", "transport": "polling"}, headers={"Origin": "http://evil.example"}
        ) as answer:
            assert answer.status == 403
            assert (await answer.json())["code"] == 4
        with pytest.raises(ConnectionRefusedError, match="403"):
            await RawWebSocket.open(world.port, f"{PATH}?EIO=4&transport=websocket", {"Origin": "http://evil.example"})


async def test_an_address_may_have_only_so_many_that_say_nothing() -> None:
    async for world in _world(unidentified_max=3):
        for _ in range(3):
            await world.poller()
        status, _text = await world.get()
        assert status == 503
        world.server.identified(next(iter(world.server.sockets.values())))
        await world.poller()


# Messages -------------------------------------------------------------------------------------------------------------


async def test_polling_carries_messages_both_ways(world: World) -> None:
    sid = await world.poller()
    assert await world.post("4hello", sid=sid) == (200, "ok")
    assert await world.get(sid=sid) == (200, "4hello")
    assert await world.post("4a\x1e4b\x1e4cộng", sid=sid) == (200, "ok")
    assert await world.get(sid=sid) == (200, "4a\x1e4b\x1e4cộng")


async def test_a_poll_waits_for_what_comes(world: World) -> None:
    sid = await world.poller()
    poll = asyncio.create_task(world.get(sid=sid))
    await asyncio.sleep(0.05)
    await world.post("4late", sid=sid)
    assert await poll == (200, "4late")


async def test_websocket_carries_messages_both_ways(world: World) -> None:
    ws = await world.websocket()
    await ws.text()
    for text in ("4hello", "4" + "ế" * 100, "4" + "x" * 65_535):
        ws.send(text)
        assert await ws.text() == text


@pytest.mark.parametrize("body", ["abc", "", "b***", "4a\x1e", b"4\xff\xfe"])
async def test_a_post_that_is_no_packet_closes(world: World, body: str | bytes) -> None:
    sid = await world.poller()
    assert (await world.post(body, sid=sid))[0] == 400
    assert (await world.get(sid=sid))[0] == 400
    assert world.echoes[0].reason is not None


async def test_a_binary_message_over_polling_closes(world: World) -> None:
    """[WT5]"""
    sid = await world.poller()
    await world.post("bAQIDBA==", sid=sid)
    assert (await world.get(sid=sid)) == (200, "1")
    assert world.echoes[0].reason == "binary"


async def test_a_post_too_large_closes(world: World) -> None:
    sid = await world.poller()
    assert (await world.post("4" + "x" * 65_535, sid=sid))[0] == 200
    assert (await world.post("4" + "x" * 65_536, sid=sid))[0] == 413
    assert world.echoes[0].reason == "too large"


async def test_a_streamed_post_too_large_closes(world: World) -> None:
    sid = await world.poller()

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"4" + b"x" * 1023

    async with world.http.post(
        world.url, params={"EIO": "4", "transport": "polling", "sid": sid}, data=chunks()
    ) as got:
        assert got.status == 413
    assert world.echoes[0].reason == "too large"


@pytest.mark.parametrize("packet", ["abc", "", "2", "0", "5", "6", "9"])
async def test_a_websocket_text_that_is_no_packet_closes(world: World, packet: str) -> None:
    ws = await world.websocket()
    await ws.text()
    ws.send(packet)
    assert await ws.closed() == 1002
    assert world.echoes[0].reason == "protocol"
    assert world.server.sockets == {}


async def test_a_binary_frame_closes(world: World) -> None:
    """[WT5]"""
    ws = await world.websocket()
    await ws.text()
    ws.send(b"\x01\x02", BINARY)
    assert await ws.closed() == 1003


async def test_a_frame_too_large_closes(world: World) -> None:
    """[WT5]"""
    ws = await world.websocket()
    await ws.text()
    ws.send("4" + "x" * 65_535)
    assert len(await ws.text()) == 65_536
    ws.send("4" + "x" * 65_536)
    assert await ws.closed() == 1009
    await asyncio.sleep(0.05)
    assert world.server.sockets == {}


async def test_fragments_too_large_together_close(world: World) -> None:
    ws = await world.websocket()
    await ws.text()
    ws.send("4" + "x" * 40_000, fin=False)
    ws.send("x" * 40_000, opcode=0)
    assert await ws.closed() == 1009


async def test_a_bug_in_the_application_closes_that_connection_only(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    other, ws = await world.websocket(), await world.websocket()
    await other.text()
    await ws.text()
    ws.send("4boom")
    assert await ws.closed() == 1011
    other.send("4still here")
    assert await other.text() == "4still here"
    assert "could not be handled" in caplog.text


# One of each at a time ------------------------------------------------------------------------------------------------


async def test_two_polls_at_once_close(world: World) -> None:
    sid = await world.poller()
    first = asyncio.create_task(world.get(sid=sid))
    await asyncio.sleep(0.05)
    assert (await world.get(sid=sid))[0] == 400
    assert await first == (200, "1")
    assert (await world.get(sid=sid))[0] == 400


async def test_two_posts_at_once_close(world: World) -> None:
    sid = await world.poller()
    began = asyncio.Event()
    go_on = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"4"
        began.set()
        await go_on.wait()
        yield b"a"

    async def first() -> int:
        async with world.http.post(
            world.url, params={"EIO": "4", "transport": "polling", "sid": sid}, data=slowly()
        ) as a:
            return a.status

    task = asyncio.create_task(first())
    await began.wait()
    await asyncio.sleep(0.05)
    assert (await world.post("4b", sid=sid))[0] == 400
    go_on.set()
    assert await task == 200
    assert world.echoes[0].reason == "two posts at once"


async def test_a_poll_that_was_given_up_ends_the_connection(world: World) -> None:
    sid = await world.poller()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(world.get(sid=sid), 0.1)
    world.echoes[0].socket.send(b"4lost")
    await asyncio.sleep(0.05)
    assert world.echoes[0].reason == "poll cancelled"
    assert (await world.get(sid=sid))[0] == 400


async def test_a_second_websocket_on_a_sid_is_refused(world: World) -> None:
    ws = await world.websocket()
    sid = json.loads((await ws.text())[1:])["sid"]
    assert await (await world.websocket(sid=sid)).closed() == 1002
    assert (await world.get(sid=sid))[0] == 400
    ws.send("4fine")
    assert await ws.text() == "4fine"


# Upgrade --------------------------------------------------------------------------------------------------------------


async def _upgrade(world: World) -> tuple[str, RawWebSocket]:
    sid = await world.poller()
    ws = await world.websocket(sid=sid)
    ws.send("2probe")
    assert await ws.text() == "3probe"
    ws.send("5")
    return sid, ws


async def test_polling_is_upgraded_to_a_websocket(world: World) -> None:
    sid, ws = await _upgrade(world)
    ws.send("4over websocket")
    assert await ws.text() == "4over websocket"
    assert (await world.get(sid=sid))[0] == 400
    assert (await world.post("4x", sid=sid))[0] == 400
    ws.send("4still")
    assert await ws.text() == "4still"


async def test_a_waiting_poll_is_let_go_for_an_upgrade(world: World) -> None:
    sid = await world.poller()
    poll = asyncio.create_task(world.get(sid=sid))
    await asyncio.sleep(0.05)
    ws = await world.websocket(sid=sid)
    ws.send("2probe")
    assert await ws.text() == "3probe"
    assert await poll == (200, "6")
    # A client that polls once more before it has seen the answer is let go soon as well.
    assert await asyncio.wait_for(world.get(sid=sid), 1) == (200, "6")
    ws.send("5")
    ws.send("4x")
    assert await ws.text() == "4x"


async def test_what_waited_for_a_poll_goes_first_over_the_websocket(world: World) -> None:
    sid = await world.poller()
    await world.post("4one", sid=sid)
    ws = await world.websocket(sid=sid)
    ws.send("2probe")
    await ws.text()
    await world.post("4two", sid=sid)
    ws.send("5")
    ws.send("4three")
    assert [await ws.text() for _ in range(3)] == ["4one", "4two", "4three"]


@pytest.mark.parametrize("words", [["2nonsense"], ["4hello"], ["2probe", "4hello"], ["2probe", "2probe"]])
async def test_a_wrong_probe_ends_the_probe_and_polling_goes_on(world: World, words: list[str]) -> None:
    sid = await world.poller()
    ws = await world.websocket(sid=sid)
    for word in words:
        ws.send(word)
    await ws.closed()
    await world.post("4hello", sid=sid)
    assert await world.get(sid=sid) == (200, "4hello")
    ws = await world.websocket(sid=sid)
    ws.send("2probe")
    assert await ws.text() == "3probe"


async def test_only_one_websocket_may_probe(world: World) -> None:
    sid = await world.poller()
    ws = await world.websocket(sid=sid)
    assert await (await world.websocket(sid=sid)).closed() == 1002
    ws.send("2probe")
    assert await ws.text() == "3probe"


# The heart ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_websocket_pings_and_stays_while_answered(quick: World) -> None:
    ws = await quick.websocket()
    await ws.text()
    for _ in range(3):
        assert await ws.text(1) == "2"
        ws.send("3")
    ws.send("4alive")
    assert await ws.text() == "4alive"


@pytest.mark.slow
async def test_polling_pings_and_stays_while_answered(quick: World) -> None:
    sid = await quick.poller()
    for _ in range(3):
        assert await quick.get(sid=sid) == (200, "2")
        assert await quick.post("3", sid=sid) == (200, "ok")


@pytest.mark.slow
async def test_an_unanswered_ping_ends_a_websocket(quick: World) -> None:
    """[WT6]"""
    ws = await quick.websocket()
    await ws.text()
    assert await ws.text(1) == "2"
    with pytest.raises(Closed):
        await ws.text(1)
    assert quick.echoes[0].reason == "ping timeout"
    assert quick.server.sockets == {}


@pytest.mark.slow
async def test_an_unanswered_ping_ends_polling(quick: World) -> None:
    sid = await quick.poller()
    assert await quick.get(sid=sid) == (200, "2")
    await asyncio.sleep(0.4)
    assert (await quick.get(sid=sid))[0] == 400
    assert quick.echoes[0].reason == "ping timeout"


@pytest.mark.slow
async def test_a_peer_that_stopped_reading_is_aborted(quick: World) -> None:
    ws = await quick.websocket()
    await ws.text()
    socket = quick.echoes[0].socket
    for _ in range(400):
        socket.send(b"4" + b"x" * 50_000)
    assert socket.buffered() > 1_000_000
    async with asyncio.timeout(3):
        while quick.server.sockets:
            await asyncio.sleep(0.05)
    assert quick.echoes[0].reason == "ping timeout"
    assert socket.buffered() == 0


# The end --------------------------------------------------------------------------------------------------------------


async def test_a_client_may_close_over_either_transport(world: World) -> None:
    ws = await world.websocket()
    await ws.text()
    ws.send("1")
    assert await ws.closed() == 1000
    sid = await world.poller()
    await world.post("1", sid=sid)
    assert await world.get(sid=sid) == (200, "6")
    assert (await world.get(sid=sid))[0] == 400
    assert [echo.reason for echo in world.echoes] == ["client", "client"]


async def test_a_websocket_that_goes_away_is_noticed_at_once(world: World) -> None:
    ws = await world.websocket()
    await ws.text()
    ws.writer.transport.abort()
    await asyncio.sleep(0.1)
    assert world.echoes[0].reason == "transport"
    assert world.server.sockets == {}


async def test_last_words_reach_a_poller(world: World) -> None:
    sid = await world.poller()
    socket = world.echoes[0].socket
    socket.send(b"4bye")
    socket.close("server")
    socket.send(b"4too late")
    assert await world.post("4x", sid=sid) == (200, "ok")
    assert await world.get(sid=sid) == (200, "4bye")
    assert await world.get(sid=sid) == (200, "1")
    assert (await world.get(sid=sid))[0] == 400


async def test_last_words_reach_a_websocket(world: World) -> None:
    ws = await world.websocket()
    await ws.text()
    socket = world.echoes[0].socket
    for number in range(100):
        ws.send(f"4{number}")  # what lies unread at the server must not reset the connection
    socket.send(b"4bye")
    socket.close("server")
    assert socket.write is None
    heard = ""
    while heard != "4bye":
        heard = await ws.text()
    assert await ws.closed() == 1000


async def test_stopping_the_server_closes_everybody(world: World) -> None:
    ws = await world.websocket()
    await ws.text()
    await world.poller()
    await world.server.stop()
    assert await ws.closed() == 1001
    assert world.server.sockets == {}
    assert [echo.reason for echo in world.echoes] == ["server", "server"]
    assert (await world.get())[0] == 503
