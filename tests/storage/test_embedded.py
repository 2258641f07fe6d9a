"""The embedded store: one per folder, every write on disk, adopted when its parent was killed."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from giotay.storage.embedded import CannotStart, EmbeddedStore
from giotay.storage.keeping import keeping_of
from giotay.storage.pipe import Pipe
from giotay.storage.ways import way_to

pytestmark = pytest.mark.slow


async def ask(store: EmbeddedStore, *parts: str) -> object:
    pipe = Pipe(store.url)
    try:
        return await pipe.call(*parts)
    finally:
        await pipe.close()


async def test_what_was_written_survives_a_stop_and_a_kill(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.start()
    await ask(store, "SET", "a", "1")
    store.stop()
    assert not store.socket.exists()

    again = EmbeddedStore(tmp_path)
    again.start()
    assert await ask(again, "GET", "a") == b"1"
    await ask(again, "SET", "b", "2")
    os.kill(int((tmp_path / "store.pid").read_text()), signal.SIGKILL)
    again.stop()

    third = EmbeddedStore(tmp_path)
    third.start()
    assert await ask(third, "GET", "b") == b"2"
    third.stop()


async def test_it_keeps_every_acknowledged_write(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.start()
    way = way_to(store.url)
    found = await keeping_of(way)
    await way.close()
    store.stop()
    assert (found.keeps, found.name, found.shortfall("always")) == ("always", "valkey", None)
    assert "No replica follows" in str(found.shortfall("replicated"))


def test_a_second_program_is_told_that_the_folder_is_in_use(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.start()
    try:
        second = EmbeddedStore(tmp_path)
        with pytest.raises(CannotStart, match="Another Giotay"):
            second.start()
        # The second program ends, and the first one's store goes on.
        second.stop()
        assert store.is_alive()
    finally:
        store.stop()


async def test_a_store_whose_parent_was_killed_is_adopted_not_doubled(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from giotay.storage.embedded import EmbeddedStore;"
        "s = EmbeddedStore(Path(sys.argv[1])); s.start(); print('up', flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, env=environment)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    first = int((tmp_path / "store.pid").read_text())
    parent.kill()
    parent.wait()
    parent.stdout.close()

    store = EmbeddedStore(tmp_path)
    store.start()
    await ask(store, "SET", "a", "1")
    assert int((tmp_path / "store.pid").read_text()) == first
    store.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


async def test_a_store_that_was_killed_begins_again_with_everything(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.start()
    await ask(store, "SET", "a", "1")
    os.kill(int((tmp_path / "store.pid").read_text()), signal.SIGKILL)
    while store.is_alive():
        await asyncio.sleep(0.01)
    store.restart()
    assert await ask(store, "GET", "a") == b"1"
    store.stop()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStart, match="cannot be used"):
        EmbeddedStore(tmp_path / "file" / "data").start()


async def test_a_very_deep_folder_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    store = EmbeddedStore(deep)
    store.start()
    assert await ask(store, "PING") == b"PONG"
    store.stop()
