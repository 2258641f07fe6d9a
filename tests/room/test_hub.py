"""The rooms of a node: in memory while somebody needs them, and back from their logs as they were."""

import asyncio
import contextlib

import pytest

import giotay.room.hub
from giotay.room import hub as hub_module
from giotay.room.view import fresh_view
from giotay.storage.memory import MemoryLog
from giotay_protocol.entities import Poll
from giotay_protocol.refusals import Refusal
from tests.room.hall import Clock, Phone, command, founded, hub_on


async def test_a_room_nobody_watches_leaves_memory_and_comes_back_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "IDLE_S", 0.0)
    log = MemoryLog()
    hub = hub_on(log, Clock())
    room, ids = await founded(hub)
    await room.submit(ids["Chi"], command("comment.post", "k", body="còn đây"))
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    before = fresh_view(room.state, "desk", None)

    await hub._every_second(beat=False)
    assert room.id in hub.rooms, "somebody is watching"

    room.leave(phone)
    await hub._every_second(beat=False)
    assert room.id not in hub.rooms
    assert await log.snapshot(room.id) is not None

    again = await hub.open(room.id)
    assert again is not room
    assert fresh_view(again.state, "desk", None) == before


async def test_an_open_meeting_stays_in_memory_so_that_its_heart_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """[WL8] Else a quiet hour would look like an interruption."""
    monkeypatch.setattr(hub_module, "IDLE_S", 0.0)
    log, clock = MemoryLog(), Clock()
    hub = hub_on(log, clock)
    room, ids = await founded(hub)
    await room.submit(ids["An"], command("meeting.open", "o"))
    clock.at += 3_600_000
    await hub._every_second(beat=True)
    assert room.id in hub.rooms
    assert await log.last_beat(room.id) == clock.at


async def test_a_room_asked_for_many_times_is_opened_once() -> None:
    log = MemoryLog()
    first = hub_on(log, Clock())
    room, _ = await founded(first)
    hub = hub_on(log, Clock())
    opened = await asyncio.gather(*(hub.open(room.id) for _ in range(50)))
    assert all(each is opened[0] for each in opened)


async def test_what_is_no_room_is_not_found_and_a_room_is_founded_once() -> None:
    hub = hub_on(MemoryLog(), Clock())
    with pytest.raises(Refusal) as missing:
        await hub.open("r_none")
    assert missing.value.code == "not_found"
    await founded(hub)
    with pytest.raises(Refusal) as again:
        await founded(hub)
    assert again.value.code == "already"


async def test_a_deleted_room_is_gone_for_everybody() -> None:
    log = MemoryLog()
    hub = hub_on(log, Clock())
    room, ids = await founded(hub)
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    assert await hub.delete(room.id) > 0
    assert phone.ended == "not_found"
    with pytest.raises(Refusal) as refused:
        await room.submit(ids["Chi"], command("comment.post", "k", body="muộn"))
    assert refused.value.code == "unavailable"
    with pytest.raises(Refusal):
        await hub.open(room.id)


@pytest.mark.slow
async def test_it_looks_after_its_rooms_until_it_is_stopped() -> None:
    """A class that heard nothing learns the seq; stopping says goodbye to everybody."""
    hub = hub_on(MemoryLog(), Clock())
    room, ids = await founded(hub)
    phone = Phone()
    room.join(phone, ids["Chi"], seq=None, head=None)
    keeping = asyncio.create_task(hub.run())
    await room.submit(ids["An"], command("comment.post", "k", body="riêng", scope="desk"))
    async with asyncio.timeout(5):
        while phone.replica.seq < room.position.seq:
            await asyncio.sleep(0.02)
    keeping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeping
    await hub.close()
    assert phone.ended == "unavailable"


@pytest.mark.slow
async def test_a_node_that_goes_lets_its_connections_go_little_by_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """[WT7] [WT8] And works on meanwhile: nobody's tap is lost."""
    monkeypatch.setattr(giotay.room.hub, "DRAIN_PER_S", 20)
    hub = hub_on(MemoryLog(), Clock())
    room, ids = await founded(hub)
    phones = [Phone() for _ in range(20)]
    for phone in phones:
        room.join(phone, ids["Chi"], seq=None, head=None)
    draining = asyncio.create_task(hub.drain())
    async with asyncio.timeout(5):
        while not any(phone.ended for phone in phones):
            await asyncio.sleep(0)
    assert not all(phone.ended for phone in phones)
    assert (await room.submit(ids["Chi"], command("comment.post", "k", body="vẫn họp")))["ok"]
    await draining
    assert all(phone.ended == "unavailable" for phone in phones)
    await hub.close()


async def test_a_poll_closes_when_its_time_is_up_on_one_of_two_nodes() -> None:
    """[V6]"""
    log, clock = MemoryLog(), Clock()
    hubs = [hub_on(log, clock), hub_on(log, clock)]
    room, ids = await founded(hubs[0])
    rooms = [room, await hubs[1].open(room.id)]
    chair = ids["An"]
    await room.submit(chair, command("attendance.check_in", "here"))
    await room.submit(chair, command("meeting.open", "o"))
    made = await room.submit(chair, command("poll.create", "p", question="?", options=["A", "B"], closes_ms=30_000))
    poll = made["result"]["poll"]
    await room.submit(chair, command("poll.open", "po", poll=poll))
    await asyncio.gather(*(hub._every_second(beat=False) for hub in hubs))
    assert room.state.meeting.current_poll == poll
    clock.at += 30_000
    await asyncio.gather(*(hub._every_second(beat=False) for hub in hubs))
    await asyncio.gather(*(each.check() for each in rooms))
    for each in rooms:
        found = each.state.get(Poll, poll)
        assert found is not None
        assert (found.status, found.closed_at) == ("closed", clock.at)
        assert each.position.seq == rooms[0].position.seq
