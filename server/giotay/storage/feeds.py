"""Being told of new entries: one subscription for each server of the store that has rooms which are followed here.

Entries are published in shards: only to the server that has the room, and to nobody else in a cluster. After every
break each follower is told that it may have missed some; what a subscription misses, a look at the log's end finds.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, Final

import msgspec

from giotay.storage.entry import Position, StoredEntry
from giotay.storage.log import Follower, Told
from giotay.storage.pipe import Refused, StoreError, Wire
from giotay.storage.ways import Way

_log = logging.getLogger("giotay.storage")
_woken = msgspec.msgpack.Decoder(tuple[int, str, dict[str, str] | list[str], str])
# After a break a subscription is made again so soon; a silent one is asked so often.
_AGAIN_S: Final = 0.5
_ASK_S: Final = 5.0


class Feeds:
    """All subscriptions of this node. `channel` names a room's channel, in the room's shard."""

    def __init__(self, way: Way, channel: Callable[[str], str]) -> None:
        self._way, self._channel = way, channel
        self._followers: dict[str, Follower] = {}
        # Where each room is followed at present, and who listens there.
        self._places: dict[str, str] = {}
        self._wires: dict[str, Wire] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._placing: set[asyncio.Task[None]] = set()

    async def follow(self, room: str, follower: Follower) -> None:
        """From now on tell `follower` of every entry."""
        self._followers[room] = follower
        await self._place(room)

    async def unfollow(self, room: str, follower: Follower) -> None:
        """Stop telling."""
        # Methods of an object are made anew each time they are named: equal, not the same.
        if self._followers.get(room) == follower:
            del self._followers[room]
            wire = self._wires.get(self._places.pop(room, ""))
            if wire is not None:
                wire.say(("SUNSUBSCRIBE", self._channel(room)))

    async def close(self) -> None:
        """Let the connections go."""
        tasks = [*self._tasks.values(), *self._placing]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _place(self, room: str) -> None:
        """Listen to the server that has the room. While none is known, it is tried again."""
        try:
            place = await self._way.place_of(self._channel(room))
        except Refused:
            self._soon(self._place_later(room))
            return
        if room not in self._followers:
            return
        was = self._places.get(room)
        self._places[room] = place
        wire = self._wires.get(place)
        if wire is not None:
            self._subscribe(wire, room)
            if was is not None:
                self._tell(room, None)
        elif place not in self._tasks:
            self._tasks[place] = asyncio.create_task(self._listen(place), name=f"feed {place}")

    async def _place_later(self, room: str) -> None:
        await asyncio.sleep(_AGAIN_S)
        if room in self._followers:
            await self._place(room)

    def _soon(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._placing.add(task)
        task.add_done_callback(self._placing.discard)

    def _at(self, place: str) -> list[str]:
        return [room for room, where in self._places.items() if where == place]

    def _subscribe(self, wire: Wire, room: str) -> None:
        wire.say(("SSUBSCRIBE", self._channel(room)))

    async def _listen(self, place: str) -> None:
        """Keep one subscription for all rooms of a server, for as long as it has any."""
        try:
            while self._at(place):
                try:
                    wire = await self._way.another(place)
                except Refused:
                    await asyncio.sleep(_AGAIN_S)
                    await self._look_for(place)
                    continue
                wire.pushed = self._heard(wire)
                rooms = self._at(place)
                for room in rooms:
                    self._subscribe(wire, room)
                self._wires[place] = wire
                for room in rooms:
                    self._tell(room, None)
                try:
                    await self._until_silent(wire)
                finally:
                    self._wires.pop(place, None)
                    wire.abort()
                _log.warning("The subscription to the store broke; it is made again.")
                await asyncio.sleep(_AGAIN_S)
                await self._look_for(place)
        finally:
            self._tasks.pop(place, None)

    async def _look_for(self, place: str) -> None:
        """Where are the rooms of this server now?"""
        await self._way.look_anew()
        for room in self._at(place):
            with contextlib.suppress(Refused):
                now = await self._way.place_of(self._channel(room))
                if now != place and room in self._followers:
                    await self._place(room)

    async def _until_silent(self, wire: Wire) -> None:
        """While the subscription lives. A store that says nothing at all is asked, so that a dead line is noticed."""
        while wire.is_open and wire.silent_s < 3 * _ASK_S:
            wire.say(("PING",))
            await asyncio.wait({wire.closed}, timeout=_ASK_S)

    def _heard(self, wire: Wire) -> Callable[[Any], None]:
        def heard(message: Any) -> None:
            if isinstance(message, StoreError):
                # "MOVED": another server has this room by now.
                wire.abort()
            elif isinstance(message, list) and message[0] == b"smessage":
                self._wake(self._room(message[1]), message[2])
            elif (
                isinstance(message, list)
                and message[0] == b"sunsubscribe"
                and self._room(message[1]) in self._followers
            ):
                wire.abort()

        return heard

    @staticmethod
    def _room(channel: bytes) -> str:
        return channel[channel.index(b"{") + 1 : channel.index(b"}")].decode()

    def _wake(self, room: str, published: bytes) -> None:
        try:
            last, stored, texts, head = _woken.decode(published)
            end = Position(last, bytes.fromhex(head))
        except ValueError:
            # Not as this version of Giotay publishes it; what is missed can be read.
            self._tell(room, None)
            return
        self._tell(room, Told(StoredEntry(last, stored.encode(), texts if isinstance(texts, dict) else {}), end))

    def _tell(self, room: str, told: Told | None) -> None:
        follower = self._followers.get(room)
        if follower is None:
            return
        try:
            follower(told)
        except Exception:
            _log.exception("an entry could not be taken")
