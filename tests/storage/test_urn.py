"""[V12] The urn of a secret poll: votes go in with their entry or not at all, and leave nothing when it is emptied."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from giotay.storage.embedded import EmbeddedStore
from giotay.storage.entry import Position, StoredEntry, advance, origin, read, write
from giotay.storage.log import Conflict, Told
from giotay.storage.memory import MemoryLog
from giotay.storage.pipe import Pipe
from giotay.storage.redis import RedisLog
from giotay_protocol.events import PollVoted
from tests.storage.test_log import ROOM, Log, emptied


@pytest.fixture(
    params=["memory", pytest.param("valkey", marks=pytest.mark.slow), pytest.param("redis", marks=pytest.mark.slow)]
)
async def log(request: pytest.FixtureRequest) -> AsyncIterator[Log]:
    if request.param == "memory":
        yield MemoryLog()
        return
    url = request.getfixturevalue(f"{request.param}_url")
    await emptied(url)
    log = RedisLog(url)
    yield log
    await log.close()


def vote(seq: int, option: str, poll: str = "p_1") -> StoredEntry:
    """A secret vote as a node decided it."""
    return write(
        [
            PollVoted(
                seq=seq, at=1_000 + seq, by=f"m_{seq}", command=f"k{seq}", poll=poll, member=f"m_{seq}", choices=None,
                by_desk=False, cast=[option],
            )
        ]
    )  # fmt: skip


async def cast(log: Log, *options: str, poll: str = "p_1", after: Position | None = None) -> Position:
    position = after or origin(ROOM)
    for option in options:
        made = vote(position.seq + 1, option, poll)
        await log.append(ROOM, position, made)
        position = advance(position, made)
    return position


async def test_what_is_cast_is_counted_and_read_nowhere(log: Log) -> None:
    heard: list[Told | None] = []
    await log.follow(ROOM, heard.append)
    await cast(log, "o1", "o2", "o1")
    assert await log.urn(ROOM) == {"p_1:o1": 2, "p_1:o2": 1}
    found = await log.read(ROOM, 0)
    assert [entry.votes for entry in found] == [{}, {}, {}]
    events = [event for entry in found for event in read(entry)]
    assert all(isinstance(event, PollVoted) and event.cast is None and event.choices is None for event in events)
    assert all(told is None or told.entry.votes == {} for told in heard)


async def test_who_comes_second_puts_nothing_into_the_urn(log: Log) -> None:
    await cast(log, "o1")
    with pytest.raises(Conflict):
        await log.append(ROOM, origin(ROOM), vote(1, "o2", poll="p_2"))
    assert await log.urn(ROOM) == {"p_1:o1": 1}


async def test_the_same_entry_sent_again_is_counted_once(log: Log) -> None:
    if isinstance(log, MemoryLog):
        pytest.skip("memory loses no answers")
    made = vote(1, "o1")
    await log.append(ROOM, origin(ROOM), made)
    await log.append(ROOM, origin(ROOM), made)
    assert await log.urn(ROOM) == {"p_1:o1": 1}


async def test_emptying_spares_the_poll_that_is_open(log: Log) -> None:
    end = await cast(log, "o1", "o2")
    await cast(log, "o1", poll="p_2", after=end)
    await log.empty_urn(ROOM, but="p_2")
    assert await log.urn(ROOM) == {"p_2:o1": 1}
    await log.empty_urn(ROOM, but=None)
    assert await log.urn(ROOM) == {}


async def test_a_removed_room_leaves_no_urn(log: Log) -> None:
    await cast(log, "o1")
    await log.remove(ROOM)
    assert await log.urn(ROOM) == {}


@pytest.mark.slow
async def test_nothing_of_a_vote_stays_on_the_disk(tmp_path: Path) -> None:
    """The append-only file holds who voted beside what fell into the urn; emptied, it is written anew."""
    store = EmbeddedStore(tmp_path)
    store.start()
    log, pipe = RedisLog(store.url), Pipe(store.url)
    try:
        await cast(log, "o1-Nguyen", "o2-Tran")
        assert "o2-Tran" in disk(tmp_path)
        await log.empty_urn(ROOM, but=None)
        assert "o2-Tran" not in disk(tmp_path)
        assert len(await log.read(ROOM, 0)) == 2
        keys = [key.decode() for key in await pipe.call("KEYS", "*")]
        assert not any(key.endswith(":urn") for key in keys)
    finally:
        await pipe.close()
        await log.close()
        store.stop()


def disk(folder: Path) -> str:
    return "".join(file.read_bytes().decode("latin-1") for file in folder.rglob("*") if file.is_file())
