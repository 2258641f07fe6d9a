"""Every log keeps the promises of `EventLog`: in memory, on Redis 7 and on Valkey 9."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from giotay.storage.entry import CorruptEntry, NewerEntry, Position, StoredEntry, advance, origin, read, write
from giotay.storage.log import Conflict, Unavailable, Unknown
from giotay.storage.memory import MemoryLog
from giotay.storage.pipe import Part, Pipe
from giotay.storage.redis import RedisLog
from giotay_protocol.events import CommentPosted, Event

ROOM = "r_test"
Log = MemoryLog | RedisLog


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


async def emptied(url: str) -> None:
    pipe = Pipe(url)
    await pipe.call("FLUSHALL")
    await pipe.close()


def entry(first: int, count: int = 1, body: str = "Ẳn ý kiến") -> StoredEntry:
    events: list[Event] = [
        CommentPosted(
            seq=seq, at=1_000 + seq, by="m_1", command=f"k{seq}", comment=f"c_{seq}", author="m_1", on=None,
            subject=None, reply_to=None, quotes=None, kind=None, paragraph=None, body=body, scope="all", hold=None,
            afterwards=False, by_desk=False,
        )
        for seq in range(first, first + count)
    ]  # fmt: skip
    return write(events)


async def append(log: Log, entries: int, after: Position | None = None) -> Position:
    position = after or origin(ROOM)
    for _ in range(entries):
        made = entry(position.seq + 1)
        await log.append(ROOM, position, made)
        position = advance(position, made)
    return position


async def test_what_is_appended_is_read_back_in_order_with_its_words(log: Log) -> None:
    end = await append(log, 3)

    found = await log.read(ROOM, 0)

    assert [e.last for e in found] == [1, 2, 3]
    events = [event for e in found for event in read(e)]
    assert [(e.seq, e.by, e.body) for e in events if isinstance(e, CommentPosted)] == [
        (seq, "m_1", "Ẳn ý kiến") for seq in (1, 2, 3)
    ]
    assert await log.position(ROOM) == end
    assert [e.last for e in await log.read(ROOM, 1)] == [2, 3]
    assert [e.last for e in await log.read(ROOM, 0, limit=2)] == [1, 2]


async def test_a_room_nobody_founded_has_no_position(log: Log) -> None:
    assert await log.position("r_none") is None
    assert await log.read("r_none", 0) == []


async def test_of_two_appends_after_the_same_position_exactly_one_succeeds(log: Log) -> None:
    start = await append(log, 1)

    outcomes = await asyncio.gather(
        *(log.append(ROOM, start, entry(2, body=f"số {n}")) for n in range(8)), return_exceptions=True
    )

    assert sum(outcome is None for outcome in outcomes) == 1
    conflicts = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert len(conflicts) == 7
    assert all([e.last for e in conflict.entries] == [2] for conflict in conflicts)
    assert len(await log.read(ROOM, 0)) == 2


async def test_a_conflict_brings_the_missing_entries_with_their_words(log: Log) -> None:
    start = await append(log, 1)
    await append(log, 2, start)

    with pytest.raises(Conflict) as conflict:
        await log.append(ROOM, start, entry(2))

    assert conflict.value.end == await log.position(ROOM)
    words = [event.body for e in conflict.value.entries for event in read(e) if isinstance(event, CommentPosted)]
    assert words == ["Ẳn ý kiến", "Ẳn ý kiến"]


async def test_a_position_of_another_log_is_a_conflict(log: Log) -> None:
    await append(log, 1)
    with pytest.raises(Conflict):
        await log.append(ROOM, Position(1, b"\0" * 32), entry(2))
    with pytest.raises(Conflict):
        await log.append(ROOM, Position(5, b"\0" * 32), entry(6))


async def test_a_batch_is_one_entry_whose_cursor_is_its_last_event(log: Log) -> None:
    """[WL1]"""
    made = entry(1, count=5)
    await log.append(ROOM, origin(ROOM), made)

    found = await log.read(ROOM, 0)

    assert [e.last for e in found] == [5]
    assert [event.seq for event in read(found[0])] == [1, 2, 3, 4, 5]


async def test_erased_words_are_gone_and_the_chain_still_holds(log: Log) -> None:
    end = await append(log, 2)
    first, order = await log.read(ROOM, 0)

    await log.erase(ROOM, list(first.texts), order=order)

    found = await log.read(ROOM, 0)
    event = read(found[0])[0]
    assert isinstance(event, CommentPosted)
    assert event.body == ""
    position = origin(ROOM)
    for e in found:
        position = advance(position, e)
    assert position == end


async def test_nothing_is_erased_where_the_log_has_lost_what_orders_it(log: Log) -> None:
    """A failover took the order away; then another entry stands in its place."""
    end = await append(log, 1)
    first = (await log.read(ROOM, 0))[0]
    lost = entry(2)
    with pytest.raises(Unavailable):
        await log.erase(ROOM, list(first.texts), order=lost)
    await log.append(ROOM, end, entry(2))
    with pytest.raises(Unavailable):
        await log.erase(ROOM, list(first.texts), order=lost)
    assert (await log.read(ROOM, 0))[0].texts == first.texts


async def test_whose_words_are_erased_is_remembered(log: Log) -> None:
    await append(log, 1)
    assert await log.erased(ROOM) == frozenset()
    (order,) = await log.read(ROOM, 0)
    for _ in range(2):
        await log.erase(ROOM, [], order=order, done="m_1")
    assert await log.erased(ROOM) == {"m_1"}
    assert await log.remove(ROOM) > 0
    assert await log.erased(ROOM) == frozenset()


async def test_a_follower_hears_every_entry_once_and_in_order(log: Log) -> None:
    heard: list[int] = []
    await log.follow(ROOM, lambda told: heard.append(told.end.seq if told is not None else 0))
    # It may first be told that it may have missed some.
    await asyncio.sleep(0 if isinstance(log, MemoryLog) else 0.1)
    heard.clear()

    await append(log, 20)

    async with asyncio.timeout(5):
        while len(heard) < 20:
            await asyncio.sleep(0.01)
    assert heard == list(range(1, 21))


async def test_a_removed_room_is_gone_and_cannot_be_appended_to(log: Log) -> None:
    end = await append(log, 2)

    assert await log.remove(ROOM) > 0

    assert await log.position(ROOM) is None
    with pytest.raises(Conflict) as conflict:
        await log.append(ROOM, end, entry(3))
    assert conflict.value.entries == []


async def test_what_lies_beside_the_log_comes_back(log: Log) -> None:
    assert await log.last_beat(ROOM) is None
    await log.beat(ROOM, 42)
    await log.save_snapshot(ROOM, b"\x00snap")
    await log.announce(ROOM, "node-a", b'["m_1"]')
    await log.announce(ROOM, "node-b", b"[]")

    assert await log.last_beat(ROOM) == 42
    assert await log.snapshot(ROOM) == b"\x00snap"
    assert await log.announced(ROOM) == {"node-a": b'["m_1"]', "node-b": b"[]"}

    await log.drop_snapshot(ROOM)
    assert await log.snapshot(ROOM) is None


async def test_a_store_that_is_gone_says_so_and_stores_nothing() -> None:
    log = RedisLog("redis://127.0.0.1:1/0")
    with pytest.raises(Unavailable):
        await log.append(ROOM, origin(ROOM), entry(1))
    with pytest.raises(Unavailable):
        await log.read(ROOM, 0)
    await log.close()


async def test_an_append_whose_answer_is_lost_is_unknown_and_stored_at_most_once(
    valkey_url: str, tmp_path: Path
) -> None:
    async with LosingProxy(valkey_url.removeprefix("unix://"), tmp_path / "proxy.sock") as proxy:
        await emptied(valkey_url)
        log = RedisLog(f"unix://{proxy.path}")
        start = await append(log, 1)
        proxy.losing = True

        with pytest.raises(Unknown):
            await log.append(ROOM, start, entry(2))

        proxy.losing = False
        assert [e.last for e in await log.read(ROOM, 0)] == [1, 2]
        await log.close()


@pytest.mark.slow
async def test_words_lost_while_they_are_read_are_not_taken_for_erased(
    valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a failover comes between the entries and their words: the entry is not given out without them."""
    await emptied(valkey_url)
    log = RedisLog(valkey_url)
    await append(log, 2)
    call = log._way.call

    async def fails_over(*parts: Part, key: str | None = None) -> object:
        found = await call(*parts, key=key)
        if parts[0] == "XRANGE":
            await emptied(valkey_url)
        return found

    monkeypatch.setattr(log._way, "call", fails_over)
    with pytest.raises(Unavailable):
        await log.read(ROOM, 0)
    await log.close()


class LosingProxy:
    """Stands before a store; while `losing`, it hands commands on and cuts the connection instead of the answer."""

    def __init__(self, store: str, path: Path) -> None:
        self._store = store
        self._writers: list[asyncio.StreamWriter] = []
        self.path = path
        self.losing = False

    async def __aenter__(self) -> "LosingProxy":
        self._server = await asyncio.start_unix_server(self._serve, self.path)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)
        await asyncio.sleep(0.05)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_unix_connection(self._store)
        self._writers += (writer, ours)
        await asyncio.gather(self._hand_on(reader, ours), self._answer(theirs, writer), return_exceptions=True)

    async def _hand_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            target.write(data)
        target.close()

    async def _answer(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while (data := await source.read(65_536)) and not self.losing:
            target.write(data)
        target.close()


def test_words_stand_outside_the_stored_bytes() -> None:
    made = entry(1, body="một câu riêng tư")

    assert "riêng".encode() not in made.stored
    assert len(made.texts) == 1


def test_a_changed_text_is_found_out() -> None:
    made = entry(1)
    forged = StoredEntry(made.last, made.stored, {ref: text + "!" for ref, text in made.texts.items()})
    with pytest.raises(CorruptEntry):
        read(forged)


def test_an_entry_of_a_later_release_is_not_guessed_at() -> None:
    with pytest.raises(NewerEntry):
        read(StoredEntry(1, b'{"v":2,"events":[{"type":"comment.sung"}]}', {}))
    with pytest.raises(CorruptEntry):
        read(StoredEntry(1, b'{"v":1,"events":[{"type":"comment.sung"}]}', {}))
