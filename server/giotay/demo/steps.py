"""Steps that every script is made of: the roll, the opening, the agenda, a comment, a call, a vote.

Each is a tap, and is over when everybody who watches has seen what came of it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from giotay.demo.hall import Hall
from giotay_client import Refused, Room

View = dict[str, dict[str, Any]]
Step = Callable[[Hall, float], Awaitable[None]]


def claim(truth: object, what: str) -> None:
    """What a script says about the meeting is so, or the script fails with this sentence."""
    if not truth:
        raise AssertionError(what)


def meeting_of(view: View) -> dict[str, Any]:
    """The meeting itself."""
    found: dict[str, Any] = view["meeting"]["meeting"]
    return found


def status(view: View) -> str:
    """draft, open, paused or closed."""
    return str(meeting_of(view)["status"])


def current_turn(view: View) -> str | None:
    """The turn that has the floor."""
    found: str | None = meeting_of(view)["current_turn"]
    return found


def on_the_floor(hall: Hall) -> str:
    """The turn that everybody sees to be on."""
    turn = current_turn(hall.screen.view)
    if turn is None:
        raise AssertionError("nobody has the floor")
    return turn


async def refused(room: Room, code: str, type: str, **fields: Any) -> None:
    """A tap that has to be refused, and with this code."""
    try:
        await room.command(type, **fields)
    except Refused as refusal:
        claim(refusal.code == code, f"{type} was refused with {refusal.code} instead of {code}")
    else:
        raise AssertionError(f"{type} went through, and should have been refused with {code}")


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
    await hall.tap(hall.chair, "meeting.open", lambda view: status(view) == "open")
    await start_item(hall, 0)


async def start_item(hall: Hall, number: int) -> None:
    """The chair goes on to an item of the agenda; the one before is finished by it."""
    items = sorted(hall.chair.view["agenda"].values(), key=lambda item: item["position"])
    item = items[number]["id"]
    await hall.tap(
        hall.chair, "agenda.start", lambda view: view["meeting"]["meeting"]["current_item"] == item, item=item
    )


async def comment(hall: Hall, number: int, body: str, **fields: Any) -> str:
    """A member's comment, seen by everyone; answers its id."""
    before = set(hall.screen.view["comments"])
    answer = await hall.tap(
        hall.members[number], "comment.post",
        lambda view: any(c["body"] == body for key, c in view["comments"].items() if key not in before),
        body=body, **fields,
    )  # fmt: skip
    return str(answer["result"]["comment"])


async def call(hall: Hall, **whom: Any) -> str:
    """The chair calls a hand or a member, and they begin; answers the turn."""
    before = current_turn(hall.chair.view)
    granted = await hall.tap(
        hall.chair, "floor.grant", lambda view: current_turn(view) not in (None, before), after=before, **whom
    )
    turn = str(granted["result"]["turn"])
    await hall.tap(hall.chair, "turn.start", lambda view: view["turns"][turn]["status"] == "speaking", turn=turn)
    return turn


async def end(hall: Hall, turn: str, by: Room | None = None) -> None:
    """The turn is over."""
    await hall.tap(by or hall.chair, "turn.end", lambda view: view["turns"][turn]["status"] == "done", turn=turn)


async def put_to_vote(hall: Hall, **fields: Any) -> str:
    """A poll is drafted and opened; answers its id."""
    made = await hall.secretary.command("poll.create", **fields)
    poll = str(made["result"]["poll"])
    await hall.tap(hall.chair, "poll.open", lambda view: view["polls"].get(poll, {}).get("status") == "open", poll=poll)
    return poll


async def close_vote(hall: Hall, poll: str) -> dict[str, Any]:
    """It closes and is published; answers the result that everybody sees."""
    await hall.tap(hall.chair, "poll.close", lambda view: view["polls"][poll]["status"] == "closed", poll=poll)
    await hall.tap(hall.chair, "poll.publish", lambda view: view["polls"][poll]["status"] == "published", poll=poll)
    result: dict[str, Any] = hall.screen.view["polls"][poll]["result"]
    return result


async def close_meeting(hall: Hall, pace: float) -> None:
    """The close; afterwards no hand goes up any more."""
    await hall.tap(hall.chair, "meeting.close", lambda view: status(view) == "closed")
    await refused(hall.members[5], "closed", "hand.raise")


async def play(hall: Hall, steps: tuple[Step, ...], *, pace: float, say: Callable[[str], None]) -> None:
    """Run every step; raises AssertionError on the first that is not seen everywhere, or claims what is not so."""
    for step in steps:
        doc = " ".join((step.__doc__ or "").split())
        say(f"… {doc}")
        try:
            await step(hall, pace)
        except TimeoutError as error:
            raise AssertionError(f"not everybody saw it: {doc}") from error
        except Refused as refusal:
            raise AssertionError(f"refused ({refusal}): {doc}") from refusal
        except KeyError as error:
            raise AssertionError(f"{error} is in no view: {doc}") from error
    views = {room.seq for room in hall.everyone}
    say(f"✓ {len(steps)} steps seen on {len(hall.everyone)} screens (seq {max(views)})")
    for name, delays in hall.delays.items():
        ordered = sorted(delays)
        middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        say(f"  tap→{name}: median {middle:.1f} ms, 95 % within {late:.1f} ms ({len(ordered)} taps)")
