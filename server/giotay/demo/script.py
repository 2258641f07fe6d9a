"""The first meeting from end to end: every step is done by a tap and must be seen on every screen.

`giotay demo --script` runs it and exits 0 when every step was seen; the tests run it with a server killed in between.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from giotay.demo import outcome, papers, review, steps
from giotay.demo.cast import BREAK, HEATED, MATTERS, REPLY
from giotay.demo.hall import Hall
from giotay.demo.steps import Step, View, check_in, comment, current_turn, open_meeting, start_item, status


async def interruption(hall: Hall, pace: float) -> None:
    """A point of order is heard before everything else, pauses the speaker and gives the time back."""
    speaker, objector = hall.ids[4], hall.ids[7]
    granted = await hall.tap(
        hall.chair, "floor.grant", lambda view: current_turn(view) is not None, member=speaker, after=None
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
    await hall.seen(lambda view: current_turn(view) == turn and view["turns"][turn]["status"] == "paused")
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
    await hall.tap(hall.chair, "meeting.pause", lambda view: status(view) == "paused")
    await asyncio.sleep(1.0 * pace)
    await hall.tap(hall.chair, "meeting.resume", lambda view: status(view) == "open")


async def on_behalf(hall: Hall, pace: float) -> None:
    """The desk raises a hand and comments for a member without a phone, and it shows."""
    member = hall.ids[15]
    raised = await hall.tap(
        hall.secretary, "hand.raise",
        lambda view: any(h["member"] == member and h["by_desk"] for h in view["hands"].values()),
        **{"for": member},
    )  # fmt: skip
    await hall.tap(hall.secretary, "hand.lower", lambda view: not view["hands"], hand=raised["result"]["hand"])


STEPS: Final[tuple[Step, ...]] = (
    papers.beforehand, review.hand_in, check_in, open_meeting, review.begin, review.everybody, review.finish,
    matters, interruption, the_wall, on_behalf, recess, papers.named, outcome.topics, outcome.outcomes,
    outcome.commitments, outcome.resolution,
    papers.approval, outcome.score, steps.close_meeting, outcome.minutes,
)  # fmt: skip


async def play(
    hall: Hall, *, pace: float, say: Callable[[str], None], script: tuple[Step, ...] = STEPS
) -> None:  # fmt: skip
    """Run every step; raises AssertionError on the first that is not seen everywhere."""
    await steps.play(hall, script, pace=pace, say=say)
