"""A projector without a link: six letters to show, and what came of them."""

from aiohttp import web

from giotay.http.call import Call, answer
from giotay.http.errors import refused
from giotay.http.table import Route
from giotay_protocol.refusals import Refusal


async def begin(call: Call) -> web.Response:
    call.services.limits.pairings.take(("pairing", call.address))
    letters, ticket = await call.services.pairing.begin()
    return answer({"letters": letters, "ticket": ticket}, 201)


async def outcome(call: Call) -> web.Response:
    try:
        found = await call.services.pairing.outcome(call.ticket)
    except Refusal as refusal:
        return refused(refusal, 410)
    if found is None:
        return answer({}, 202)
    room, token = found
    return answer({"token": token, "room": room})


ROUTES = [
    Route(
        method="POST", path="/api/screen/pairing", who="anyone", act=begin,
        about="Letters for a projector to show; the desk sends screen.pair with them.",
        answers={201: "the letters and a ticket"},
    ),
    Route(
        method="GET", path="/api/screen/pairing/{ticket}", who="anyone", act=outcome,
        about="What came of the letters: nothing yet, once a token, or over.",
        answers={200: "a token and the room", 202: "not paired yet", 410: "over"},
    ),
]  # fmt: skip
