"""What the room holds of one person, as a file of their own: their right, and the host's duty."""

from typing import Any

from aiohttp import web

from giotay.http.call import Call, answer
from giotay.http.entries import entries
from giotay.http.table import Route
from giotay.room.person import entities_about, events_about, person_of
from giotay_protocol.entities import Member
from giotay_protocol.refusals import Refusal


async def export(call: Call) -> web.Response:
    wanted = call.request.match_info["id"]
    if call.credential is not None:
        if call.member != wanted:
            raise Refusal("forbidden", "Everybody may have what is theirs; the rest is for the host.")
        call.services.limits.views.take(call.credential.asker)
    state = call.room.state
    member = state.get(Member, wanted)
    if member is None:
        raise Refusal("not_found", "There is no such member.")
    person = person_of(state, wanted, call.room.viewer(wanted).cls)
    events: list[Any] = []
    async for some in entries(call, 0):
        for entry in some:
            events += events_about(entry, person, whole=call.credential is None)
    found = answer(
        {
            "room": call.room.id,
            "title": state.meeting.title,
            "name": member.name,
            "shown": entities_about(state, person),
            "events": events,
            "drafts": [draft for draft in await call.services.drafts.of(call.room.id, wanted) if not draft.by_desk],
        }
    )
    found.headers["Content-Disposition"] = f'attachment; filename="{call.room.id}-{wanted}.json"'
    return found


ROUTES = [
    Route(
        method="GET", path="/api/rooms/{room}/members/{id}/export", who="token", act=export,
        about="What the room holds of one member: for that member what they are shown and did, for the host all of it.",
        answers={200: "the member's entities, events and drafts"},
    ),
]  # fmt: skip
