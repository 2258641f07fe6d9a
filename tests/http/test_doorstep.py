"""Whoever connects and asks for nothing, asks slowly, or does not take the answer: let go, and in nobody's way."""

import asyncio
import contextlib
import gzip
import random
import socket
from pathlib import Path

import pytest
from tests.gateway.world import World, running, token_of

from giotay.http.doorstep import Options, bounded

QUICK = Options(each=8, most=20, wait_s=0.4, unread_s=0.4)
HEADERS = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "


class Stranger:
    """A bare connection, from an address of this machine's."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def come(cls, world: World, address: str = "127.0.0.1") -> "Stranger":
        return cls(*await asyncio.open_connection("127.0.0.1", world.port, local_addr=(address, 0)))

    async def trickle(self) -> None:
        """The headers of a request, letter by letter, until somebody has had enough."""
        while True:
            for letter in HEADERS + b"x" * 10_000:
                self.writer.write(bytes([letter]))
                await self.writer.drain()
                await asyncio.sleep(0.02)

    async def ended(self) -> bytes:
        """What came before the server ended it."""
        async with asyncio.timeout(20):
            try:
                return await self.reader.read()
            except ConnectionError:
                return b""
            finally:
                self.writer.close()


async def test_slow_headers_are_not_waited_for() -> None:
    """Neither those that never come nor those that come letter by letter; who is in is not disturbed."""
    async with running(waiting=QUICK) as world:
        room = await world.room()
        phone = await world.seated(token_of(room, "An"))
        strangers = [await Stranger.come(world, f"127.0.0.{2 + n % 4}") for n in range(16)]
        trickling = [asyncio.create_task(each.trickle()) for each in strangers[::2]]
        assert (await phone.command("comment.post", body="vẫn họp"))["ok"]
        assert [await each.ended() for each in strangers] == [b""] * 16
        assert (await phone.command("comment.post", body="vẫn họp tiếp"))["ok"]
        for task in trickling:
            task.cancel()
        await asyncio.gather(*trickling, return_exceptions=True)


async def test_one_address_may_have_so_many_waiting() -> None:
    """The next is ended at once, while others come from elsewhere; and whoever asks at once is never counted."""
    async with running(waiting=Options(each=8, most=20, wait_s=60)) as world:
        waiting = [await Stranger.come(world, "127.0.0.2") for _ in range(8)]
        assert await (await Stranger.come(world, "127.0.0.2")).ended() == b""
        waiting += [await Stranger.come(world, "127.0.0.3") for _ in range(8)]
        waiting += [await Stranger.come(world, "127.0.0.4") for _ in range(4)]
        assert await (await Stranger.come(world, "127.0.0.5")).ended() == b""
        for each in waiting:
            each.writer.close()
            await each.writer.wait_closed()
        for _ in range(30):
            again = await Stranger.come(world, "127.0.0.2")
            again.writer.write(HEADERS + b"\r\nConnection: close\r\n\r\n")
            assert (await again.ended()).startswith(b"HTTP/1.1 200 ")


async def test_a_request_may_come_in_parts_and_two_at_once() -> None:
    async with running(waiting=QUICK) as world:
        stranger = await Stranger.come(world)
        whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        for at in range(0, len(whole), 37):
            stranger.writer.write(whole[at : at + 37])
            await stranger.writer.drain()
        assert (await stranger.ended()).count(b"HTTP/1.1 200 ") == 2
        endless = await Stranger.come(world)
        endless.writer.write(HEADERS + b"x" * 60_000)
        assert b" 400 " in (await endless.ended()).partition(b"\r\n")[0]


async def test_what_cannot_be_read_reaches_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Nor fills one: a header that is none, one too long, a line that is none, each with a token in it."""
    caplog.set_level("DEBUG")
    token = "r_room.NEVERINALOG"
    async with running(waiting=QUICK) as world:
        for wrong in (
            f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization Bearer {token}\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}{'x' * 20_000}\r\n\r\n",
            f"GET /{token} HTTP/9.9.9\r\nHost: x\r\n\r\n", f"{token}\r\n\r\n", f"GET {token}\x00 HTTP/1.1\r\n\r\n",
        ):  # fmt: skip
            stranger = await Stranger.come(world)
            stranger.writer.write(wrong.encode())
            assert b" 400 " in (await stranger.ended()).partition(b"\r\n")[0]
    assert "NEVERINALOG" not in caplog.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_a_body_is_not_unpacked(encoding: str, caplog: pytest.LogCaptureFixture) -> None:
    """Fifty megabytes of nothing in fifty kilobytes, or what cannot be unpacked: the body is not JSON, no more."""
    packed = gzip.compress(b" " * 50_000_000)
    async with running(waiting=QUICK) as world:
        for body in (packed, b"nonsense"):
            answer = await world.ask("POST", "/api/join", body, bearer=None, **{"Content-Encoding": encoding})
            assert (answer.status, answer.code) == (422, "invalid")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_body_that_breaks_off_is_the_senders_mistake(caplog: pytest.LogCaptureFixture) -> None:
    async with running(waiting=QUICK) as world:
        stranger = await Stranger.come(world)
        stranger.writer.write(
            b"POST /api/join HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            b"5\r\nhello\r\nzz\r\n"
        )
        assert (await stranger.ended()).split(b" ")[1] in (b"400", b"422")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_an_answer_that_is_not_taken_is_given_up(tmp_path: Path) -> None:
    """Sixteen megabytes for one who reads none of them; one who reads slowly gets all."""
    (tmp_path / "assets").mkdir()
    body = random.Random(1).randbytes(16 << 20)
    (tmp_path / "assets" / "large-1.bin").write_bytes(body)
    asked = b"GET /assets/large-1.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    async with running(waiting=QUICK, web_folder=tmp_path) as world:
        deaf = socket.create_connection(("127.0.0.1", world.port))
        deaf.setblocking(False)
        deaf.sendall(asked)
        slow = await Stranger.come(world)
        slow.writer.write(asked)
        got = 0
        async with asyncio.timeout(60):
            while part := await slow.reader.read(256 * 1024):
                got += len(part)
                await asyncio.sleep(0.02)
            assert got > len(body)
            taken = 0
            loop = asyncio.get_running_loop()
            with contextlib.suppress(ConnectionResetError):
                while part := await loop.sock_recv(deaf, 1 << 20):
                    taken += len(part)
            assert taken < len(body)
        deaf.close()
        slow.writer.close()


@pytest.mark.parametrize(
    ("descriptors", "proxy", "each", "most"),
    [
        (1 << 20, False, 5_000, 20_000), (1_024, False, 256, 512), (1_024, True, 512, 512), (64, False, 32, 64),
    ],
)  # fmt: skip
def test_there_are_descriptors_left(descriptors: int, proxy: bool, each: int, most: int) -> None:
    options = bounded(descriptors, trusted_proxy=proxy)
    assert (options.each, options.most) == (each, most)
