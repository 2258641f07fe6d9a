"""A congress of 1,500, played: a presidium in turns, a roster that nobody sees, two hundred hands, votes by phone."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from giotay.demo.cast import Line
from giotay.demo.hall import Hall, Tap
from giotay.demo.people import names
from giotay.demo.steps import (
    Step,
    View,
    call,
    claim,
    close_meeting,
    close_vote,
    end,
    meeting_of,
    open_meeting,
    put_to_vote,
    start_item,
)
from giotay_client import Room
from giotay_protocol.names import Locale

SIZE: Final = 1_500
PRESIDIUM: Final = 5
HANDS: Final = 200
# Those whose screens are waited for; at the end everybody's has to be level.
WATCHING: Final = 12
# So many taps at once, as a hall does that is asked to do something now.
AT_ONCE: Final = 100
TITLE: Final[Line] = {"vi": "Đại hội Công đoàn lần thứ mười hai", "en": "Twelfth congress of the union"}
PLACE: Final[Line] = {"vi": "Nhà văn hóa Lao động", "en": "Hall of Labour"}
AGENDA: Final[tuple[tuple[Line, str, int], ...]] = (
    ({"vi": "Khai mạc", "en": "Opening"}, "information", 15),
    ({"vi": "Thảo luận văn kiện", "en": "Debate on the papers"}, "discussion", 60),
    ({"vi": "Thông qua nghị quyết", "en": "Adopting the resolution"}, "vote", 15),
)
NOTE: Final[Line] = {"vi": "Về nhà ở cho công nhân", "en": "On housing for workers"}
QUESTION: Final[Line] = {"vi": "Thông qua nghị quyết đại hội?", "en": "Shall the resolution be adopted?"}
OPTIONS: Final[tuple[Line, ...]] = (
    {"vi": "Tán thành", "en": "In favour"}, {"vi": "Không tán thành", "en": "Against"},
    {"vi": "Không ý kiến", "en": "Abstained"},
)  # fmt: skip
VOTED: Final = 1_400


def request(locale: Locale, key: str) -> dict[str, Any]:
    """The body of `POST /api/rooms` for the congress."""
    offices = (
        "chair",
        "deputy",
        "secretary",
        *("deputy" for _ in range(PRESIDIUM - 2)),
        *("member" for _ in range(SIZE)),
    )
    return {
        "id": key, "title": TITLE[locale], "place": PLACE[locale], "profile": "assembly", "locale": locale,
        "members": [
            {"name": name, "office": office, "kind": "delegate", "unit": f"Đoàn {number % 30 + 1}"}
            for number, (name, office) in enumerate(zip(names(SIZE), offices, strict=False))
        ],
        "agenda": [
            {"title": title[locale], "kind": kind, "planned_ms": minutes * 60_000} for title, kind, minutes in AGENDA
        ],
    }  # fmt: skip


async def _each(rooms: Iterable[tuple[int, Room | Tap]], tap: Callable[[int, Room | Tap], Awaitable[object]]) -> None:
    """A tap of each of these, many at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, room: Room | Tap) -> None:
        async with gate:
            await tap(number, room)

    async with asyncio.TaskGroup() as group:
        for number, room in rooms:
            group.create_task(one(number, room))


def _all(hall: Hall) -> list[Room | Tap]:
    return [*hall.members, *hall.taps]


async def arrive(hall: Hall, pace: float) -> None:
    """Fifteen hundred come in; the hall sees how many, and nobody's name but one's own."""
    hall.watching = [*hall.members[:: len(hall.members) // WATCHING], hall.secretary, hall.screen]
    await _each(enumerate(_all(hall)), lambda _, room: room.command("attendance.check_in"))
    await hall.seen(
        lambda view: sum(m["attendance"]["status"] == "present" for m in view["members"].values()) == SIZE,
        [hall.secretary],
    )
    await hall.seen(lambda _: hall.screen.presence.get("present") == SIZE, [hall.screen])
    claim(set(hall.members[200].view["members"]) == {hall.ids[200]}, "a delegate sees the roster")


async def presidium(hall: Hall, pace: float) -> None:
    """Who presides changes through the presidium, and comes back to the chair."""
    for number in (1, 3, 4):
        now = hall.ids[number]
        presiding = hall.members[hall.ids.index(meeting_of(hall.screen.view)["presiding"])]
        await hall.tap(presiding, "chair.hand_over", _presides(now), to=now)
        await asyncio.sleep(1.0 * pace)
    await hall.tap(hall.chair, "chair.reclaim", lambda view: meeting_of(view)["presiding"] == hall.ids[0])


def _presides(member: str) -> Callable[[View], bool]:
    return lambda view: bool(meeting_of(view)["presiding"] == member)


async def hands(hall: Hall, pace: float) -> None:
    """Two hundred raise their hands; everybody sees the same line."""
    await start_item(hall, 1)
    note = NOTE[hall.locale]
    raising = list(enumerate(_all(hall)))[100 : 100 + HANDS]
    await _each(raising, lambda _, room: room.command("hand.raise", note=note))
    await hall.seen(lambda view: len(view["hands"]) == HANDS)
    lines = {
        tuple(sorted((hand["rank"], key) for key, hand in room.view["hands"].items())) for room in hall.watching or ()
    }
    claim(len(lines) == 1, "not everybody sees the same line")


async def speeches(hall: Hall, pace: float) -> None:
    """Some are heard, the rest when the debate is closed are not, and are told so."""
    for _ in range(5):
        first = min(hall.screen.view["hands"].values(), key=lambda hand: (hand["rank"], hand["id"]))
        turn = await call(hall, hand=first["id"])
        await asyncio.sleep(2.0 * pace)
        await end(hall, turn)
    item = meeting_of(hall.screen.view)["current_item"]
    await hall.tap(hall.chair, "queue.update", lambda view: not view["hands"], item=item, state="debate_closed")


async def vote(hall: Hall, pace: float) -> None:
    """Everybody votes on the phone, but a hundred; the wall shows how many have, and what came out only afterwards."""
    await start_item(hall, 2)
    options = [option[hall.locale] for option in OPTIONS]
    poll = await put_to_vote(hall, question=QUESTION[hall.locale], options=options, base="present", majority="2/3")
    claim(hall.screen.view["polls"][poll]["eligible"] == SIZE, "not everybody here may vote")
    voters = list(enumerate(_all(hall)))[:VOTED]
    await _each(voters, lambda n, room: room.command("poll.vote", poll=poll, choices=["o2" if n % 10 == 0 else "o1"]))
    await hall.seen(lambda view: view["polls"][poll]["voted"] == VOTED)
    claim(hall.screen.view["polls"][poll]["result"] is None, "a result is shown before it is published")
    result = await close_vote(hall, poll)
    claim(result["counts"] == {"o1": VOTED * 9 // 10, "o2": VOTED // 10, "o3": 0}, f"counted as {result['counts']}")
    claim((result["carried"], result["needed"]) == ("o1", SIZE * 2 // 3), "two thirds of those present carry it")


async def level(hall: Hall, pace: float) -> None:
    """Every phone that watches holds the same meeting."""
    last = max(room.seq for room in hall.everyone)
    await asyncio.gather(*(room.until(lambda _, r=room: r.seq >= last, timeout=30) for room in hall.everyone))  # type: ignore[misc]
    claim(len({(room.seq, room.head) for room in hall.everyone}) == 1, "not everybody is level")


async def minutes(hall: Hall, pace: float) -> None:
    """The minutes name fifteen hundred, who presided, and what was adopted."""
    text = await hall.minutes("md")
    claim(QUESTION[hall.locale] in text, "the minutes do not have the vote")
    claim(all(name in text for name in names(SIZE)), "somebody is missing in the roll")


STEPS: Final[tuple[Step, ...]] = (
    arrive, open_meeting, presidium, hands, speeches, vote, close_meeting, level, minutes,
)  # fmt: skip
