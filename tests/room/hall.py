"""A hall without sockets: connections that keep what they were sent and hold a replica of the room."""

import asyncio
import json
from typing import Any

from giotay.meeting.birth import Founding, NewItem, NewMember, create
from giotay.meeting.context import Context
from giotay.meeting.state import MeetingState
from giotay.profiles import load_profiles
from giotay.room.frame import Frame
from giotay.room.hub import Hub, Store
from giotay.room.room import Room
from giotay_client import Replica
from giotay_protocol.codec import command_of
from giotay_protocol.commands import AnyCommand
from giotay_protocol.entities import Member
from giotay_protocol.events import Event

PROFILES = load_profiles()
NAMES = ("An", "Bình", "Chi", "Dũng", "Giang")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = 1_700_000_000_000

    def now(self) -> int:
        return self.at


class Phone:
    """A connection that takes everything at once, or nothing while `stuck`."""

    def __init__(self) -> None:
        self.replica = Replica()
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.stuck = False
        self.waiting = 0
        self.ended: str | None = None
        self.gaps = 0

    def send(self, frame: Frame) -> int:
        assert frame.packet.startswith(b"42")
        name, payload = json.loads(frame.packet[2:])
        self.heard.append((name, payload))
        if self.stuck:
            self.waiting += len(frame.packet)
        if name == "sync":
            self.replica.sync(payload)
        elif name == "update" and not self.replica.update(payload):
            self.gaps += 1
        return self.waiting

    def buffered(self) -> int:
        return self.waiting

    def close(self, code: str, *, retry: bool, after_ms: int = 0) -> None:
        self.ended = code

    def abort(self) -> None:
        self.ended = "aborted"

    @property
    def view(self) -> dict[str, dict[str, Any]]:
        return self.replica.view


def hub_on(store: Store, clock: Clock) -> Hub:
    return Hub(store, clock.now, profiles=PROFILES, coalesce_max_s=0.01)


async def founded(hub: Hub, room_id: str = "r_1") -> tuple[Room, dict[str, str]]:
    """A room with a chair, a secretary and three members; ids by name."""
    offices = ("chair", "secretary", "member", "member", "member")

    def founding(state: MeetingState, context: Context) -> list[Event]:
        members = [NewMember(name=name, office=office) for name, office in zip(NAMES, offices, strict=True)]  # type: ignore[arg-type]
        return create(Founding(title="Họp", members=members, agenda=[NewItem(title="Một")]), context)

    room = await hub.found(room_id, founding)
    return room, {member.name: member.id for member in room.state.all(Member)}


def command(type: str, id: str, **fields: Any) -> AnyCommand:
    return command_of({"id": id, "type": type, **fields})


async def settle() -> None:
    """Let every task that can run do so."""
    for _ in range(20):
        await asyncio.sleep(0)
    await asyncio.sleep(0.025)
