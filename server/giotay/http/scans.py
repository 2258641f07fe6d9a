"""Scans over HTTP: the desk sends a photo of somebody's paper; who may read the text gets its pages as pictures."""

import secrets
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from giotay.documents.kinds import NotTaken
from giotay.http.call import Call
from giotay.http.documents import decided, file_headers, is_same, received, refusal_of, sent_before, width_of
from giotay.http.table import Route
from giotay.meeting import scans
from giotay.meeting.context import Context
from giotay.meeting.hidden import ScanFile
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import shown
from giotay_protocol.codec import shaped
from giotay_protocol.entities import Scan, Statement
from giotay_protocol.events import Event
from giotay_protocol.names import CommandId, Ref, Title
from giotay_protocol.refusals import Refusal


class Paper(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the query says: whose text it is, a `member`'s or a `body`'s, on which `item`; `name` is the file's."""

    member: Ref | None = None
    body: Title | None = None
    item: Ref | None = None
    name: Annotated[str, Meta(max_length=300)] = ""
    id: CommandId | None = None


async def add(call: Call) -> web.Response:
    if call.credential is not None:
        call.services.limits.commands.take(call.credential.asker)
    said = shaped(dict(call.request.query), Paper)
    if said.id is not None and call.room.state.repeat_of(call.member, said.id) is not None:
        return await decided(call, said.id, sent_before)
    path = call.services.opened.folder / f"upload-{secrets.token_hex(8)}"
    try:
        file = await received(call, path, said.name)
        await call.services.files.keep(call.room.id, file.sha256, path)
    finally:
        path.unlink(missing_ok=True)

    def rule(state: MeetingState, context: Context) -> list[Event]:
        return scans.attach(state, context, member=said.member, body=said.body, item=said.item, file=file)

    try:
        return await decided(call, said.id, rule)
    except Refusal as refusal:
        if refusal.code != "unavailable":
            await _drop(call, file.sha256)
        raise


async def _drop(call: Call, sha256: str) -> None:
    if not scans.is_kept(call.room.state, sha256):
        await call.services.opened.drop(call.room.id, sha256)


def _found(call: Call) -> tuple[Scan, ScanFile]:
    """[T11] The scan, if the caller is shown the text it belongs to."""
    state, match = call.room.state, call.request.match_info
    statement, kept = state.get(Statement, match["statement"]), state.get(ScanFile, match["scan"])
    scan = next((each for each in statement.scans if each.id == match["scan"]), None) if statement is not None else None
    if statement is None or scan is None or kept is None:
        raise Refusal("not_found", "There is no such scan.")
    if call.credential is not None and shown(statement, call.room.viewer(call.member).cls, call.member) is None:
        raise Refusal("not_found", "There is no such scan.")
    if not scans.may_read(statement, call.member):
        raise Refusal("not_found", "There is no such scan.")
    return scan, kept


async def page(call: Call) -> web.Response:
    scan, kept = _found(call)
    number = call.request.match_info["number"]
    if not number.isascii() or not number.isdigit() or len(number) > 6 or not 1 <= int(number) <= scan.pages:
        raise Refusal("not_found", "The scan has no such page.")
    if is_same(call, kept.sha256):
        return web.Response(status=304, headers=file_headers(kept.sha256))
    width = width_of(call.request.query.get("width", "1080"))
    try:
        body = await call.services.opened.page(call.room.id, kept.sha256, kept.media_type, int(number), width)
    except NotTaken as refused:
        raise refusal_of(refused) from None
    return web.Response(body=body, content_type="image/webp", headers=file_headers(kept.sha256))


async def remove(call: Call) -> web.Response:
    match = call.request.match_info
    kept = call.room.state.get(ScanFile, match["scan"])

    def rule(state: MeetingState, context: Context) -> list[Event]:
        return scans.detach(state, context, statement=match["statement"], scan=match["scan"])

    done = await decided(call, None, rule, status=200)
    if kept is not None:
        await _drop(call, kept.sha256)
    return done


_ONE = "/api/rooms/{room}/statements/{statement}/scans/{scan}"
ROUTES = [
    Route(
        method="POST", path="/api/rooms/{room}/scans", who="desk", act=add, streams=True,
        about="A photo or scan of a text on paper as the body, with ?member= or ?body=, ?item= and ?name=. The same "
        "?id= gives the same answer.",
        answers={201: "the statement's id and the scan's"},
    ),
    Route(
        method="GET", path=f"{_ONE}/pages/{{number}}", who="token", act=page,
        about="One page of a scan as a picture, for those who are shown the text; ?width= in pixels.",
        answers={200: "a WebP picture"},
    ),
    Route(
        method="DELETE", path=_ONE, who="desk", act=remove, about="Takes a scan away before its turn.",
        answers={200: "the seq"},
    ),
]  # fmt: skip
