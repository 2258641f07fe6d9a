"""The first meeting's room: made once, found again as it was left."""

import asyncio
import ssl
from typing import Any

import aiohttp
from msgspec import Struct

from giotay.demo.cast import AGENDA, CAST, GUEST_PART, PLACE, PURPOSE, TITLE
from giotay_protocol.names import Locale

ROOM_KEY = "first-meeting"


class Links(Struct, frozen=True):
    """A room and fresh links into it. `members` are `{"id", "name", "office", "link"}` in the order of the cast."""

    room: str
    code: str
    host: str
    screen: str
    members: list[dict[str, str]]

    def of(self, office: str) -> str:
        """The link of the first member with this office."""
        return next(member["link"] for member in self.members if member["office"] == office)

    @property
    def guest(self) -> dict[str, str]:
        """The member that a person plays."""
        return self.members[GUEST_PART]


def request(locale: Locale, key: str, *, starts_at: int | None = None) -> dict[str, Any]:
    """The body of `POST /api/rooms` for the first meeting."""
    return {
        "id": key,
        "title": TITLE[locale],
        "place": PLACE[locale],
        "starts_at": starts_at,
        "profile": "party-cell",
        "locale": locale,
        "settings": {"purpose": PURPOSE[locale], "retention_days": 30},
        "members": [{"name": part.name, "office": part.office, "unit": part.unit[locale]} for part in CAST],
        "agenda": [
            {"title": title[locale], "kind": kind, "planned_ms": minutes * 60_000} for title, kind, minutes in AGENDA
        ],
    }


class HostError(Exception):
    """The server refused what the host asked; the message is its own."""


class Host:
    """What the host may ask of a server, over HTTP with the host key. `tls` is how its certificate is checked."""

    def __init__(self, url: str, key: str, *, tls: ssl.SSLContext | bool = True) -> None:
        self.url = url
        self._http = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {key}"}, timeout=aiohttp.ClientTimeout(total=20),
            connector=aiohttp.TCPConnector(ssl=tls),
        )  # fmt: skip

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """The JSON answer. Raises HostError."""
        try:
            async with self._http.request(method, self.url + path, json=body) as answer:
                found = await answer.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise HostError(f"The server at {self.url} does not answer: {error}") from error
        if answer.status >= 400:
            raise HostError(found["error"]["message"])
        return found

    async def open_first_meeting(self, locale: Locale, *, key: str = ROOM_KEY) -> Links:
        """The first meeting's room with fresh links; a meeting that is over makes room for a new one."""
        made = await self.ask("POST", "/api/rooms", request(locale, key))
        for again in range(2, 1_000):
            listed = (await self.ask("GET", "/api/rooms"))["rooms"]
            if next(entry["status"] for entry in listed if entry["room"] == made["room"]) != "closed":
                break
            made = await self.ask("POST", "/api/rooms", request(locale, f"{key}-{again}"))
        return await self._links(made)

    async def open_meeting(self, body: dict[str, Any]) -> Links:
        """A room as `body` says, with fresh links."""
        return await self._links(await self.ask("POST", "/api/rooms", body))

    async def _links(self, made: dict[str, Any]) -> Links:
        links = await self.ask("POST", f"/api/rooms/{made['room']}/links")
        return Links(made["room"], made["code"], made["links"]["host"], links["screen"], links["members"])

    async def close(self) -> None:
        """Let the connection go."""
        await self._http.close()
        await asyncio.sleep(0)
