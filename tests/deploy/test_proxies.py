"""[Proxies] Two nodes behind nginx, HAProxy and Caddy as they come in deploy/: TLS, WebSocket, polling, upgrades, the
client's address, a node that dies, and a real browser.
"""

import asyncio
import shutil
import signal
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec import Struct
from playwright.async_api import async_playwright, expect

from giotay_client import Room, connect
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.certificate import certificate
from tests.deploy.proxies import COMMANDS, Place, Proxy, quiet_port
from tests.system.poller import Poller
from tests.system.server import Server

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(180)]
KEY = "one-host-key-for-both-nodes"
PHONES = 24
# What a page sees on a network that lets no WebSocket through.
NO_SOCKETS = """
window.WebSocket = class {
  constructor() { setTimeout(() => { this.onerror?.(new Event('error')); this.onclose?.({ code: 1006 }); }, 0); }
  close() {}
  send() {}
};
"""


class Behind(Struct):
    """Two nodes and what stands before them."""

    url: str
    plain: str
    nodes: list[Server]


@pytest.fixture(params=list(COMMANDS))
async def behind(
    request: pytest.FixtureRequest, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Behind]:
    if not shutil.which(request.param):
        pytest.fail(f"{request.param} was not found; make test-heavy says how to install it")
    cert, key = certificate(tmp_path, "127.0.0.1")
    # Whom the clients of this test trust; aiohttp reads the system's list once, when it is imported.
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.create_default_context(cafile=cert))
    monkeypatch.setenv("GIOTAY_HOST_KEY", KEY)
    http, https = quiet_port(), quiet_port()
    url = f"https://127.0.0.1:{https}"
    nodes = [
        Server(
            tmp_path / name, "--redis", redis_url, "--node", name, "--trusted-proxy", "127.0.0.1", "--public-url", url,
        )
        for name in "ab"
    ]  # fmt: skip
    place = Place(http, https, (nodes[0].port, nodes[1].port), cert, key, tmp_path)
    async with AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(node) for node in nodes))
        await stack.enter_async_context(Proxy(request.param, place))
        yield Behind(url, f"http://127.0.0.1:{http}", nodes)


async def made(behind: Behind, phones: int = PHONES) -> dict[str, Any]:
    members = [{"name": f"M {n}", "office": "chair" if n == 0 else "member"} for n in range(phones)]
    headers = {"Authorization": f"Bearer {KEY}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(f"{behind.url}/api/rooms", json={"title": "Sau cổng", "members": members}) as answer,
    ):
        assert answer.status == 201, await answer.text()
        found: dict[str, Any] = await answer.json()
        return found


def node_of(sid: str) -> str:
    return sid.partition(".")[0]


async def test_what_is_passed_on_and_what_is_not(behind: Behind) -> None:
    """Plain http is led to https; pages come; what is for one's own machines does not; a long body is refused."""
    async with aiohttp.ClientSession() as http:
        async with http.get(behind.plain + "/j/ABC?lang=en", allow_redirects=False) as answer:
            assert answer.status == 308
            # Caddy leads to the usual port.
            usual = behind.url.rpartition(":")[0]
            assert answer.headers["Location"] in (f"{behind.url}/j/ABC?lang=en", f"{usual}/j/ABC?lang=en")
        async with http.get(behind.url + "/host") as page:
            assert page.status == 200
            assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
            assert "script-src 'self'" in page.headers["Content-Security-Policy"]
            given = page.headers["X-Request-ID"]
        async with http.get(behind.url + "/healthz", headers={"X-Request-ID": "said-by-a-client"}) as answer:
            assert answer.headers["X-Request-ID"] not in (given, "said-by-a-client")
        for path in ("/metrics", "/readyz"):
            async with http.get(behind.url + path) as answer:
                assert answer.status == 404
        async with http.post(behind.url + "/api/rooms", data=b"x" * 100_000) as answer:
            assert answer.status in (401, 413)


async def test_long_polling_finds_its_node_and_sockets_spread(behind: Behind) -> None:
    """No poll, post or upgrade meets a node that does not know it, with a connection for each request or kept alive."""
    room = await made(behind)
    tokens = [member["token"] for member in room["members"]]
    ways: list[list[str]] = [["websocket"], ["polling", "websocket"]]
    async with AsyncExitStack() as stack:
        pollers = [
            await stack.enter_async_context(Poller(behind.url, token, alive=number % 2 == 0))
            for number, token in enumerate(tokens[1:13])
        ]
        phones: list[Room] = [
            await stack.enter_async_context(connect(behind.url, token, transports=ways[number % 2]))
            for number, token in enumerate([tokens[0], *tokens[13:]])
        ]
        await phones[0].command("meeting.open")
        answers = await asyncio.gather(*(each.command("comment.post", body=f"p{n}") for n, each in enumerate(pollers)))
        assert all(answer["ok"] for answer in answers)
        last = max(answer["seq"] for answer in answers)
        async with asyncio.timeout(20):
            while any(each.replica.seq < last for each in pollers) or any(each.seq < last for each in phones):
                await asyncio.sleep(0.05)
        assert {status for each in pollers for status in each.statuses} == {200}
        assert {node_of(each.sid) for each in pollers} == {"a", "b"}
        assert {each._socket.eio.transport() for each in phones} == {"websocket"}
        assert {node_of(each._socket.eio.sid) for each in phones} == {"a", "b"}
        heads = {each.replica.head for each in pollers if each.replica.seq == last}
        assert heads == {each.head for each in phones if each.seq == last}


async def test_limits_see_the_clients_address_and_nobody_can_say_another(behind: Behind) -> None:
    """[Trust] Wrong codes are counted by address: however they say they come from elsewhere, they are one; a neighbour
    is not hindered.
    """

    async def wrong_codes(address: str, url: str = behind.url) -> list[int]:
        statuses = []
        connector = aiohttp.TCPConnector(local_addr=(address, 0), force_close=True)
        async with aiohttp.ClientSession(connector=connector) as http:
            for number in range(30):
                headers = {"X-Forwarded-For": f"198.51.100.{number}", "Forwarded": f"for=198.51.100.{number}"}
                async with http.get(f"{url}/api/join/ZZZZ{number % 10}Z", headers=headers) as answer:
                    statuses.append(answer.status)
        return statuses

    # Each of the two nodes counts for itself: ten at once.
    found = await wrong_codes("127.0.0.1")
    assert found[0] == 404
    assert 429 in found
    assert found.count(404) <= 22
    assert (await wrong_codes("127.0.0.2"))[:5] == [404] * 5
    # Past the proxy, from an address that is not the proxy's, nobody can say another either.
    past = await wrong_codes("127.0.0.3", behind.nodes[0].url)
    assert (past[:10], past.count(404) < 15) == ([404] * 10, True)


async def test_a_node_that_dies_takes_no_tap_with_it(behind: Behind) -> None:
    """kill -9 of one node while everybody posts: each tap is answered once, all phones end level on the other node;
    it comes back and is given phones again.
    """
    room = await made(behind)
    async with AsyncExitStack() as stack:
        phones: list[Room] = [
            await stack.enter_async_context(connect(behind.url, member["token"])) for member in room["members"]
        ]
        await phones[0].command("meeting.open")
        posting = [
            asyncio.create_task(phone.command("comment.post", body=f"{n}.{turn}", timeout=60))
            for turn in range(3) for n, phone in enumerate(phones)
        ]  # fmt: skip
        await asyncio.wait(posting, return_when=asyncio.FIRST_COMPLETED)
        await behind.nodes[0].kill()
        answers = await asyncio.gather(*posting)
        assert len({answer["result"]["comment"] for answer in answers}) == 3 * PHONES
        last = (await phones[0].command("comment.post", body="hết", timeout=60))["seq"]
        await asyncio.gather(*(each.until(lambda _, p=each: p.seq >= last, timeout=60) for each in phones))  # type: ignore[misc]
        assert len({each.head for each in phones if each.seq == last}) == 1
        assert [each.resets for each in phones] == [[]] * PHONES
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as http,
            http.get(f"{behind.url}/api/rooms/{room['room']}/log") as answer,
        ):
            log = await answer.text()
        for turn in range(3):
            for n in range(PHONES):
                assert log.count(f'"body":"{n}.{turn}"') == 1
        await behind.nodes[0].start()
        async with asyncio.timeout(30):
            while True:
                async with Poller(behind.url, room["members"][1]["token"], alive=False) as poller:
                    if node_of(poller.sid) == "a":
                        break


async def test_an_upgrade_node_by_node_loses_nothing(behind: Behind) -> None:
    """[Upgrade] Each node in its turn is asked to go and comes back, while everybody goes on posting."""
    room = await made(behind, 12)
    async with AsyncExitStack() as stack:
        phones: list[Room] = [
            await stack.enter_async_context(connect(behind.url, member["token"])) for member in room["members"]
        ]
        await phones[0].command("meeting.open")
        upgraded = asyncio.Event()

        async def post(n: int, phone: Room) -> int:
            posted = 0
            while not upgraded.is_set() or posted < 5:
                await phone.command("comment.post", body=f"{n}.{posted}", timeout=60)
                posted += 1
                await asyncio.sleep(0.3)
            return posted

        posting = [asyncio.create_task(post(n, phone)) for n, phone in enumerate(phones)]
        for node in behind.nodes:
            await node.stop(signal.SIGTERM)
            await node.start()
            async with asyncio.timeout(60):
                while not any(each._socket.eio.sid.startswith(("a.", "b.")) for each in phones if each.connected):
                    await asyncio.sleep(0.05)
        upgraded.set()
        counts = await asyncio.gather(*posting)
        last = (await phones[0].command("comment.post", body="xong", timeout=60))["seq"]
        await asyncio.gather(*(each.until(lambda _, p=each: p.seq >= last, timeout=60) for each in phones))  # type: ignore[misc]
        assert [each.resets for each in phones] == [[]] * len(phones)
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {KEY}"}) as http,
            http.get(f"{behind.url}/api/rooms/{room['room']}/log") as answer,
        ):
            log = await answer.text()
        assert log.count('"type":"comment.posted"') == sum(counts) + 1


async def test_browsers_through_it_while_one_node_dies_and_then_the_other(behind: Behind) -> None:
    """Two real phones over TLS, one on a network that lets no WebSocket through: each shows what is said, whichever
    node is gone.
    """
    room = await made(behind, 3)
    async with async_playwright() as playwright, connect(behind.url, room["members"][0]["token"]) as chair:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pages, sockets = [], []
        for member, has_sockets in zip(room["members"][1:], (True, False), strict=True):
            context = await browser.new_context(ignore_https_errors=True, locale="vi-VN")
            if not has_sockets:
                await context.add_init_script(NO_SOCKETS)
            page = await context.new_page()
            page.on("websocket", lambda socket: sockets.append(socket.url))
            await page.goto(member["link"])
            await page.get_by_role("button", name="Đúng, vào phòng").click()
            pages.append(page)

        async def all_see(body: str) -> None:
            await chair.command("comment.post", body=body, timeout=60)
            for page in pages:
                await expect(page.get_by_text(body)).to_be_visible(timeout=30_000)

        await chair.command("meeting.open")
        await all_see("cả hai nút")
        assert len(sockets) == 1
        assert sockets[0].startswith("wss://")
        await behind.nodes[0].kill()
        await all_see("chỉ còn nút hai")
        await behind.nodes[0].start()
        await behind.nodes[1].stop()
        await all_see("chỉ còn nút một")
        await browser.close()
