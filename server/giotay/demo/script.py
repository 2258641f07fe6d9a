"""The first meeting from end to end: every step is done by a tap and must be seen on every screen.

`giotay demo --script` runs it and exits 0 when every step was seen; the tests run it with a server killed in between.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from giotay.demo.cast import ALOUD, BREAK, CAST, HEATED, MATTERS, REPLY, THANKS
from giotay.demo.hall import Hall
from giotay_client import Refused

View = dict[str, dict[str, Any]]
Step = Callable[[Hall, float], Awaitable[None]]


def _status(view: View) -> str:
    return str(view["meeting"]["meeting"]["status"])


def _current(view: View) -> str | None:
    found: str | None = view["meeting"]["meeting"]["current_turn"]
    return found


async def check_in(hall: Hall, pace: float) -> None:
    """Everyone answers the roll from the phone."""
    for number, room in enumerate(hall.members):
        member = hall.ids[number]
        if room.view["members"][member]["attendance"]["status"] == "expected":
            await room.command("attendance.check_in")
            await asyncio.sleep(0.2 * pace)
    await hall.seen(
        lambda view: all(view["members"][m]["attendance"]["status"] in ("present", "late") for m in hall.ids)
    )


async def open_meeting(hall: Hall, pace: float) -> None:
    """The chair opens the meeting and its first item."""
    await hall.tap(hall.chair, "meeting.open", lambda view: _status(view) == "open")
    await start_item(hall, 0)


async def start_item(hall: Hall, number: int) -> None:
    """The chair goes on to an item of the agenda; the one before is finished by it."""
    items = sorted(hall.chair.view["agenda"].values(), key=lambda item: item["position"])
    item = items[number]["id"]
    await hall.tap(
        hall.chair, "agenda.start", lambda view: view["meeting"]["meeting"]["current_item"] == item, item=item
    )


async def review(hall: Hall, number: int, pace: float) -> None:
    """One member raises a hand, is called, speaks, is commented on and answers; then the turn ends."""
    part, room, member = CAST[number], hall.members[number], hall.ids[number]
    raised = await hall.tap(
        room, "hand.raise",
        lambda view: any(hand["member"] == member for hand in view["hands"].values()),
        note=part.about[hall.locale],
    )  # fmt: skip
    await asyncio.sleep(1.0 * pace)
    granted = await hall.tap(
        hall.chair, "floor.grant", lambda view: _current(view) is not None, hand=raised["result"]["hand"], after=None
    )
    turn = granted["result"]["turn"]
    await asyncio.sleep(1.0 * pace)
    await hall.tap(room, "turn.start", lambda view: view["turns"][turn]["status"] == "speaking", turn=turn)
    for speaker, words in part.comments:
        await asyncio.sleep(2.0 * pace)
        posted = await comment(hall, speaker, words[hall.locale], on=turn)
        await asyncio.sleep(1.0 * pace)
        await room.command("comment.react", comment=posted, kind="thanks")
        await hall.seen(lambda view, c=posted: view["comments"][c]["reactions"]["thanks"] == 1)  # type: ignore[misc]
    if part.comments:
        await comment(hall, number, THANKS[hall.locale], reply_to=posted)
    await hall.secretary.command("turn.note", turn=turn, text=ALOUD[hall.locale])
    await asyncio.sleep(2.0 * pace)
    await hall.tap(
        room, "turn.end",
        lambda view: view["turns"][turn]["status"] == "done" and _current(view) is None,
        turn=turn,
    )  # fmt: skip


async def comment(hall: Hall, number: int, body: str, **fields: Any) -> str:
    """A member's comment, seen by everyone; answers its id."""
    before = set(hall.screen.view["comments"])
    answer = await hall.tap(
        hall.members[number], "comment.post",
        lambda view: any(c["body"] == body for key, c in view["comments"].items() if key not in before),
        body=body, **fields,
    )  # fmt: skip
    return str(answer["result"]["comment"])


async def reviews(hall: Hall, pace: float) -> None:
    """The self-reviews, one after another: the deputy first, the chair's own while the deputy presides."""
    await start_item(hall, 1)
    for number in range(1, len(CAST)):
        await review(hall, number, pace)
    await hall.tap(
        hall.chair,
        "chair.hand_over",
        lambda view: view["meeting"]["meeting"]["presiding"] == hall.ids[1],
        to=hall.ids[1],
    )
    deputy, chair = hall.members[1], hall.members[0]
    hall.members[0], hall.members[1] = deputy, chair
    hall.ids[0], hall.ids[1] = hall.ids[1], hall.ids[0]
    try:
        await review_of_chair(hall, pace)
    finally:
        hall.members[0], hall.members[1] = chair, deputy
        hall.ids[0], hall.ids[1] = hall.ids[1], hall.ids[0]
    await hall.tap(chair, "chair.reclaim", lambda view: view["meeting"]["meeting"]["presiding"] == hall.ids[0])


async def review_of_chair(hall: Hall, pace: float) -> None:
    """The deputy presides while the head of the cell is under review."""
    granted = await hall.tap(
        hall.chair, "floor.grant", lambda view: _current(view) is not None, member=hall.ids[1], after=None
    )
    turn = granted["result"]["turn"]
    await hall.members[1].command("turn.start", turn=turn)
    for speaker, words in CAST[0].comments:
        await asyncio.sleep(1.5 * pace)
        await comment(hall, speaker, words[hall.locale], on=turn)
    await hall.tap(hall.chair, "turn.end", lambda view: view["turns"][turn]["status"] == "done", turn=turn)


async def interruption(hall: Hall, pace: float) -> None:
    """A point of order is heard before everything else, pauses the speaker and gives the time back."""
    speaker, objector = hall.ids[4], hall.ids[7]
    granted = await hall.tap(
        hall.chair, "floor.grant", lambda view: _current(view) is not None, member=speaker, after=None
    )
    turn = granted["result"]["turn"]
    await hall.members[4].command("turn.start", turn=turn)
    raised = await hall.members[7].command("hand.raise", intent="order")
    await asyncio.sleep(1.0 * pace)
    second = await hall.tap(
        hall.chair, "floor.grant",
        lambda view: any(t["member"] == objector and t["status"] != "done" for t in view["turns"].values())
        and view["turns"][turn]["status"] == "paused",
        hand=raised["result"]["hand"], after=turn,
    )  # fmt: skip
    inner = second["result"]["turn"]
    await hall.chair.command("turn.start", turn=inner)
    await asyncio.sleep(1.0 * pace)
    await hall.chair.command("turn.end", turn=inner)
    await hall.seen(lambda view: _current(view) == turn and view["turns"][turn]["status"] == "paused")
    await hall.chair.command("turn.resume", turn=turn)
    await hall.tap(hall.chair, "turn.end", lambda view: view["turns"][turn]["status"] == "done", turn=turn)


async def matters(hall: Hall, pace: float) -> None:
    """What many raised: comments with replies and reactions; one goes too far and leaves every screen."""
    await start_item(hall, 2)
    for speaker, words in MATTERS:
        posted = await comment(hall, speaker, words[hall.locale])
        for other in range(3, 12, 3):
            if other != speaker:
                await hall.members[other].command("comment.react", comment=posted, kind="agree")
        await asyncio.sleep(1.0 * pace)
    await comment(hall, 12, REPLY[hall.locale], reply_to=posted)
    heated = await comment(hall, 13, HEATED[hall.locale])
    await asyncio.sleep(1.0 * pace)
    await hall.chair.command("comment.hide", comment=heated)
    others = [room for number, room in enumerate(hall.members) if number not in (0, 2, 13)] + [hall.screen]
    await hall.seen(lambda view: heated not in view["comments"], others)
    await hall.tap(hall.chair, "comment.pin", lambda view: view["comments"][posted]["pinned"], comment=posted)


async def the_wall(hall: Hall, pace: float) -> None:
    """The desk shows a comment large, a message, the shutter, and lets the screens direct themselves again."""
    shown = next(iter(hall.chair.view["comments"]))
    for fields in (
        {"scene": "comment", "ref": shown},
        {"scene": "message", "text": BREAK[hall.locale]},
        {"scene": "auto"},
    ):
        await hall.tap(hall.secretary, "screen.show", _shows(fields["scene"]), **fields)
        await asyncio.sleep(1.0 * pace)
    await hall.tap(hall.secretary, "screen.shutter", lambda view: view["screen"]["main"]["shutter"], on=True)
    await hall.tap(hall.secretary, "screen.shutter", lambda view: not view["screen"]["main"]["shutter"], on=False)


def _shows(scene: str) -> Callable[[View], bool]:
    return lambda view: bool(view["screen"]["main"]["scene"] == scene)


async def recess(hall: Hall, pace: float) -> None:
    """The meeting pauses and goes on."""
    await hall.tap(hall.chair, "meeting.pause", lambda view: _status(view) == "paused")
    await asyncio.sleep(1.0 * pace)
    await hall.tap(hall.chair, "meeting.resume", lambda view: _status(view) == "open")


async def on_behalf(hall: Hall, pace: float) -> None:
    """The desk raises a hand and comments for a member without a phone, and it shows."""
    member = hall.ids[15]
    raised = await hall.tap(
        hall.secretary, "hand.raise",
        lambda view: any(h["member"] == member and h["by_desk"] for h in view["hands"].values()),
        **{"for": member},
    )  # fmt: skip
    await hall.tap(hall.secretary, "hand.lower", lambda view: not view["hands"], hand=raised["result"]["hand"])


async def close(hall: Hall, pace: float) -> None:
    """The last item, and the close; afterwards no hand goes up any more."""
    await start_item(hall, 3)
    await hall.tap(hall.chair, "meeting.close", lambda view: _status(view) == "closed")
    try:
        await hall.members[5].command("hand.raise")
    except Refused as refused:
        if refused.code != "closed":
            raise
    else:
        raise AssertionError("a hand went up in a closed meeting")


STEPS: Final[tuple[Step, ...]] = (
    check_in, open_meeting, reviews, interruption, matters, the_wall, on_behalf, recess, close,
)  # fmt: skip


async def play(hall: Hall, *, pace: float, say: Callable[[str], None]) -> None:
    """Run every step; raises on the first that is not seen everywhere."""
    for step in STEPS:
        doc = (step.__doc__ or "").strip()
        say(f"… {doc}")
        try:
            await step(hall, pace)
        except TimeoutError as error:
            raise AssertionError(f"not everybody saw it: {doc}") from error
    views = {room.seq for room in hall.everyone}
    say(f"✓ {len(STEPS)} steps seen on {len(hall.everyone)} screens (seq {max(views)})")
    for name, delays in hall.delays.items():
        ordered = sorted(delays)
        middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        say(f"  tap→{name}: median {middle:.1f} ms, 95 % within {late:.1f} ms ({len(ordered)} taps)")
