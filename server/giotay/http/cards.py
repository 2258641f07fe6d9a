"""What is handed out: cards and sheets for everybody with links of their own, a picture to send, the day for calendars.

A card's link is the same each time it is printed, until the member's links are revoked; its token is stored nowhere.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, cast, get_args

from aiohttp import web
from icalendar import Calendar, Event

from giotay.cards import Deck, Person, Shape
from giotay.cards.drawing import NotDrawn, drawn
from giotay.cards.words import CODE, NUMBER, OFFICES, STEPS, WIFI, when
from giotay.http.call import Call
from giotay.http.links import join_link, member_link
from giotay.http.table import Route
from giotay.meeting.authority import valid_from
from giotay.storage.tokens import derived_secret
from giotay_protocol.entities import AgendaItem, Member
from giotay_protocol.names import Locale
from giotay_protocol.refusals import Refusal, invalid
from giotay_protocol.settings import Wifi

_LASTS: Final = timedelta(minutes=90)


async def cards(call: Call) -> web.Response:
    shape = call.request.query.get("shape", "cards")
    if shape not in ("cards", "sheets"):
        raise invalid("shape", "shape is cards or sheets.")
    members = _members(call)
    if not members:
        raise Refusal("not_found", "There is nobody to make cards for.")
    deck = await _deck(call, cast(Shape, shape), await _people(call, members))
    return _file(await _drawn(deck), "application/pdf", f"{call.room.id}-{shape}.pdf")


async def picture(call: Call) -> web.Response:
    """For one member, by the desk; without a member for everybody, by anyone of the room."""
    wanted = call.request.query.get("member")
    if wanted is None:
        listed = await call.services.directory.find(call.room.id)
        if listed is None:
            raise Refusal("not_found", "The room has no code.")
        link = join_link(call.services.settings.address.upper(), listed.code).replace("/j/", "/J/")
        people = [Person(name="", detail="", number="", link=link)]
    else:
        if call.credential is not None and call.room.viewer(call.member).cls != "desk":
            raise Refusal("forbidden", "This is for the desk.")
        member = call.room.state.get(Member, wanted)
        if member is None:
            raise Refusal("not_found", "There is no such member.")
        people = await _people(call, [member])
    return _file(await _drawn(await _deck(call, "picture", people)), "image/png", f"{call.room.id}.png")


async def _drawn(deck: Deck) -> bytes:
    try:
        return await drawn(deck)
    except NotDrawn:
        raise Refusal("unavailable", "This could not be drawn; try again.") from None


def _members(call: Call) -> list[Member]:
    everybody = sorted(call.room.state.all(Member), key=lambda member: member.sort_key)
    wanted = call.request.query.get("members")
    if wanted is None:
        return everybody
    chosen = set(wanted.split(","))
    if chosen - {member.id for member in everybody}:
        raise Refusal("not_found", "There is no such member.", field="members")
    return [member for member in everybody if member.id in chosen]


async def _people(call: Call, members: list[Member]) -> list[Person]:
    services, room, locale = call.services, call.room, _locale(call)
    secrets = [
        derived_secret(services.host_key, "card", room.id, member.id, str(valid_from(room.state, member.id)))
        for member in members
    ]
    kept: list[tuple[str | None, str]] = [(member.id, secret) for member, secret in zip(members, secrets, strict=True)]
    await services.tokens.keep(room.id, kept, room.now())
    return [
        Person(
            name=member.name,
            detail=" · ".join(filter(None, (OFFICES[locale][member.office], member.title, member.unit))),
            number=member.card or "",
            link=member_link(services.settings.address, room.id, member, f"{room.id}.{secret}"),
        )
        for member, secret in zip(members, secrets, strict=True)
    ]


async def _deck(call: Call, shape: Shape, people: list[Person]) -> Deck:
    meeting, locale = call.room.state.meeting, _locale(call)
    listed = await call.services.directory.find(call.room.id)
    return Deck(
        shape=shape, title=meeting.title, when=when(meeting.starts_at, locale), place=meeting.place or "",
        address=call.services.settings.address.partition("://")[2], code=listed.code if listed else "",
        code_label=CODE[locale], number_label=NUMBER[locale], people=people,
        steps=_steps(meeting.settings.wifi, locale),
    )  # fmt: skip


def _steps(wifi: Wifi | None, locale: Locale) -> list[str]:
    """How to come in; where the hall's Wi-Fi is known, by its name."""
    _, *rest = STEPS[locale]
    if wifi is None:
        return STEPS[locale]
    plain, closed = WIFI[locale]
    password = wifi.password if wifi.security != "nopass" else ""
    return [(closed if password else plain).format(ssid=wifi.ssid, password=password), *rest]


def _locale(call: Call) -> Locale:
    asked = call.request.query.get("locale", call.room.state.meeting.locale)
    if asked not in get_args(Locale):
        raise invalid("locale", "locale is vi or en.")
    return cast(Locale, asked)


async def calendar(call: Call) -> web.Response:
    """The meeting as an appointment, without anybody's link in it."""
    meeting = call.room.state.meeting
    if meeting.starts_at is None:
        raise Refusal("not_found", "It is not settled when the meeting begins.")
    begins = datetime.fromtimestamp(meeting.starts_at / 1_000, UTC)
    planned = sum(item.planned_ms or 0 for item in call.room.state.all(AgendaItem) if item.parent is None)
    listed = await call.services.directory.find(call.room.id)
    appointment = Event()
    appointment.add("uid", f"{call.room.id}@giotay")
    appointment.add("dtstamp", datetime.fromtimestamp(meeting.at / 1_000, UTC))
    appointment.add("dtstart", begins)
    appointment.add("dtend", begins + (timedelta(milliseconds=planned) if planned else _LASTS))
    appointment.add("summary", meeting.title)
    if meeting.place:
        appointment.add("location", meeting.place)
    if listed is not None:
        appointment.add("url", join_link(call.services.settings.address, listed.code))
    book = Calendar()
    book.add("prodid", "-//Giotay//Giotay//VI")
    book.add("version", "2.0")
    book.add_component(appointment)
    return _file(book.to_ical(), "text/calendar", f"{call.room.id}.ics")


def _file(body: bytes, media_type: str, name: str) -> web.Response:
    return web.Response(
        body=body,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


ROUTES = [
    Route(
        method="GET", path="/api/rooms/{room}/cards.pdf", who="desk", act=cards, streams=True,
        about="Cards to cut (?shape=cards) or a sheet for each person (?shape=sheets), with links of their own; "
        "?members= some of them, ?locale=.",
        answers={200: "PDF"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/card.png", who="token", act=picture, streams=True,
        about="A picture to send: for everybody, or for the desk with ?member= one person's own.",
        answers={200: "PNG"},
    ),
    Route(
        method="GET", path="/api/rooms/{room}/calendar.ics", who="token", act=calendar,
        about="The meeting as an appointment.", answers={200: "iCalendar"},
    ),
]  # fmt: skip
