"""Rooms: making one, listing them, removing one. All of it is the host's.

The same `id` makes the same room and gives the same answer, tokens included, though they are stored nowhere: room id
and tokens follow from the host key and that id. A token revoked since is not given new life by it, because it keeps
the date of the room's beginning.
"""

import asyncio
import secrets
from hashlib import sha256
from typing import Any

from aiohttp import web
from msgspec.structs import replace

from giotay.http.call import Call, answer
from giotay.http.links import host_link, member_link, screen_link
from giotay.http.removal import remove
from giotay.http.services import Services
from giotay.http.table import Route
from giotay.meeting.birth import Founding, Legacy, create
from giotay.meeting.carry import CarryOver, carried
from giotay.room.room import Room
from giotay.storage.directory import CodesUsedUp, Listed
from giotay.storage.tokens import derived_secret, fresh_secret
from giotay_protocol.entities import Member
from giotay_protocol.refusals import Refusal

_BODY_MAX = 4 << 20
_OPENING_AT_ONCE = 8


async def make_room(call: Call) -> web.Response:
    return await _made(call, await call.read(Founding, _BODY_MAX), None)


async def carry_over(call: Call) -> web.Response:
    """The next meeting of the same people. The desk may do so, and is not told the host's key."""
    founding, legacy = carried(call.room.state, await call.read(CarryOver, _BODY_MAX))
    if founding.id is not None:
        # An id is this room's own: naming another room's must not give its tokens away.
        founding = replace(founding, id=f"{call.room.id} {founding.id}")
    return await _made(call, founding, legacy)


async def _made(call: Call, founding: Founding, legacy: Legacy | None) -> web.Response:
    services = call.services
    seed = founding.id or secrets.token_urlsafe(16)
    room_id = "r_" + sha256(derived_secret(services.host_key, "room", seed).encode()).hexdigest()[:20]
    try:
        room = await services.hub.found(room_id, lambda state, context: create(founding, context, legacy))
    except Refusal as refusal:
        if refusal.code != "already" or founding.id is None:
            raise
        room = await services.hub.open(room_id)
    listed = await _listed(services, room)
    members = [member for member in room.state.all(Member) if member.at == room.state.meeting.at]

    def secret_of(what: str) -> str:
        return fresh_secret() if founding.id is None else derived_secret(services.host_key, "token", room_id, what)

    kept: list[tuple[str | None, str]] = [(member.id, secret_of(member.id)) for member in members]
    kept.append((None, secret_of("screen")))
    await services.tokens.keep(room_id, kept, room.state.meeting.at)
    address = services.settings.address
    tokens = [f"{room_id}.{secret}" for _, secret in kept]
    return answer(
        {
            "room": room_id,
            "code": listed.code,
            "links": {
                "host": host_link(address, services.host_key) if call.credential is None else None,
                "screen": screen_link(address, room_id, tokens[-1]),
            },
            "members": [
                {
                    "id": member.id, "name": member.name, "office": member.office, "token": token,
                    "link": member_link(address, room_id, member, token),
                }
                for member, token in zip(members, tokens, strict=False)
            ],
        },
        201,
    )  # fmt: skip


async def _listed(services: Services, room: Room) -> Listed:
    """The room's entry in the directory, made if need be. Where anybody may guess, the code is longer."""
    length = 4 if services.settings.is_private else 6
    try:
        return await services.directory.register(room.id, length=length, at=room.state.meeting.at)
    except CodesUsedUp:
        raise Refusal("limit", "There are too many rooms; remove old ones.") from None


async def list_rooms(call: Call) -> web.Response:
    services = call.services
    gate = asyncio.Semaphore(_OPENING_AT_ONCE)

    async def describe(listed: Listed) -> dict[str, Any] | None:
        async with gate:
            try:
                room = await services.hub.open(listed.room)
            except Refusal as refusal:
                if refusal.code == "not_found":
                    return None
                raise
        meeting = room.state.meeting
        return {
            "room": listed.room, "code": listed.code, "title": meeting.title, "place": meeting.place,
            "starts_at": meeting.starts_at, "status": meeting.status, "created_at": listed.created_at,
            "members": sum(1 for _ in room.state.all(Member)),
        }  # fmt: skip

    described = await asyncio.gather(*(describe(listed) for listed in await services.directory.rooms()))
    return answer({"rooms": [each for each in described if each is not None]})


async def delete_room(call: Call) -> web.Response:
    return answer({"removed": await remove(call.services, call.request.match_info["room"])})


ROUTES = [
    Route(
        method="POST", path="/api/rooms", who="host", act=make_room, body=Founding,
        about="Make a room with its members, agenda and links; the same id gives the same answer.",
        answers={201: "the room, its code, and a link for everybody"},
    ),
    Route(
        method="POST", path="/api/rooms/{room}/carry-over", who="desk", act=carry_over, body=CarryOver,
        about="The next meeting of the same people, with what they promised; the same id gives the same answer.",
        answers={201: "the room, its code, and a link for everybody"},
    ),
    Route(
        method="GET", path="/api/rooms", who="host", act=list_rooms, about="Every room, the newest first.",
        answers={200: "the rooms"},
    ),
    Route(
        method="DELETE", path="/api/rooms/{room}", who="host", act=delete_room,
        about="Remove a room with everything it has.", answers={200: "what was removed"},
    ),
]  # fmt: skip
