"""`giotay doctor`: each thing it looks at, as it should be and as it should not; the exit code follows."""

import asyncio
import resource
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from giotay.bench.ports import free_port
from giotay.doctor import Line, examine
from giotay.settings import load
from giotay.storage.embedded import server_binary
from tests.certificate import certificate
from tests.system.server import Server
from tests.test_cli import giotay

pytestmark = pytest.mark.slow
HALL = "http://192.168.1.10:8080"


async def said(*, phones: int = 50, **given: Any) -> list[Line]:
    settings = load({"public_url": HALL, "host": "127.0.0.1", "port": "0", **given}, {})
    return [line async for line in examine(settings, phones=phones)]


def wrong(lines: list[Line]) -> list[str]:
    return [line.what for line in lines if line.state == "wrong"]


@contextmanager
def store(folder: Path, *options: str) -> Iterator[str]:
    """A store of an operator's, with options of theirs."""
    path = folder / "store.sock"
    process = subprocess.Popen(
        [server_binary(), "--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", *options],
        stdout=subprocess.DEVNULL,
    )
    try:
        while not path.exists():
            assert process.poll() is None
            time.sleep(0.01)
        yield f"unix://{path}"
    finally:
        process.terminate()
        process.wait()


async def test_a_machine_in_order(tmp_path: Path) -> None:
    lines = await said(data=str(tmp_path))
    assert wrong(lines) == []
    assert any(line.what == f"Phones open {HALL}" for line in lines)


async def test_an_address_that_no_phone_reaches(tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"):
        (found,) = wrong(await said(data=str(tmp_path), public_url=address))
        assert "no phone reaches it" in found


async def test_a_name_that_this_machine_does_not_find_is_a_hint(tmp_path: Path) -> None:
    """A phone may find it all the same. A name that no resolver takes is not found at once."""
    lines = await said(data=str(tmp_path), public_url=f"https://{'x' * 64}.example")
    assert [line.state for line in lines if "does not find the name" in line.what] == ["hint"]


async def test_a_port_that_cannot_be_had(tmp_path: Path) -> None:
    (found,) = wrong(await said(data=str(tmp_path), host="203.0.113.7"))
    assert "cannot listen on 203.0.113.7" in found


async def test_a_store_that_forgets_or_throws_away(tmp_path: Path) -> None:
    with store(tmp_path, "--appendonly", "no") as url:
        (found,) = wrong(await said(data=str(tmp_path), redis=url))
        assert "appendfsync always" in found
        assert wrong(await said(data=str(tmp_path), redis=url, durability="memory")) == []


async def test_a_store_that_throws_meetings_away(tmp_path: Path) -> None:
    keeping = ("--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "allkeys-lru")
    with store(tmp_path, *keeping) as url:
        lines = await said(data=str(tmp_path), redis=url)
        (found,) = wrong(lines)
        assert "noeviction" in found
        # The same machine, the same clock.
        assert any("clock" in line.what and line.state == "ok" for line in lines)


async def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    (found,) = wrong(await said(data=str(tmp_path), redis="redis://:geheim@127.0.0.1:1"))
    assert "does not answer" in found
    assert "geheim" not in found


async def test_fewer_files_than_phones(tmp_path: Path) -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most == resource.RLIM_INFINITY:
        assert wrong(await said(data=str(tmp_path), phones=1 << 30)) == []
        return
    (found,) = wrong(await said(data=str(tmp_path), phones=most))
    assert f"of {most} phones: raise the hard limit" in found


async def test_a_data_folder_that_cannot_be_written_to() -> None:
    (found,) = wrong(await said(data="/proc/giotay"))
    assert "cannot be written to" in found


async def test_a_certificate_and_its_faults(tmp_path: Path) -> None:
    """Good; for another name; over; soon over; without its key; none at all."""
    address = "https://192.168.1.10:8443"

    async def judged(*names: str, days: int = 90) -> list[Line]:
        cert, key = certificate(tmp_path, *names, days=days)
        lines = await said(data=str(tmp_path), public_url=address, tls_cert=str(cert), tls_key=str(key))
        return [line for line in lines if line.what.startswith("The certificate")]

    assert [line.state for line in await judged("192.168.1.10")] == ["ok"]
    assert [line.state for line in await judged("192.168.1.11")] == ["wrong", "ok"]
    assert [line.state for line in await judged("192.168.1.10", days=5)] == ["hint"]
    (over,) = await judged("192.168.1.10", days=-1)
    assert (over.state, "expired" in over.what) == ("wrong", True)
    cert, _ = certificate(tmp_path, "192.168.1.10")
    (tmp_path / "more").mkdir()
    _, other = certificate(tmp_path / "more", "192.168.1.10")
    (found,) = wrong(await said(data=str(tmp_path), public_url=address, tls_cert=str(cert), tls_key=str(other)))
    assert "no certificate with its key" in found
    (found,) = wrong(await said(data=str(tmp_path), public_url=address, tls_cert="/nowhere", tls_key=str(other)))
    assert "cannot be read" in found


@asynccontextmanager
async def proxy(cert: Path, key: Path) -> AsyncIterator[int]:
    """Something that speaks TLS where phones would connect."""
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(cert, key)

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=serving)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_the_certificate_of_a_proxy_in_front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged as a phone would. Nobody there is a hint only, for it may be reached from elsewhere."""
    cert, key = certificate(tmp_path, "localhost", "127.0.0.1")

    async def judged(port: int) -> list[Line]:
        lines = await said(data=str(tmp_path), public_url=f"https://127.0.0.1:{port}")
        return [line for line in lines if line.what.startswith(("The certificate", "Nothing answers"))]

    async with proxy(cert, key) as port:
        (found,) = await judged(port)
        assert (found.state, "self-signed" in found.what) == ("wrong", True)
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        monkeypatch.delenv("SSL_CERT_DIR", raising=False)
        (found,) = await judged(port)
        assert found.state == "ok"
    (found,) = await judged(free_port())
    assert found.state == "hint"


async def test_a_phone_that_got_through_is_told(tmp_path: Path) -> None:
    """[Isolation] The page /ping, opened once, answers the question whether phones are kept apart."""
    async with Server(tmp_path) as server:
        given: dict[str, Any] = {"data": str(tmp_path), "port": str(server.port)}
        assert any("isolates its clients" in line.what for line in await said(**given))
        host = server.host()
        try:
            async with host._http.get(f"{server.url}/ping") as page:
                assert page.status == 200
            assert any("A phone reached this server" in line.what for line in await said(**given))
        finally:
            await host.close()


def test_the_exit_code_follows(tmp_path: Path) -> None:
    good = giotay("doctor", "--data", str(tmp_path), "--public-url", HALL, "--host", "127.0.0.1", "--phones", "20")
    assert good.returncode == 0, good.stdout
    assert "✗" not in good.stdout
    bad = giotay("doctor", "--redis", "redis://127.0.0.1:1", "--public-url", "http://127.0.0.1:8080", "--phones", "20")
    assert bad.returncode == 1
    assert bad.stdout.count("✗") == 2
