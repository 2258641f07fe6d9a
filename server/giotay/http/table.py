"""One route of the table: from it the route is registered, guarded and described."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from msgspec import Struct

from giotay.http.call import Call, Who, admitted

_ANSWER_S: Final = 30.0


class Route(Struct, frozen=True, kw_only=True):
    """`body` is the struct a JSON body must be; `answers` what comes back by status; `streams` has no time limit."""

    method: str
    path: str
    who: Who
    about: str
    act: Callable[[Call], Awaitable[web.StreamResponse]]
    body: type[Struct] | None = None
    answers: dict[int, str] = {}
    streams: bool = False


def registered(route: Route) -> web.RouteDef:
    """The route for aiohttp: the caller is judged first, and nothing takes longer than it may."""

    async def handle(request: web.Request) -> web.StreamResponse:
        async with asyncio.timeout(None if route.streams else _ANSWER_S):
            return await route.act(await admitted(request, route.who))

    return web.route(route.method, route.path, handle)
