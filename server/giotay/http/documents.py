"""Documents over HTTP: the desk sends a file or says where one was given out; who may read it gets the file as it was
sent, a page as a picture, or the written words.

A file goes through a temporary one, is opened in a process of its own, and is kept before anybody hears of it.
"""

import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

from aiohttp import web
from msgspec import Meta, Struct

from giotay.documents.kinds import SUFFIXES, WRITTEN, NotTaken
from giotay.http.call import Call, answer, raw
from giotay.http.errors import secure
from giotay.http.table import Route
from giotay.meeting import documents
from giotay.meeting.context import Context
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import shown
from giotay.room.batch import Rule
from giotay_protocol.codec import shaped
from giotay_protocol.entities import Document, GivenOut
from giotay_protocol.events import DocumentFile, Event
from giotay_protocol.names import CommandId, Date, Note, Ref, Title
from giotay_protocol.refusals import Refusal, invalid

_SILENCE_S: Final = 30.0
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
WIDTHS: Final = (480, 720, 1080, 1600, 1920)
# A file is never a page of ours: whatever is in it runs nowhere.
_CAGED: Final = {"Content-Security-Policy": "sandbox; default-src 'none'"}


class Elsewhere(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that was given out elsewhere: `where`, on a `day`."""

    title: Title
    where: Note
    day: Date | None = None
    item: Ref | None = None
    id: CommandId | None = None


class Upload(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the query says of a file: its `title`, or the `document` whose place it takes; `name` is the file's."""

    title: Title | None = None
    item: Ref | None = None
    document: Ref | None = None
    name: Annotated[str, Meta(max_length=300)] = ""
    id: CommandId | None = None


async def add(call: Call) -> web.Response:
    if call.credential is not None:
        call.services.limits.commands.take(call.credential.asker)
    if call.request.content_type == "application/json":
        return await _add_elsewhere(call)
    return await _add_file(call)


async def _add_elsewhere(call: Call) -> web.Response:
    said = await call.read(Elsewhere)
    given_out = GivenOut(where=said.where, day=said.day)

    def rule(state: MeetingState, context: Context) -> list[Event]:
        return documents.add(state, context, title=said.title, item=said.item, given_out=given_out)

    return await decided(call, said.id, rule)


async def _add_file(call: Call) -> web.Response:
    said = shaped(dict(call.request.query), Upload)
    title = said.title or Path(said.name).stem[:200].strip()
    if said.document is None and not title:
        raise invalid("title", "A document has a title.")
    if said.id is not None and call.room.state.repeat_of(call.member, said.id) is not None:
        # It is here already; the room says what it answered then.
        return await decided(call, said.id, sent_before)
    path = call.services.opened.folder / f"upload-{secrets.token_hex(8)}"
    try:
        file = await received(call, path, said.name)
        await call.services.files.keep(call.room.id, file.sha256, path)
    finally:
        path.unlink(missing_ok=True)

    def rule(state: MeetingState, context: Context) -> list[Event]:
        if said.document is not None:
            return documents.replace_file(state, context, document=said.document, file=file)
        return documents.add(state, context, title=title, item=said.item, file=file)

    try:
        return await decided(call, said.id, rule)
    except Refusal as refusal:
        if refusal.code != "unavailable" and not any(
            found.sha256 == file.sha256 for found in call.room.state.all(Document)
        ):
            await call.services.files.drop(call.room.id, file.sha256)
        raise


def sent_before(state: MeetingState, context: Context) -> list[Event]:
    raise Refusal("stale", "This was sent before.")


async def decided(call: Call, key: str | None, rule: Rule, *, status: int = 201) -> web.Response:
    done = await call.room.decide(
        call.member, rule, command=key or f"upload-{secrets.token_hex(8)}", host=call.credential is None
    )
    return answer({"seq": done.seq, **(done.result or {})}, status)


async def received(call: Call, path: Path, name: str) -> DocumentFile:
    """The body in a file, looked at. Refuses `too_large`, and `invalid` with the `reason` why it is no document."""
    size, digest = 0, sha256()
    with path.open("wb") as file:
        async for chunk in call.chunks(call.services.settings.max_upload):
            size += len(chunk)
            digest.update(chunk)
            file.write(chunk)
    try:
        found = await call.services.opened.opening.inspect(path, name)
    except NotTaken as refused:
        raise refusal_of(refused) from None
    return DocumentFile(sha256=digest.hexdigest(), bytes=size, media_type=found.media_type, pages=found.pages)


def refusal_of(refused: NotTaken) -> Refusal:
    return Refusal("invalid", str(refused), field="body", reason=refused.reason)


# Reading --------------------------------------------------------------------------------------------------------------


def _found(call: Call) -> tuple[Document, str]:
    """The document, if the caller is shown it, and the hash of its file."""
    document = call.room.state.get(Document, call.request.match_info["document"])
    if document is not None and call.credential is not None:
        viewer = call.room.viewer(call.member)
        document = document if shown(document, viewer.cls, call.member) is not None else None
    if document is None:
        raise Refusal("not_found", "There is no such document.")
    if document.sha256 is None:
        raise Refusal("not_found", "This document was given out elsewhere.")
    return document, document.sha256


def file_headers(key: str) -> dict[str, str]:
    return {"ETag": f'"{key[:32]}"', "Cache-Control": "private, no-cache", **_CAGED}


def is_same(call: Call, key: str) -> bool:
    return f'"{key[:32]}"' in call.request.headers.get("If-None-Match", "")


async def original(call: Call) -> web.StreamResponse:
    document, key = _found(call)
    assert document.media_type is not None
    name = re.sub(r"[^\w .()-]+", "_", document.title).strip(" .") or "document"
    name += SUFFIXES[document.media_type][0]
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    headers = file_headers(key) | {
        "Content-Type": document.media_type,
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "Accept-Ranges": "bytes",
    }
    if is_same(call, key):
        return web.Response(status=304, headers=headers)
    start, stop, status = _wanted(call.request, document.bytes)
    if status == 416:
        return web.Response(status=416, headers=headers | {"Content-Range": f"bytes */{document.bytes}"})
    if status == 206:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{document.bytes}"
    response = web.StreamResponse(status=status, headers=headers)
    response.content_length = stop - start
    secure(response, call.request)
    await response.prepare(call.request)
    async for chunk in call.services.files.read(call.room.id, key, start, stop):
        await response.write(chunk)
    await response.write_eof()
    return response


def _wanted(request: web.Request, size: int) -> tuple[int, int, int]:
    """From where to before where, and the status: one range, or the whole where several or none are asked for."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or asked.groups() == ("", ""):
        return 0, size, 200
    first, last = asked.groups()
    if not first:
        start, stop = max(size - int(last), 0), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
    return (0, 0, 416) if start >= stop else (start, stop, 206)


async def page(call: Call) -> web.Response:
    document, key = _found(call)
    number = call.request.match_info["number"]
    if not number.isascii() or not number.isdigit() or len(number) > 6 or not 1 <= int(number) <= document.pages:
        raise Refusal("not_found", "The document has no such page.")
    if document.media_type is None or document.media_type in WRITTEN:
        raise Refusal("not_found", "This document is text; it has no pictures of pages.")
    if is_same(call, key):
        return web.Response(status=304, headers=file_headers(key))
    try:
        body = await call.services.opened.page(
            call.room.id, key, document.media_type, int(number), width_of(call.request.query.get("width", "1080"))
        )
    except NotTaken as refused:
        raise refusal_of(refused) from None
    return web.Response(body=body, content_type="image/webp", headers=file_headers(key))


def width_of(asked: str) -> int:
    """The width a page is drawn in: the next of a few, so that phones share what was drawn."""
    if not asked.isascii() or not asked.isdigit() or len(asked) > 6:
        raise invalid("width", "width is a number of pixels.")
    return next((width for width in WIDTHS if width >= int(asked)), WIDTHS[-1])


async def text(call: Call) -> web.Response:
    document, key = _found(call)
    if document.media_type not in WRITTEN:
        raise Refusal("not_found", "This document has pictures of pages, no text.")
    if is_same(call, key):
        return web.Response(status=304, headers=file_headers(key))
    try:
        pieces = await call.services.opened.text(call.room.id, key, document.media_type)
    except NotTaken as refused:
        raise refusal_of(refused) from None
    answered = raw(b'{"pieces":' + pieces + b"}")
    answered.headers.update(file_headers(key))
    return answered


ROUTES = [
    Route(
        method="POST", path="/api/rooms/{room}/documents", who="desk", act=add, streams=True, body=Elsewhere,
        about="A document: the file as the body, with ?title=&item=&name=, or ?document= for a new version; or JSON "
        "for one that was given out elsewhere. The same ?id= gives the same answer.",
        answers={201: "the document's id"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/documents/{document}", who="token", act=original, streams=True,
        about="The file as it was sent; one range, where asked for.", answers={200: "the file", 206: "a part of it"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/documents/{document}/pages/{number}", who="token", act=page,
        about="One page as a picture; ?width= in pixels.", answers={200: "a WebP picture"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/documents/{document}/text", who="token", act=text,
        about="The written words of a DOCX or text file, piece by piece.", answers={200: "the pieces"},
    ),
]  # fmt: skip
