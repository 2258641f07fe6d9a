"""A room that is let go leaves nothing in memory, and does not wait for the collector, which seldom comes."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from tests.gateway.world import running, token_of

from giotay.meeting.state import MeetingState
from giotay.storage.redis import RedisLog


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def test_a_removed_room_is_gone_at_once(uncollected: None) -> None:
    async with running() as world:
        made = await world.room()
        phones = [await world.seated(token_of(made, name)) for name in ("Chi", "An", "screen")]
        assert (await phones[0].command("meeting.open"))["ok"]
        assert (await phones[1].command("comment.post", body="một ý kiến"))["ok"]
        room = world.hub.rooms[made["room"]]
        left: list[weakref.ref[Any]] = [weakref.ref(each) for each in (room, room.state, room.delivery, room.courtesy)]
        del room
        assert (await world.ask("DELETE", f"/api/rooms/{made['room']}")).status == 200
        for phone in phones:
            await phone.ended()
        async with asyncio.timeout(10):
            while [each for each in left if each() is not None]:
                await asyncio.sleep(0.05)


async def test_a_refusal_keeps_nothing_in_memory(uncollected: None) -> None:
    """Nor the fork it was decided against, which holds all that a meeting is."""
    async with running() as world:
        made = await world.room()
        phone = await world.seated(token_of(made, "An"))
        before = _states()
        for number in range(20):
            assert (await phone.command("turn.end", f"k{number}", turn="t_nobody"))["ok"] is False
        assert _states() <= before + 1


async def test_a_command_keeps_nothing_that_waits_for_the_collector(uncollected: None) -> None:
    """Neither who sent it nor what it says: of what is thrown away nothing goes round in circles."""
    async with running() as world:
        made = await world.room()
        phone = await world.seated(token_of(made, "An"))
        await phone.command("comment.post", body="trước hết")
        gc.collect()
        for number in range(10):
            assert (await phone.command("comment.post", f"k{number}", body=f"ý kiến {number}"))["ok"]
        assert gc.collect() < 10


def _states() -> int:
    return sum(isinstance(each, MeetingState) for each in gc.get_objects())


async def test_who_stopped_following_a_log_is_forgotten(valkey_url: str, uncollected: None) -> None:
    """A room follows with a method of its own, which is another object each time it is named."""

    class Room:
        def told(self, entry: object) -> None: ...

    log, room = RedisLog(valkey_url), Room()
    try:
        await log.follow("r_left", room.told)
        await log.unfollow("r_left", room.told)
        left = weakref.ref(room)
        del room
        assert left() is None
    finally:
        await log.close()
