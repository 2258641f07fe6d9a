"""Every store keeps the promises of `Files`: in memory, in a folder, on Redis 7 and on Valkey 9."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from giotay.storage.clients import client_of
from giotay.storage.files import CHUNK, Files, FolderFiles, MemoryFiles, RedisFiles
from giotay.storage.redis import RedisLog
from tests.storage.test_log import ROOM, append, emptied

BODY = bytes(range(256)) * (CHUNK // 256 * 2) + b"the end"


@pytest.fixture(params=["memory", "folder"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    return MemoryFiles() if request.param == "memory" else FolderFiles(tmp_path / "files")


@pytest.fixture(params=["valkey", "redis"])
async def stored(request: pytest.FixtureRequest) -> AsyncIterator[tuple[RedisLog, RedisFiles]]:
    url = request.getfixturevalue(f"{request.param}_url")
    await emptied(url)
    log, client = RedisLog(url), client_of(url)
    yield log, RedisFiles(client)
    await client.aclose()
    await log.close()


async def all_of(files: Files, start: int = 0, stop: int = 1 << 40, key: str = "aa", room: str = ROOM) -> bytes:
    return b"".join([chunk async for chunk in files.read(room, key, start, stop)])


async def check(files: Files, tmp_path: Path) -> None:
    """Kept whole, read in any part, dropped one by one."""
    source = tmp_path / "source"
    source.write_bytes(BODY)
    await files.keep(ROOM, "aa", source)
    await files.keep(ROOM, "aa", source)
    assert await all_of(files) == BODY
    for start, stop in ((0, 1), (CHUNK - 1, CHUNK + 1), (CHUNK, 2 * CHUNK), (2 * CHUNK + 3, 1 << 40), (5, 5)):
        assert await all_of(files, start, stop) == BODY[start:stop]
    assert await all_of(files, key="bb") == b""
    assert await all_of(files, room="r_other") == b""
    source.write_bytes(b"short")
    await files.keep(ROOM, "bb", source)
    assert await files.keys(ROOM) == ["aa", "bb"]
    await files.drop(ROOM, "bb")
    assert await all_of(files, key="bb") == b""
    assert (await files.keys(ROOM), await files.keys("r_other")) == (["aa"], [])
    assert await all_of(files, stop=3) == BODY[:3]


async def test_beside_the_log(files: Files, tmp_path: Path) -> None:
    await check(files, tmp_path)
    await files.remove(ROOM)
    assert await all_of(files) == b""


@pytest.mark.slow
async def test_in_the_store_they_go_with_their_room(stored: tuple[RedisLog, RedisFiles], tmp_path: Path) -> None:
    """[WH8]"""
    log, files = stored
    await append(log, 1)
    await check(files, tmp_path)
    await log.remove(ROOM)
    assert await all_of(files) == b""
