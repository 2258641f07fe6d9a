"""A hall that is alive while a person holds one phone or sits at the desk.

The cast acts at a human pace and always waits a little longer than a person at the desk would: whatever the person
does first, counts, and the cast goes on from there.
"""

import asyncio
import random
from typing import Any, Final

from giotay.demo import lively_round
from giotay.demo.cast import CAST, GUEST_PART, MATTERS, REPLY, THANKS
from giotay.demo.hall import Hall
from giotay_client import Refused, Room

IDLE_S: Final = 5.0
TURN_S: Final = 40.0


async def live(hall: Hall, *, speed: float) -> None:
    """Play until cancelled or until the meeting is closed."""
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(_chair(hall, speed))
        playing = [
            group.create_task(_member(hall, number, speed)) for number in range(1, len(CAST)) if number != GUEST_PART
        ]
        await watching
        for task in playing:
            task.cancel()


async def _try(room: Room, type: str, **fields: Any) -> None:
    """A tap that may come too late because somebody else was faster; then nothing is to be done."""
    try:
        await room.command(type, **fields)
    except (Refused, TimeoutError):
        return


def _meeting(room: Room) -> dict[str, Any]:
    found: dict[str, Any] = room.view["meeting"]["meeting"]
    return found


async def _chair(hall: Hall, speed: float) -> None:
    """Open, call the next hand, go on to the next item when nobody waits; each only if nobody at the desk did."""
    room, ids = hall.chair, hall.ids
    quiet_since = asyncio.get_running_loop().time()
    last: object = None
    while _meeting(room)["status"] != "closed":
        await asyncio.sleep(0.5 / speed)
        if not room.connected:
            continue
        meeting, hands = _meeting(room), room.view["hands"]
        turn = room.view["turns"].get(meeting["current_turn"] or "")
        picture = (
            meeting["status"],
            meeting["current_item"],
            meeting["current_turn"],
            turn and turn["status"],
            len(hands),
            *((slot["id"], slot["status"], slot["phase"]) for slot in room.view["slots"].values()),
        )
        now = asyncio.get_running_loop().time()
        if picture != last:
            last, quiet_since = picture, now
        quiet = (now - quiet_since) * speed
        if quiet < IDLE_S:
            continue
        if room.view["members"][ids[0]]["attendance"]["status"] == "expected":
            await _try(room, "attendance.check_in")
        elif meeting["status"] == "draft" and quiet > 20:
            await _try(room, "meeting.open")
        elif meeting["status"] == "paused" and quiet > 30:
            await _try(room, "meeting.resume")
        elif meeting["status"] == "open":
            await _preside(hall, meeting, hands, turn, quiet)


async def _preside(
    hall: Hall, meeting: dict[str, Any], hands: dict[str, Any], turn: dict[str, Any] | None, quiet: float
) -> None:
    room = hall.chair
    if turn is not None:
        if turn["status"] == "called" and quiet > 10:
            await _try(room, "turn.start", turn=turn["id"])
        elif turn["status"] == "paused" and quiet > 20:
            await _try(room, "turn.resume", turn=turn["id"])
        elif turn["status"] == "speaking" and quiet > (TURN_S if turn["member"] == hall.ids[0] else 3 * TURN_S):
            await _try(room, "turn.end", turn=turn["id"])
        return
    items = sorted(room.view["agenda"].values(), key=lambda item: item["position"])
    waiting = sorted(hands.values(), key=lambda hand: (hand["rank"], hand["id"]))
    current = next((item for item in items if item["id"] == meeting["current_item"]), None)
    if waiting and current is not None and quiet > 6:
        await _try(room, "floor.grant", hand=waiting[0]["id"], after=None)
    elif current is not None and current["kind"] == "round" and not lively_round.is_over(room, current):
        if (next_step := lively_round.step(hall, room, current, quiet)) is not None:
            await _try(room, next_step[0], **next_step[1])
    elif quiet > (25 if current is None or current["kind"] == "information" else 45):
        following = next((item for item in items if item["status"] == "todo"), None)
        if following is not None:
            await _try(room, "agenda.start", item=following["id"])


async def _member(hall: Hall, number: int, speed: float) -> None:
    """Check in, raise a hand once when the discussion is on, speak, comment on others, react."""
    room, member = hall.members[number], hall.ids[number]
    chance = random.Random(number)  # noqa: S311 - a human pace, no secret
    said: set[str] = set()
    matters = [words[hall.locale] for speaker, words in MATTERS if speaker == number]
    raised = False
    while True:
        await asyncio.sleep(chance.uniform(2.0, 6.0) / speed)
        meeting = _meeting(room)
        if not room.connected or meeting["status"] == "closed":
            continue
        if room.view["members"][member]["attendance"]["status"] == "expected":
            await _try(room, "attendance.check_in")
            continue
        if meeting["status"] != "open":
            continue
        turn = room.view["turns"].get(meeting["current_turn"] or "")
        item = room.view["agenda"].get(meeting["current_item"] or "")
        if turn is not None and turn["member"] == member:
            await _speak(hall, number, turn, speed)
        elif turn is not None and turn["status"] == "speaking" and turn["id"] not in said:
            said.add(turn["id"])
            await _comment_on(hall, number, turn)
        elif item is not None and item["kind"] == "discussion" and not raised and chance.random() < 0.25:
            raised = True
            await _try(room, "hand.raise", note=CAST[number].about[hall.locale])
        elif item is not None and item["kind"] == "discussion" and raised and matters and chance.random() < 0.2:
            await _try(room, "comment.post", body=matters.pop())
        elif chance.random() < 0.08 and room.view["comments"]:
            chosen = chance.choice(list(room.view["comments"].values()))
            if chosen["author"] != member:
                await _try(room, "comment.react", comment=chosen["id"], kind="agree")


async def _speak(hall: Hall, number: int, turn: dict[str, Any], speed: float) -> None:
    room = hall.members[number]
    if turn["status"] == "called":
        await asyncio.sleep(3.0 / speed)
        await _try(room, "turn.start", turn=turn["id"])
    elif turn["status"] == "speaking":
        await asyncio.sleep(TURN_S / speed)
        mine = [c for c in room.view["comments"].values() if c["on"] == turn["id"] and c["reply_to"] is None]
        if mine:
            await _try(room, "comment.post", body=THANKS[hall.locale], reply_to=mine[-1]["id"])
        await asyncio.sleep(3.0 / speed)
        await _try(room, "turn.end", turn=turn["id"])


async def _comment_on(hall: Hall, number: int, turn: dict[str, Any]) -> None:
    room = hall.members[number]
    if turn["member"] not in hall.ids:
        return
    speaking = hall.ids.index(turn["member"])
    for speaker, words in CAST[speaking].comments:
        if speaker == number:
            await _try(room, "comment.post", body=words[hall.locale], on=turn["id"])
            return
    if speaking == GUEST_PART and number % 5 == 3:
        await _try(room, "comment.post", body=REPLY[hall.locale], on=turn["id"])
