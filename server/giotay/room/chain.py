"""What a node holds of a room's log: where it ends, the heads of the entries before, and the last entries themselves.

By the heads a cursor of this log is told from one of another; with the last entries an end that the log lost is given
back.
"""

from collections import deque
from functools import reduce
from typing import Final

from msgspec.structs import replace

from giotay.storage.entry import Position, StoredEntry, advance, origin
from giotay_protocol.names import Reset

HEADS_KEPT: Final = 20_000
TAIL_KEPT: Final = 256


class Chain:
    """The entries a node has taken, one after the other."""

    def __init__(self, room: str) -> None:
        self.position = origin(room)
        # The head after each of the last entries, by its last seq.
        self.heads: dict[int, bytes] = {0: self.position.head}
        self.tail: deque[StoredEntry] = deque(maxlen=TAIL_KEPT)

    def begin_at(self, position: Position, heads: dict[int, bytes]) -> None:
        """Go on from where a snapshot stands."""
        self.position, self.heads = position, heads
        self.tail.clear()

    def take(self, entry: StoredEntry) -> None:
        """The entry that follows."""
        self.position = advance(self.position, entry)
        self.tail.append(entry)
        self.heads[self.position.seq] = self.position.head
        if len(self.heads) > HEADS_KEPT:
            del self.heads[next(iter(self.heads))]

    def has(self, position: Position) -> bool:
        """Whether an entry that was taken ends there."""
        return self.heads.get(position.seq) == position.head

    def after(self, position: Position | None) -> list[StoredEntry] | None:
        """All entries that follow on what ends there; None where not all of them are held."""
        if position is None or not self.has(position):
            return None
        entries = [entry for entry in self.tail if entry.last > position.seq]
        return entries if reduce(advance, entries, position) == self.position else None

    def forget_votes(self) -> None:
        """[V12] What was chosen in a secret poll is not kept when the poll is over."""
        self.tail = deque((replace(entry, votes={}) for entry in self.tail), maxlen=TAIL_KEPT)

    def short(self, seq: int) -> str:
        """The head after `seq` as it travels on the wire; empty where no entry that is remembered ends there."""
        head = self.heads.get(seq)
        return head[:12].hex() if head is not None else ""

    def reset_for(self, seq: int, head: str) -> Reset | None:
        """Why a client that stopped at this cursor needs a whole view; None where what follows is enough."""
        known = self.short(seq)
        if seq > self.position.seq or (known and known != head):
            return "fork"
        if known or seq == 0:
            return None
        # Among those that are remembered there is none of this seq: no entry of this log ends there.
        return "fork" if seq > next(iter(self.heads)) else "too_long"
