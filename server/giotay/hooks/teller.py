"""Telling: for every room with webhooks one node reads on in the log and posts what they asked for, in order.

A message that does not arrive is tried again, later each time; after the last try it is given up and the next is told.
What was told is kept only when the answer came, so after a crash a message may come twice, never not at all.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Final

import aiohttp
import msgspec
from msgspec.structs import replace

from giotay.hooks.messages import Message, message_of
from giotay.hooks.signing import headers
from giotay.room.hub import Hub
from giotay.storage.entry import read
from giotay.storage.hooks import Hook, Hooks
from giotay.storage.log import EventLog, Unavailable
from giotay_protocol.refusals import Refusal

_log = logging.getLogger("giotay.hooks")

EVERY_S: Final = 1.0
CLAIM_MS: Final = 30_000
TIMEOUT_S: Final = 10.0
# After each try in vain: seconds, a minute, up to two hours; then it is given up.
AGAIN_MS: Final = (5_000, 30_000, 120_000, 600_000, 1_800_000, 7_200_000)
_AT_ONCE: Final = 8
_READ: Final = 200


class Teller:
    """Tells the webhooks of this node's rooms. `run()` must be running while it serves."""

    def __init__(self, hooks: Hooks, log: EventLog, hub: Hub, now: Callable[[], int]) -> None:
        self._hooks, self._log, self._hub, self._now = hooks, log, hub, now
        self._http: aiohttp.ClientSession | None = None

    async def run(self) -> None:
        """Until it is cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S)) as http:
            self._http = http
            while True:
                with contextlib.suppress(Unavailable):
                    await self.look()
                await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Tell once whatever is due."""
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(room: str) -> None:
            async with gate:
                try:
                    await self._look_at(room)
                except Unavailable:
                    raise
                except Exception:
                    _log.exception("telling the webhooks of room %s failed", room)

        await asyncio.gather(*(one(room) for room in await self._hooks.rooms()))

    async def _look_at(self, room: str) -> None:
        end = await self._log.position(room)
        if end is None:
            await self._hooks.forget(room)
            return
        now = self._now()
        due = [hook for hook in await self._hooks.of(room) if hook.cursor < end.seq and hook.again_at <= now]
        if not due or not await self._hooks.claim(room, self._hub.node, for_ms=CLAIM_MS):
            return
        await asyncio.gather(*(self._tell(room, hook) for hook in due))

    async def _tell(self, room: str, hook: Hook) -> None:
        """Everything after the hook's cursor, until one message does not arrive."""
        while True:
            entries = await self._log.read(room, hook.cursor, limit=_READ)
            if not entries:
                return
            try:
                opened = await self._hub.open(room)
            except Refusal:
                return
            await opened.level(entries[-1].last)
            for entry in entries:
                for event in read(entry):
                    message = message_of(event, opened.state) if event.seq > hook.cursor else None
                    if message is not None and message.about in hook.about:
                        # Posting takes its time: only who still has the claim goes on, so that nobody tells beside.
                        if not await self._hooks.claim(room, self._hub.node, for_ms=CLAIM_MS):
                            return
                        problem = await self._post(hook, message)
                        if problem is not None and not await self._in_vain(room, hook, message, problem):
                            return
                        gave_up = hook.gave_up + (problem is not None)
                        hook = replace(hook, cursor=event.seq, tries=0, again_at=0, gave_up=gave_up, problem=problem)
                        await self._keep(room, hook)
            hook = replace(hook, cursor=max(hook.cursor, entries[-1].last))
            await self._keep(room, hook)

    async def _in_vain(self, room: str, hook: Hook, message: Message, problem: str) -> bool:
        """Note a try in vain; True when that was the last one and the message is given up."""
        if hook.tries >= len(AGAIN_MS):
            _log.warning("webhook %s of room %s: %s is given up: %s", hook.id, room, message.type, problem)
            return True
        again_at = self._now() + AGAIN_MS[hook.tries]
        await self._keep(
            room, replace(hook, cursor=max(hook.cursor, message.seq - 1), tries=hook.tries + 1, again_at=again_at,
                          problem=problem)
        )  # fmt: skip
        return False

    async def _keep(self, room: str, hook: Hook) -> None:
        """Keep how far it was told, unless somebody removed it meanwhile."""
        if any(each.id == hook.id for each in await self._hooks.of(room)):
            await self._hooks.put(room, hook)

    async def _post(self, hook: Hook, message: Message) -> str | None:
        """Send it; why it did not arrive, or None. A redirect is no arrival: it would lead to where nobody asked."""
        assert self._http is not None
        told = {name: getattr(message, name) for name in ("id", "type", "room", "seq", "at", "data")}
        body = msgspec.json.encode(told)
        try:
            async with self._http.post(
                hook.url, data=body, headers=headers(hook.secret, message.id, self._now() // 1_000, body),
                allow_redirects=False,
            ) as answer:  # fmt: skip
                return None if 200 <= answer.status < 300 else f"it answered {answer.status}"
        except TimeoutError:
            return f"it did not answer within {TIMEOUT_S:.0f} s"
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return type(error).__name__
