"""How long a room with ten thousand events takes to open: from its snapshot, and by replay of its log."""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Final

from msgspec import Struct

from giotay.meeting.birth import Founding, NewMember, create
from giotay.meeting.context import Context
from giotay.meeting.state import MeetingState
from giotay.profiles import load_profiles
from giotay.room.hub import Hub
from giotay.storage.embedded import EmbeddedStore
from giotay.storage.redis import RedisLog
from giotay_protocol.codec import command_of
from giotay_protocol.entities import Member
from giotay_protocol.events import Event

EVENTS: Final = 10_000
_MEMBERS: Final = 500
_AT_ONCE: Final = 50
_ROOM: Final = "bench"


class Opening(Struct, frozen=True):
    """Milliseconds, each the median; the size of the snapshot in kB."""

    events: int
    snapshot_ms: float
    replay_ms: float
    snapshot_kb: float


def _hub(log: RedisLog) -> Hub:
    return Hub(log, lambda: time.time_ns() // 1_000_000, profiles=load_profiles())


def _founding(state: MeetingState, context: Context) -> list[Event]:
    members = [NewMember(name=f"M {n}", office="chair" if n == 0 else "member") for n in range(_MEMBERS)]
    return create(Founding(title="Bench", members=members, agenda=[]), context)


async def _fill(log: RedisLog) -> None:
    hub = _hub(log)
    room = await hub.found(_ROOM, _founding)
    members = [member.id for member in room.state.all(Member)]
    for member in members:
        await room.submit(member, command_of({"id": "in", "type": "attendance.check_in"}))
    await room.submit(members[0], command_of({"id": "open", "type": "meeting.open"}))
    number = 0
    while room.position.seq < EVENTS:
        posting = []
        for _ in range(_AT_ONCE):
            number += 1
            body = {"id": f"c{number}", "type": "comment.post", "body": f"Ý kiến {number}: tôi nhất trí với dự thảo."}
            posting.append(room.submit(members[number % _MEMBERS], command_of(body)))
        await asyncio.gather(*posting)
    await hub.close()


async def _timed(log: RedisLog) -> float:
    hub = _hub(log)
    began = time.perf_counter()
    room = await hub.open(_ROOM)
    took = (time.perf_counter() - began) * 1_000
    assert room.position.seq >= EVENTS
    await room.close()
    return took


async def opening(runs: int) -> Opening:
    """Measure, with an embedded store of its own."""
    with tempfile.TemporaryDirectory(prefix="giotay-bench-") as folder:
        store = EmbeddedStore(Path(folder))
        await asyncio.to_thread(store.start)
        try:
            log = RedisLog(store.url)
            await _fill(log)
            kept = await log.snapshot(_ROOM)
            assert kept is not None
            fast = [await _timed(log) for _ in range(runs)]
            await log.drop_snapshot(_ROOM)
            slow = [await _timed(log) for _ in range(runs)]
            await log.close()
        finally:
            await asyncio.to_thread(store.stop)
    middle = runs // 2
    return Opening(EVENTS, round(sorted(fast)[middle], 1), round(sorted(slow)[middle], 1), round(len(kept) / 1_024, 1))
