"""Members: taking a roster in, giving out links, to members and to projectors."""

import asyncio
import secrets
from typing import Any, Final

from aiohttp import web
from msgspec import Struct, to_builtins
from msgspec.structs import replace

from giotay.http.call import Call, answer
from giotay.http.links import member_link, screen_link
from giotay.http.table import Route
from giotay.roster import Problem, Roster, Row, read_roster
from giotay.roster.tables import MAX_BYTES, MAX_ROWS
from giotay.storage.tokens import derived_secret, fresh_secret
from giotay_protocol.codec import command_of
from giotay_protocol.entities import Member
from giotay_protocol.names import CommandId, Office
from giotay_protocol.refusals import Refusal, invalid

_FIELDS: Final = ("name", "office", "kind", "title", "unit", "group", "seat", "card", "birth_date")
# Rows handed to the room together: few enough that each is answered in time.
_AT_ONCE: Final = 250


# Rosters --------------------------------------------------------------------------------------------------------------


async def preview_roster(call: Call) -> web.Response:
    """Reading may take a second of computing: it has a thread of its own, so that no meeting waits for it."""
    body = await call.body(MAX_BYTES)
    kinds = _kinds(call, call.request.query.get("profile"))
    roster = await asyncio.to_thread(read_roster, body, kinds=kinds)
    return answer(_report(roster))


async def take_roster(call: Call) -> web.Response:
    body = await call.body(MAX_BYTES)
    state = call.room.state
    taken: frozenset[Office] = frozenset(member.office for member in state.all(Member) if member.office == "chair")
    seed = call.request.query.get("id") or secrets.token_urlsafe(12)
    if not 1 <= len(seed) <= 50 or not all(letter.isalnum() or letter in "_-" for letter in seed) or not seed.isascii():
        raise invalid("id", "An id is 1 to 50 letters, digits, _ or -.")
    # What this very request added before is no twin of itself.
    before = _added_before(call, seed)
    existing = [member.name for member in state.all(Member) if member.id not in before]
    roster = await asyncio.to_thread(
        read_roster, body, existing=existing, kinds=_kinds(call, state.meeting.profile), taken=taken
    )
    if call.request.query.get("preview") == "1":
        return answer(_report(roster))
    added: list[dict[str, str]] = []
    rows = list(roster.rows)
    places = [place for place, row in enumerate(rows) if row.status != "error"]
    for first in range(0, len(places), _AT_ONCE):
        chunk = places[first : first + _AT_ONCE]
        outcomes = await asyncio.gather(*(_add(call, seed, rows[place]) for place in chunk))
        for place, outcome in zip(chunk, outcomes, strict=True):
            if isinstance(outcome, str):
                added.append({"id": outcome, "name": rows[place].name})
            else:
                rows[place] = _refused(rows[place], outcome)
    return answer({**_report(Roster(rows)), "added": added}, 201 if added else 200)


async def _add(call: Call, seed: str, row: Row) -> str | Refusal:
    wanted = {field: value for field in _FIELDS if (value := getattr(row, field)) is not None}
    payload = {"id": f"{seed}-{row.line}", "type": "member.add", **wanted}
    try:
        command = command_of(payload)
        if call.credential is None:
            done = await call.services.commands.of_host(call.room, command)
        else:
            who = call.credential
            done = await call.services.commands.of_member(call.room, who.member, command, who.secret)
    except Refusal as refusal:
        if refusal.code in ("invalid", "too_large", "limit"):
            return refusal
        raise
    result: dict[str, str] = done["result"]
    return result["member"]


def _added_before(call: Call, seed: str) -> set[str]:
    """The members that an earlier try of this request has added already."""
    found = (call.room.state.repeat_of(call.member, f"{seed}-{line}") for line in range(1, MAX_ROWS + 501))
    return {repeat.result["member"] for repeat in found if repeat is not None and repeat.result is not None}


def _refused(row: Row, refusal: Refusal) -> Row:
    """What the rules said no to, beside the row it concerns."""
    field = str(refusal.facts.get("field", "name"))
    code: Any = {"limit": "too_many", "too_large": "too_long"}.get(refusal.code, "unknown_office")
    return replace(row, problems=[*row.problems, Problem(code, field, refusal.message)], status="error")


def _report(roster: Roster) -> dict[str, Any]:
    return {"rows": to_builtins(roster.rows), "counts": roster.counts}


def _kinds(call: Call, profile: str | None) -> dict[str, str]:
    """What words mean which kind of member, in the room's profile or in all of them."""
    found = call.services.profiles
    chosen = [found[profile]] if profile is not None and profile in found else list(found.values())
    kinds: dict[str, str] = {}
    for each in chosen:
        for kind in each.member_kinds:
            kinds.setdefault(kind.name, kind.name)
            for label in (kind.label.vi, kind.label.en):
                kinds.setdefault(label, kind.name)
    return kinds


# Links ----------------------------------------------------------------------------------------------------------------


class NewLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new link. The same `id` gives the same one again."""

    id: CommandId | None = None


async def _tokens(call: Call, whose: list[str | None]) -> list[str]:
    """A new token for each of these members and, for None, a projector; the same for a repetition."""
    services, room, wanted = call.services, call.room, await call.read(NewLink)

    def secret_of(member: str | None) -> str:
        if wanted.id is None:
            return fresh_secret()
        return derived_secret(services.host_key, "link", room.id, member or "screen", wanted.id)

    kept = [(member, secret_of(member)) for member in whose]
    await services.tokens.keep(room.id, kept, room.now())
    return [f"{room.id}.{secret}" for _, secret in kept]


async def link_member(call: Call) -> web.Response:
    member = call.room.state.get(Member, call.request.match_info["id"])
    if member is None:
        raise Refusal("not_found", "There is no such member.")
    token = (await _tokens(call, [member.id]))[0]
    return answer(
        {"token": token, "link": member_link(call.services.settings.address, call.room.id, member, token)}, 201
    )


async def link_screen(call: Call) -> web.Response:
    token = (await _tokens(call, [None]))[0]
    return answer({"token": token, "link": screen_link(call.services.settings.address, call.room.id, token)}, 201)


async def link_everybody(call: Call) -> web.Response:
    room, address = call.room, call.services.settings.address
    members = list(room.state.all(Member))
    *tokens, screen = await _tokens(call, [*(member.id for member in members), None])
    return answer(
        {
            "screen": screen_link(address, room.id, screen),
            "members": [
                {
                    "id": member.id, "name": member.name, "office": member.office,
                    "link": member_link(address, room.id, member, token),
                }
                for member, token in zip(members, tokens, strict=True)
            ],
        },
        201,
    )  # fmt: skip


ROUTES = [
    Route(
        method="POST", path="/api/roster", who="host", act=preview_roster,
        about="What a roster (pasted, CSV or XLSX, at most 2 MiB and 5,000 rows) would add to a room of ?profile=.",
        answers={200: "the rows with what is wrong, and counts"},
    ),
    Route(
        method="POST", path="/api/rooms/{room}/members", who="desk", act=take_roster,
        about="Take a roster in; ?preview=1 only reports row by row, ?id= makes a repetition harmless.",
        answers={200: "the rows with what is wrong", 201: "the same, and who was added"},
    ),
    Route(
        method="POST", path="/api/rooms/{room}/members/{id}/link", who="desk", act=link_member, body=NewLink,
        about="One more token for a member; older ones stay.", answers={201: "the token and its link"},
    ),
    Route(
        method="POST", path="/api/rooms/{room}/links", who="desk", act=link_everybody, body=NewLink,
        about="Fresh links for everybody, for cards and copying.", answers={201: "the links"},
    ),
    Route(
        method="POST", path="/api/rooms/{room}/screens", who="desk", act=link_screen, body=NewLink,
        about="One more link for a projector.", answers={201: "the token and its link"},
    ),
]  # fmt: skip
