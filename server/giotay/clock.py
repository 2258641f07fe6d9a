"""The room's clock: milliseconds since the epoch on the store's clock, the same on every node."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

# Good enough, and then no more is asked: half of it is what the clock may be off by.
_CLOSE_MS: Final = 2.0
_TRIES: Final = (3, 10)
# What two clocks may drift apart, as a share of the time that passed.
_DRIFT: Final = 2e-4


def _local_ms() -> float:
    return time.monotonic_ns() / 1_000_000


class Clock:
    """Now, as the store sees it, without asking it each time. Never runs back by a step of the machine's own clock."""

    def __init__(self, ask: Callable[[], Awaitable[int]]) -> None:
        self._ask = ask
        self._offset = time.time_ns() / 1_000_000 - _local_ms()
        # How far off it may have been when it was measured; infinitely before that.
        self._error = float("inf")
        self.measured_at: float | None = None

    def now(self) -> int:
        """The moment now, in ms since the epoch."""
        return int(_local_ms() + self._offset)

    async def measure(self) -> None:
        """Set the clock by the store's. Of several round trips the shortest is believed, and one that says less than
        what is known already (this process had to wait, the way was slow) changes nothing.
        """  # fmt: skip
        best: tuple[float, float] | None = None
        fewest, most = _TRIES
        for number in range(most):
            before = _local_ms()
            theirs = await self._ask()
            after = _local_ms()
            # The store answers whole milliseconds, cut off: half of one is what it hides on average.
            found = (after - before, theirs + 0.5 - (before + after) / 2)
            best = min(best, found) if best is not None else found
            if number + 1 >= fewest and best[0] <= _CLOSE_MS:
                break
            await asyncio.sleep(0)
        assert best is not None
        error, offset, now = best[0] / 2 + 0.5, best[1], _local_ms()
        known = self._error + _DRIFT * (now - (self.measured_at or now))
        # Where both cannot be true the store's clock was set, or the store is another.
        if error <= known or abs(offset - self._offset) > error + known:
            self._offset, self._error, self.measured_at = offset, error, now
