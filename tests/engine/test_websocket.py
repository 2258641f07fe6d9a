"""The rules of RFC 6455 that a server keeps, frame by frame, and what a flood gets."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.engine.raw import BINARY, CLOSE, PING, PONG, TEXT, Echo, RawWebSocket, serving

from giotay.engine.framing import close_frame, text_frame
from giotay.engine.server import EngineServer, Options

PATH = "/engine.io/?EIO=4&transport=websocket"


@pytest.fixture
async def ws() -> AsyncIterator[RawWebSocket]:
    server = EngineServer(Echo, Options(leave_s=0.02))
    async with serving(server, "/engine.io/") as port:
        ws = await RawWebSocket.open(port, PATH)
        await ws.text()
        yield ws


async def test_a_message_in_fragments_with_a_ping_between(ws: RawWebSocket) -> None:
    ws.send("4một", fin=False)
    ws.send(b"still there?", PING)
    ws.send(b" hai", opcode=0, fin=False)
    ws.send(b"", opcode=0)
    assert await ws.frame() == (PONG, b"still there?")
    assert await ws.text() == "4một hai"


async def test_a_letter_may_be_cut_by_a_fragment(ws: RawWebSocket) -> None:
    body = "4ế".encode()
    ws.send(body[:2], TEXT, fin=False)
    ws.send(body[2:], opcode=0)
    assert await ws.text() == "4ế"


async def test_frames_that_come_byte_by_byte_and_all_at_once(ws: RawWebSocket) -> None:
    sent: list[bytes] = []
    write = ws.writer.write
    ws.writer.write = lambda data: sent.append(bytes(data))  # type: ignore[method-assign]
    for size in (0, 1, 124, 125, 126, 60_000):
        ws.send("4" + "x" * size)
    stream = b"".join(sent)
    for at in range(300):
        write(stream[at : at + 1])
        await asyncio.sleep(0)
    write(stream[300:])
    for size in (0, 1, 124, 125, 126, 60_000):
        assert await ws.text() == "4" + "x" * size


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x81\x02hi", 1002),  # not masked
        (b"\xc1\x80\0\0\0\0", 1002),  # a reserved bit: compression was never agreed on
        (b"\x83\x80\0\0\0\0", 1002),  # an opcode nobody knows
        (b"\x8b\x80\0\0\0\0", 1002),
        (b"\x80\x80\0\0\0\0", 1002),  # a continuation of nothing
        (b"\x01\x80\0\0\0\0\x81\x80\0\0\0\0", 1002),  # a message within a message
        (b"\x09\x80\0\0\0\0", 1002),  # a ping in fragments
        (b"\x89\xfe\x00\x7e\0\0\0\0" + b"x" * 126, 1002),  # a ping too large
        (b"\x81\xff" + (1 << 62).to_bytes(8, "big"), 1009),  # told of at once, before it comes
        (b"\x81\xff" + (1 << 63).to_bytes(8, "big"), 1009),
        (b"\x81\x82\0\0\0\0\xc3\x28", 1007),  # no UTF-8
        (b"\x81\x83\0\0\0\0\xed\xa0\x80", 1007),  # half a surrogate
        (b"\x88\x80\0\0\0\0", 1000),
        (b"\x88\x82\0\0\0\0\x03\xe9", 1001),
        (b"\x88\x82\0\0\0\0\x00\x01", 1002),  # a code nobody may send
        (b"\x88\x81\0\0\0\0\x03", 1000),
    ],
)
async def test_how_it_ends(ws: RawWebSocket, raw: bytes, code: int) -> None:
    ws.writer.write(raw)
    assert await ws.closed() == code


async def test_close_is_answered_and_the_connection_ends(ws: RawWebSocket) -> None:
    ws.send((1000).to_bytes(2, "big") + b"bye", CLOSE)
    assert await ws.frame() == (CLOSE, b"\x03\xe8")
    assert await ws.reader.read() == b""


async def test_what_follows_an_error_is_not_heard(ws: RawWebSocket) -> None:
    ws.send("4before")
    ws.writer.write(b"\xff\xff")
    ws.send("4after")
    assert await ws.text() == "4before"
    assert await ws.closed() == 1002


@pytest.mark.slow
async def test_a_flood_is_read_no_faster_than_a_thousand_a_second(ws: RawWebSocket) -> None:
    for number in range(1_500):
        ws.send(f"4{number}")
    await ws.drain()
    first = [await ws.text() for _ in range(1_000)]
    assert first[-1] == "4999"
    with pytest.raises(TimeoutError):
        await ws.text(0.3)
    assert [await ws.text() for _ in range(500)][-1] == "41499"


async def test_binary_is_the_owners_to_refuse(ws: RawWebSocket) -> None:
    ws.send(b"\0", BINARY)
    assert await ws.closed() == 1003


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_frames_that_leave(size: int) -> None:
    frame = text_frame(b"x" * size)
    assert frame[0] == 0x81
    header = 2 if size < 126 else 4 if size < 65_536 else 10
    assert len(frame) == header + size
    declared = frame[1] if size < 126 else int.from_bytes(frame[2:header], "big")
    assert declared == size


def test_a_close_frame() -> None:
    assert close_frame(1001) == b"\x88\x02\x03\xe9"
