"""Everybody in the hall: one connection a member, the desk's and the projector's, and what each of them saw."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import aiohttp

from giotay.demo.first_meeting import Links
from giotay_client import Room, connect
from giotay_protocol.names import Locale

SEEN_TIMEOUT_S: Final = 15.0
AT_THE_DOOR: Final = 50


def token_of(link: str) -> str:
    """The token in a personal link."""
    return link.partition("#t=")[2]


class Hall:
    """The cast in its seats: the chair first, then the deputy, the secretary, the members.

    `members[n]` plays the nth of the cast; `ids[n]` is that member's id. `watching` are those whose screens are waited
    for; everybody's, unless the hall is too large for it.
    """

    def __init__(self, url: str, links: Links, locale: Locale, members: list[Room], screen: Room) -> None:
        self.locale: Locale = locale
        self.members = members
        self.ids = [member["id"] for member in links.members]
        self.screen = screen
        self.watching: list[Room] | None = None
        self._url, self._links = url, links
        self.delays: dict[str, list[float]] = {"ack": [], "desk": [], "screen": []}

    @property
    def chair(self) -> Room:
        return self.members[0]

    @property
    def secretary(self) -> Room:
        return self.members[2]

    @property
    def everyone(self) -> list[Room]:
        """Every connection, the projector's last."""
        return [*self.members, self.screen]

    async def seen(self, what: Callable[[dict[str, dict[str, Any]]], Any], by: list[Room] | None = None) -> None:
        """Wait until everyone (or those named) sees it. Raises TimeoutError."""
        rooms = by or self.watching or self.everyone
        await asyncio.gather(*(room.until(what, timeout=SEEN_TIMEOUT_S) for room in rooms))

    async def tap(self, room: Room, type: str, seen: Callable[[dict[str, dict[str, Any]]], Any], **fields: Any) -> Any:
        """A tap: send a command, wait until everyone sees what came of it, and note how long each took."""
        start = time.perf_counter()

        async def on(name: str, watcher: Room) -> None:
            await watcher.until(seen, timeout=SEEN_TIMEOUT_S)
            self.delays[name].append((time.perf_counter() - start) * 1_000)

        async def acknowledged() -> Any:
            answer = await room.command(type, **fields)
            self.delays["ack"].append((time.perf_counter() - start) * 1_000)
            return answer

        answer, *_ = await asyncio.gather(acknowledged(), on("desk", self.chair), on("screen", self.screen))
        await self.seen(seen)
        return answer

    async def minutes(self, kind: str) -> str:
        """The minutes as the chair reads them, in the language of the meeting."""
        path = f"{self._url}/api/rooms/{self._links.room}/minutes.{kind}?locale={self.locale}"
        headers = {"Authorization": f"Bearer {token_of(self._links.members[0]['link'])}"}
        async with aiohttp.ClientSession(headers=headers) as http, http.get(path) as answer:
            if answer.status != 200:
                raise AssertionError(f"the minutes were not to be had: {answer.status}")
            return await answer.text()


@asynccontextmanager
async def seated(url: str, links: Links, locale: Locale, *, but: int | None = None) -> AsyncIterator[Hall]:
    """The cast, connected; `but` leaves one seat to a person (that seat then watches with the projector's eyes)."""
    # A crowd comes in through the door a few at a time, and needs no second way.
    door = asyncio.Semaphore(AT_THE_DOOR)
    transports = ["websocket"] if len(links.members) > AT_THE_DOOR else None
    async with AsyncExitStack() as stack:

        async def sit(token: str, app: str) -> Room:
            async with door:
                return await stack.enter_async_context(connect(url, token, app=app, transports=transports))

        screen = await sit(token_of(links.screen), "screen")
        members = await asyncio.gather(
            *(
                asyncio.sleep(0, screen)
                if number == but
                else sit(token_of(seat["link"]), "desk" if number in (0, 2) else "phone")
                for number, seat in enumerate(links.members)
            )
        )
        yield Hall(url, links, locale, list(members), screen)
