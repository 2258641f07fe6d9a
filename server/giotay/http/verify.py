"""Whether a code printed on a paper is one of a room's log: for anyone who holds the paper, without a token."""

import re
from typing import Final

from aiohttp import web

from giotay.http.call import Call, answer
from giotay.http.entries import entries_of
from giotay.http.table import Route
from giotay.meeting.approval import minutes_of
from giotay.storage.entry import advance, origin
from giotay_protocol.refusals import Refusal, invalid

_ROOM: Final = re.compile(r"r_[A-Za-z0-9]{1,40}")
# Fewer signs could be guessed, and would tell how far a meeting has come.
_HEAD: Final = re.compile(r"[0-9a-f]{24,64}")


async def verify(call: Call) -> web.Response:
    services, query = call.services, call.request.query
    services.limits.checks.take(("check", call.address))
    room_id, head = query.get("room", ""), query.get("head", "").lower()
    if not _HEAD.fullmatch(head):
        raise invalid("head", "A check code is 24 to 64 of the signs 0 to 9 and a to f.")
    if not _ROOM.fullmatch(room_id):
        raise Refusal("not_found", "There is no such room.")
    room = await services.hub.open(room_id)
    position, passed = origin(room_id), None
    async for some in entries_of(services, room, 0):
        for entry in some:
            position = advance(position, entry)
            if passed is None and position.head.hex().startswith(head):
                passed = position.seq
    approved = minutes_of(room.state).head or ""
    return answer(
        {
            "seq": passed, "last": position.seq, "closed": room.state.meeting.status == "closed",
            "approved": passed is not None and bool(approved) and approved[:24] == head[:24],
        }
    )  # fmt: skip


ROUTES = [
    Route(
        method="GET", path="/api/verify", who="anyone", act=verify,
        about="Whether the log of ?room= ever had the ?head= that is printed on a paper.",
        answers={200: "after which seq, how far the log has come, and whether it is the approval's"},
    ),
]  # fmt: skip
