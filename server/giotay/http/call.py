"""One request as a route sees it: who calls, for which room, and what they sent; guarded before the route runs."""

import asyncio
import hmac
import re
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any, Final, Literal, TypeVar

import msgspec
from aiohttp import web

from giotay.gateway.credentials import Credential
from giotay.http.origin import address_of
from giotay.http.services import SERVICES, Services
from giotay.room.room import Room
from giotay.storage.tokens import split
from giotay_protocol.codec import shaped
from giotay_protocol.refusals import Refusal, invalid, too_large

T = TypeVar("T")

# Whom a route is for. `token`: any token of the room; `bearer`: any token of any room. The host may always.
Who = Literal["anyone", "bearer", "token", "desk", "host"]

JSON_MAX: Final = 64 * 1024
_SILENCE_S: Final = 30.0
_CHUNK: Final = 64 * 1024
_ROOM: Final = re.compile(r"r_[A-Za-z0-9]{1,40}")


class Call:
    """A request that may go on. `credential` is None for the host and for anyone."""

    def __init__(
        self, request: web.Request, services: Services, credential: Credential | None, room: Room | None
    ) -> None:
        self.request = request
        self.services = services
        self.credential = credential
        self._room = room

    @property
    def room(self) -> Room:
        """The room of the path."""
        assert self._room is not None
        return self._room

    @property
    def member(self) -> str | None:
        """The calling member; None for the host and for a projector."""
        return self.credential.member if self.credential is not None else None

    @property
    def address(self) -> str:
        """Whom this is counted against."""
        return address_of(self.services.settings.trusted_proxy)(self.request)

    @property
    def ticket(self) -> str:
        """The ticket asked about: `mine` in the path is the one in `Authorization`, which reaches nobody's log."""
        named = self.request.match_info["ticket"]
        return _bearer(self.request) if named == "mine" else named

    async def body(self, limit: int) -> bytes:
        """The body. Refuses `too_large`."""
        if (self.request.content_length or 0) > limit:
            raise too_large("body", limit)
        parts: list[bytes] = []
        size = 0
        async for part in self.request.content.iter_any():
            size += len(part)
            if size > limit:
                raise too_large("body", limit)
            parts.append(part)
        if self.credential is not None:
            # It may have come slowly, and the token have been revoked meanwhile.
            self.credential.check()
        return b"".join(parts)

    async def chunks(self, limit: int) -> AsyncIterator[bytes]:
        """A body too large for the memory, piece by piece. Refuses `too_large`; TimeoutError after 30 s of silence."""
        if (self.request.content_length or 0) > limit:
            raise too_large("body", limit)
        size = 0
        while True:
            async with asyncio.timeout(_SILENCE_S):
                chunk = await self.request.content.read(_CHUNK)
            if not chunk:
                return
            size += len(chunk)
            if size > limit:
                raise too_large("body", limit)
            yield chunk

    async def payload(self, limit: int = JSON_MAX) -> Any:
        """The body as JSON. Refuses `too_large` and `invalid`."""
        try:
            return msgspec.json.decode(await self.body(limit) or b"{}")
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise invalid("body", "The body is not JSON.") from None

    async def read(self, kind: type[T], limit: int = JSON_MAX) -> T:
        """The body as a struct of this kind. Refuses `too_large` and `invalid`."""
        return shaped(await self.payload(limit), kind)


async def admitted(request: web.Request, who: Who) -> Call:
    """The call, if the caller may make it. Refuses `unauthenticated`, `forbidden`, `not_found`, `unavailable`."""
    services = request.app[SERVICES]
    room_id = request.match_info.get("room")
    if who == "anyone":
        return Call(request, services, None, None)
    bearer = _bearer(request)
    if _is_host(request, services, bearer):
        return Call(request, services, None, await _room(services, room_id))
    credential = await services.credentials.judge(bearer)
    if who == "host":
        raise Refusal("forbidden", "This needs the host key.")
    if who == "bearer":
        return Call(request, services, credential, None)
    if credential.room.id != room_id:
        raise Refusal("forbidden", "This token is of another room.")
    if who == "desk" and credential.room.viewer(credential.member).cls != "desk":
        raise Refusal("forbidden", "This is for the desk.")
    return Call(request, services, credential, credential.room)


def _is_host(request: web.Request, services: Services, bearer: str) -> bool:
    """Whether this is the host key. [Guessing] A hundred wrong ones a minute per address; tokens are not counted."""
    if split(bearer) is not None:
        return False
    asker = ("address", address_of(services.settings.trusted_proxy)(request))
    wrong = services.limits.wrong_keys
    if (wait := wrong.wait(asker)) > 0:
        raise Refusal("rate_limited", "Too many wrong keys; wait a moment.", retry_ms=max(1, round(wait * 1000)))
    if hmac.compare_digest(sha256(bearer.encode()).digest(), sha256(services.host_key.encode()).digest()):
        return True
    wrong.count(asker)
    return False


async def _room(services: Services, room_id: str | None) -> Room | None:
    if room_id is None:
        return None
    if not _ROOM.fullmatch(room_id):
        raise Refusal("not_found", "There is no such room.")
    return await services.hub.open(room_id)


def _bearer(request: web.Request) -> str:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not bearer.strip():
        raise Refusal("unauthenticated", "This needs a bearer: a token or the host key.")
    return bearer.strip()


def answer(value: object, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")


def raw(body: bytes) -> web.Response:
    """An answer that is JSON already."""
    return web.Response(body=body, content_type="application/json")
