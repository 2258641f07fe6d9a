"""The papers of a meeting over HTTP: to the desk at any time, as drafts while the meeting runs; to members once the
minutes are circulated or it is closed, then without words of the secretary's that were not circulated."""

from collections.abc import AsyncIterator
from typing import Final, get_args

from aiohttp import web

from giotay.http.call import Call
from giotay.http.entries import entries_of
from giotay.http.services import Services
from giotay.http.table import Route
from giotay.layouts import load_layouts
from giotay.meeting.approval import minutes_of
from giotay.minutes.layout import PaperKind
from giotay.papers.making import NoPaper
from giotay.papers.order import FORMATS, TYPES, Format, Order
from giotay.room.room import Room
from giotay.storage.entry import StoredEntry
from giotay_protocol.names import Locale
from giotay_protocol.refusals import Refusal, invalid

_MINUTE_MS: Final = 60_000
_LANGUAGES: Final[tuple[Locale, ...]] = get_args(Locale)
_KINDS: Final[tuple[PaperKind, ...]] = get_args(PaperKind)


async def minutes(call: Call) -> web.Response:
    kind, layout, paper, locale = _format(call), _layout(call), _paper(call), _locale(call)
    to_all = check_reader(call)
    about = _about(call, paper)
    body = await paper_of(
        call.services, call.room, paper, kind, layout=layout, locale=locale, to_all=to_all, about=about
    )
    return web.Response(
        body=body,
        headers={
            "Content-Type": TYPES[kind],
            "Content-Disposition": f'attachment; filename="{paper}-{call.room.id}.{kind}"',
        },
    )


async def paper_of(
    services: Services, room: Room, paper: PaperKind, kind: Format, *, locale: Locale, layout: str | None = None,
    to_all: bool = False, about: str = "",
) -> bytes:  # fmt: skip
    """The file, made once however many ask for it. Refuses `not_found` when there is nothing to make it of."""
    now = services.now()
    # A draft says as of when it is; a new one every minute is soon enough.
    moment = "" if room.state.meeting.status == "closed" else str(now // _MINUTE_MS)
    end = room.position
    key = (room.id, end.head.hex(), paper, kind, str(layout), about, str(to_all), locale, moment)
    profiles = services.profiles
    order = Order(
        room=room.id, now=now, paper=paper, format=kind, locale=locale, layout=layout, laid_out=layout is not None,
        to_all=to_all, about=about, check=f"{services.settings.address}/verify", at=end.head.hex(),
        profile=profiles.get(room.state.meeting.profile) or profiles["neutral"],
    )  # fmt: skip

    async def parts() -> AsyncIterator[list[StoredEntry]]:
        async for some in entries_of(services, room, 0):
            yield [entry for entry in some if entry.last <= end.seq]

    try:
        return await services.papers.of(key, lambda: services.making.make(order, parts()))
    except NoPaper as error:
        if error.reason == "nothing":
            raise Refusal("not_found", "The meeting has nothing of which this paper could be made.") from None
        raise Refusal("unavailable", "The paper could not be made; try again.") from None


def _format(call: Call) -> Format:
    kind = call.request.match_info["format"]
    for known in FORMATS:
        if kind == known:
            return known
    raise Refusal("not_found", f"The minutes come as {', '.join(FORMATS)}.")


def _layout(call: Call) -> str | None:
    """The layout that was asked for by name: then json is the paper, block by block, and else the model."""
    layout = call.request.query.get("layout")
    if layout is not None and layout not in ("", *load_layouts()):
        raise invalid("layout", f"layout is one of {', '.join(load_layouts())}, or empty for the room's own.")
    return layout


def _paper(call: Call) -> PaperKind:
    asked = call.request.query.get("paper", "minutes")
    for kind in _KINDS:
        if asked == kind:
            return kind
    raise invalid("paper", f"paper is one of {', '.join(_KINDS)}.")


def _locale(call: Call) -> Locale:
    asked = call.request.query.get("locale")
    if asked is None:
        return call.room.state.meeting.locale
    for locale in _LANGUAGES:
        if asked == locale:
            return locale
    raise invalid("locale", f"locale is one of {', '.join(_LANGUAGES)}.")


def _about(call: Call, paper: PaperKind) -> str:
    """[WH13] Whose extract, or of which poll. A member has their own extract, the desk everybody's."""
    if paper == "count":
        return call.request.query.get("poll", "")
    if paper != "extract":
        return ""
    asked = call.request.query.get("member") or call.member
    if asked is None:
        raise invalid("member", "An extract needs a member.")
    if call.member is not None and asked != call.member and call.room.viewer(call.member).cls != "desk":
        raise Refusal("forbidden", "An extract is for the person it is about.")
    return asked


def check_reader(call: Call) -> bool:
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


ROUTES = [
    Route(
        method="GET", path="/api/rooms/{room}/minutes.{format}", who="token", act=minutes,
        about="The papers of a meeting as json, md, html, docx or pdf, the desk's at any time, members' once it is "
        "closed; ?paper= (minutes, resolution, attendance, speakers, opinions, extract with ?member=, count with "
        "?poll=, votes, news), ?locale=vi or en, ?layout= a form, with json for the paper block by block.",
        answers={200: "the file"},
    ),
]  # fmt: skip
