"""The door: a room code leads to names, a name to a token, or to a ticket while the desk is asked.

Who may come in how is for `giotay.meeting.door` to say; this file knows codes, tokens, tickets and whose names are in
use. [Guessing] Ten wrong codes or PINs a minute per address; after that codes are not looked up at all for a while.
Where wrong codes come from everywhere, they are looked up only for addresses from which a right one came before; and a
room's PIN has few tries an hour, from wherever they come.
"""

import secrets
from hashlib import sha256
from typing import Annotated, Final

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from giotay.gateway.connection import Connection
from giotay.gateway.rates import Asker
from giotay.gateway.young import UNDO_MS
from giotay.http.call import Call, answer
from giotay.http.errors import refused
from giotay.http.table import Route
from giotay.meeting import door
from giotay.meeting.authority import valid_from
from giotay.room.room import Room
from giotay.storage.tokens import derived_secret, fresh_secret
from giotay_protocol.codec import command_of
from giotay_protocol.entities import Member
from giotay_protocol.names import CommandId, Name, Ref
from giotay_protocol.refusals import Refusal, invalid
from giotay_protocol.settings import Pin

_EVERYBODY: Final[Asker] = ("address", "all")
_TICKET_MS: Final = 12 * 3_600_000

Code = Annotated[str, Meta(min_length=1, max_length=20)]


class Join(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wants to come in: as a member chosen from the names, or under a name. The same `id` gives the same answer."""

    code: Code
    member: Ref | None = None
    name: Name | None = None
    pin: Pin | None = None
    id: CommandId | None = None


class Ticket(Struct, frozen=True):
    """What a ticket at the door stands for."""

    room: str
    request: str


class Seated(Struct, frozen=True):
    """Who came in a moment ago and may still undo it; `made` when they were not on the roster before."""

    member: str
    made: bool


# Looking in -----------------------------------------------------------------------------------------------------------


async def look(call: Call) -> web.Response:
    room, code = await _room_of(call, call.request.match_info["code"])
    meeting = room.state.meeting
    settings = meeting.settings
    choices = door.members_to_choose(room.state)
    held = await call.services.claims.held(room.id) if choices else {}
    return answer({
        "room": room.id, "code": code, "title": meeting.title, "place": meeting.place, "starts_at": meeting.starts_at,
        "status": meeting.status, "locale": meeting.locale, "profile": meeting.profile, "locked": meeting.locked,
        "join": settings.join, "pin": settings.pin is not None, "purpose": settings.purpose,
        "retention_days": settings.retention_days,
        "names": None if choices is None else [
            {
                "member": each.member, "name": each.name, "unit": each.unit, "title": each.title,
                "in_use": _in_use(room, held, each.member), "guarded": each.guarded,
            }
            for each in choices
        ],
    })  # fmt: skip


def _in_use(room: Room, held: dict[str, int], member: str) -> bool:
    return held.get(member, -1) >= valid_from(room.state, member)


async def _room_of(call: Call, code: str) -> tuple[Room, str]:
    """The room a code leads to. A wrong code counts against the address; too many, and none is looked up."""
    asker = _asker(call)
    wrong = call.services.limits.wrong_codes
    limits = call.services.limits
    wait = wrong.wait(asker)
    if limits.right_codes.wait(asker) == 0:
        wait = max(wait, limits.all_wrong_codes.wait(_EVERYBODY))
    if wait > 0:
        raise _too_many(wait)
    room_id = await call.services.directory.room_of(code.strip())
    if room_id is None:
        wrong.count(asker)
        limits.all_wrong_codes.count(_EVERYBODY)
        raise Refusal("not_found", "No room has this code.", field="code")
    limits.right_codes.count(asker)
    return await call.services.hub.open(room_id), code.strip().upper()


def _asker(call: Call) -> Asker:
    return ("address", call.address)


def _too_many(wait_s: float) -> Refusal:
    return Refusal("rate_limited", "Too many wrong codes; wait a moment.", retry_ms=max(1, round(wait_s * 1000)))


# Coming in ------------------------------------------------------------------------------------------------------------


async def join(call: Call) -> web.Response:
    wanted = await call.read(Join)
    if (wanted.member is None) == (wanted.name is None):
        raise invalid("member", "Choose a member or give a name, one of the two.")
    room, _ = await _room_of(call, wanted.code)
    seed = wanted.id or secrets.token_urlsafe(16)
    if wanted.member is not None:
        return await _as_member(call, room, wanted.member, wanted.pin, seed)
    assert wanted.name is not None
    if room.state.meeting.settings.join == "code":
        return await _as_guest(call, room, wanted.name, seed)
    return await _ask(call, room, wanted.name, None, seed)


async def _as_member(call: Call, room: Room, member: str, pin: str | None, seed: str) -> web.Response:
    chosen = _chosen(call, room, member, pin)
    by = sha256(seed.encode()).hexdigest()[:24]
    free = await call.services.claims.take(room.id, member, by, at=room.now(), since=valid_from(room.state, member))
    if not free and chosen.office not in door.GUARDED:
        # Somebody goes by this name; whoever has the PIN of a guarded one is believed.
        return await _ask(call, room, chosen.name, member, seed)
    return await _seat(call, room, Seated(member, made=False), seed)


def _chosen(call: Call, room: Room, member: str, pin: str | None) -> Member:
    """The member chosen; a wrong PIN counts like a wrong code against the address, and against the room."""
    limits = call.services.limits
    codes, pins, asker, of_room = limits.wrong_codes, limits.wrong_pins, _asker(call), ("pin", room.id)
    if pin is not None and (wait := max(codes.wait(asker), pins.wait(of_room))) > 0:
        raise _too_many(wait)
    try:
        return door.check_choice(room.state, member, pin)
    except Refusal as refusal:
        if refusal.code == "forbidden" and pin is not None:
            codes.count(asker)
            pins.count(of_room)
        raise


async def _as_guest(call: Call, room: Room, name: str, seed: str) -> web.Response:
    done = await room.decide(None, lambda state, context: door.come_in(state, name, context), command=_command_id(seed))
    result = done.result or {}
    if "member" not in result:
        return await _ticket(call, room, result["request"], seed)
    by = sha256(seed.encode()).hexdigest()[:24]
    await call.services.claims.take(room.id, result["member"], by, at=room.now(), since=0)
    return await _seat(call, room, Seated(result["member"], made=True), seed)


async def _ask(call: Call, room: Room, name: str, claims: str | None, seed: str) -> web.Response:
    done = await room.decide(
        None, lambda state, context: door.ask_to_join(state, name, claims, context), command=_command_id(seed)
    )
    return await _ticket(call, room, (done.result or {})["request"], seed)


def _command_id(seed: str) -> str:
    return "door:" + sha256(seed.encode()).hexdigest()[:32]


async def _seat(call: Call, room: Room, seated: Seated, seed: str) -> web.Response:
    """A token, derived from the request, so that a repetition gets the same one; and a minute to undo."""
    services = call.services
    secret = derived_secret(services.host_key, "door", room.id, seated.member, seed)
    await services.tokens.keep(room.id, [(seated.member, secret)], room.now())
    token = f"{room.id}.{secret}"
    grant = await services.tokens.find(token)
    if grant is not None:
        await services.slips.add("undo", grant.number, msgspec.json.encode(seated), for_ms=UNDO_MS)
    return answer({"token": token, "room": room.id, "member": seated.member})


# Asking the desk ------------------------------------------------------------------------------------------------------


async def _ticket(call: Call, room: Room, request: str, seed: str) -> web.Response:
    ticket = derived_secret(call.services.host_key, "ticket", room.id, request, seed)
    note = msgspec.json.encode(Ticket(room.id, request))
    await call.services.slips.add("ticket", ticket, note, for_ms=_TICKET_MS)
    return answer({"ticket": ticket}, 202)


async def ask_again(call: Call) -> web.Response:
    services, key = call.services, call.ticket
    note = await services.slips.read("ticket", key)
    if note is None:
        return _gone()
    ticket = msgspec.json.decode(note, type=Ticket)
    room = await services.hub.open(ticket.room)
    found = door.answer_to(room.state, ticket.request)
    if found is not None and found.status == "pending":
        return answer({}, 202)
    if await services.slips.take("ticket", key) is None or found is None or found.member is None:
        return _gone()
    secret, now = fresh_secret(), room.now()
    await services.tokens.keep(room.id, [(found.member, secret)], now)
    return answer({"token": f"{room.id}.{secret}", "room": room.id, "member": found.member})


def _gone() -> web.Response:
    return refused(Refusal("not_found", "This ticket was used, refused or never given."), 410)


# Undoing --------------------------------------------------------------------------------------------------------------


async def undo(call: Call) -> web.Response:
    """The wrong name was chosen: within a minute the token ends, and the name is free again."""
    services, who = call.services, call.credential
    note = await services.slips.take("undo", who.number) if who is not None else None
    if who is None or note is None:
        raise Refusal("stale", "A choice is undone within a minute.")
    seated = msgspec.json.decode(note, type=Seated)
    room = who.room
    await services.tokens.revoke(f"{room.id}.{who.secret}")
    await services.claims.release(room.id, seated.member)
    services.credentials.released(room.id, seated.member)
    for connection in room.delivery.of_member(seated.member):
        # At other nodes it is seen that the token is gone (gateway/young.py).
        if isinstance(connection, Connection) and connection.credential.number == who.number:
            connection.close("unauthenticated", retry=False)
    if seated.made:
        payload = {"id": f"undo-{who.number}", "type": "member.remove", "member": seated.member}
        await room.submit(None, command_of(payload), host=True)
    return answer({})


ROUTES = [
    Route(
        method="GET", path="/api/join/{code}", who="anyone", act=look,
        about="What a code leads to, and where allowed the names to choose from.", answers={200: "the room"},
    ),
    Route(
        method="POST", path="/api/join", who="anyone", act=join, body=Join,
        about="Come in with a code, as a member or under a name.",
        answers={200: "a token, the room and the member", 202: "a ticket: the desk is asked"},
    ),
    Route(
        method="GET", path="/api/join/requests/{ticket}", who="anyone", act=ask_again,
        about="What the desk said: nothing yet, once a token, or no.",
        answers={200: "a token, the room and the member", 202: "not answered yet", 410: "refused or used"},
    ),
    Route(
        method="POST", path="/api/join/undo", who="bearer", act=undo,
        about="Take a wrong choice of name back within 60 s.", answers={200: "undone"},
    ),
]  # fmt: skip
