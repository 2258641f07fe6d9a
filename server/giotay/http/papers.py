"""Papers that were made, kept for a while: five hundred phones that open the minutes at once cost one making."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

Key = tuple[str, ...]
_KEPT: Final = 24


class Papers:
    """The last papers by what they were made of."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._made: OrderedDict[Key, asyncio.Task[bytes]] = OrderedDict()

    @property
    def keys(self) -> list[Key]:
        """What is kept."""
        return list(self._made)

    async def of(self, key: Key, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """The paper for this key, made once however many ask for it. What could not be made is forgotten."""
        task = self._made.get(key)
        if task is None:
            task = self._made[key] = asyncio.ensure_future(_run(make))
            task.add_done_callback(lambda done: self._look(key, done))
        self._made.move_to_end(key)
        while len(self._made) > self._kept:
            self._made.popitem(last=False)
        # Who gives up waiting takes the paper from nobody else.
        return await asyncio.shield(task)

    def forget(self, name: str) -> None:
        """Forget every paper with this name in its key."""
        for key in [key for key in self._made if name in key]:
            del self._made[key]

    def _look(self, key: Key, task: asyncio.Task[bytes]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if failed and self._made.get(key) is task:
            del self._made[key]


async def _run(make: Callable[[], Awaitable[bytes]]) -> bytes:
    return await make()
