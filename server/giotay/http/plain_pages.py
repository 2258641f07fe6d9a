"""Pages that need no script and are served even when the others were not built: the network test, help."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from giotay.http.health import PINGED_FOR_MS
from giotay.http.services import SERVICES

_PAGE: Final = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Giotay: {title}</title>{body}</html>"
)
PING: Final = _PAGE.format(
    title="OK",
    body="<h1>✓ Kết nối được</h1><p>Điện thoại này tới được máy chủ. "
    '<span lang="en">This phone reaches the server.</span>',
)
HELP: Final = _PAGE.format(
    title="Trợ giúp",
    body="""
<h1>Vào cuộc họp</h1><ol><li>Nối Wi-Fi của hội trường.<li>Quét mã QR trên màn hình, hoặc gõ mã phòng
ở trang <a href="/">đầu</a>.<li>Chọn tên của mình, bấm “Tôi có mặt”, rồi “Giơ tay” khi muốn
nói.</ol><p>Không vào được? Thử trang <a href=/ping>/ping</a>; nếu trang đó cũng không mở, điện
thoại chưa ở trong mạng của hội trường. Nhờ bàn chủ tọa cấp đường dẫn riêng khi tên đã có người
dùng.</p><div lang="en"><h1>Coming in</h1><ol><li>Join the hall's Wi-Fi.<li>Scan the QR on the
projector, or type the code on the <a href="/">first page</a>.<li>Choose your name, press “I am
here”, and “Raise hand” when you want to speak.</ol><p>It does not work? Try <a
href=/ping>/ping</a>; if that does not open either, the phone is not in the hall's network. If your
name is in use, ask the desk for a link of your own.</p></div>
""",
)


def plain_routes() -> list[web.RouteDef]:
    """The routes of /ping and /help."""
    return [web.get("/ping", ping), web.get("/help", _said(HELP))]


def _said(text: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    return serve


async def ping(request: web.Request) -> web.Response:
    """Says that the network works; the host's page shows when a phone last saw it."""
    services = request.app[SERVICES]
    await services.slips.put("ping", "last", str(services.now()).encode(), for_ms=PINGED_FOR_MS)
    return web.Response(text=PING, content_type="text/html", charset="utf-8")
