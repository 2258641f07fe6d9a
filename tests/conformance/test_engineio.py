"""The rules of Engine.IO 4, over both transports and the way from one to the other, at both endpoints of the echo."""

import asyncio
import json
from typing import Any

import pytest

from tests.conformance.conftest import Http, Opener
from tests.conformance.echo import MAX_PAYLOAD, PING_INTERVAL_MS, PING_TIMEOUT_MS
from tests.engine.raw import BINARY, TEXT, Closed, RawWebSocket

pytestmark = pytest.mark.slow
POLLING, WEBSOCKET = "EIO=4&transport=polling", "EIO=4&transport=websocket"
only_engine = pytest.mark.parametrize("path", ["/engine.io/"])


async def opened(http: Http) -> str:
    """A polling connection; the query for all further requests."""
    _, text = await http.get(POLLING)
    return f"{POLLING}&sid={json.loads(text[1:])['sid']}"


def check_opening(text: str, upgrades: list[str]) -> None:
    assert text[0] == "0"
    said: dict[str, Any] = json.loads(text[1:])
    assert isinstance(said.pop("sid"), str)
    assert said == {
        "upgrades": upgrades, "pingInterval": PING_INTERVAL_MS, "pingTimeout": PING_TIMEOUT_MS,
        "maxPayload": MAX_PAYLOAD,
    }  # fmt: skip


# Handshake ------------------------------------------------------------------------------------------------------------


async def test_a_polling_handshake_says_who_one_is_and_what_is_possible(http: Http) -> None:
    status, text = await http.get(POLLING)
    assert status == 200
    check_opening(text, ["websocket"])


async def test_a_websocket_handshake_says_the_same_without_an_upgrade(ws: Opener) -> None:
    check_opening(await (await ws(WEBSOCKET)).text(), [])


@pytest.mark.parametrize(
    "query",
    ["transport=polling", "EIO=abc&transport=polling", "EIO=3&transport=polling", "EIO=4", "EIO=4&transport=abc", ""],
)
async def test_a_wrong_version_or_transport_is_refused(http: Http, query: str) -> None:
    status, _ = await http.get(query)
    assert status == 400


@pytest.mark.parametrize(
    "query", ["transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc"]
)
async def test_a_wrong_version_or_transport_opens_no_websocket(ws: Opener, query: str) -> None:
    with pytest.raises(ConnectionRefusedError, match="400"):
        await ws(query)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_a_handshake_is_a_get(http: Http, method: str) -> None:
    status, _ = await http.ask(method, POLLING)
    assert status == 400


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_unknown_sid_is_refused(http: Http, method: str) -> None:
    status, _ = await http.ask(method, f"{POLLING}&sid=nobody", "4x" if method == "POST" else "")
    assert status == 400


async def test_a_websocket_for_an_unknown_sid_is_refused(ws: Opener) -> None:
    with pytest.raises(ConnectionRefusedError, match="400"):
        await ws(f"{WEBSOCKET}&sid=nobody")


# Messages -------------------------------------------------------------------------------------------------------------


@only_engine
@pytest.mark.parametrize(
    "payload", ["4hello", "4", "4một\x1e4hai\x1e4ba", "4hello\x1ebAQIDBA==", "bAQIDBA==\x1e4sau", "b"]
)
async def test_messages_come_back_over_polling(http: Http, payload: str) -> None:
    """One, several, and binary ones among them, in order."""
    query = await opened(http)
    assert await http.post(query, payload.encode()) == (200, "ok")
    assert await http.get(query) == (200, payload)


@only_engine
async def test_a_message_comes_back_over_a_websocket(ws: Opener) -> None:
    one = await ws(WEBSOCKET)
    await one.text()
    one.send("4chào")
    assert await one.text() == "4chào"


@only_engine
@pytest.mark.parametrize("data", [b"\1\2\3\4", b"", bytes(70_000)], ids=len)
async def test_a_binary_message_comes_back_over_a_websocket(ws: Opener, data: bytes) -> None:
    one = await ws(WEBSOCKET)
    await one.text()
    one.send(data, BINARY)
    assert await one.frame() == (BINARY, data)


@only_engine
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
async def test_a_message_in_fragments_comes_back_whole(ws: Opener, opcode: int) -> None:
    one = await ws(WEBSOCKET)
    await one.text()
    one.send(b"4ab", opcode, fin=False)
    one.send(b"cd", 0, fin=False)
    one.send(b"ef", 0)
    assert await one.frame() == (opcode, b"4abcdef")


@pytest.mark.parametrize("payload", ["abc", "", "4x\x1e", "9", "b***", "bAQ", "4x\x1eabc"])
async def test_what_is_no_packet_ends_a_polling_connection(http: Http, payload: str) -> None:
    query = await opened(http)
    assert (await http.ask("POST", query, payload))[0] == 400
    assert (await http.get(query))[0] == 400


@pytest.mark.parametrize("packet", ["abc", "", "9", "0", "2", "5", "6", "bAQIDBA=="])
async def test_what_is_no_packet_for_a_server_ends_a_websocket(ws: Opener, packet: str) -> None:
    one = await ws(WEBSOCKET)
    await one.text()
    one.send(packet)
    assert await one.closed(PING_INTERVAL_MS / 2_000) == 1002


async def test_two_polls_at_once_end_the_connection(http: Http) -> None:
    """The first hears of the end, the second is refused."""
    query = await opened(http)
    first = asyncio.create_task(http.get(query))
    await asyncio.sleep(0.05)
    assert (await http.get(query))[0] == 400
    assert await first == (200, "1")
    assert (await http.get(query))[0] == 400


async def test_a_poll_that_is_hung_up_ends_the_connection(http: Http) -> None:
    query = await opened(http)
    first = asyncio.create_task(http.get(query))
    await asyncio.sleep(0.05)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert (await http.get(query))[0] == 400


async def test_a_payload_may_be_as_large_as_was_said_and_no_larger(http: Http) -> None:
    query = await opened(http)
    status, _ = await http.post(query, b"4" + b"x" * MAX_PAYLOAD)
    assert status == 413
    # It hears of the end once, then nobody knows it.
    assert [await http.get(query), (await http.get(query))[0]] == [(200, "1"), 400]


# Heartbeat ------------------------------------------------------------------------------------------------------------


async def test_a_polling_connection_is_pinged_and_answers(http: Http) -> None:
    query = await opened(http)
    for _ in range(3):
        assert await http.get(query) == (200, "2")
        assert await http.post(query, "3") == (200, "ok")


async def test_a_polling_connection_that_answers_no_ping_ends(http: Http) -> None:
    query = await opened(http)
    assert await http.get(query) == (200, "2")
    async with asyncio.timeout(3):
        while (await http.get(query))[0] == 200:
            pass


async def test_a_websocket_is_pinged_and_answers(ws: Opener) -> None:
    one = await ws(WEBSOCKET)
    await one.text()
    for _ in range(3):
        assert await one.text() == "2"
        one.send("3")


async def test_a_websocket_that_answers_no_ping_ends(ws: Opener) -> None:
    one = await ws(WEBSOCKET)
    await one.text()
    assert await one.text() == "2"
    with pytest.raises(Closed):
        await one.text(3)


# Closing --------------------------------------------------------------------------------------------------------------


async def test_a_polling_client_may_close(http: Http) -> None:
    """Its waiting poll is answered with nothing; then nobody knows it."""
    query = await opened(http)
    polling = asyncio.create_task(http.get(query))
    await asyncio.sleep(0.05)
    assert await http.post(query, "1") == (200, "ok")
    assert await polling == (200, "6")
    assert (await http.get(query))[0] == 400


async def test_a_websocket_client_may_close(ws: Opener) -> None:
    one = await ws(WEBSOCKET)
    await one.text()
    one.send("1")
    assert await one.closed(PING_INTERVAL_MS / 2_000) == 1000


# Upgrade --------------------------------------------------------------------------------------------------------------


async def upgrading(http: Http, ws: Opener) -> tuple[str, RawWebSocket]:
    """A polling connection and the WebSocket that has probed for it."""
    query = await opened(http)
    one = await ws(query.replace("polling", "websocket"))
    one.send("2probe")
    assert await one.text() == "3probe"
    return query, one


@only_engine
async def test_polling_becomes_a_websocket(http: Http, ws: Opener) -> None:
    query, one = await upgrading(http, ws)
    assert await http.get(query) == (200, "6")
    one.send("5")
    one.send("4hello")
    assert await one.text() == "4hello"


@only_engine
async def test_what_waited_for_a_poll_comes_first_on_the_websocket(http: Http, ws: Opener) -> None:
    query, one = await upgrading(http, ws)
    assert await http.post(query, "4trước") == (200, "ok")
    one.send("5")
    one.send("4sau")
    assert [await one.text(), await one.text()] == ["4trước", "4sau"]


@only_engine
async def test_a_waiting_poll_is_let_go_by_a_probe(http: Http, ws: Opener) -> None:
    query = await opened(http)
    polling = asyncio.create_task(http.get(query))
    await asyncio.sleep(0.05)
    one = await ws(query.replace("polling", "websocket"))
    one.send("2probe")
    assert await one.text() == "3probe"
    assert await polling == (200, "6")


@only_engine
async def test_after_an_upgrade_no_request_speaks_for_it(http: Http, ws: Opener) -> None:
    query, one = await upgrading(http, ws)
    one.send("5")
    one.send("4x")
    assert await one.text() == "4x"
    assert (await http.get(query))[0] == 400
    assert (await http.post(query, "4y"))[0] == 400
    one.send("4hello")
    assert await one.text() == "4hello"


@only_engine
async def test_after_an_upgrade_no_other_websocket_speaks_for_it(http: Http, ws: Opener) -> None:
    query, one = await upgrading(http, ws)
    one.send("5")
    one.send("4x")
    assert await one.text() == "4x"
    other = await ws(query.replace("polling", "websocket"))
    assert await other.closed(1) == 1002
    one.send("4hello")
    assert await one.text() == "4hello"


@only_engine
@pytest.mark.parametrize("packet", ["5", "4hello", "2", "abc"])
async def test_a_websocket_that_does_not_probe_takes_nothing_over(http: Http, ws: Opener, packet: str) -> None:
    """Polling goes on."""
    query = await opened(http)
    one = await ws(query.replace("polling", "websocket"))
    one.send(packet)
    assert await one.closed(1) == 1002
    assert await http.post(query, "4vẫn".encode()) == (200, "ok")
    assert await http.get(query) == (200, "4vẫn")
