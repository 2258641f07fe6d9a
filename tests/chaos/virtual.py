"""Virtual time: an event loop that never waits and gives the same run for the same seed.

When nothing is ready, the clock jumps to the next timer. Every callback belongs to a *place* (a node, or nobody), by
the context it was made in; what belongs to a place that is stopped is held back, and of a dead one nothing runs.
So a node can be frozen or killed between any two steps of its own code, and the rest of the world goes on.
"""

import asyncio
import contextlib
import heapq
import os
import random
import secrets
import selectors
import time
from collections.abc import Callable, Iterator
from contextvars import Context, ContextVar
from typing import Any, Final
from unittest.mock import patch

from giotay.chance import chance


class Place:
    """What can be stopped and killed as one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stopped = False
        self.dead = False
        self.held: list[asyncio.Handle] = []

    def context(self) -> Context:
        """A context whose callbacks, and all that they start, belong here."""
        found = Context()
        found.run(HERE.set, self)
        return found


HERE: Final[ContextVar[Place | None]] = ContextVar("HERE", default=None)


class _Handle(asyncio.Handle):
    _place: Place | None = None

    def _run(self) -> None:
        if _may_run(self, self._place):
            super()._run()


class _TimerHandle(asyncio.TimerHandle):
    _place: Place | None = None

    def _run(self) -> None:
        if _may_run(self, self._place):
            super()._run()


def _may_run(handle: asyncio.Handle, place: Place | None) -> bool:
    if place is None or not (place.stopped or place.dead):
        return True
    place.held.append(handle)
    return False


def _place_of(context: Context | None) -> Place | None:
    return HERE.get() if context is None else context.get(HERE)


class _NoWaiting(selectors.DefaultSelector):
    """Nothing ever comes from outside: instead of waiting, the clock is set on."""

    def __init__(self, loop: "VirtualLoop") -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everybody waits for somebody else")
        self._loop.seconds += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on a clock of its own."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        super().__init__(_NoWaiting(self))
        self.set_exception_handler(lambda *_: None)

    def time(self) -> float:
        return self.seconds

    def _call_soon(self, callback: Any, args: Any, context: Context | None) -> asyncio.Handle:
        handle = _Handle(callback, args, self, context)
        handle._place = _place_of(context)
        self._ready.append(handle)  # type: ignore[attr-defined]
        return handle

    def call_at(  # type: ignore[override]
        self, when: float, callback: Any, *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        timer = _TimerHandle(when, callback, args, self, context)
        timer._place = _place_of(context)
        heapq.heappush(self._scheduled, timer)  # type: ignore[attr-defined]
        timer._scheduled = True  # type: ignore[attr-defined]
        return timer

    def go_on(self, place: Place) -> None:
        """What was held back while the place stood still happens now, in its order."""
        place.stopped = False
        held, place.held = place.held, []
        self._ready.extend(held)  # type: ignore[attr-defined]

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> Any:
        """There are no threads in a simulation."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:
            done.set_exception(error)
        return done


@contextlib.contextmanager
def simulated(seed: int) -> Iterator[VirtualLoop]:
    """A loop, and within the block every clock and all chance are its own."""
    loop, bytes_, work = VirtualLoop(), random.Random(f"bytes {seed}"), random.Random(f"work {seed}")
    worked = 0.0

    def busy() -> float:
        # What the program measures as its own work takes up to 3 ms, without the world standing still for it.
        nonlocal worked
        worked += work.random() * 0.003
        return loop.seconds + worked

    changes: list[tuple[object, str, Any]] = [
        (time, "monotonic", lambda: loop.seconds),
        (time, "perf_counter", busy),
        (time, "time_ns", lambda: int(loop.seconds * 1e9)),
        (os, "urandom", bytes_.randbytes),
        (secrets, "token_hex", lambda n=16: bytes_.randbytes(n).hex()),
        (secrets, "token_urlsafe", lambda n=32: bytes_.randbytes(n).hex()),
    ]
    with contextlib.ExitStack() as stack:
        for where, name, what in changes:
            stack.enter_context(patch.object(where, name, what))
        chance.forget()
        stack.callback(chance.forget)
        try:
            yield loop
        finally:
            asyncio.set_event_loop(None)
            loop.close()
