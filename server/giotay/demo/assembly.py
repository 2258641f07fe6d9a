"""An assembly of forty, played: who has not spoken goes first, groups alternate, time is short, hands are counted.

Who is heard is the policy's doing; the script claims the order in which they are called.
"""

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from giotay.demo.cast import Line
from giotay.demo.hall import Hall
from giotay.demo.people import names
from giotay.demo.steps import (
    Step,
    View,
    call,
    check_in,
    claim,
    close_meeting,
    close_vote,
    current_turn,
    end,
    open_meeting,
    put_to_vote,
    refused,
    start_item,
)
from giotay_protocol.names import Locale

SIZE: Final = 40
GROUPS: Final[tuple[Line, ...]] = (
    {"vi": "Khối Tự nhiên", "en": "Sciences"}, {"vi": "Khối Xã hội", "en": "Humanities"},
    {"vi": "Khối Kỹ thuật", "en": "Engineering"},
)  # fmt: skip
TITLE: Final[Line] = {"vi": "Đại hội đại biểu sinh viên", "en": "Assembly of the students' delegates"}
PLACE: Final[Line] = {"vi": "Giảng đường B1", "en": "Lecture hall B1"}
AGENDA: Final[tuple[tuple[Line, str, int], ...]] = (
    ({"vi": "Khai mạc", "en": "Opening"}, "information", 10),
    ({"vi": "Thảo luận: giờ mở cửa thư viện", "en": "Debate: when the library is open"}, "discussion", 30),
    ({"vi": "Biểu quyết", "en": "Vote"}, "vote", 10),
)
IDEA: Final[Line] = {"vi": "Đề nghị mở cửa thư viện đến 22 giờ.", "en": "Keep the library open until ten at night."}
WRITTEN: Final[Line] = {"vi": "Cần thêm bảo vệ buổi tối.", "en": "Guards are needed in the evening."}
MOTION: Final[Line] = {"vi": "Mở cửa thư viện đến 22 giờ?", "en": "Shall the library be open until ten?"}
OPTIONS: Final[tuple[Line, ...]] = (
    {"vi": "Tán thành", "en": "In favour"}, {"vi": "Không tán thành", "en": "Against"},
    {"vi": "Không ý kiến", "en": "Abstained"},
)  # fmt: skip
# The first to speak, and those who raise their hands while they do: places among the members.
FIRST: Final = (3, 6)
WAITING: Final = (3, 9, 12, 15, 4, 7, 5)
LIMIT_MS, SHORT_MS = 180_000, 135_000


def request(locale: Locale, key: str) -> dict[str, Any]:
    """The body of `POST /api/rooms` for the assembly."""
    offices = ("chair", "deputy", "secretary", *("member" for _ in range(SIZE)))
    return {
        "id": key, "title": TITLE[locale], "place": PLACE[locale], "profile": "assembly", "locale": locale,
        "members": [
            {"name": name, "office": office, "kind": "delegate"}
            for name, office in zip(names(SIZE), offices, strict=False)
        ],
        "agenda": [
            {"title": title[locale], "kind": kind, "planned_ms": minutes * 60_000} for title, kind, minutes in AGENDA
        ],
    }  # fmt: skip


async def declare(hall: Hall, pace: float) -> None:
    """Each delegate says on the phone to which group they belong."""
    for number, room in enumerate(hall.members):
        await room.command("member.declare", group=GROUPS[number % 3][hall.locale])
    await hall.seen(lambda view: all(member["group"] for member in view["members"].values()))


def _item(hall: Hall) -> str:
    return str(hall.chair.view["meeting"]["meeting"]["current_item"])


def _queue(hall: Hall) -> dict[str, Any]:
    found: dict[str, Any] = hall.screen.view["queues"][_item(hall)]
    return found


def _line(hall: Hall) -> list[int]:
    """Who waits, in the order in which they are called."""
    hands = sorted(hall.screen.view["hands"].values(), key=lambda hand: (hand["rank"], hand["id"]))
    return [hall.ids.index(hand["member"]) for hand in hands]


async def _raise(hall: Hall, number: int, **fields: Any) -> str:
    member, intent = hall.ids[number], fields.get("intent", "speak")
    answer = await hall.tap(
        hall.members[number], "hand.raise",
        lambda view: any(h["member"] == member and h["intent"] == intent for h in view["hands"].values()),
        **fields,
    )  # fmt: skip
    return str(answer["result"]["hand"])


async def rules(hall: Hall, pace: float) -> None:
    """The chair sets the policy: who has not spoken first, groups alternate, three minutes and then one."""
    await start_item(hall, 1)
    policy = ["tier", "first_time", "alternate", "first_come"]
    await hall.tap(
        hall.chair, "queue.update",
        lambda view: (found := view["queues"].get(_item(hall))) is not None and found["discipline"] == policy,
        item=_item(hall), discipline=policy, limit_ms=LIMIT_MS, second_limit_ms=60_000,
    )  # fmt: skip


async def debate(hall: Hall, pace: float) -> None:
    """Two speak; of those who raise their hands then, newcomers come first and groups take turns."""
    for number in FIRST:
        turn = await call(hall, hand=await _raise(hall, number, note=IDEA[hall.locale]))
        await asyncio.sleep(2.0 * pace)
        await hall.secretary.command("turn.note", turn=turn, text=IDEA[hall.locale])
        await end(hall, turn)
    for number in WAITING:
        await _raise(hall, number, note=WRITTEN[hall.locale])
        await asyncio.sleep(0.5 * pace)
    order = _line(hall)
    claim(order[-1] == 3, "who has spoken does not wait behind those who have not")
    groups = [number % 3 for number in order[:4]]
    claim(
        all(one != other for one, other in pairwise(groups)),
        f"two of one group follow one another: {order}",
    )
    claim(groups[0] != FIRST[-1] % 3, "the group that spoke last is first again")


async def interruptions(hall: Hall, pace: float) -> None:
    """A point of order, then a question, pause the speaker, who loses no time."""
    turn = await call(hall, hand=_first(hall))
    for number, intent in ((20, "order"), (21, "question")):
        hand = await _raise(hall, number, intent=intent)
        inner = await call(hall, hand=hand)
        claim(hall.screen.view["turns"][turn]["status"] == "paused", "the speaker was not paused")
        await asyncio.sleep(1.0 * pace)
        await end(hall, inner)
        await hall.seen(lambda view: current_turn(view) == turn)
    await hall.tap(hall.chair, "turn.resume", lambda view: view["turns"][turn]["status"] == "speaking", turn=turn)
    await end(hall, turn)


def _first(hall: Hall) -> str:
    hands = sorted(hall.screen.view["hands"].values(), key=lambda hand: (hand["rank"], hand["id"]))
    return str(hands[0]["id"])


async def short_of_time(hall: Hall, pace: float) -> None:
    """The list is closed, and what time is left is divided by those on it."""
    item = _item(hall)
    await hall.tap(
        hall.chair, "queue.update", lambda view: view["queues"][item]["state"] == "list_closed",
        item=item, state="list_closed",
    )  # fmt: skip
    await refused(hall.members[30], "closed", "hand.raise")
    await hall.tap(
        hall.chair, "queue.update", lambda view: view["queues"][item]["limit_ms"] == SHORT_MS,
        item=item, limit_ms=SHORT_MS,
    )  # fmt: skip
    turn = await call(hall, hand=_first(hall))
    claim(hall.screen.view["turns"][turn]["limit_ms"] == SHORT_MS, "the speaker has not the time everybody has now")
    await asyncio.sleep(2.0 * pace)
    await end(hall, turn)


async def debate_closed(hall: Hall, pace: float) -> None:
    """The debate is closed: whoever waited sends the words as a written opinion."""
    item, waiting = _item(hall), _line(hall)
    claim(len(waiting) > 2, "nobody waits any more")
    await hall.tap(hall.chair, "queue.update", lambda view: not view["hands"], item=item, state="debate_closed")
    for number in waiting[:2]:
        words = f"{WRITTEN[hall.locale]} ({number})"
        await hall.tap(
            hall.members[number], "comment.post",
            _says(words), body=words, on=item,
        )  # fmt: skip


def _says(words: str) -> Callable[[View], bool]:
    return lambda view: any(comment["body"] == words for comment in view["comments"].values())


async def show_of_hands(hall: Hall, pace: float) -> None:
    """A show of hands, counted twice; the first count is kept."""
    await start_item(hall, 2)
    options = [option[hall.locale] for option in OPTIONS]
    poll = await put_to_vote(hall, question=MOTION[hall.locale], options=options, kind="hands", base="present")
    await asyncio.sleep(2.0 * pace)
    for type, counts, times in (("poll.count", (24, 10, 4), 1), ("poll.recount", (25, 10, 5), 2)):
        await hall.secretary.command(type, poll=poll, counts=dict(zip(("o1", "o2", "o3"), counts, strict=True)))
        await hall.seen(_counted(poll, times), [hall.chair])
    result = await close_vote(hall, poll)
    claim(result["counts"] == {"o1": 25, "o2": 10, "o3": 5}, "the second count does not count")
    claim(result["carried"] == "o1", "twenty-five of forty are a majority")


def _counted(poll: str, times: int) -> Callable[[View], bool]:
    return lambda view: len(view["polls"][poll]["counted"]) == times


async def minutes(hall: Hall, pace: float) -> None:
    """The minutes have the policy, the interruptions, the written opinions and both counts."""
    text = await hall.minutes("md")
    for line in (IDEA, WRITTEN, MOTION):
        claim(line[hall.locale] in text, f"the minutes do not say “{line[hall.locale]}”")
    first = f"{OPTIONS[0][hall.locale]} 24"
    claim(first in text, "the minutes do not have the first count")


STEPS: Final[tuple[Step, ...]] = (
    check_in, declare, open_meeting, rules, debate, interruptions, short_of_time, debate_closed, show_of_hands,
    close_meeting, minutes,
)  # fmt: skip
