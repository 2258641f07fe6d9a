"""The minutes over HTTP: to the desk at any time, as a draft while the meeting runs; to members once they are
circulated or it is closed, then without words of the secretary's that were not circulated."""

import asyncio
from collections.abc import Mapping
from typing import Final, Literal, get_args

import msgspec
from aiohttp import web

from giotay.http.call import Call
from giotay.http.entries import entries
from giotay.http.table import Route
from giotay.meeting.approval import minutes_of
from giotay.meeting.profile import Profile
from giotay.minutes.docx import docx
from giotay.minutes.fold import Fold
from giotay.minutes.markdown import markdown
from giotay.minutes.model import Minutes
from giotay.minutes.paper import lay_out
from giotay.storage.entry import read
from giotay_protocol.names import Locale
from giotay_protocol.refusals import Refusal, invalid

Format = Literal["json", "md", "docx"]
_TYPES: Final[dict[Format, str]] = {
    "json": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PLAIN: Final = "plain"
_MINUTE_MS: Final = 60_000
_LANGUAGES: Final[tuple[Locale, ...]] = get_args(Locale)


async def minutes(call: Call) -> web.Response:
    kind, laid_out = _format(call), _layout(call)
    locale = _locale(call)
    to_all = _check_reader(call)
    room, now = call.room, call.services.now()
    # A draft says as of when it is; a new one every minute is soon enough.
    moment = "" if room.state.meeting.status == "closed" else str(now // _MINUTE_MS)
    key = (room.id, room.position.head.hex(), kind, str(laid_out), str(to_all), locale, moment)
    body = await call.services.papers.of(key, lambda: _made(call, kind, locale, now, laid_out=laid_out, to_all=to_all))
    return web.Response(
        body=body,
        headers={
            "Content-Type": _TYPES[kind],
            "Content-Disposition": f'attachment; filename="minutes-{room.id}.{kind}"',
        },
    )


def _format(call: Call) -> Format:
    kind = call.request.match_info["format"]
    if kind not in _TYPES:
        raise Refusal("not_found", f"The minutes come as {', '.join(_TYPES)}.")
    return kind


def _layout(call: Call) -> bool:
    """Whether a layout was asked for by name: then json is the paper, block by block, and else the model."""
    layout = call.request.query.get("layout")
    if layout not in (None, _PLAIN):
        raise invalid("layout", f"layout is {_PLAIN}.")
    return layout is not None


def _locale(call: Call) -> Locale:
    asked = call.request.query.get("locale")
    if asked is None:
        return call.room.state.meeting.locale
    for locale in _LANGUAGES:
        if asked == locale:
            return locale
    raise invalid("locale", f"locale is one of {', '.join(_LANGUAGES)}.")


def _check_reader(call: Call) -> bool:
    """[WH9] Whether it is for everybody: members read what was said, not what the desk is still writing; a projector
    reads nothing.
    """
    if call.credential is None:
        return False
    if call.member is None:
        raise Refusal("forbidden", "The minutes are for people, not for a projector.")
    state = call.room.state
    shared = state.meeting.status == "closed" or minutes_of(state).status != "draft"
    if call.room.viewer(call.member).cls == "desk":
        return False
    if not shared:
        raise Refusal("forbidden", "Until they are circulated, or the meeting is closed, the minutes are the desk's.")
    return True


async def _made(call: Call, kind: Format, locale: Locale, now: int, *, laid_out: bool, to_all: bool) -> bytes:
    folding = Fold(call.room.id)
    async for some in entries(call, 0):
        for entry in some:
            # The fold tells nothing that was not shown to all.
            for event in read(entry):
                folding.take(event)
        await asyncio.sleep(0)
    profiles = call.services.profiles
    # Laying out and writing takes longer than the other rooms can wait.
    found, check = folding.minutes(now, to_all=to_all), f"{call.services.settings.address}/verify"
    return await asyncio.to_thread(_written, found, kind, locale, profiles, check, laid_out=laid_out)


def _written(
    found: Minutes, kind: Format, locale: Locale, profiles: Mapping[str, Profile], check: str, *, laid_out: bool
) -> bytes:
    if kind == "json" and not laid_out:
        return msgspec.json.encode(found)
    blocks = lay_out(found, profiles.get(found.profile) or profiles["neutral"], locale, check=check)
    if kind == "json":
        return msgspec.json.encode({"title": found.title, "locale": locale, "draft": found.draft, "blocks": blocks})
    if kind == "md":
        return markdown(blocks).encode()
    return docx(blocks, title=found.title, locale=locale)


ROUTES = [
    Route(
        method="GET", path="/api/rooms/{room}/minutes.{format}", who="token", act=minutes,
        about="The minutes as json, md or docx, the desk's at any time, members' once it is closed; ?locale=vi or en, "
        "?layout=plain for json as the paper, block by block.",
        answers={200: "the file"},
    ),
]  # fmt: skip
