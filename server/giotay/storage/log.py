"""The log of every room: the interface, and what it promises.

Whoever implements `EventLog` passes the tests in `tests/storage/test_log.py`.
"""

from collections.abc import Callable
from typing import Final, Protocol

from msgspec import Struct

from giotay.storage.entry import Position, StoredEntry


class Told(Struct, frozen=True):
    """An entry that was stored, and where the log ended with it: what it follows on shows in that head alone."""

    entry: StoredEntry
    end: Position


# Why words stay that were to be removed.
LOST_ORDER: Final = "The log has lost its end, and with it what orders the erasing."
# Told of every entry of a followed room, in order, once; or, with None, that some may have been missed.
Follower = Callable[[Told | None], None]


class Conflict(Exception):
    """Somebody else appended after the same position, or this is another log. `entries` are those behind the position,
    in order (perhaps not all); `end` is where the log ended.
    """  # fmt: skip

    def __init__(self, entries: list[StoredEntry], end: Position | None = None) -> None:
        super().__init__(f"{len(entries)} entries came first")
        self.entries = entries
        self.end = end


class Unknown(Exception):
    """No answer came: the append may or may not have been stored. Read on and look for one's own head."""


class Unavailable(Exception):
    """The store does not answer; nothing was stored by this call."""


class EventLog(Protocol):
    """An append-only list of entries per room.

    Promises: an append is atomic and durable before it returns, with its texts and votes; seq has no holes; of two
    appends after the same position exactly one succeeds; a follower sees every entry once and in order, or is told that
    it cannot, and never sees a vote.
    """

    async def append(self, room: str, after: Position, entry: StoredEntry) -> None:
        """Store an entry right after `after`. Raises Conflict, Unknown or Unavailable."""
        ...

    async def settle(self, room: str, position: Position) -> None:
        """After Unknown, when the entry turned out to be in the log: the log ends at `position`, and is as durable as
        after an append that returned, when this returns. Raises Unavailable.
        """  # fmt: skip
        ...

    async def read(self, room: str, after: int, *, limit: int = 1_000) -> list[StoredEntry]:
        """Up to `limit` entries after the seq `after`, in order, with their texts. Raises Unavailable."""
        ...

    async def position(self, room: str) -> Position | None:
        """Where the room's log ends; None if there is no such room. Raises Unavailable."""
        ...

    async def follow(self, room: str, follower: Follower) -> None:
        """From now on tell `follower` of every entry, whoever appends it."""
        ...

    async def unfollow(self, room: str, follower: Follower) -> None:
        """Stop telling."""
        ...

    async def erase(self, room: str, references: list[str], *, order: StoredEntry, done: str | None = None) -> None:
        """Remove texts for good, from the snapshot and the disk as well; the chain still verifies. `order` is the entry
        that says so: where the log has lost it, nothing is removed. `done` is a member of whom nothing is left then,
        which is noted with it. Raises Unavailable, also where the order is lost.
        """  # fmt: skip
        ...

    async def urn(self, room: str) -> dict[str, int]:
        """What lies in the urns of secret polls, by `<poll>:<option>`. Raises Unavailable."""
        ...

    async def empty_urn(self, room: str, *, but: str | None) -> None:
        """Only the poll `but` is open: what else lies in urns goes, from the disk as well, and with it the order in
        which votes fell. Raises Unavailable.
        """  # fmt: skip
        ...

    async def erased(self, room: str) -> frozenset[str]:
        """The members whose texts are removed."""
        ...

    async def remove(self, room: str) -> int:
        """Remove the room's log and everything beside it; answers how many keys went."""
        ...

    async def now(self) -> int:
        """The store's clock, ms since the epoch: the one clock of all nodes."""
        ...


class Shelf(Protocol):
    """What lies beside a log and may be lost: heartbeats, presence, snapshots. Raises Unavailable."""

    async def beat(self, room: str, at: int) -> None:
        """A node serves this open room at `at`."""
        ...

    async def last_beat(self, room: str) -> int | None:
        """When a node last served this open room."""
        ...

    async def save_snapshot(self, room: str, snapshot: bytes) -> None: ...

    async def snapshot(self, room: str) -> bytes | None: ...

    async def drop_snapshot(self, room: str) -> None: ...

    async def announce(self, room: str, node: str, members: bytes) -> None:
        """Who has a connection on this node; forgotten after 20 s unless said again."""
        ...

    async def announced(self, room: str) -> dict[str, bytes]:
        """What every node announced."""
        ...
