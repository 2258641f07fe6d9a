"""The rooms of this node: opened when first asked for, kept level with their logs, let go when nobody needs them."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from giotay.chance import chance
from giotay.meeting import polls
from giotay.meeting.context import Context
from giotay.meeting.profile import Profile
from giotay.meeting.sittings import interrupt
from giotay.meeting.state import MeetingState
from giotay.room import snapshot
from giotay.room.delivery import Connection
from giotay.room.erasing import Papers
from giotay.room.room import Room
from giotay.storage.drafts import Drafts
from giotay.storage.entry import CorruptEntry, NewerEntry
from giotay.storage.log import EventLog, Shelf, Unavailable
from giotay_protocol.events import Event
from giotay_protocol.refusals import Refusal

_log = logging.getLogger("giotay.hub")

BEAT_S: Final = 5.0
INTERRUPTED_MS: Final = 15_000
IDLE_S: Final = 60.0
SNAPSHOT_EVERY: Final = 500
SNAPSHOT_S: Final = 20.0
TOGETHER: Final = 50
# A node that goes while others stay lets so many connections go a second, or all of them within so long; each comes
# back so soon. One that goes alone needs a moment until it is there again.
DRAIN_PER_S: Final = 500
DRAIN_S: Final = 5.0
DRAIN_STEP_S: Final = 0.05
DRAIN_AFTER_MS: Final = (0, 250)
BACK_AFTER_MS: Final = (1_000, 2_500)


def _soon(between: tuple[int, int]) -> int:
    """A moment between two, so that not everybody comes at once."""
    first, last = between
    return first + int.from_bytes(chance.take(2), "big") * (last - first) // 65_536


class Store(EventLog, Shelf, Protocol):
    """A log and what lies beside it."""

    @property
    def drafts(self) -> Drafts:
        """What is being written and not yet handed in."""


class Hub:
    """All rooms of this node. `run()` must be running while it serves."""

    def __init__(
        self, store: Store, now: Callable[[], int], *, profiles: Mapping[str, Profile], coalesce_max_s: float = 0.05
    ) -> None:
        self.node: Final = secrets.token_hex(6)
        self._store = store
        self._now = now
        self._profiles = profiles
        self._coalesce_max_s = coalesce_max_s
        # Where files lie; set by whoever puts the server together.
        self.papers: Papers | None = None
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[Room]] = {}
        self._used: dict[str, float] = {}
        self._snapshot_at: dict[str, int] = {}
        self._snapshot_time: dict[str, float] = {}
        self._presence_told: dict[str, tuple[bytes, frozenset[str], int, int | None]] = {}
        self.store_answers = True

    @property
    def rooms(self) -> Mapping[str, Room]:
        """The rooms in memory."""
        return self._rooms

    # Opening ----------------------------------------------------------------------------------------------------------

    async def open(self, room_id: str) -> Room:
        """The room, from memory or from its log. Raises Refusal `not_found` or `unavailable`."""
        self._used[room_id] = time.monotonic()
        room = self._rooms.get(room_id)
        if room is not None:
            return room
        opening = self._opening.get(room_id)
        if opening is None:
            opening = asyncio.create_task(self._open(room_id), name=f"open {room_id}")
            self._opening[room_id] = opening
            opening.add_done_callback(lambda _: self._opening.pop(room_id, None))
        return await asyncio.shield(opening)

    def _room(self, room_id: str) -> Room:
        return Room(
            room_id,
            self._store,
            self._store.drafts,
            self._now,
            profiles=self._profiles,
            node=self.node,
            coalesce_max_s=self._coalesce_max_s,
            papers=self.papers,
        )

    async def _open(self, room_id: str) -> Room:
        room = self._room(room_id)
        try:
            async with asyncio.timeout(30):
                kept = await self._store.snapshot(room_id)
                found = await asyncio.to_thread(snapshot.read, room_id, kept) if kept is not None else None
                if found is not None:
                    room.begin_at(found.state, found.position, found.heads)
                await room.start()
                self._snapshot_at[room_id] = room.position.seq
                await self._note_interruption(room)
        except (Unavailable, TimeoutError) as error:
            await room.close()
            raise Refusal("unavailable", "The store does not answer.") from error
        except (NewerEntry, CorruptEntry) as error:
            await room.close()
            _log.error("room %s is not served: %s", room_id, error)
            raise Refusal("unavailable", f"This server cannot serve the room: {error}.") from error
        except Refusal:
            await room.close()
            raise
        self._rooms[room_id] = room
        return room

    async def _note_interruption(self, room: Room) -> None:
        """An open room that no node served for a while comes back paused, the gap on record."""
        if room.state.meeting.status != "open":
            return
        # Before the first beat of a sitting its last event says that somebody served it.
        last, now = max(await self._store.last_beat(room.id) or 0, room.state.at), room.now()
        await self._store.beat(room.id, now)
        if now - last < INTERRUPTED_MS:
            return

        def rule(state: MeetingState, context: Context) -> list[Event]:
            return interrupt(state, last, context.now)

        with contextlib.suppress(Refusal):
            await room.decide(None, rule, command=f"timer:meeting:{last}", host=True)

    async def found(self, room_id: str, founding: Callable[[MeetingState, Context], list[Event]]) -> Room:
        """A new room with the events that `founding` gives. Raises its refusal, `already` or `unavailable`."""
        if room_id in self._rooms:
            raise Refusal("already", "There is such a room.")
        room = self._room(room_id)

        def rule(state: MeetingState, context: Context) -> list[Event]:
            if state.seq:
                raise Refusal("already", "There is such a room.")
            return founding(state, context)

        try:
            await room.follow()
            await room.decide(None, rule, command="host:create", host=True)
        except Refusal:
            await room.close()
            raise
        self._rooms[room_id] = room
        self._used[room_id] = time.monotonic()
        self._snapshot_at[room_id] = 0
        return room

    async def delete(self, room_id: str) -> int:
        """Remove a room with everything it has; its connections end. Answers how many keys went."""
        room = self._rooms.pop(room_id, None)
        if room is not None:
            room.end("The room was deleted.")
            await room.close()
        try:
            return await self._store.remove(room_id)
        except Unavailable as error:
            raise Refusal("unavailable", "The store does not answer.") from error

    # Keeping level ----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Look after the rooms until cancelled."""
        await asyncio.gather(self._keep_pace(), self._keep_level())

    async def _keep_pace(self) -> None:
        """What may not wait for the store: phones that lag, and classes that hear nothing."""
        next_second = time.monotonic()
        while True:
            await asyncio.sleep(0.1)
            now = time.monotonic()
            is_second = now >= next_second
            if is_second:
                next_second = now + 1.0
            self._pace(now, is_second=is_second)

    def _pace(self, now: float, *, is_second: bool) -> None:
        """Apart from the wait between two rounds, which would hold the last room for as long as there is no other."""
        for room in list(self._rooms.values()):
            try:
                if is_second:
                    room.tell_overdue(now)
                    room.delivery.tick()
                elif room.delivery.lagging:
                    room.delivery.catch_up()
            except Exception:
                _log.exception("room %s: looking after its connections failed", room.id)

    async def _keep_level(self) -> None:
        """Every second: heads, presence, heartbeats, snapshots."""
        beat_at = 0.0
        while True:
            began = time.monotonic()
            beat = began - beat_at >= BEAT_S
            if beat:
                beat_at = began
            try:
                async with asyncio.timeout(20):
                    await self._every_second(beat=beat)
                self.store_answers = True
            except (Unavailable, TimeoutError):
                self.store_answers = False
            except asyncio.CancelledError:
                raise
            except Exception:
                _log.exception("looking after the rooms failed")
            await asyncio.sleep(max(0.1, began + 1.0 - time.monotonic()))

    async def _every_second(self, *, beat: bool) -> None:
        rooms = list(self._rooms.values())
        for first in range(0, len(rooms), TOGETHER):
            # Asked together, many questions to the store share one write and one answer.
            together = (self._look_after(room, beat=beat) for room in rooms[first : first + TOGETHER])
            await asyncio.gather(*together)

    async def _look_after(self, room: Room, *, beat: bool) -> None:
        await room.check()
        if room.failed is not None:
            self._forget(room)
            await room.close()
            return
        await self._keep_time(room)
        await self._share_presence(room, beat=beat)
        if beat and room.state.meeting.status == "open":
            await self._store.beat(room.id, room.now())
        if beat:
            room.doubt_removals()
        if room.urn_is_over:
            await room.empty_urn()
        if room.erasing_is_due:
            await room.erase_words()
        if room.snapshot_is_due or self._has_grown(room):
            await self._snapshot(room)
        if self._is_idle(room):
            await self._let_go(room)

    def _has_grown(self, room: Room) -> bool:
        """Whether a snapshot would spare much replay; of a room in which much is said not more than one in a while."""
        new = room.position.seq - self._snapshot_at.get(room.id, 0)
        return new >= SNAPSHOT_EVERY and time.monotonic() - self._snapshot_time.get(room.id, 0.0) >= SNAPSHOT_S

    async def _keep_time(self, room: Room) -> None:
        """What the clock decides: a poll whose time is up closes. Of several nodes one does it."""
        poll = polls.current(room.state)
        if poll is None or poll.closes_at is None or room.now() < poll.closes_at:
            return

        def rule(state: MeetingState, context: Context) -> list[Event]:
            return polls.close_in_time(state, context)

        with contextlib.suppress(Refusal):
            await room.decide(None, rule, command=f"timer:{poll.id}:{poll.closes_at}", host=True, closes=True)

    async def _share_presence(self, room: Room, *, beat: bool) -> None:
        mine = room.presence.announcement()
        told = self._presence_told.get(room.id)
        if beat or told is None or told[0] != mine:
            await self._store.announce(room.id, self.node, mine)
        room.presence.elsewhere(await self._store.announced(room.id), room.now())
        chair_gone_at = room.presence.gone_at(room.state.meeting.presiding)
        news = (mine, room.presence.online, room.present, chair_gone_at)
        if told != news:
            self._presence_told[room.id] = news
            room.courtesy.changed()

    async def _snapshot(self, room: Room) -> None:
        self._snapshot_at[room.id] = room.position.seq
        self._snapshot_time[room.id] = time.monotonic()
        room.snapshot_is_due = False
        written = await asyncio.to_thread(snapshot.write, snapshot.standing(room))
        await self._store.save_snapshot(room.id, written)

    def _is_idle(self, room: Room) -> bool:
        unused = time.monotonic() - self._used.get(room.id, 0.0)
        return not room.delivery.seats and unused > IDLE_S and room.state.meeting.status != "open" and not room.busy

    async def _let_go(self, room: Room) -> None:
        if room.position.seq > self._snapshot_at.get(room.id, 0):
            await self._snapshot(room)
        self._forget(room)
        await room.close()

    def _forget(self, room: Room) -> None:
        self._rooms.pop(room.id, None)
        for book in (self._used, self._snapshot_at, self._snapshot_time, self._presence_told):
            book.pop(room.id, None)

    async def drain(self) -> None:
        """This node goes and others stay: let its connections go a few at a time, so that the others are not asked by
        everybody at once. Its rooms work on meanwhile.
        """  # fmt: skip
        leaving = self._connections()
        step = max(DRAIN_PER_S, len(leaving) / DRAIN_S) * DRAIN_STEP_S
        for number, connection in enumerate(leaving):
            if number >= step:
                await asyncio.sleep(DRAIN_STEP_S)
                step += max(DRAIN_PER_S, len(leaving) / DRAIN_S) * DRAIN_STEP_S
            connection.close("unavailable", retry=True, after_ms=_soon(DRAIN_AFTER_MS))

    async def say_goodbye(self) -> None:
        """Tell every connection that this node goes, while there is still a transport to tell it over."""
        for connection in self._connections():
            connection.close("unavailable", retry=True, after_ms=_soon(BACK_AFTER_MS))

    def _connections(self) -> list[Connection]:
        return [connection for room in self._rooms.values() for connection in room.delivery.seats]

    async def close(self) -> None:
        """Say goodbye to every connection and let every room go."""
        await self.say_goodbye()
        for room in list(self._rooms.values()):
            with contextlib.suppress(Unavailable, TimeoutError):
                async with asyncio.timeout(5):
                    if room.state.meeting.status == "open":
                        await self._store.beat(room.id, room.now())
                    await self._snapshot(room)
            await room.close()
        self._rooms.clear()
