"""What many tests share: real stores, started once, each test in a namespace of its own."""

import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from redis.asyncio import Redis

from giotay.storage.embedded import EmbeddedStore, server_binary

# A run says the same as the one before, on however busy a machine; `make test-heavy` looks where nobody looked yet.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")

REDIS_7 = shutil.which("redis-server")


def _store(binary: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="giotay-test-"))
    store = EmbeddedStore(folder, binary=binary)
    store.start()
    try:
        yield store.url
    finally:
        store.stop()
        shutil.rmtree(folder, ignore_errors=True)


# Each of their tests starts a server on a port: too slow for the inner loop, which is the rules, the room, the papers.
ON_SOCKETS = {"chaos", "engine", "gateway", "hooks", "http"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What talks over sockets, or simulates whole meetings, is slow."""
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] in ON_SOCKETS:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What is imported by now stays; the collector need not walk it again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """The embedded store, Valkey 9."""
    yield from _store(server_binary())


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Redis 7 from the system's packages; `make test` says how to install it."""
    if REDIS_7 is None:
        pytest.fail("Redis 7 was not found; on Debian and Ubuntu: sudo apt install redis-server")
    yield from _store(Path(REDIS_7))


@pytest.fixture
async def valkey(valkey_url: str) -> AsyncIterator[Redis]:
    """A client of an empty Valkey."""
    client = Redis.from_url(valkey_url)
    await client.flushall()
    yield client
    await client.aclose()
