"""Webhooks over HTTP: making, listing, removing. All of it is the host's."""

import secrets
from typing import Annotated, Any
from urllib.parse import urlsplit

from aiohttp import web
from msgspec import Meta, Struct

from giotay.hooks.signing import fresh_secret
from giotay.http.call import Call, answer
from giotay.http.table import Route
from giotay.storage.hooks import ABOUT, About, Hook
from giotay.storage.tokens import derived_secret
from giotay_protocol.names import CommandId
from giotay_protocol.refusals import Refusal, invalid

MOST = 10


class NewHook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to and about what; everything unless said. The same `id` gives the same webhook."""

    url: Annotated[str, Meta(min_length=8, max_length=1_000)]
    about: Annotated[list[About], Meta(min_length=1, max_length=3)] | None = None
    id: CommandId | None = None


async def make(call: Call) -> web.Response:
    said = await call.read(NewHook)
    parts = urlsplit(said.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise invalid("url", "A webhook's url begins with http:// or https:// and has no password in it.")
    services, room = call.services, call.room
    hooks = await services.hooks.of(room.id)
    key = (
        "wh_" + derived_secret(services.host_key, "webhook", room.id, said.id)[:16]
        if said.id is not None
        else f"wh_{secrets.token_hex(8)}"
    )
    same = next((hook for hook in hooks if hook.id == key), None)
    if same is None:
        if len(hooks) >= MOST:
            raise Refusal("limit", "A room has so many webhooks at most.", max=MOST)
        same = Hook(
            id=key, url=said.url, secret=fresh_secret(), about=list(dict.fromkeys(said.about or ABOUT)),
            made_at=room.now(), cursor=room.position.seq,
        )  # fmt: skip
        await services.hooks.put(room.id, same)
    return answer({"webhook": same.id, "url": same.url, "about": same.about, "secret": same.secret}, 201)


async def listed(call: Call) -> web.Response:
    return answer({"webhooks": [_told(hook) for hook in await call.services.hooks.of(call.room.id)]})


def _told(hook: Hook) -> dict[str, Any]:
    """All but the secret, which is told once."""
    return {
        "webhook": hook.id, "url": hook.url, "about": hook.about, "seq": hook.cursor, "tries": hook.tries,
        "gave_up": hook.gave_up, "problem": hook.problem,
    }  # fmt: skip


async def remove(call: Call) -> web.Response:
    if not await call.services.hooks.remove(call.room.id, call.request.match_info["id"]):
        raise Refusal("not_found", "There is no such webhook.")
    return answer({"removed": call.request.match_info["id"]})


ROUTES = [
    Route(
        method="POST", path="/api/rooms/{room}/webhooks", who="host", act=make, body=NewHook,
        about="Tell a program of the floor, of votes, of the close; signed, tried again, in order.",
        answers={201: "the webhook and the secret it signs with"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/webhooks", who="host", act=listed,
        about="The room's webhooks, how far each was told, and what went wrong.", answers={200: "the webhooks"},
    ),
    Route(
        method="DELETE", path="/api/rooms/{room}/webhooks/{id}", who="host", act=remove,
        about="Tell a program no more.", answers={200: "what was removed"},
    ),
]  # fmt: skip
