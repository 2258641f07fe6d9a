"""How often somebody may ask: token buckets, one per asker over all their connections on this machine.

A bucket is one number: when it is full again. One that is full is as good as none, so memory follows only who is
active. Several workers keep the buckets in memory that they share, so that a limit holds over all of them.
"""

import mmap
import os
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct

from giotay_protocol.refusals import Refusal

Asker = tuple[str, str]

_SWEEP_AT: Final = 4_096
# Askers that may be active at once on all workers, and how many places are tried for one of them.
_PLACES: Final = 1 << 17
_TRIES: Final = 16


class Rate(Struct, frozen=True):
    """So many a second, and so many at once after a rest."""

    per_second: float
    burst: int


COMMANDS: Final = Rate(10, 30)
QUESTIONS: Final = Rate(1, 10)
WRONG_CODES: Final = Rate(10 / 60, 10)
CHECKS: Final = Rate(20 / 60, 20)
# [Guessing] A PIN has four digits at least: over three hours somebody gets 70 tries at a room's, from anywhere.
WRONG_PINS: Final = Rate(20 / 3_600, 10)
# A host key has 16 letters at least.
WRONG_KEYS: Final = Rate(100 / 60, 200)
# Wrong codes from everywhere together: more than any hall's typing errors, and years for six letters.
ALL_WRONG_CODES: Final = Rate(5, 300)
# Where a right code was entered, codes are looked up for an hour even while somebody guesses from everywhere.
RIGHT_CODES: Final = Rate(1 / 3_600, 1)


class Book(Protocol):
    """Remembers of every asker when their bucket is full again, in seconds of one clock."""

    def full_at(self, kind: str, asker: Asker) -> float:
        """When it is full again; 0 for one that is not remembered."""

    def put(self, kind: str, asker: Asker, full_at: float, now: float) -> None:
        """Remember it at least until then."""


class OwnBook:
    """The book of one process."""

    def __init__(self) -> None:
        self._full_at: dict[tuple[str, Asker], float] = {}
        self._sweep_at = _SWEEP_AT

    def full_at(self, kind: str, asker: Asker) -> float:
        return self._full_at.get((kind, asker), 0.0)

    def put(self, kind: str, asker: Asker, full_at: float, now: float) -> None:
        self._full_at[kind, asker] = full_at
        if len(self._full_at) > self._sweep_at:
            self._full_at = {key: when for key, when in self._full_at.items() if when > now}
            # Walking all of them is paid for by as many new ones.
            self._sweep_at = max(_SWEEP_AT, 2 * len(self._full_at))

    def __len__(self) -> int:
        return len(self._full_at)


class SharedBook:
    """One book of several processes: a file in memory, in which a place holds an asker's fingerprint and a moment.

    A place whose moment is past is free. Two workers that write one place in the same microsecond may let one more
    command through than allowed; nothing else can go wrong, so there is no lock. `time.monotonic` is the same for all
    processes of a machine.
    """

    def __init__(self, file: Path) -> None:
        size = _PLACES * 16
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(descriptor, size)
            memory = memoryview(mmap.mmap(descriptor, size))
        finally:
            os.close(descriptor)
        self._askers = memory.cast("Q")
        self._moments = memory.cast("d")

    def full_at(self, kind: str, asker: Asker) -> float:
        print_ = _fingerprint(kind, asker)
        for place in _places(print_):
            if self._askers[place] == print_:
                return self._moments[place + 1]
        return 0.0

    def put(self, kind: str, asker: Asker, full_at: float, now: float) -> None:
        print_ = _fingerprint(kind, asker)
        places = _places(print_)
        # One's own place; else one whose moment is past, the longest ago first.
        place = min(places, key=lambda place: (self._askers[place] != print_, self._moments[place + 1]))
        self._moments[place + 1] = full_at
        self._askers[place] = print_


def _fingerprint(kind: str, asker: Asker) -> int:
    whole = "\0".join((kind, *asker)).encode()
    return int.from_bytes(blake2b(whole, digest_size=8).digest(), "little") | 1


def _places(print_: int) -> range:
    """Where in the book, by pairs of words, an asker may stand."""
    first = (print_ >> 1) % (_PLACES - _TRIES)
    return range(2 * first, 2 * (first + _TRIES), 2)


class Rates:
    """The buckets of one kind of asking. `clock` counts seconds."""

    def __init__(self, kind: str, rate: Rate, clock: Callable[[], float], book: Book) -> None:
        self._kind = kind
        self._rate = rate
        self._clock = clock
        self._book = book

    def take(self, asker: Asker) -> None:
        """Count one; refuse `rate_limited` with `retry_ms` when there is none left."""
        now, full_at = self._clock(), self._book.full_at(self._kind, asker)
        wait = self._wait(full_at, now)
        if wait > 0:
            raise Refusal("rate_limited", "Too often; wait a moment.", retry_ms=max(1, round(wait * 1000)))
        self._book.put(self._kind, asker, max(full_at, now) + 1 / self._rate.per_second, now)

    def count(self, asker: Asker) -> None:
        """Count one, whether or not there is one left."""
        now, full_at = self._clock(), self._book.full_at(self._kind, asker)
        if self._wait(full_at, now) <= 0:
            self._book.put(self._kind, asker, max(full_at, now) + 1 / self._rate.per_second, now)

    def wait(self, asker: Asker) -> float:
        """Seconds until the asker may ask again; 0 when at once."""
        return self._wait(self._book.full_at(self._kind, asker), self._clock())

    def _wait(self, full_at: float, now: float) -> float:
        wait = full_at - now - (self._rate.burst - 1) / self._rate.per_second
        # A microsecond is what adding up fractions may be off by.
        return wait if wait > 1e-6 else 0.0


class Limits:
    """The rates that hold for everybody on this machine, whichever way they come in. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, book: Book | None = None) -> None:
        kept = OwnBook() if book is None else book
        self.commands = Rates("commands", COMMANDS, clock, kept)
        self.resyncs = Rates("resyncs", QUESTIONS, clock, kept)
        self.pages = Rates("pages", QUESTIONS, clock, kept)
        self.pairings = Rates("pairings", QUESTIONS, clock, kept)
        self.views = Rates("views", COMMANDS, clock, kept)
        self.wrong_codes = Rates("wrong codes", WRONG_CODES, clock, kept)
        self.checks = Rates("checks", CHECKS, clock, kept)
        self.wrong_pins = Rates("wrong pins", WRONG_PINS, clock, kept)
        self.wrong_keys = Rates("wrong keys", WRONG_KEYS, clock, kept)
        self.all_wrong_codes = Rates("all wrong codes", ALL_WRONG_CODES, clock, kept)
        self.right_codes = Rates("right codes", RIGHT_CODES, clock, kept)
