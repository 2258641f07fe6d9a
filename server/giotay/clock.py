"""The room's clock: milliseconds since the epoch on the store's clock, the same on every node."""

import asyncio
import time
from collections.abc import Awaitable, Callable


def _local_ms() -> float:
    return time.monotonic_ns() / 1_000_000


class Clock:
    """Now, as the store sees it, without asking it each time. Never runs back by a step of the machine's own clock."""

    def __init__(self, ask: Callable[[], Awaitable[int]]) -> None:
        self._ask = ask
        self._offset = time.time_ns() / 1_000_000 - _local_ms()
        self.measured_at: float | None = None

    def now(self) -> int:
        """The moment now, in ms since the epoch."""
        return int(_local_ms() + self._offset)

    async def measure(self, *, tries: int = 3) -> None:
        """Set the clock by the store's; of several round trips the shortest is believed."""
        best: tuple[float, float] | None = None
        for _ in range(tries):
            before = _local_ms()
            theirs = await self._ask()
            after = _local_ms()
            # The store answers whole milliseconds, cut off: half of one is what it hides on average.
            found = (after - before, theirs + 0.5 - (before + after) / 2)
            best = min(best, found) if best is not None else found
            await asyncio.sleep(0)
        assert best is not None
        self._offset, self.measured_at = best[1], _local_ms()
