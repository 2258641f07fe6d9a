"""Everybody in the hall: one connection a member, the desk's and the projector's, and what each of them saw."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import aiohttp

from giotay.demo.first_meeting import Links
from giotay_client import Refused, Room, connect
from giotay_protocol.names import Locale

SEEN_TIMEOUT_S: Final = 15.0
AT_THE_DOOR: Final = 20
CONNECTED: Final = 300


def token_of(link: str) -> str:
    """The token in a personal link."""
    return link.partition("#t=")[2]


class Tap:
    """A phone that taps and does not watch: its commands go over HTTP, and it holds no view."""

    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http, self._token = http, token
        self._path = f"{url}/api/rooms/{token.partition('.')[0]}/commands"

    async def command(self, type: str, /, **fields: Any) -> dict[str, Any]:
        """Send a command once. Raises Refused."""
        body = {"id": secrets.token_hex(8), "type": type, **fields}
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._http.post(self._path, json=body, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
        if not answer.get("ok"):
            raise Refused(answer["error"])
        return answer


class Hall:
    """The cast in its seats: the chair first, then the deputy, the secretary, the members.

    `members[n]` plays the nth of the cast; `ids[n]` is that member's id. Of a crowd the first are `members`, and the
    rest `taps`. `watching` are those whose screens are waited
    for; everybody's, unless the hall is too large for it.
    """

    def __init__(self, url: str, links: Links, locale: Locale, members: list[Room], screen: Room) -> None:
        self.locale: Locale = locale
        self.members = members
        self.ids = [member["id"] for member in links.members]
        self.screen = screen
        self.taps: list[Tap] = []
        self.watching: list[Room] | None = None
        self.url, self._links = url, links
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

    async def ask(self, path: str, body: object) -> Any:
        """What the chair posts over HTTP, of the room, as JSON or, bytes, as they are; its JSON answer. What has an id
        of its own may be asked again, and is while the server does not answer.
        """  # fmt: skip
        url = f"{self.url}/api/rooms/{self._links.room}/{path}"
        headers = {"Authorization": f"Bearer {token_of(self._links.members[0]['link'])}"}
        sent: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with asyncio.timeout(SEEN_TIMEOUT_S), aiohttp.ClientSession(headers=headers) as http:
            while True:
                try:
                    async with http.post(url, **sent) as answer:
                        if answer.status < 400:
                            return await answer.json()
                        if answer.status != 503:
                            raise AssertionError(f"{path} was refused: {await answer.text()}")
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.2)

    async def minutes(self, kind: str) -> str:
        """The minutes as the chair reads them, in the language of the meeting."""
        path = f"{self.url}/api/rooms/{self._links.room}/minutes.{kind}?locale={self.locale}"
        headers = {"Authorization": f"Bearer {token_of(self._links.members[0]['link'])}"}
        async with aiohttp.ClientSession(headers=headers) as http, http.get(path) as answer:
            if answer.status != 200:
                raise AssertionError(f"the minutes were not to be had: {answer.status}")
            return await answer.text()


@asynccontextmanager
async def seated(url: str, links: Links, locale: Locale, *, but: int | None = None) -> AsyncIterator[Hall]:
    """The cast, connected; `but` leaves one seat to a person (that seat then watches with the projector's eyes)."""
    # A crowd comes in through the door a few at a time, and not all of it watches: that is too much for one process.
    door = asyncio.Semaphore(AT_THE_DOOR)
    async with AsyncExitStack() as stack:

        async def sit(token: str, app: str) -> Room:
            async with door:
                return await stack.enter_async_context(connect(url, token, app=app))

        screen = await sit(token_of(links.screen), "screen")
        members = await asyncio.gather(
            *(
                asyncio.sleep(0, screen)
                if number == but
                else sit(token_of(seat["link"]), "desk" if number in (0, 2) else "phone")
                for number, seat in enumerate(links.members[:CONNECTED])
            )
        )
        hall = Hall(url, links, locale, list(members), screen)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        hall.taps = [Tap(http, url, token_of(seat["link"])) for seat in links.members[CONNECTED:]]
        yield hall
