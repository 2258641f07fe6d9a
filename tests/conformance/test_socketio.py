"""The rules of Socket.IO 5, and the strict ones: a client that answers every ping hides no failing behind a timeout."""

import asyncio
import json

import pytest

from tests.conformance.conftest import Opener
from tests.conformance.echo import CONNECT_S, PING_INTERVAL_MS
from tests.engine.raw import BINARY, CLOSE, TEXT, Closed, RawWebSocket

pytestmark = pytest.mark.slow
QUERY = "EIO=4&transport=websocket"


@pytest.fixture
def path() -> str:
    return "/socket.io/"


async def said(one: RawWebSocket, timeout: float = 3.0) -> str | bytes:
    """What comes next but pings, which are answered. Raises Closed."""
    while True:
        try:
            opcode, data = await one.frame(timeout)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Closed(None) from None
        if opcode == CLOSE:
            raise Closed(int.from_bytes(data[:2], "big"))
        if opcode == TEXT and data == b"2":
            one.send("3")
            continue
        return data.decode() if opcode == TEXT else data


async def closes(one: RawWebSocket, within: float) -> int | None:
    """The code with which the server closes although every ping is answered."""
    async with asyncio.timeout(within):
        while True:
            try:
                await said(one, within)
            except Closed as closed:
                return closed.code


@pytest.fixture
async def one(ws: Opener) -> RawWebSocket:
    """A WebSocket that was opened and has sent no CONNECT."""
    opened = await ws(QUERY)
    assert (await opened.text())[0] == "0"
    return opened


@pytest.fixture
async def guest(one: RawWebSocket) -> RawWebSocket:
    """One that is connected to the main namespace."""
    one.send("40")
    assert str(await said(one)).startswith('40{"sid":')
    assert await said(one) == '42["auth",{}]'
    return one


# CONNECT --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("namespace", ["", "/custom,"])
@pytest.mark.parametrize("auth", ["", '{"token":"123"}'])
async def test_a_namespace_is_entered_with_or_without_auth(one: RawWebSocket, namespace: str, auth: str) -> None:
    one.send(f"40{namespace}{auth}")
    accepted = str(await said(one))
    assert accepted.startswith(f"40{namespace}{{")
    answer = json.loads(accepted.removeprefix(f"40{namespace}"))
    assert answer.keys() == {"sid"}
    assert isinstance(answer["sid"], str)
    assert await said(one) == f'42{namespace}["auth",{auth or "{}"}]'


async def test_the_sid_is_not_that_of_the_transport(ws: Opener) -> None:
    one = await ws(QUERY)
    opening = json.loads((await one.text())[1:])
    one.send("40")
    assert json.loads(str(await said(one))[2:])["sid"] != opening["sid"]


@pytest.mark.parametrize("packet", ["40/random", "40/random,", '40/random,{"token":"x"}', "40/random?a=b"])
async def test_an_unknown_namespace_is_refused_and_the_connection_stays(one: RawWebSocket, packet: str) -> None:
    one.send(packet)
    assert await said(one) == '44/random,{"message":"Invalid namespace"}'
    one.send("40")
    assert str(await said(one)).startswith("40{")


@pytest.mark.parametrize("packet", ["4abc", "4", "40[]", '40"x"', '42["message"]', "41", "43", "4/custom", "402{}"])
async def test_anything_else_before_a_connect_closes(one: RawWebSocket, packet: str) -> None:
    one.send(packet)
    assert await closes(one, PING_INTERVAL_MS / 2_000) == 1002


async def test_a_missing_connect_closes_though_pings_are_answered(one: RawWebSocket) -> None:
    assert await closes(one, CONNECT_S * 3) == 1000


async def test_an_unknown_namespace_is_no_connect(one: RawWebSocket) -> None:
    one.send("40/random")
    assert await closes(one, CONNECT_S * 3) == 1000


async def test_connecting_twice_to_one_namespace_closes(guest: RawWebSocket) -> None:
    guest.send("40")
    assert await closes(guest, PING_INTERVAL_MS / 2_000) == 1002


# DISCONNECT -----------------------------------------------------------------------------------------------------------


async def test_leaving_a_namespace_leaves_the_connection_open(guest: RawWebSocket) -> None:
    guest.send("41")
    assert await guest.text() == "2", "it is still pinged"
    guest.send("3")
    guest.send("40")
    assert str(await said(guest)).startswith("40{")


async def test_whoever_left_everything_is_closed(guest: RawWebSocket) -> None:
    guest.send("41")
    assert await closes(guest, CONNECT_S * 3) == 1000


async def test_an_event_after_leaving_closes(guest: RawWebSocket) -> None:
    guest.send("41")
    guest.send('42["message"]')
    assert await closes(guest, PING_INTERVAL_MS / 2_000) == 1002


async def test_leaving_one_namespace_leaves_the_others(guest: RawWebSocket) -> None:
    guest.send("40/custom")
    assert str(await said(guest)).startswith("40/custom,{")
    assert await said(guest) == '42/custom,["auth",{}]'
    guest.send('42/custom,["message","ở đây"]')
    assert await said(guest) == '42/custom,["message-back","ở đây"]'
    guest.send("41/custom")
    guest.send('42["message","ở nhà"]')
    assert await said(guest) == '42["message-back","ở nhà"]'
    guest.send("41")
    assert await closes(guest, CONNECT_S * 3) == 1000


async def test_leaving_the_main_namespace_leaves_the_others(guest: RawWebSocket) -> None:
    guest.send("40/custom,")
    await said(guest)
    await said(guest)
    guest.send("41")
    await asyncio.sleep(0)
    deadline = asyncio.get_running_loop().time() + CONNECT_S * 1.5
    while asyncio.get_running_loop().time() < deadline:
        guest.send('42/custom,["message",1]')
        assert await said(guest) == '42/custom,["message-back",1]'
        await asyncio.sleep(0.05)


# Messages -------------------------------------------------------------------------------------------------------------


async def test_an_event_comes_back(guest: RawWebSocket) -> None:
    guest.send('42["message",1,"2",{"3":[true]}]')
    assert await said(guest) == '42["message-back",1,"2",{"3":[true]}]'


async def test_an_event_is_acknowledged(guest: RawWebSocket) -> None:
    guest.send('42456["message-with-ack",1,"2",{"3":[false]}]')
    assert await said(guest) == '43456[1,"2",{"3":[false]}]'


PLACES = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}'


@pytest.mark.parametrize(
    ("packet", "answer"),
    [
        (f'452-["message",{PLACES}]', f'452-["message-back",{PLACES}]'),
        (f'452-789["message-with-ack",{PLACES}]', f"462-789[{PLACES}]"),
        (f'452-["message",{{"deep":[{PLACES}]}}]', f'452-["message-back",{{"deep":[{PLACES}]}}]'),
    ],
)
async def test_attachments_come_back(guest: RawWebSocket, packet: str, answer: str) -> None:
    guest.send(packet)
    guest.send(b"\1\2\3", BINARY)
    guest.send(b"\4\5\6", BINARY)
    assert [await said(guest) for _ in range(3)] == [answer, b"\1\2\3", b"\4\5\6"]


async def test_attachments_reach_their_namespace(guest: RawWebSocket) -> None:
    guest.send("40/custom,")
    await said(guest)
    await said(guest)
    guest.send('451-/custom,7["message-with-ack",{"_placeholder":true,"num":0}]')
    guest.send(b"\7", BINARY)
    assert [await said(guest), await said(guest)] == ['461-/custom,7[{"_placeholder":true,"num":0}]', b"\7"]


@pytest.mark.parametrize(
    "packets",
    [
        ["4abc"], ["42{}"], ["42[]"], ["42"], ['42abc["message-with-ack",1]'], ['42["message"'], ["47"], ["44{}"],
        ['42/nowhere,["message"]'], ['45["message"]'], ['421-["message"]'], ['4517-["message"]'], [b"\1"],
        ['451-["message",{"_placeholder":true,"num":1}]', b"\1"],
        ['451-["message",{"_placeholder":true,"num":0}]', '42["message"]'],
        ['451-["message",' + "[" * 5_000 + "]" * 5_000 + "]", b"\1"],
    ],
)  # fmt: skip
async def test_what_cannot_be_read_closes_at_once(guest: RawWebSocket, packets: list[str | bytes]) -> None:
    for packet in packets:
        guest.send(packet, TEXT if isinstance(packet, str) else BINARY)
    assert await closes(guest, PING_INTERVAL_MS / 2_000) in (1002, 1003)


async def test_pings_that_are_answered_keep_a_connection(guest: RawWebSocket) -> None:
    """Three turns and more, without a word besides."""
    with pytest.raises(TimeoutError):
        await closes(guest, PING_INTERVAL_MS * 4 / 1_000)
    guest.send('42["message","còn đây"]')
    assert await said(guest) == '42["message-back","còn đây"]'


async def test_pings_that_are_not_answered_end_it_though_it_speaks(guest: RawWebSocket) -> None:
    async def speak() -> None:
        while True:
            guest.send('42["message"]')
            await guest.text()
            await asyncio.sleep(0.02)

    async with asyncio.timeout(3):
        with pytest.raises((Closed, ConnectionError)):
            await speak()
