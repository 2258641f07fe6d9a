"""A log on a real cluster and behind real Sentinels: every room finds its server, and finds it again when it moves."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.crc import key_slot

from giotay.storage.clients import client_of
from giotay.storage.directory import RedisDirectory
from giotay.storage.entry import Position, advance, origin
from giotay.storage.in_line import Replicas
from giotay.storage.log import Unavailable, Unknown
from giotay.storage.redis import RedisLog
from giotay.storage.tokens import RedisTokens, issue
from giotay.storage.ways import way_to
from tests.chaos.real.many import PATIENT, ManyServers, SixNodes, WithSentinels
from tests.chaos.real.stores import StoreProcess
from tests.storage.test_log import entry

pytestmark = pytest.mark.slow
ROOMS = [f"r_{n}" for n in range(12)]


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[SixNodes]:
    store = SixNodes(tmp_path, "always")
    await store.start()
    yield store
    await store.stop()


async def appended(log: RedisLog, room: str, after: Position) -> Position:
    made = entry(after.seq + 1)
    await log.append(room, after, made)
    return advance(after, made)


async def until_heard(heard: dict[str, list[int]], seq: int) -> None:
    async with asyncio.timeout(20):
        while not all(seq in each for each in heard.values()):
            await asyncio.sleep(0.02)


async def test_rooms_lie_all_over_a_cluster_and_move_with_their_slots(cluster: SixNodes) -> None:
    """Every room is appended to, read, followed and removed where it is; a slot that is given away is followed."""
    log, client = RedisLog(cluster.direct), client_of(cluster.direct)
    ends = {room: await appended(log, room, origin(room)) for room in ROOMS}
    assert len({cluster.primary_of(room).port for room in ROOMS}) == 3
    assert [await log.position(room) for room in ROOMS] == list(ends.values())

    heard: dict[str, list[int]] = {room: [] for room in ROOMS}
    for room in ROOMS:
        await log.follow(room, lambda told, room=room: heard[room].append(told.end.seq if told is not None else 0))  # type: ignore[misc]
    await until_heard(heard, 0)
    ends = {room: await appended(log, room, end) for room, end in ends.items()}
    await until_heard(heard, 2)

    # What lies beside the log, in keys of rooms and in keys of all.
    directory, tokens = RedisDirectory(client), RedisTokens(client, log.ask)
    for room in ROOMS:
        await directory.register(room, length=4, at=1)
        grant = await tokens.find(await issue(tokens, room, "m_1", 1))
        assert grant is not None
        assert grant.room == room
    assert {listed.room for listed in await directory.rooms()} == set(ROOMS)

    moved = ROOMS[0]
    await asyncio.to_thread(give_away, cluster, moved)
    ends[moved] = await appended(log, moved, ends[moved])
    # The subscription may be made anew a moment later, and then says that some may have been missed.
    async with asyncio.timeout(20):
        while heard[moved].count(0) < 2 and 3 not in heard[moved]:
            await asyncio.sleep(0.02)
    ends[moved] = await appended(log, moved, ends[moved])
    assert [each.last for each in await log.read(moved, 0)] == [1, 2, 3, 4]

    for room in ROOMS:
        assert await log.remove(room) > 0
        assert await log.position(room) is None
    await log.close()
    await client.aclose()


def give_away(cluster: SixNodes, room: str) -> None:
    """The room's slot goes to another primary, with its keys."""
    slot = str(key_slot(f"giotay:{{{room}}}:log".encode()))
    source = cluster.primary_of(room)
    primaries = [server for server in cluster.servers if "role:master" in server.ask("INFO", "replication")]
    target = next(server for server in primaries if server is not source)
    ids = {server: server.ask("CLUSTER", "MYID").split("\r\n")[1] for server in (source, target)}
    assert target.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", ids[source]).startswith("+OK")
    assert source.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", ids[target]).startswith("+OK")
    answer = source.ask("CLUSTER", "GETKEYSINSLOT", slot, "100")
    keys = [word for word in answer.split("\r\n") if word.startswith("giotay:")]
    moved = source.ask("MIGRATE", "127.0.0.1", str(target.port), "", "0", "5000", "KEYS", *keys)
    assert moved.startswith("+OK"), moved
    for server in (target, source):
        assert server.ask("CLUSTER", "SETSLOT", slot, "NODE", ids[target]).startswith("+OK")


async def test_behind_sentinels_the_primary_is_found_again(tmp_path: Path) -> None:
    store = WithSentinels(tmp_path, "replicated")
    await store.start()
    try:
        log = RedisLog(store.direct, replicated=True)
        end = await appended(log, "r_1", origin("r_1"))
        await failed_over(store)
        async with asyncio.timeout(30):
            while True:
                try:
                    end = await appended(log, "r_1", end)
                    break
                except Exception:
                    await asyncio.sleep(0.1)
        assert [each.last for each in await log.read("r_1", 0)] == [1, 2]
        assert await log.position("r_1") == end
        await log.close()
    finally:
        await store.stop()


async def failed_over(store: ManyServers) -> StoreProcess:
    gone = store.primary_of("r_1")
    gone.kill()
    await store.until(lambda: store.primary_of("r_1") is not gone)
    return gone


async def test_without_a_replica_nothing_is_acknowledged(tmp_path: Path) -> None:
    """`replicated`: stored here alone, it is unknown; it counts when a replica has it."""
    primary = StoreProcess(tmp_path / "one", "appendonly yes", "appendfsync always", *PATIENT)
    replica = StoreProcess(tmp_path / "two", "appendonly yes", *PATIENT, f"replicaof 127.0.0.1 {primary.port}")
    primary.start()
    try:
        log = RedisLog(primary.url, replicated=True)
        made = entry(1)
        end = advance(origin("r_1"), made)
        with pytest.raises(Unknown):
            await log.append("r_1", origin("r_1"), made)
        assert await log.position("r_1") is not None
        with pytest.raises(Unavailable, match="Not every replica"):
            await log.settle("r_1", end)
        replica.start()
        async with asyncio.timeout(60):
            while True:
                with contextlib.suppress(Unavailable):
                    await log.settle("r_1", end)
                    break
        assert "r_1" in replica.ask("KEYS", "*")
        # A server that lacks the entry, as one that took over may, settles nothing.
        with pytest.raises(Unavailable, match="does not end there"):
            await log.settle("r_1", Position(2, end.head))
        await log.close()
    finally:
        replica.kill()
        primary.kill()


async def test_of_two_replicas_either_may_take_over(tmp_path: Path) -> None:
    """`replicated`: while one stands still nothing counts; what was acknowledged is on whichever is promoted."""
    keeps = ("appendonly yes", "appendfsync always", *PATIENT)
    primary = StoreProcess(tmp_path / "one", *keeps)
    others = [StoreProcess(tmp_path / name, *keeps, f"replicaof 127.0.0.1 {primary.port}") for name in ("two", "three")]
    servers = [primary, *others]
    for server in servers:
        server.start()
    try:
        async with asyncio.timeout(30):
            while primary.ask("INFO", "replication").count("state=online") < 2:
                await asyncio.sleep(0.05)
        log = RedisLog(primary.url, replicated=True)
        await log.position("r_1")
        end = await appended(log, "r_1", origin("r_1"))
        assert all("r_1" in other.ask("KEYS", "*") for other in others)
        way = way_to(primary.url)
        assert await Replicas(way).shortfall() is None

        others[1].signal(signal.SIGSTOP)
        assert "Of 2 replicas" in str(await Replicas(way).shortfall())
        await way.close()
        # By now its primary has let it go; it counts all the same.
        made = entry(2)
        with pytest.raises(Unknown):
            await log.append("r_1", end, made)
        end = advance(end, made)
        others[1].signal(signal.SIGCONT)
        async with asyncio.timeout(30):
            while True:
                with contextlib.suppress(Unavailable):
                    await log.settle("r_1", end)
                    break
        await log.close()

        primary.kill()
        assert others[1].ask("REPLICAOF", "NO", "ONE").startswith("+OK")
        promoted = RedisLog(others[1].url)
        assert await promoted.position("r_1") == end
        await promoted.close()
    finally:
        for server in servers:
            server.signal(signal.SIGCONT)
            server.kill()


@pytest.mark.heavy
async def test_a_replica_that_died_counts_no_more_when_most_sentinels_stand_by_the_primary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before, and not while they cannot be asked: they might have another primary by then."""
    monkeypatch.setattr("giotay.storage.in_line.HOLD_S", 2.0)
    store = WithSentinels(tmp_path, "replicated")
    await store.start()
    try:
        log = RedisLog(store.direct, replicated=True)
        await log.position("r_1")
        end = await appended(log, "r_1", origin("r_1"))
        for sentinel in store.sentinels[:2]:
            sentinel.kill()
        store.servers[1].kill()
        made = entry(2)
        with pytest.raises(Unknown):
            await log.append("r_1", end, made)
        end = advance(end, made)
        await asyncio.sleep(2.0)
        with pytest.raises(Unavailable, match="Not every replica"):
            await log.settle("r_1", end)
        for sentinel in store.sentinels[:2]:
            await asyncio.to_thread(sentinel.start)
        async with asyncio.timeout(30):
            while True:
                with contextlib.suppress(Unavailable):
                    await log.settle("r_1", end)
                    break
        assert await appended(log, "r_1", end) == await log.position("r_1")
        await log.close()
    finally:
        await store.stop()
