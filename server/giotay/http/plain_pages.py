"""Pages that need no script and are served even when the others were not built: the network test, help."""

from typing import Final

from aiohttp import web

from giotay import help
from giotay.http.health import PINGED_FOR_MS
from giotay.http.services import SERVICES
from giotay_protocol.names import Locale
from giotay_protocol.refusals import Refusal

_PAGE: Final = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Giotay: {title}</title>{body}</html>"
)
PING: Final = _PAGE.format(
    title="OK",
    body="<h1>✓ Kết nối được</h1><p>Điện thoại này tới được máy chủ. "
    '<span lang="en">This phone reaches the server.</span>',
)


def plain_routes() -> list[web.RouteDef]:
    """The routes of /ping and /help."""
    return [
        web.get("/ping", ping),
        web.get("/help", help_page),
        web.get("/help/{part}", help_page),
        web.get("/help.css", help_style),
    ]


async def help_page(request: web.Request) -> web.Response:
    """Help for a part, a member's unless said; in the language asked for, or the browser's."""
    asked = request.query.get("lang") or request.headers.get("Accept-Language") or "vi"
    locale: Locale = "en" if asked.lower().startswith("en") else "vi"
    try:
        text = help.page(request.match_info.get("part", "member"), locale)
    except KeyError:
        raise Refusal("not_found", "There is no such help page.") from None
    return web.Response(text=text, content_type="text/html", charset="utf-8")


async def help_style(request: web.Request) -> web.Response:
    return web.Response(text=help.style(), content_type="text/css", charset="utf-8")


async def ping(request: web.Request) -> web.Response:
    """Says that the network works; the host's page shows when a phone last saw it."""
    services = request.app[SERVICES]
    await services.slips.put("ping", "last", str(services.now()).encode(), for_ms=PINGED_FOR_MS)
    return web.Response(text=PING, content_type="text/html", charset="utf-8")
