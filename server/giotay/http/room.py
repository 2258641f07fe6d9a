"""One room without a socket: commands, the view, and the log as the desk may read it."""

from collections.abc import AsyncIterator
from time import perf_counter
from typing import Any

import msgspec
from aiohttp import web

from giotay.http.call import Call, answer, raw
from giotay.http.entries import entries
from giotay.http.errors import refused, secure
from giotay.http.table import Route
from giotay.room.activity import readable
from giotay.room.drafting import readable_drafts
from giotay.storage.log import Unavailable
from giotay_protocol.codec import command_of, shaped
from giotay_protocol.envelope import Resync, Seq
from giotay_protocol.refusals import Refusal, invalid


async def command(call: Call) -> web.Response:
    try:
        return answer(await _carry_out(call))
    except Refusal as refusal:
        # The very ack that a connection would get, under the status of its code.
        return refused(refusal, ok=False)


async def _carry_out(call: Call) -> dict[str, Any]:
    wanted, who, commands = command_of(await call.payload()), call.credential, call.services.commands
    if who is not None:
        call.services.limits.commands.take(who.asker)
    began, outcome = perf_counter(), "internal"
    try:
        if who is None:
            made = await commands.of_host(call.room, wanted)
        else:
            made = await commands.of_member(call.room, who.member, wanted, who.secret)
        outcome = "ok"
        return made
    except Refusal as refusal:
        outcome = refusal.code
        raise
    finally:
        commands.tally.count(outcome, perf_counter() - began)


async def view(call: Call) -> web.Response:
    cursor: Resync | None = None
    query = call.request.query
    if query.get("seq") or query.get("head"):
        cursor = shaped({"seq": _whole(query.get("seq", "")), "head": query.get("head")}, Resync)
    if call.credential is None:
        raise Refusal("forbidden", "The host has no view of a room; take a projector's token.")
    call.services.limits.views.take(call.credential.asker)
    if cursor is None:
        return raw(call.room.sync(call.member, seq=None, head=None))
    await call.room.reach(cursor.seq)
    return raw(call.room.sync(call.member, seq=cursor.seq, head=cursor.head))


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        raise invalid("seq", "seq is a whole number.")
    return int(text)


async def log(call: Call) -> web.StreamResponse:
    after = shaped({"after": _whole(call.request.query.get("after", "0"))}, _After).after

    async def lines() -> AsyncIterator[bytes]:
        async for some in entries(call, after):
            events = [
                event for entry in some for event in readable(entry, call.room.state, call.member) if event.seq > after
            ]
            yield b"".join(msgspec.json.encode(event) + b"\n" for event in events)

    return await streamed(call, lines(), f"{call.room.id}.log.ndjson", "application/x-ndjson; charset=utf-8")


class _After(msgspec.Struct):
    after: Seq


async def drafts(call: Call) -> web.Response:
    asker = call.credential
    if asker is not None:
        if asker.member is None:
            raise Refusal("forbidden", "A projector has no drafts.")
        call.services.limits.views.take(asker.asker)
    wanted = call.request.query.get("for") or None
    try:
        found = await readable_drafts(call.services.drafts, call.room.state, call.member, wanted)
    except Unavailable as error:
        raise Refusal("unavailable", "The store does not answer.") from error
    return answer({"drafts": found})


async def streamed(call: Call, lines: AsyncIterator[bytes], name: str, media_type: str) -> web.StreamResponse:
    """An answer that is saved as a file of this name, sent as it comes into being."""
    response = web.StreamResponse(
        headers={"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}
    )
    secure(response, call.request)
    await response.prepare(call.request)
    async for line in lines:
        await response.write(line)
    await response.write_eof()
    return response


ROUTES = [
    Route(
        method="POST", path="/api/rooms/{room}/commands", who="token", act=command,
        about="The same command object as over a connection.", answers={200: "the ack"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/view", who="token", act=view,
        about="The payload of sync; ?seq=&head= for the patch from there.", answers={200: "the view or the patch"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/drafts", who="token", act=drafts,
        about="One's own drafts, the last saved first; ?for= a member: those that the desk wrote down for them.",
        answers={200: "the drafts"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/log", who="desk", act=log, streams=True,
        about="The log as the desk may read it, one event a line; ?after= a seq.", answers={200: "NDJSON"},
    ),
]  # fmt: skip
