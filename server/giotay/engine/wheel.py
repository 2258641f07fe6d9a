"""The one timer of all connections: it pings each in its turn, sees who did not answer, and keeps short deadlines.

A task per connection would cost 3 kB each and wake thousands of times a second. Here every connection has a place on
a wheel that goes round once per ping interval; connections that arrive together are spread over it, so their pings do
not leave in one burst.
"""

import asyncio
import heapq
import itertools
import logging
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger(__name__)


class Pinged(Protocol):
    """What the wheel carries."""

    place: int

    def ping(self) -> None:
        """Send a ping, unless the last one is still unanswered."""

    def expect_pong(self) -> None:
        """The time for an answer is over: close unless it came."""


class Wheel:
    """`interval_s` between two pings of a connection, `timeout_s` for the answer, which is due before the next ping."""

    def __init__(self, interval_s: float, timeout_s: float) -> None:
        if not 0 < timeout_s <= interval_s:
            raise ValueError("a ping must be answered before the next one")
        # A tenth of a second is fine enough for seconds; tests use shorter times.
        self.tick_s = min(0.1, interval_s / 30, timeout_s / 20)
        count = max(2, round(interval_s / self.tick_s))
        self._places: list[dict[Pinged, None]] = [{} for _ in range(count)]
        self._answer_after = max(1, round(timeout_s / self.tick_s))
        # After a stall so much is made up for: never so much that an answer on its way could not arrive.
        self._made_up_s = min(1.0, timeout_s / 4)
        self._now = 0
        self._deadlines: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def __len__(self) -> int:
        return sum(len(place) for place in self._places)

    def add(self, pinged: Pinged) -> None:
        """Give a connection its place: a whole turn away, or up to a tenth of a turn sooner where it is less full."""
        count = len(self._places)
        latest = (self._now - 1) % count
        choice = min(((latest - back) % count for back in range(max(1, count // 10))), key=self._fullness)
        pinged.place = choice
        self._places[choice][pinged] = None

    def _fullness(self, place: int) -> int:
        return len(self._places[place])

    def discard(self, pinged: Pinged) -> None:
        self._places[pinged.place].pop(pinged, None)

    def after(self, delay_s: float, check: Callable[[], None]) -> None:
        """Call `check` once `delay_s` has passed. It is not cancelled: it has to look whether it still applies."""
        when = asyncio.get_running_loop().time() + delay_s
        heapq.heappush(self._deadlines, (when, next(self._order), check))

    async def run(self) -> None:
        """Turn until cancelled."""
        clock = asyncio.get_running_loop().time
        due = clock()
        while True:
            due = max(due + self.tick_s, clock() - self._made_up_s)
            await asyncio.sleep(max(0.0, due - clock()))
            self._turn(clock())

    def _turn(self, now: float) -> None:
        count = len(self._places)
        self._now = (self._now + 1) % count
        for pinged in tuple(self._places[(self._now - self._answer_after) % count]):
            self._guarded(pinged.expect_pong)
        for pinged in tuple(self._places[self._now]):
            self._guarded(pinged.ping)
        while self._deadlines and self._deadlines[0][0] <= now:
            self._guarded(heapq.heappop(self._deadlines)[2])

    @staticmethod
    def _guarded(act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:
            log.exception("a connection's timer failed")
