"""The pages and what they load: built files from one folder, kept in memory, compressed ones where the browser takes
them. Names under /assets/ carry a hash of their content and never change; pages are asked for anew each time.
"""

import logging
import mimetypes
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

from aiohttp import web
from msgspec import Struct

log = logging.getLogger("giotay.http")

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_MISSING: Final = (
    "<!doctype html><meta charset=utf-8><title>Giotay</title>"
    "<p>The web pages have not been built. Run <code>make web</code>, or install the package from a wheel."
)
# Page by path; in each, what stands in braces is for the page's own script.
PAGES: Final[dict[str, str]] = {
    "/": "index.html",
    "/{letter:[jJ]}/{code}": "phone.html",
    "/m/{room}": "phone.html",
    "/desk/{room}": "desk.html",
    "/screen": "screen.html",
    "/screen/{room}": "screen.html",
    "/host": "host.html",
    "/verify": "verify.html",
}
_LOOSE: Final = frozenset({".svg", ".png", ".ico", ".txt", ".webmanifest", ".json"})


class File(Struct, frozen=True):
    """One built file."""

    body: bytes
    packed: bytes | None
    kind: str
    tag: str
    changed: int


class Files:
    """The built files, read when first asked for and again when they have changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, File] = {}

    def find(self, name: str) -> File | None:
        """A file by its name inside the folder, or None."""
        path = self._folder / name
        try:
            changed = path.stat().st_mtime_ns
        except OSError:
            return None
        known = self._read.get(name)
        if known is None or known.changed != changed:
            known = self._load(path, changed)
            if known is not None:
                self._read[name] = known
        return known

    @staticmethod
    def _load(path: Path, changed: int) -> File | None:
        try:
            body = path.read_bytes()
            packed_at = path.with_name(path.name + ".gz")
            packed = packed_at.read_bytes() if packed_at.is_file() else None
        except OSError:
            return None
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind in ("application/javascript", "image/svg+xml"):
            kind += "; charset=utf-8"
        return File(body, packed, kind, f'"{sha256(body).hexdigest()[:20]}"', changed)

    def loose(self) -> list[str]:
        """Files beside the pages, such as the icon."""
        if not self._folder.is_dir():
            return []
        return sorted(each.name for each in self._folder.iterdir() if each.suffix in _LOOSE and each.is_file())


def _served(request: web.Request, file: File, keeping: str) -> web.Response:
    headers = {"Cache-Control": keeping, "ETag": file.tag, "Vary": "Accept-Encoding", "Content-Type": file.kind}
    if file.tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    if file.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=file.packed, headers=headers)
    return web.Response(body=file.body, headers=headers)


def page_routes(folder: Path) -> list[web.RouteDef]:
    """The routes of all built pages and of what they load."""
    files = Files(folder)

    def page(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(request: web.Request) -> web.Response:
            file = files.find(name)
            if file is None:
                return web.Response(text=_MISSING, status=503, content_type="text/html")
            return _served(request, file, _ASK_AGAIN)

        return serve

    async def asset(request: web.Request) -> web.Response:
        file = files.find(f"assets/{request.match_info['name']}")
        if file is None:
            raise web.HTTPNotFound
        return _served(request, file, _FOR_EVER)

    return [
        *(web.get(path, page(name)) for path, name in PAGES.items()),
        *(web.get(f"/{name}", page(name)) for name in files.loose()),
        web.get(r"/assets/{name:[A-Za-z0-9_-][A-Za-z0-9._-]*}", asset),
    ]
