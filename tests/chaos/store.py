"""A node's way to the log: one log in memory that all nodes share, and everything that can go wrong between.

A request that was sent is carried out whatever becomes of the node, and its answer comes when it comes, or not at all.
What a caller is told keeps the promises of `EventLog`: `Unknown` says that an append may have been stored, and
`Unavailable` that this call stored nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any, TypeVar, cast

from msgspec import Struct

from giotay.room.hub import Store
from giotay.storage.entry import Position, StoredEntry
from giotay.storage.log import Follower, Told, Unavailable, Unknown
from giotay.storage.memory import MemoryDrafts, MemoryLog
from giotay_protocol.drafts import Draft
from tests.chaos.virtual import Place

T = TypeVar("T")


class Weather:
    """How the store and the ways to it are just now. Moments are of the loop's clock."""

    def __init__(self) -> None:
        self.down_until = 0.0
        self.lose_replies_until = 0.0
        self.drop_wakes_until = 0.0
        self.shuffle_wakes_until = 0.0
        self.wait_s = 0.002


class _Written(Struct, frozen=True):
    """All that the store had of a room after one write."""

    entries: int
    end: Position
    texts: dict[str, str]
    urn: Counter[str]
    erased: set[str]
    snapshot: bytes | None
    drafts: dict[tuple[str, str], dict[str, Draft] | None]


class TruthLog(MemoryLog):
    """The log of one room itself, when each entry came into it, and how the store was after every write.

    A failover takes writes away in the order they came, wherever in a series of them that happens to be: an erasure
    is several. What a meeting was founded with stays; without it there would be no room.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drafts: _TruthDrafts = _TruthDrafts(self)
        self.written: list[tuple[float, StoredEntry]] = []
        # What the log was whenever it lost something: entries, or only what was written after them.
        self.lost: list[tuple[float, list[StoredEntry]]] = []
        self._writes: list[_Written] = []

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        await super().append(room, after, entry)
        self.written.append((asyncio.get_running_loop().time(), entry))
        self.wrote(room)

    async def erase(self, room: str, references: list[str], *, order: StoredEntry, done: str | None = None) -> None:
        await super().erase(room, references, order=order, done=done)
        self.wrote(room)

    async def empty_urn(self, room: str, *, but: str | None) -> None:
        await super().empty_urn(room, but=but)
        self.wrote(room)

    async def save_snapshot(self, room: str, snapshot: bytes) -> None:
        await super().save_snapshot(room, snapshot)
        self.wrote(room)

    async def drop_snapshot(self, room: str) -> None:
        await super().drop_snapshot(room)
        self.wrote(room)

    def wrote(self, room: str) -> None:
        """Something was just written; this is how everything is now."""
        self._writes.append(
            _Written(
                len(self._entries[room]), self._ends[room], dict(self._texts[room]), Counter(self._urns[room]),
                set(self._erased.get(room, ())), self._snapshots.get(room), self.drafts.standing(),
            )
        )  # fmt: skip

    def lose_entries(self, room: str, count: int) -> None:
        """[Fault] Acknowledged writes are gone, as after a failover: the last entries, and all written since."""
        left = max(1, len(self._entries[room]) - count)
        self._lose(room, sum(each.entries <= left for each in self._writes))

    def lose_writes(self, room: str, count: int) -> None:
        """[Fault] The last writes are gone, of whatever kind; maybe none of them was an entry."""
        self._lose(room, max(1, len(self._writes) - count))

    def _lose(self, room: str, left: int) -> None:
        if left >= len(self._writes):
            return
        entries = self._entries[room]
        self.lost.append((asyncio.get_running_loop().time(), list(entries)))
        del self._writes[left:]
        found = self._writes[-1]
        del entries[found.entries :]
        self._ends[room] = found.end
        self._texts[room] = dict(found.texts)
        self._urns[room] = Counter(found.urn)
        self._erased[room] = set(found.erased)
        self._snapshots.pop(room, None)
        if found.snapshot is not None:
            self._snapshots[room] = found.snapshot
        self.drafts.stand(found.drafts)


class _TruthDrafts(MemoryDrafts):
    """The drafts beside that log, whose writes count among its own."""

    def __init__(self, log: TruthLog) -> None:
        super().__init__(log)
        self._wrote = log.wrote

    async def keep(self, room: str, member: str, draft: Draft) -> bool:
        is_kept = await super().keep(room, member, draft)
        self._wrote(room)
        return is_kept

    async def drop(self, room: str, member: str) -> None:
        await super().drop(room, member)
        self._wrote(room)

    def standing(self) -> dict[tuple[str, str], dict[str, Draft] | None]:
        """All drafts as they are now."""
        return {key: None if mine is None else dict(mine) for key, mine in self._kept.items()}

    def stand(self, found: dict[tuple[str, str], dict[str, Draft] | None]) -> None:
        """All drafts as they were."""
        self._kept = {key: None if mine is None else dict(mine) for key, mine in found.items()}


class FarLog:
    """One node's client of the log. Implements `Store`."""

    def __init__(self, truth: TruthLog, weather: Weather, place: Place, rng: Random, outside: Place) -> None:
        self._truth, self._weather, self._place, self._rng = truth, weather, place, rng
        self._outside = outside
        self._told: dict[tuple[str, Any], Follower] = {}
        self._kept: list[object] = []
        self.drafts = _Far(self, truth.drafts)
        # Called when an append of this node was stored and its answer has not left yet.
        self.stored: Callable[[], None] | None = None

    def _loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    @property
    def _is_down(self) -> bool:
        return self._loop().time() < self._weather.down_until

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """Any request but an append: it can be made again, so no answer is `Unavailable`."""
        answer: asyncio.Future[T] = self._loop().create_future()
        self._kept.append(answer)
        # What is on its way to a store that fails over never reaches the one that takes its place.
        losses = len(self._truth.lost)

        async def carry_out() -> None:
            await asyncio.sleep(self._rng.random() * self._weather.wait_s)
            if self._is_down or len(self._truth.lost) != losses:
                answer.set_exception(Unavailable("down"))
                return
            found = await question()
            await asyncio.sleep(self._rng.random() * self._weather.wait_s)
            if not answer.done():
                answer.set_result(found)

        self._kept.append(self._loop().create_task(carry_out(), context=self._outside.context()))
        return await answer

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        """[Fault] Lost before it came, stored and the answer lost, stored long after it was given up."""
        answer: asyncio.Future[Exception | None] = self._loop().create_future()
        self._kept.append(answer)
        fate = self._rng.random()
        losing = self._loop().time() < self._weather.lose_replies_until
        losses = len(self._truth.lost)

        def say(what: Exception | None) -> None:
            if not answer.done():
                answer.set_result(what)

        async def carry_out() -> None:
            await asyncio.sleep(self._rng.random() * self._weather.wait_s)
            if self._is_down:
                say(Unavailable("down") if fate < 0.5 else Unknown("no answer"))
                return
            if losing and fate < 0.2:
                say(Unknown("the request was lost"))
                return
            if losing and fate < 0.4:
                say(Unknown("the request is late"))
                await asyncio.sleep(self._rng.random() * 0.3)
            if len(self._truth.lost) != losses:
                say(Unknown("the store failed over"))
                return
            try:
                await self._truth.append(room, after, entry)
            except Exception as error:
                say(error)
                return
            if self.stored is not None:
                self.stored()
            await asyncio.sleep(self._rng.random() * self._weather.wait_s)
            lost = (losing and fate < 0.8) or self._is_down
            say(Unknown("the answer was lost") if lost else None)

        self._kept.append(self._loop().create_task(carry_out(), context=self._outside.context()))
        told = await asyncio.shield(answer)
        if told is not None:
            raise told

    # Wake-ups ---------------------------------------------------------------------------------------------------------

    async def follow(self, room: str, follower: Follower) -> None:
        inside = self._place.context()

        def tell(told: Told | None) -> None:
            now, weather = self._loop().time(), self._weather
            if now < weather.drop_wakes_until and self._rng.random() < 0.5:
                return
            most = 0.4 if now < weather.shuffle_wakes_until else 0.0
            wait = self._rng.random() * (most + weather.wait_s)
            self._loop().call_later(wait, follower, told, context=inside)

        if (room, follower) not in self._told:
            self._told[room, follower] = tell
            await self._truth.follow(room, tell)

    async def unfollow(self, room: str, follower: Follower) -> None:
        tell = self._told.pop((room, follower), None)
        if tell is not None:
            await self._truth.unfollow(room, tell)

    async def cut(self) -> None:
        """The node is no more: nobody is told of anything."""
        for room, follower in list(self._told):
            await self.unfollow(room, follower)

    def __getattr__(self, name: str) -> Any:
        """Every other call is a question to the log."""
        return _asked(self, getattr(self._truth, name))


class _Far:
    """The drafts beside the log, as far away as it."""

    def __init__(self, far: FarLog, drafts: object) -> None:
        self._far, self._drafts = far, drafts

    def __getattr__(self, name: str) -> Any:
        return _asked(self._far, getattr(self._drafts, name))


def _asked(far: FarLog, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    def asked(*args: Any, **named: Any) -> Awaitable[Any]:
        return far.ask(lambda: call(*args, **named))

    return asked


def as_store(far: FarLog) -> Store:
    """What the hub takes it for."""
    return cast(Store, far)
