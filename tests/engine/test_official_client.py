"""The official JavaScript client meets our server: every transport, an upgrade, a cut and a goodbye."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.engine.raw import Guest, Hall, serving

from giotay.engine.peer import Peer, SocketIO
from giotay.engine.server import EngineServer, Options

WEB = Path(__file__).parents[2] / "client" / "web"
SCRIPT = Path(__file__).with_name("official_client.mjs")


class Host(Hall):
    """Cuts a client off, or sends it away, when asked to."""

    async def connect(self, peer: Peer, auth: object) -> Guest:
        guest = await super().connect(peer, auth)
        guest.heard = self._listening(guest)  # type: ignore[method-assign]
        return guest

    def _listening(self, guest: Guest) -> Any:
        heard = guest.heard

        def listen(name: str, arguments: list[Any], ack: str | None) -> None:
            heard(name, arguments, ack)
            if name == "cut me":
                guest.peer.socket.abort()
            elif name == "send me away":
                guest.peer.emit("bye", b'{"code":"closed","retry":false,"after_ms":0}')
                guest.peer.disconnect()

        return listen


@pytest.fixture
def node() -> str:
    found = shutil.which("node")
    assert found, "this test needs Node.js"
    assert (WEB / "node_modules" / "socket.io-client").is_dir(), "run `npm ci` in client/web first"
    return found


async def _run(node: str, port: int, transports: str) -> list[list[Any]]:
    process = await asyncio.create_subprocess_exec(
        node, str(SCRIPT), str(WEB), f"http://127.0.0.1:{port}", transports, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(15):
        out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return [json.loads(line) for line in out.decode().splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("transports", "carried_by"),
    [("websocket", "websocket"), ("polling", "polling"), ("polling,websocket", "websocket")],
)
async def test_the_official_client_is_at_home(node: str, transports: str, carried_by: str) -> None:
    """[WT1]"""
    hall = Host()
    endpoint = SocketIO(hall)
    server = EngineServer(endpoint.accept, Options(ping_interval_s=1, ping_timeout_s=1, leave_s=0.02))
    async with serving(server) as port:
        said = await _run(node, port, transports)
        await asyncio.sleep(0.05)
    kinds = [line[0] for line in said if line[0] != "ping"]
    visit = ["connect", "welcome", "answers", "transport", "again"]
    assert kinds == [*visit, "disconnect", *visit, "bye", "disconnect"]
    assert said.count(["answers", ["ask1", "ask2", "ask3"]]) == 2
    assert said.count(["transport", carried_by]) == 2
    assert said[-1] == ["disconnect", "io server disconnect"]
    assert [guest.auth for guest in hall.guests] == [{"token": "t"}] * 2
    assert hall.guests[0].events[0] == ("ask1", [{"n": 1, "text": "cộng hoà"}], "0")
    assert all(guest.reason is not None for guest in hall.guests)
    assert server.sockets == {}
