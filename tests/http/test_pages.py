"""Pages, what they load, headers, health, metrics, the description, and how errors look."""

import asyncio
import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from multidict import CIMultiDict
from tests.engine.raw import RawWebSocket
from tests.gateway.world import Settings, World, running, token_of

from giotay.http.application import ROUTES
from giotay.http.origin import address_of, origin_allowed
from giotay.storage.log import Unavailable
from giotay.storage.memory import MemoryLog


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    for name in ("index", "phone", "desk", "screen", "host", "verify"):
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>")
    (tmp_path / "assets" / "app-abc123.js").write_text("let x = 1;" * 100)
    (tmp_path / "assets" / "app-abc123.js.gz").write_bytes(gzip.compress(b"let x = 1;" * 100))
    (tmp_path / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret.py").write_text("no")
    return tmp_path


@pytest.fixture
async def world(folder: Path) -> AsyncIterator[World]:
    async with running(web_folder=folder) as each:
        yield each


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", "index"), ("/j/AB12", "phone"), ("/J/ab12", "phone"), ("/m/r_abc", "phone"), ("/desk/r_abc", "desk"),
        ("/screen", "screen"), ("/screen/r_abc", "screen"), ("/host", "host"), ("/verify", "verify"),
    ],
)  # fmt: skip
async def test_pages(world: World, path: str, page: str) -> None:
    answer = await world.ask("GET", path, bearer=None)
    assert (answer.status, answer.body.decode()) == (200, f"<!doctype html><title>{page}</title>")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "script-src 'self'", "frame-ancestors 'self'", "object-src 'none'"):
        assert part in policy.split("; ")
    assert "unsafe" not in policy
    own = f"127.0.0.1:{world.port}"
    assert f"connect-src 'self' ws://{own} wss://{own} ws://192.168.7.7:8080 wss://192.168.7.7:8080" in policy
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-cache"
    again = await world.ask("GET", path, bearer=None, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


async def test_what_is_said_over_tls(folder: Path) -> None:
    """Behind a public https address; and nobody writes into the policy by calling us by a strange name."""
    async with running(web_folder=folder, settings=Settings(address="https://hop.example")) as world:
        for host in ("inside:8080", "x; script-src *", "[::1]:8080", "'unsafe-inline'"):
            answer = await world.ask("GET", "/", bearer=None, Host=host)
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
            policy = answer.headers["Content-Security-Policy"].split("; ")
            named = "" if " " in host or "'" in host else f" ws://{host} wss://{host}"
            assert f"connect-src 'self'{named} ws://hop.example wss://hop.example" in policy
            assert [part for part in policy if part.startswith("script-src")] == ["script-src 'self'"]


@pytest.mark.parametrize("path", ["/ping", "/help"])
async def test_pages_that_need_no_build(world: World, path: str) -> None:
    page = await world.ask("GET", path, bearer=None)
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<h1>" in page.body
    assert b"<script" not in page.body


async def test_a_rebuilt_page_is_served_anew(world: World, folder: Path) -> None:
    await world.ask("GET", "/", bearer=None)
    (folder / "index.html").write_text("new")
    assert (await world.ask("GET", "/", bearer=None)).body == b"new"


async def test_assets_never_change_and_come_compressed(world: World) -> None:
    url = f"http://127.0.0.1:{world.port}/assets/app-abc123.js"
    async with aiohttp.ClientSession(auto_decompress=False) as http:
        async with http.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert gzip.decompress(await answer.read()).startswith(b"let x")
        async with http.get(url, headers={"Accept-Encoding": "identity"}) as answer:
            assert "Content-Encoding" not in answer.headers
            assert re.match(r"(text|application)/javascript", answer.headers["Content-Type"])
    assert (await world.ask("GET", "/icon.svg", bearer=None)).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../secret.py", "/assets/..%2fsecret.py", "/assets/%2e%2e/secret.py", "/assets/.hidden", "/secret.py",
        "/assets/nothing.js", "/..%2f..%2fetc/passwd", "/api/nothing", "/assets/", "/assets/%00",
    ],
)  # fmt: skip
async def test_nothing_else_is_served(world: World, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), answer[:100]
    assert answer[-2:] != b"no"


async def test_pages_that_were_not_built_say_so(tmp_path: Path) -> None:
    async with running(web_folder=tmp_path / "nothing") as world:
        answer = await world.ask("GET", "/", bearer=None)
        assert answer.status == 503
        assert b"make web" in answer.body


async def test_health(world: World) -> None:
    assert (await world.ask("GET", "/healthz", bearer=None)).body == {"status": "ok"}
    assert (await world.ask("GET", "/readyz", bearer=None)).status == 200


async def test_not_ready_without_a_store() -> None:
    class Gone(MemoryLog):
        async def now(self) -> int:
            raise Unavailable

    async with running(store=Gone()) as world:
        assert (await world.ask("GET", "/readyz", bearer=None)).status == 503
        assert (await world.ask("GET", "/healthz", bearer=None)).status == 200


async def test_metrics(world: World) -> None:
    made = await world.room()
    await world.open()
    text = (await world.ask("GET", "/metrics", bearer=None)).body.decode()
    assert 'giotay_rooms{worker="0"} 1.0' in text
    assert 'giotay_connections{worker="0"} 1.0' in text
    assert made["room"] not in text


async def test_metrics_count_commands_by_their_outcome(world: World) -> None:
    """Over a connection and over HTTP, done and refused; each with the time its sender waited."""
    made = await world.room()
    chair = await world.seated(token_of(made, "Chi"))
    assert (await chair.command("meeting.open"))["ok"]
    assert not (await chair.command("meeting.open"))["ok"]
    again = {"id": "again", "type": "meeting.open"}
    refused = await world.ask("POST", f"/api/rooms/{made['room']}/commands", again, bearer=token_of(made, "An"))
    text = (await world.ask("GET", "/metrics", bearer=None)).body.decode()
    assert 'giotay_commands_total{outcome="ok",worker="0"} 1.0' in text
    assert f'giotay_commands_total{{outcome="{refused.code}",worker="0"}} 1.0' in text
    assert 'giotay_command_seconds_count{worker="0"} 3.0' in text
    assert 'giotay_command_seconds_bucket{le="+Inf",worker="0"} 3.0' in text


async def test_every_answer_has_an_id_and_a_proxys_is_kept_only_when_it_is_trusted(world: World) -> None:
    """[Logs] The same id stands in what is logged."""
    own = (await world.ask("GET", "/healthz", bearer=None)).headers["X-Request-ID"]
    given = (await world.ask("GET", "/healthz", bearer=None, **{"X-Request-ID": "from-a-proxy"})).headers[
        "X-Request-ID"
    ]
    assert len({own, given, "from-a-proxy"}) == 3
    async with running(settings=Settings(trusted_proxy=True)) as behind:
        for sent, kept in (("from-a-proxy", True), ("x" * 65, False), ("a b c d e f", False)):
            answer = await behind.ask("GET", "/healthz", bearer=None, **{"X-Request-ID": sent})
            assert (answer.headers["X-Request-ID"] == sent) is kept


async def test_the_description_is_the_table(world: World) -> None:
    """[WH7]"""
    described = (await world.ask("GET", "/api/openapi.json", bearer=None)).body
    assert described["openapi"] == "3.1.0"
    paths = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
    assert paths == {(route.method, route.path) for route in ROUTES}
    assert {"Founding", "Join", "Text", "NewMember"} <= set(described["components"]["schemas"])
    assert "pin" in described["components"]["schemas"]["Join"]["properties"]


async def test_errors_have_one_shape(world: World) -> None:
    missing = await world.ask("GET", "/api/nothing", bearer=None)
    assert (missing.status, missing.code) == (404, "not_found")
    method = await world.ask("PATCH", "/api/rooms", bearer=None)
    assert (method.status, method.code) == (405, "invalid")
    assert "POST" in method.headers["Allow"]
    assert missing.headers["Cache-Control"] == "no-store"


async def test_a_bug_is_internal_and_says_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(code: str) -> str | None:
        raise ZeroDivisionError("with a secret in it")

    monkeypatch.setattr(world.services.directory, "room_of", broken)
    answer = await world.ask("GET", "/api/join/SECRETCODE", bearer=None)
    assert (answer.status, answer.body["error"]) == (500, {"code": "internal", "message": "Something went wrong."})
    assert "SECRETCODE" not in " ".join(record.getMessage() for record in caplog.records)


async def test_a_page_from_elsewhere_may_not_connect(world: World) -> None:
    path = "/socket.io/?EIO=4&transport=websocket"
    with pytest.raises(ConnectionRefusedError, match="403"):
        await RawWebSocket.open(world.port, path, {"Origin": "http://evil.example"})
    await RawWebSocket.open(world.port, path, {"Origin": "http://localhost"})
    await RawWebSocket.open(world.port, path, {"Origin": "http://192.168.7.7:8080"})
    await RawWebSocket.open(world.port, path)


class Asked:
    """Of a request, what the address and the origin are taken from."""

    def __init__(
        self, remote: str, host: str = "x", forwarded: list[str] | None = None, origin: str | None = None
    ) -> None:

        self.remote, self.host = remote, host
        self.headers: CIMultiDict[str] = CIMultiDict()
        for value in forwarded or ():
            self.headers.add("X-Forwarded-For", value)
        if origin is not None:
            self.headers["Origin"] = origin


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "address"),
    [
        (False, "10.0.0.1", ["1.2.3.4"], "10.0.0.1"), (True, "10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        (True, "10.0.0.1", ["9.9.9.9, 1.2.3.4"], "1.2.3.4"), (True, "10.0.0.1", ["9.9.9.9", "1.2.3.4"], "1.2.3.4"),
        (True, "10.0.0.1", [], "10.0.0.1"), (True, "10.0.0.1", [""], "10.0.0.1"),
        (False, "2001:db8:1:2:3::4", [], "2001:db8:1:2::/64"), (False, "::ffff:1.2.3.4", [], "1.2.3.4"),
        (False, "fe80::1%eth0", [], "fe80::/64"), (True, "10.0.0.1", ["nonsense"], "nonsense"),
        ("10.0.0.5, 10.1.0.0/16", "10.0.0.5", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.5, 10.1.0.0/16", "10.1.9.9", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.5, 10.1.0.0/16", "::ffff:10.0.0.5", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.5, 10.1.0.0/16", "10.0.0.6", ["1.2.3.4"], "10.0.0.6"),
        ("fd00::/8", "fd00::1", ["1.2.3.4"], "1.2.3.4"), ("fd00::/8", "10.0.0.5", ["1.2.3.4"], "10.0.0.5"),
    ],
)  # fmt: skip
def test_whom_a_request_is_counted_against(
    trusted: bool | str, remote: str, forwarded: list[str], address: str
) -> None:
    assert address_of(trusted)(Asked(remote, forwarded=forwarded)) == address  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "x", True), ("http://192.168.1.5:8080", "192.168.1.5:8080", True), ("http://10.1.1.1", "10.1.1.1", True),
        ("https://hop.example", "inside:8080", True), ("https://hop.example:443", "inside", True),
        ("https://hop.example:444", "inside", False), ("http://evil.example", "192.168.1.5:8080", False),
        ("null", "x", False), ("http://[::1", "x", False), ("https://hop.example", "hop.example", True),
        ("null", "[", False), ("file://", "", False),
    ],
)  # fmt: skip
def test_whose_pages_may_connect(origin: str | None, host: str, allowed: bool) -> None:
    assert origin_allowed("https://hop.example")(Asked("x", host, origin=origin)) is allowed  # type: ignore[arg-type]
