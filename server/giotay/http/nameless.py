"""Answers do not say which program of which version gives them: that is of use to those only who look for weaknesses.

aiohttp writes `Server` itself, just before an answer goes out, also on what it answers to something that is no HTTP.
All of these answer a request, and a request is the last that sees their headers.
"""

from collections.abc import Callable
from functools import partial
from typing import cast

from aiohttp import hdrs, web


class _Request(web.Request):
    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        await super()._prepare_hook(response)
        response.headers.pop(hdrs.SERVER, None)


def nameless(server: web.Server) -> None:
    """From the next connection on."""
    make = cast(Callable[..., web.Request], server.request_factory)
    server.request_factory = partial(make, _cls=_Request)
