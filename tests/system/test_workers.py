"""`--workers 4`: one port, one room on all of them, its phones spread; whoever polls finds the worker of theirs."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from giotay_client import Room, connect
from tests.system.poller import Poller
from tests.system.server import Server

pytestmark = pytest.mark.slow
PHONES = 100


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with Server(tmp_path, "--workers", "4") as running:
        async with asyncio.timeout(30):
            while len(workers_of(running)) < 3:
                await asyncio.sleep(0.05)
        yield running


def workers_of(server: Server) -> list[int]:
    """The processes that the first one started and that serve the port."""
    port = f":{server.port:04X} 00000000:0000 0A"
    with open("/proc/net/tcp") as table:
        sockets = {line.split()[9] for line in table if port in line}
    found = []
    for entry in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        with contextlib.suppress(OSError):
            opened = {os.readlink(link) for link in Path(f"/proc/{entry}/fd").iterdir()}
            if any(f"socket:[{inode}]" in opened for inode in sockets):
                found.append(int(entry))
    return found


async def room_for(server: Server, phones: int) -> dict[str, Any]:
    members = [{"name": f"M {n}", "office": "chair" if n == 0 else "member"} for n in range(phones)]
    headers = {"Authorization": f"Bearer {server.host_key}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.post(f"{server.url}/api/rooms", json={"title": "Hội trường", "members": members}) as answer,
    ):
        made: dict[str, Any] = await answer.json()
        return made


async def level(replicas: list[Any], seq: int) -> None:
    async with asyncio.timeout(20):
        while any(replica.seq < seq for replica in replicas):
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("alive", [True, False], ids=["kept alive", "a connection for every request"])
async def test_a_hundred_phones_that_only_poll_find_their_worker(server: Server, alive: bool) -> None:
    """[WT1] No request meets an unknown sid, everybody posts, everybody ends level, every worker has its share."""
    made = await room_for(server, PHONES)
    tokens = [member["token"] for member in made["members"]]
    async with AsyncExitStack() as stack:
        phones = await asyncio.gather(
            *(stack.enter_async_context(Poller(server.url, token, alive=alive)) for token in tokens)
        )
        assert (await phones[0].command("meeting.open"))["ok"]
        answers = await asyncio.gather(*(phone.command("comment.post", body=f"{n}") for n, phone in enumerate(phones)))
        assert all(answer["ok"] for answer in answers)
        await level([phone.replica for phone in phones], max(answer["seq"] for answer in answers))
        assert {status for phone in phones for status in phone.statuses} == {200}
        assert {phone.sid.partition(".")[0] for phone in phones} == {"0", "1", "2", "3"}
        assert sum(phone.resyncs for phone in phones) == 0
        assert len({(phone.replica.seq, phone.replica.head) for phone in phones}) == 1
        views = {str(sorted(phone.replica.view["comments"].items())) for phone in phones[1:]}
        assert len(views) == 1
        assert len(phones[1].replica.view["comments"]) == PHONES


async def test_an_upgrade_reaches_the_worker_that_has_the_connection(server: Server) -> None:
    """[WT1] Clients that begin by polling all end on a WebSocket, whichever workers their connections reach."""
    made = await room_for(server, 30)
    async with AsyncExitStack() as stack:
        phones: list[Room] = [
            await stack.enter_async_context(connect(server.url, member["token"], transports=["polling", "websocket"]))
            for member in made["members"]
        ]
        answer = await phones[0].command("meeting.open")
        await level(phones, answer["seq"])
        assert {phone._socket.eio.transport() for phone in phones} == {"websocket"}
        assert len({phone._socket.eio.sid.partition(".")[0] for phone in phones}) > 1


async def test_a_killed_worker_is_started_again_and_its_phones_come_back_with_nothing_lost(server: Server) -> None:
    made = await room_for(server, 24)
    async with AsyncExitStack() as stack:
        phones = await asyncio.gather(
            *(stack.enter_async_context(connect(server.url, member["token"])) for member in made["members"])
        )
        await phones[0].command("meeting.open")
        before = workers_of(server)
        posting = [
            asyncio.create_task(phone.command("comment.post", body=f"{n}.{round}"))
            for round in range(3) for n, phone in enumerate(phones)
        ]  # fmt: skip
        for pid in before:
            await asyncio.sleep(0.1)
            os.kill(pid, signal.SIGKILL)
        answers = await asyncio.gather(*posting)
        last = await phones[0].command("comment.post", body="hết")
        await level(list(phones), last["seq"])
        assert len({(phone.seq, phone.head) for phone in phones}) == 1
        assert [phone.resets for phone in phones] == [[]] * 24
        held = phones[1].view["comments"].keys()
        posted = {answer["result"]["comment"] for answer in answers}
        assert len(posted) == len(answers)
        assert len(held & posted) == len(held) - 1, "only what was posted is held"
        bodies = [comment["body"] for comment in phones[1].view["comments"].values()]
        assert len(set(bodies)) == len(bodies)
        async with asyncio.timeout(30):
            while len(workers_of(server)) < 3 or set(workers_of(server)) & set(before):
                await asyncio.sleep(0.1)


async def test_a_member_has_one_rate_over_all_workers(server: Server) -> None:
    """[WC10] Ten connections of one member, on several workers, share 30 commands at once and 10 a second."""
    made = await room_for(server, 1)
    async with AsyncExitStack() as stack:
        phones = [
            await stack.enter_async_context(Poller(server.url, made["members"][0]["token"], alive=True))
            for _ in range(10)
        ]
        assert len({phone.sid.partition(".")[0] for phone in phones}) > 1
        answers = await asyncio.gather(*(phone.command("attendance.check_in") for _ in range(9) for phone in phones))
        limited = [a for a in answers if not a["ok"] and a["error"]["code"] == "rate_limited"]
        # A second or more may pass meanwhile; without a common book every connection's worker would give 30.
        assert len(limited) >= 20
        assert all(answer["error"]["retry_ms"] > 0 for answer in limited)
