"""A log in memory, for tests and simulations. It keeps every promise of `EventLog` but durability."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator

from msgspec.structs import replace

from giotay.storage.drafts import name_of
from giotay.storage.entry import Position, StoredEntry, advance, origin, references
from giotay.storage.log import LOST_ORDER, Conflict, Follower, Told, Unavailable
from giotay_protocol.drafts import Draft


class MemoryLog:
    """Implements `EventLog` and `Shelf`; several rooms' hubs may share one, as nodes share a Redis."""

    def __init__(self) -> None:
        self._entries: dict[str, list[StoredEntry]] = {}
        self._ends: dict[str, Position] = {}
        self._texts: dict[str, dict[str, str]] = {}
        self._followers: dict[str, list[Follower]] = {}
        self._beats: dict[str, int] = {}
        self._snapshots: dict[str, bytes] = {}
        self._announced: dict[str, dict[str, bytes]] = {}
        self._urns: dict[str, Counter[str]] = {}
        self._erased: dict[str, set[str]] = {}
        self.drafts = MemoryDrafts(self)

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        await asyncio.sleep(0)
        end = self._ends.get(room, origin(room))
        if end != after:
            raise Conflict(self._after(room, after.seq), self._ends.get(room))
        self._entries.setdefault(room, []).append(StoredEntry(entry.last, entry.stored, {}))
        self._texts.setdefault(room, {}).update(entry.texts)
        self._ends[room] = advance(after, entry)
        self._urns.setdefault(room, Counter()).update(entry.votes)
        told = Told(replace(entry, votes={}), self._ends[room])
        for follower in list(self._followers.get(room, ())):
            follower(told)

    def _after(self, room: str, seq: int) -> list[StoredEntry]:
        texts = self._texts.get(room, {})
        return [
            StoredEntry(e.last, e.stored, {ref: texts[ref] for ref in references(e.stored) if ref in texts})
            for e in self._entries.get(room, [])
            if e.last > seq
        ]

    async def settle(self, room: str, position: Position) -> None:
        """It always is."""

    async def read(self, room: str, after: int, *, limit: int = 1_000) -> list[StoredEntry]:
        return self._after(room, after)[:limit]

    async def position(self, room: str) -> Position | None:
        return self._ends.get(room)

    async def follow(self, room: str, follower: Follower) -> None:
        self._followers.setdefault(room, []).append(follower)

    async def unfollow(self, room: str, follower: Follower) -> None:
        followers = self._followers.get(room, [])
        if follower in followers:
            followers.remove(follower)

    async def erase(self, room: str, references: list[str], *, order: StoredEntry, done: str | None = None) -> None:
        if not any(each.last == order.last and each.stored == order.stored for each in self._entries.get(room, ())):
            raise Unavailable(LOST_ORDER)
        for reference in references:
            self._texts.get(room, {}).pop(reference, None)
        self._snapshots.pop(room, None)
        if done is not None:
            self._erased.setdefault(room, set()).add(done)

    async def urn(self, room: str) -> dict[str, int]:
        return dict(self._urns.get(room, {}))

    async def empty_urn(self, room: str, *, but: str | None) -> None:
        urn = self._urns.get(room, Counter())
        for over in [each for each in urn if each.partition(":")[0] != but]:
            del urn[over]

    async def erased(self, room: str) -> frozenset[str]:
        return frozenset(self._erased.get(room, ()))

    async def remove(self, room: str) -> int:
        books = (
            self._entries, self._ends, self._texts, self._beats, self._snapshots, self._announced, self._erased,
            self._urns,
        )  # fmt: skip
        return self.drafts.remove(room) + sum(book.pop(room, None) is not None for book in books)

    async def now(self) -> int:
        return time.time_ns() // 1_000_000

    async def beat(self, room: str, at: int) -> None:
        self._beats[room] = at

    async def last_beat(self, room: str) -> int | None:
        return self._beats.get(room)

    async def save_snapshot(self, room: str, snapshot: bytes) -> None:
        self._snapshots[room] = snapshot

    async def snapshot(self, room: str) -> bytes | None:
        return self._snapshots.get(room)

    async def drop_snapshot(self, room: str) -> None:
        self._snapshots.pop(room, None)

    async def announce(self, room: str, node: str, members: bytes) -> None:
        self._announced.setdefault(room, {})[node] = members

    async def announced(self, room: str) -> dict[str, bytes]:
        return dict(self._announced.get(room, {}))


class MemoryDrafts:
    """Implements `Drafts` beside a log in memory."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        # By room and member; None for one who was erased.
        self._kept: dict[tuple[str, str], dict[str, Draft] | None] = {}

    async def keep(self, room: str, member: str, draft: Draft) -> bool:
        if await self._log.position(room) is None:
            return False
        mine = self._kept.setdefault((room, member), {})
        if mine is None:
            return False
        mine[name_of(draft)] = draft
        return True

    async def of(self, room: str, member: str) -> list[Draft]:
        return list((self._kept.get((room, member)) or {}).values())

    async def everybodys(self, room: str) -> AsyncIterator[tuple[str, Draft]]:
        for (where, member), mine in list(self._kept.items()):
            for draft in (mine or {}).values() if where == room else ():
                yield member, draft

    async def drop(self, room: str, member: str) -> None:
        self._kept[room, member] = None

    def remove(self, room: str) -> int:
        """Remove what a room that is deleted has; answers how many members' it was."""
        keys = [key for key in self._kept if key[0] == room]
        for key in keys:
            del self._kept[key]
        return len(keys)
