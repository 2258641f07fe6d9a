"""How often somebody may ask: token buckets, one per asker over all their connections on this node.

A bucket that is full again is as good as none, so they are swept away and memory follows only who is active.
"""

import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from giotay_protocol.refusals import Refusal

Asker = tuple[str, str]

_SWEEP_AT: Final = 4_096


class Rate(Struct, frozen=True):
    """So many a second, and so many at once after a rest."""

    per_second: float
    burst: int


COMMANDS: Final = Rate(10, 30)
QUESTIONS: Final = Rate(1, 10)
WRONG_CODES: Final = Rate(10 / 60, 10)


class Rates:
    """The buckets of one kind of asking. `clock` counts seconds."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        # Asker to the time at which their bucket is full again: one number says how full it is now.
        self._full_at: dict[Asker, float] = {}

    def take(self, asker: Asker) -> None:
        """Count one; refuse `rate_limited` with `retry_ms` when there is none left."""
        wait = self.wait(asker)
        if wait > 0:
            raise Refusal("rate_limited", "Too often; wait a moment.", retry_ms=max(1, round(wait * 1000)))
        now = self._clock()
        self._full_at[asker] = max(self._full_at.get(asker, now), now) + 1 / self._rate.per_second
        if len(self._full_at) > _SWEEP_AT:
            self._sweep(now)

    def wait(self, asker: Asker) -> float:
        """Seconds until the asker may ask again; 0 when at once."""
        full_at = self._full_at.get(asker)
        if full_at is None:
            return 0.0
        room = (self._rate.burst - 1) / self._rate.per_second
        wait = full_at - self._clock() - room
        # A microsecond is what adding up fractions may be off by.
        return wait if wait > 1e-6 else 0.0

    def _sweep(self, now: float) -> None:
        self._full_at = {asker: full_at for asker, full_at in self._full_at.items() if full_at > now}


class Limits:
    """The rates that hold for everybody on this node, whichever way they come in. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.commands = Rates(COMMANDS, clock)
        self.resyncs = Rates(QUESTIONS, clock)
        self.pages = Rates(QUESTIONS, clock)
        self.pairings = Rates(QUESTIONS, clock)
        self.views = Rates(COMMANDS, clock)
        self.wrong_codes = Rates(WRONG_CODES, clock)
