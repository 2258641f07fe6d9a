"""`--tls-cert` and `--tls-key`: https without a proxy; pages, sockets, polling, and the command line beside it."""

import asyncio
import ssl
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from giotay_client import connect
from tests.certificate import certificate
from tests.system.server import Server
from tests.system.test_workers import room_for
from tests.test_cli import giotay, one_sentence

pytestmark = pytest.mark.slow


async def test_a_meeting_over_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way in: a WebSocket, polling, an upgrade. A frame to many goes through TLS like any other."""
    cert, key = certificate(tmp_path, "127.0.0.1")
    # Whom the clients of this test trust; aiohttp reads the system's list once, when it is imported.
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", ssl.create_default_context(cafile=cert))
    server = Server(tmp_path / "data", "--tls-cert", str(cert), "--tls-key", str(key))
    server.url = server.url.replace("http:", "https:")
    async with server, AsyncExitStack() as stack:
        made = await room_for(server, 9)
        ways = [["websocket"], ["polling"], ["polling", "websocket"]]
        phones = [
            await stack.enter_async_context(connect(server.url, member["token"], transports=ways[number % 3]))
            for number, member in enumerate(made["members"])
        ]
        await phones[0].command("meeting.open")
        answers = await asyncio.gather(*(phone.command("comment.post", body="ă" * 2_000) for phone in phones))
        last = max(answer["seq"] for answer in answers)
        await asyncio.gather(*(phone.until(lambda _, p=phone: p.seq >= last) for phone in phones))  # type: ignore[misc]
        assert len({phone.head for phone in phones}) == 1
        assert {phone._socket.eio.transport() for phone in phones} == {"websocket", "polling"}
        # The command line knows the server by its certificate, whatever name that is for.
        given = ("--data", str(server.data), "--port", str(server.port), "--tls-cert", str(cert), "--tls-key", str(key))
        listed = await asyncio.to_thread(giotay, "room", "list", *given)
        assert made["room"] in listed.stdout, listed.stderr
        assert (await asyncio.to_thread(giotay, "ready", *given)).returncode == 0
        # Nothing is said to whom TLS is unknown.
        with pytest.raises((aiohttp.ClientError, ssl.SSLError)):
            async with aiohttp.ClientSession() as http:
                await http.get(server.url.replace("https:", "http:"))


def test_what_cannot_be_served_with_tls_is_said_in_a_sentence(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "127.0.0.1")
    data = ("--data", str(tmp_path / "data"), "--host", "127.0.0.1", "--port", "0")
    one_sentence(giotay("serve", *data, "--tls-cert", str(cert)), "tls_key")
    one_sentence(giotay("serve", *data, "--tls-cert", str(cert), "--tls-key", str(cert)), "no certificate with its key")
    one_sentence(giotay("serve", *data, "--tls-cert", str(key), "--tls-key", "/nowhere"), "cannot be read")
    both = ("--tls-cert", str(cert), "--tls-key", str(key))
    one_sentence(giotay("serve", *data, *both, "--workers", "2"), "proxy")
    one_sentence(giotay("demo", *data, *both), "plain http")


def test_without_a_server_nothing_is_ready(tmp_path: Path) -> None:
    one_sentence(giotay("ready", "--data", str(tmp_path), "--port", "1"), "does not answer")
