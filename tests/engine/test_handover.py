"""Two workers in one process: what reaches the one and is the other's, goes there with its connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from tests.engine.raw import Echo, RawWebSocket

from giotay.engine.handover import HandOver, owner_of
from giotay.engine.server import EngineServer, Options

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("sid", "number"),
    [("3.abc", 3), ("0.x", 0), ("63.", 63), ("abc", None), (".abc", None), ("x.abc", None), ("-1.abc", None),
     ("²." + "a", None), ("1234.a", None), ("", None), ("a.3.abc", 3), ("a.abc", None),
     ("a-1.0.x", 0), ("3.a.abc", None)],
)  # fmt: skip
def test_the_number_of_the_worker_stands_before_the_last_dot(sid: str, number: int | None) -> None:
    assert owner_of(sid) == number


@asynccontextmanager
async def two_workers(
    folder: Path, *, node: str | None = None
) -> AsyncIterator[tuple[list[int], list[EngineServer], list[HandOver]]]:
    ports, servers, ends = [], [], []
    async with AsyncExitStack() as stack:
        stack.push_async_callback(RawWebSocket.close_all)
        for number in range(2):
            end = HandOver(folder, number)
            server = EngineServer(Echo, Options(hand_over=end, max_payload=1_000, node=node))
            app = web.Application()
            app.add_routes([web.route("*", "/socket.io/", server.handle)])
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            assert runner.server is not None
            end.listen(runner.server)
            stack.push_async_callback(end.stop)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            server.start()
            stack.push_async_callback(server.stop)
            ports.append(runner.addresses[0][1])
            servers.append(server)
            ends.append(end)
        yield ports, servers, ends


async def opened(http: aiohttp.ClientSession, port: int) -> str:
    async with http.get(f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling") as answer:
        return str(json.loads((await answer.text())[1:])["sid"])


def at(port: int, sid: str) -> str:
    return f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling&sid={sid}"


async def test_a_connection_is_handed_over_once_and_stays(tmp_path: Path) -> None:
    """Posts and polls at the wrong worker are answered by the right one; a kept connection is passed on once."""
    async with two_workers(tmp_path) as (ports, servers, ends), aiohttp.ClientSession() as http:
        sid = await opened(http, ports[1])
        assert sid.startswith("1.")
        for number in range(5):
            async with http.post(at(ports[0], sid), data=f"4ý kiến {number}") as posted:
                assert (posted.status, await posted.text()) == (200, "ok")
            async with http.get(at(ports[0], sid)) as polled:
                assert await polled.text() == f"4ý kiến {number}"
        assert ends[0].passed == 1
        assert [len(server.sockets) for server in servers] == [0, 1]
        # The same connection may be used for somebody else of the first worker: it comes back.
        other = await opened(http, ports[0])
        async with http.post(at(ports[0], other), data="4x") as posted:
            assert posted.status == 200


async def test_a_node_of_several_has_its_name_before_the_number(tmp_path: Path) -> None:
    """A proxy finds the node by what stands first, the node its worker by what stands before the last dot."""
    async with two_workers(tmp_path, node="a") as (ports, _, ends), aiohttp.ClientSession() as http:
        sid = await opened(http, ports[1])
        assert sid.startswith("a.1.")
        async with http.post(at(ports[0], sid), data="4x") as posted:
            assert posted.status == 200
        assert ends[0].passed == 1


async def test_a_body_in_chunks_arrives_whole(tmp_path: Path) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for part in (b"4", b"xin ", "chào".encode()):
            yield part
            await asyncio.sleep(0.01)

    async with two_workers(tmp_path) as (ports, _, _), aiohttp.ClientSession() as http:
        sid = await opened(http, ports[1])
        async with http.post(at(ports[0], sid), data=parts()) as posted:
            assert posted.status == 200
        async with http.get(at(ports[0], sid)) as polled:
            assert await polled.text() == "4xin chào"


async def test_too_large_a_body_is_refused_by_whom_it_is_for(tmp_path: Path) -> None:
    """[WT5] And ends the connection there."""
    async with two_workers(tmp_path) as (ports, servers, _), aiohttp.ClientSession() as http:
        sid = await opened(http, ports[1])
        async with http.post(at(ports[0], sid), data=b"4" + b"x" * 5_000) as posted:
            assert posted.status == 413
        async with http.get(at(ports[0], sid)) as polled:
            assert await polled.text() == "1"
        assert not servers[1].sockets


async def test_an_upgrade_is_handed_over(tmp_path: Path) -> None:
    async with two_workers(tmp_path) as (ports, servers, _), aiohttp.ClientSession() as http:
        sid = await opened(http, ports[1])
        ws = await RawWebSocket.open(ports[0], f"/socket.io/?EIO=4&transport=websocket&sid={sid}")
        ws.send("2probe")
        assert await ws.text() == "3probe"
        ws.send("5")
        ws.send("4xin chào")
        assert await ws.text() == "4xin chào"
        assert [server.polling for server in servers] == [0, 0]


@pytest.mark.parametrize("sid", ["7.abc", "0.abc", "abc", "../1.x", "999.abc"])
async def test_a_sid_of_nobody_is_unknown(tmp_path: Path, sid: str) -> None:
    async with two_workers(tmp_path) as (ports, _, _), aiohttp.ClientSession() as http:
        async with http.get(at(ports[0], sid)) as polled:
            assert (polled.status, (await polled.json())["code"]) == (400, 1)
        # The connection is still good.
        assert (await opened(http, ports[0])).startswith("0.")


async def test_a_worker_that_is_gone_is_as_good_as_none(tmp_path: Path) -> None:
    async with two_workers(tmp_path) as (ports, _, ends), aiohttp.ClientSession() as http:
        sid = await opened(http, ports[1])
        await ends[1].stop()
        async with http.get(at(ports[0], sid)) as polled:
            assert (polled.status, (await polled.json())["code"]) == (400, 1)
