"""The aiohttp application: the table of routes, the pages, and the Socket.IO endpoint."""

from pathlib import Path
from typing import Final

from aiohttp import web

from giotay.http import (
    asyncapi,
    bots,
    bundle,
    cards,
    documents,
    door,
    health,
    invitation,
    members,
    metrics,
    minutes,
    moving,
    openapi,
    pairing,
    person,
    room,
    rooms,
    scans,
    verify,
    webhooks,
)
from giotay.http.call import Call, answer
from giotay.http.errors import Handler, safely
from giotay.http.pages import page_routes
from giotay.http.plain_pages import plain_routes
from giotay.http.services import SERVICES, Services
from giotay.http.table import Route, registered

WEB: Final = Path(__file__).parents[1] / "web"
SOCKET_PATH: Final = "/socket.io/"


async def _describe(call: Call) -> web.Response:
    return answer(openapi.document(ROUTES))


async def _describe_connection(call: Call) -> web.Response:
    return answer(asyncapi.document())


ROUTES: Final[list[Route]] = [
    *rooms.ROUTES, *members.ROUTES, *door.ROUTES, *pairing.ROUTES, *room.ROUTES, *minutes.ROUTES, *bundle.ROUTES,
    *documents.ROUTES, *scans.ROUTES, *moving.ROUTES, *person.ROUTES, *cards.ROUTES, *invitation.ROUTES,
    *verify.ROUTES, *webhooks.ROUTES, *bots.ROUTES, *health.ROUTES, *metrics.ROUTES,
    Route(
        method="GET", path="/api/asyncapi.json", who="anyone", act=_describe_connection,
        about="What is said over a connection.", answers={200: "AsyncAPI 3.0"},
    ),
    Route(
        method="GET", path="/api/openapi.json", who="anyone", act=_describe, about="This table.",
        answers={200: "OpenAPI 3.1"},
    ),
]  # fmt: skip


def build(services: Services, *, web_folder: Path = WEB) -> web.Application:
    """The application, ready for a runner. The engine is started and stopped by whoever made it."""
    app = web.Application(middlewares=[_guarded])
    app[SERVICES] = services
    app.add_routes([web.route("*", SOCKET_PATH, services.engine.handle)])
    app.add_routes([registered(route) for route in ROUTES])
    app.add_routes(page_routes(web_folder))
    app.add_routes(plain_routes())
    return app


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    # The engine answers for itself, and every header would go out with every poll.
    if request.path == SOCKET_PATH:
        return await handler(request)
    answered: web.StreamResponse = await safely(request, handler)
    return answered
