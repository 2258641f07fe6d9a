"""permessage-deflate (RFC 7692) without context takeover: taken where offered, each message alone, within the limit."""

import zlib

import pytest
from tests.engine.raw import BINARY, TEXT, Closed, Echo, RawWebSocket, serving

from giotay.engine import framing
from giotay.engine.server import EngineServer, Options
from giotay.engine.websocket import offers_deflate
from giotay.room.frame import Frame

TAIL = b"\0\0\xff\xff"
PRESSED = 0x40
BROWSER = "permessage-deflate; client_max_window_bits"


@pytest.mark.parametrize(
    ("offer", "taken"),
    [
        (BROWSER, True), ("permessage-deflate", True),
        ("x-other, permessage-deflate; client_no_context_takeover", True),
        ("Permessage-Deflate ; server_no_context_takeover", True),
        ("permessage-deflate; server_max_window_bits=10", False),
        ("permessage-deflate; server_max_window_bits=10, permessage-deflate", True),
        ("", False), ("x-webkit-deflate-frame", False),
    ],
)  # fmt: skip
def test_which_offers_are_taken(offer: str, taken: bool) -> None:
    assert offers_deflate([offer]) is taken
    assert offers_deflate(["x-other", offer]) is taken


def pressed(text: str) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (deflate.compress(text.encode()) + deflate.flush(zlib.Z_SYNC_FLUSH)).removesuffix(TAIL)


async def one(port: int, *, offer: str | None) -> RawWebSocket:
    headers = {"Sec-WebSocket-Extensions": offer} if offer else {}
    ws = await RawWebSocket.open(port, "/socket.io/?EIO=4&transport=websocket", headers)
    await ws.text()
    return ws


async def test_messages_come_compressed_or_not_as_the_peer_likes() -> None:
    async with serving(EngineServer(Echo, Options())) as port:
        ws = await one(port, offer=BROWSER)
        for text in ("4chào", "4" + "dài " * 500):
            ws.send(pressed(text), TEXT | PRESSED)
            assert await ws.text() == text
            ws.send(text)
            assert await ws.text() == text


async def test_a_compressed_message_may_come_in_fragments() -> None:
    async with serving(EngineServer(Echo, Options())) as port:
        ws = await one(port, offer=BROWSER)
        whole = pressed("4" + "một hai ba " * 40)
        ws.send(whole[:10], TEXT | PRESSED, fin=False)
        ws.send(whole[10:], 0)
        assert await ws.text() == "4" + "một hai ba " * 40


@pytest.mark.parametrize(
    ("offer", "payload", "opcode", "code"),
    [
        (None, pressed("4x"), TEXT | PRESSED, framing.PROTOCOL_ERROR),
        (BROWSER, pressed("4" + "0" * 5_000_000), TEXT | PRESSED, framing.TOO_BIG),
        (BROWSER, b"\xff\xff\xff\xff", TEXT | PRESSED, 1007),
        (BROWSER, b"", 9 | PRESSED, framing.PROTOCOL_ERROR),
        (BROWSER, pressed("x"), BINARY | PRESSED, framing.UNSUPPORTED),
        (BROWSER, b"4x", TEXT | 0x20, framing.PROTOCOL_ERROR),
    ],
)
async def test_what_is_wrong_or_swells_beyond_the_limit_closes(
    offer: str | None, payload: bytes, opcode: int, code: int
) -> None:
    """[WT5] Not agreed; five million bytes in a few; no deflate; a ping; binary; another reserved bit."""
    async with serving(EngineServer(Echo, Options())) as port:
        ws = await one(port, offer=offer)
        ws.send(payload, opcode)
        assert await ws.closed() == code
        with pytest.raises(Closed):
            await ws.text()


@pytest.mark.parametrize("count", [0, 10, 300, 5_000])
def test_a_shared_frame_is_compressed_once_and_stands_by_itself(count: int) -> None:
    packet = b'42["update",{' + b'"author":null,' * count + b"}]"
    frame = Frame(packet, shared=True)
    assert frame.deflated is frame.deflated
    if count < 20:
        assert frame.deflated is frame.ws
        return
    assert frame.deflated[0] == 0xC1
    assert len(frame.deflated) < len(frame.ws) / 5
    header = 2 if frame.deflated[1] < 126 else 4
    assert zlib.decompressobj(-15).decompress(frame.deflated[header:] + TAIL) == packet


def test_what_one_client_alone_gets_is_not_compressed() -> None:
    frame = Frame(b"x" * 10_000)
    assert frame.deflated is frame.ws
