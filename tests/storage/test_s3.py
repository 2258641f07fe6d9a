"""Documents in a bucket: the promises of `Files` against a real server that speaks S3, and the settings around it."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from giotay.bench.ports import free_port
from giotay.settings import SettingsError, load
from giotay.storage.files import CHUNK
from giotay.storage.log import Unavailable
from giotay.storage.s3 import S3Files, is_s3
from tests.storage.test_files import all_of, check
from tests.storage.test_log import ROOM
from tests.system.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
SECRET = "a-secret-nobody-may-read"


@pytest.fixture
async def endpoint() -> AsyncIterator[str]:
    """A server with a bucket `papers`."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port),
        stdout=DEVNULL, stderr=DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with http.put(f"{url}/papers") as answer:
                        if answer.status == 200:
                            break
                await asyncio.sleep(0.1)
        yield url
    finally:
        process.kill()
        await process.wait()


def bucket(endpoint: str, files: str = "s3://papers/giotay") -> S3Files:
    return S3Files(files, endpoint=endpoint, key="key", secret=SECRET)


async def test_a_bucket_keeps_the_promises(endpoint: str, tmp_path: Path) -> None:
    """Kept whole, read in any part, dropped one by one, gone with the room."""
    files = bucket(endpoint)
    await files.check()
    await check(files, tmp_path)
    source = tmp_path / "large"
    body = os.urandom(11 * 1024 * 1024 + 7)
    source.write_bytes(body)
    await files.keep(ROOM, "large", source)
    assert await all_of(files, key="large") == body
    assert await all_of(files, CHUNK + 1, 10 * 1024 * 1024, key="large") == body[CHUNK + 1 : 10 * 1024 * 1024]
    assert await all_of(files, len(body), key="large") == b""
    await files.keep("r_other", "aa", source)
    await files.drop(ROOM, "never there")
    await files.remove(ROOM)
    assert await all_of(files) == await all_of(files, key="large") == b""
    assert await all_of(files, room="r_other") == body
    assert await all_of(bucket(endpoint, "s3://papers/another"), room="r_other") == b""


async def test_a_bucket_that_does_not_answer_is_unavailable_and_tells_no_secret(endpoint: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"words")
    for files in (bucket(f"http://127.0.0.1:{free_port()}"), bucket(endpoint, "s3://not-there")):
        for act in (files.check(), files.keep(ROOM, "aa", source), files.remove(ROOM)):
            with pytest.raises(Unavailable) as found:
                await act
            assert SECRET not in f"{found.value!r} {found.value.__cause__!r}"


async def test_a_server_keeps_documents_in_a_bucket(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[WH10] Sent, found in the bucket, given back in part, gone with the room; two workers alike."""
    for name, value in (("ENDPOINT", endpoint), ("KEY", "key"), ("SECRET", SECRET)):
        monkeypatch.setenv(f"GIOTAY_S3_{name}", value)
    async with Server(tmp_path / "data", "--files", "s3://papers/hall", "--workers", "2") as server:
        host = server.host()
        made = await host.ask("POST", "/api/rooms", {"title": "Họp"})
        room, bearer = made["room"], {"Authorization": f"Bearer {server.host_key}"}
        text = ("Nghị quyết. " * 100).encode()
        async with aiohttp.ClientSession(headers=bearer) as http:
            path = f"{server.url}/api/rooms/{room}/documents"
            async with http.post(f"{path}?title=Bao+cao&name=a.txt", data=text) as answer:
                assert answer.status == 201
                document = (await answer.json())["document"]
            async with http.get(f"{path}/{document}", headers={"Range": "bytes=12-24"}) as answer:
                assert (answer.status, await answer.read()) == (206, text[12:25])
            async with http.get(f"{path}/{document}/text") as answer:
                assert (await answer.json())["pieces"]
        async with aiohttp.ClientSession() as http, http.get(f"{endpoint}/papers?list-type=2") as answer:
            assert f"hall/{room}/" in await answer.text()
        await host.ask("DELETE", f"/api/rooms/{room}")
        await host.close()
        async with aiohttp.ClientSession() as http, http.get(f"{endpoint}/papers?list-type=2") as answer:
            assert f"hall/{room}/" not in await answer.text()


async def test_a_server_does_not_start_without_its_bucket(tmp_path: Path) -> None:
    """One sentence that names the bucket, and no secret in it."""
    environment = os.environ | {
        "GIOTAY_S3_ENDPOINT": f"http://127.0.0.1:{free_port()}", "GIOTAY_S3_KEY": "key", "GIOTAY_S3_SECRET": SECRET,
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "giotay.cli", "serve", "--data", str(tmp_path / "data"), "--port", str(free_port()),
        "--files", "s3://papers/hall", stdout=PIPE, stderr=PIPE, env=environment,
    )  # fmt: skip
    out, err = await process.communicate()
    said = (out + err).decode()
    assert process.returncode != 0
    assert "The bucket s3://papers/hall cannot be read" in said
    assert SECRET not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"files": "s3://"}, "bucket"),
        ({"files": "https://s3.example.org/papers"}, "bucket"),
        ({"files": "s3://papers", "s3_endpoint": "10.0.0.5:9000"}, "s3_endpoint"),
        ({"files": "s3://papers", "s3_key": "key"}, "s3_secret"),
    ],
)
def test_a_wrong_bucket_is_named(given: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        load(given, {})


def test_a_folder_is_a_folder() -> None:
    assert [is_s3(files) for files in ("papers", "/srv/papers", "s3://papers/x")] == [False, False, True]
    assert load({"files": "papers"}, {}).files == "papers"
