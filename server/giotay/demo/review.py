"""The round of self-reviews: the collective's first, then everybody's in the order of office; read, commented on,
answered, concluded.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from giotay.demo.cast import ALOUD, CAST, THANKS
from giotay.demo.hall import Hall
from giotay.demo.steps import View, claim, comment, current_turn, meeting_of, on_the_floor, start_item
from giotay.demo.texts import COLLECTIVE, CONCLUSIONS, LATER, OF_COLLECTIVE, ON_DUTY, SPOKEN, review_of, sections
from giotay_client import Room

# Who reads from paper, who has no phone, who asks to come later, who is excused: their places in the cast.
FROM_PAPER: Final = frozenset({3, 9, 10, 13, 15})
NO_PHONE: Final = 15
DEFERRED: Final = 12
EXCUSED: Final = 16
# Some comments are spoken: who comments on whom.
SPOKEN_ON: Final = {4: 14, 7: 2, 11: 6}


async def hand_in(hall: Hall, pace: float) -> None:
    """Days before: most write their self-review on the phone and hand it in, the secretary the collective's."""
    item = _item(hall)
    draft = sections(OF_COLLECTIVE, hall.locale)
    about: dict[str, Any] = {"item": item, "body": COLLECTIVE[hall.locale]}
    await hall.secretary.command("statement.save", sections=draft, **about)
    await hall.secretary.command("statement.submit", reader=hall.ids[1], **about)
    for number, room in enumerate(hall.members):
        if number not in FROM_PAPER:
            await room.command("statement.save", sections=review_of(number, hall.locale), item=item)
            await room.command("statement.submit", item=item)
            await asyncio.sleep(0.1 * pace)
    handed_in = len(CAST) - len(FROM_PAPER) + 1
    await hall.seen(lambda view: len(view["statements"]) == handed_in, [hall.secretary])
    claim(not hall.screen.view["statements"], "the projector knows of a statement before its turn")


def _item(hall: Hall) -> str:
    items = sorted(hall.chair.view["agenda"].values(), key=lambda item: item["position"])
    return str(items[1]["id"])


async def begin(hall: Hall, pace: float) -> None:
    """The chair opens the round: the collective, the head, the deputy, then the members by name."""
    await start_item(hall, 1)
    subjects = [{"body": COLLECTIVE[hall.locale], "reader": hall.ids[1]}, *hall.ids]
    await hall.tap(
        hall.chair, "round.start", lambda view: len(view["slots"]) == len(subjects), order="office", subjects=subjects
    )
    slots = _slots(hall)
    claim(slots[0]["body"] == COLLECTIVE[hall.locale], "the collective is not first")
    claim([slot["member"] for slot in slots[1:3]] == hall.ids[:2], "chair and deputy are not next")
    later, away = (_slot_of(hall, hall.ids[number])["id"] for number in (DEFERRED, EXCUSED))
    await hall.tap(
        hall.chair, "round.defer", lambda view: view["slots"][later]["status"] == "deferred",
        slot=later, reason=LATER[hall.locale],
    )  # fmt: skip
    await hall.tap(
        hall.chair, "round.excuse", lambda view: view["slots"][away]["status"] == "excused",
        slot=away, reason=ON_DUTY[hall.locale],
    )  # fmt: skip


def _slots(hall: Hall) -> list[dict[str, Any]]:
    return sorted(hall.screen.view["slots"].values(), key=lambda slot: slot["position"])


def _slot_of(hall: Hall, member: str) -> dict[str, Any]:
    return next(slot for slot in hall.screen.view["slots"].values() if slot["member"] == member)


async def everybody(hall: Hall, pace: float) -> None:
    """One after another reads, is commented on, replies; the deputy presides while the head is under review."""
    called = []
    for _ in range(len(CAST)):
        slot = await _next(hall)
        called.append(slot)
        await _subject(hall, slot, pace)
    claim(called[-1]["member"] == hall.ids[DEFERRED], "who was deferred was not called last")
    held = next(iter(hall.screen.view["rounds"].values()))
    claim((held["done"], held["total"]) == (len(CAST) - 1, len(CAST)), "not everybody was counted")


async def _next(hall: Hall) -> dict[str, Any]:
    """The next is called; before the head's turn the chair is handed to the deputy, and taken back after it."""
    presiding = await _chair_for(hall, _due(hall))
    held = next(iter(hall.chair.view["rounds"].values()))
    await hall.tap(
        presiding, "round.next",
        lambda view: view["rounds"][held["id"]]["current"] not in (None, held["current"]),
        round=held["id"], after=held["current"],
    )  # fmt: skip
    now: str = hall.screen.view["rounds"][held["id"]]["current"]
    slot: dict[str, Any] = hall.screen.view["slots"][now]
    return slot


def _due(hall: Hall) -> str | None:
    waiting = [slot for slot in _slots(hall) if slot["status"] == "waiting"]
    return waiting[0]["member"] if waiting else None


async def _chair_for(hall: Hall, member: str | None) -> Room:
    head, deputy = hall.ids[0], hall.ids[1]
    presides = meeting_of(hall.screen.view)["presiding"]
    if member == head and presides == head:
        await hall.tap(hall.chair, "chair.hand_over", lambda view: meeting_of(view)["presiding"] == deputy, to=deputy)
        return hall.members[1]
    if member != head and presides != head:
        await hall.tap(hall.chair, "chair.reclaim", lambda view: meeting_of(view)["presiding"] == head)
    return hall.chair


def presiding(hall: Hall) -> Room:
    """Whoever presides now."""
    return hall.members[hall.ids.index(meeting_of(hall.screen.view)["presiding"])]


async def _subject(hall: Hall, slot: dict[str, Any], pace: float) -> None:
    """Read, comments in writing and aloud, the reply, the conclusion."""
    number = hall.ids.index(slot["member"]) if slot["member"] is not None else None
    reader = hall.members[1 if number is None else number]
    turn = on_the_floor(hall)
    await hall.tap(reader, "turn.start", lambda view: view["turns"][turn]["status"] == "speaking", turn=turn)
    statement = hall.screen.view["slots"][slot["id"]]["statement"]
    claim((statement is None) == (number in FROM_PAPER), "a text is shown that was not handed in, or the other way")
    if statement is not None:
        await _read_along(hall, reader, statement, pace)
    await asyncio.sleep(2.0 * pace)
    written = await _write(hall, number, turn, statement, pace)
    await hall.secretary.command("turn.note", turn=turn, text=ALOUD[hall.locale])
    await hall.tap(reader, "turn.end", lambda view: view["turns"][turn]["status"] == "done", turn=turn)
    if number in SPOKEN_ON:
        await _speak_on(hall, SPOKEN_ON[number], pace)
    if written and number is not None:
        await _reply(hall, slot["id"], number, written[-1], pace)
    if number is None or number < 3:
        await _conclude(hall, slot["id"], len(written))


async def _read_along(hall: Hall, reader: Room, statement: str, pace: float) -> None:
    """The projector follows from section to section."""
    for section in range(1, len(hall.screen.view["statements"][statement]["sections"])):
        await asyncio.sleep(2.0 * pace)
        place = {"section": section, "paragraph": 0}
        await hall.tap(reader, "statement.reveal", _stands_at(statement, place), statement=statement, **place)


def _stands_at(statement: str, place: dict[str, int]) -> Callable[[View], bool]:
    return lambda view: bool(view["statements"][statement]["revealed"] == place)


async def _write(
    hall: Hall, number: int | None, turn: str, statement: str | None, pace: float
) -> list[str]:  # fmt: skip
    """Comments: the first at a paragraph where there is a text; the desk writes down what one without a phone says."""
    said = CAST[number].comments if number is not None else CAST[2].comments
    written = []
    for place, (author, words) in enumerate(said):
        await asyncio.sleep(1.0 * pace)
        anchor = {"on": statement, "paragraph": 1} if statement is not None and place == 0 else {"on": turn}
        if author == NO_PHONE or (number is None and place == 0):
            by_desk = {"for": hall.ids[NO_PHONE]}
            answer = await hall.tap(
                hall.secretary, "comment.post", _shows(words[hall.locale]), body=words[hall.locale], **anchor, **by_desk
            )
            written.append(str(answer["result"]["comment"]))
        else:
            written.append(await comment(hall, author, words[hall.locale], **anchor))
    return written


def _shows(body: str) -> Callable[[View], bool]:
    def shown(view: View) -> bool:
        return any(found["body"] == body and found["by_desk"] for found in view["comments"].values())

    return shown


async def _speak_on(hall: Hall, speaker: int, pace: float) -> None:
    """Somebody comments aloud, in the queue beside the round."""
    member, chair = hall.ids[speaker], presiding(hall)
    raised = await hall.tap(
        hall.members[speaker], "hand.raise", lambda view: any(h["member"] == member for h in view["hands"].values())
    )
    granted = await chair.command("floor.grant", hand=raised["result"]["hand"], after=current_turn(chair.view))
    turn = granted["result"]["turn"]
    await hall.tap(chair, "turn.start", lambda view: view["turns"].get(turn, {}).get("status") == "speaking", turn=turn)
    await asyncio.sleep(2.0 * pace)
    await hall.secretary.command("turn.note", turn=turn, text=SPOKEN[hall.locale])
    await hall.tap(chair, "turn.end", lambda view: view["turns"][turn]["status"] == "done", turn=turn)


async def _reply(hall: Hall, slot: str, number: int, answered: str, pace: float) -> None:
    """The subject's own reply; and thanks in writing."""
    chair, room = presiding(hall), hall.members[number]
    await hall.tap(chair, "round.phase", lambda view: view["slots"][slot]["phase"] == "reply", slot=slot, phase="reply")
    turn = on_the_floor(hall)
    await hall.tap(room, "turn.start", lambda view: view["turns"][turn]["status"] == "speaking", turn=turn)
    await room.command("comment.react", comment=answered, kind="thanks")
    await comment(hall, number, THANKS[hall.locale], reply_to=answered)
    await asyncio.sleep(1.0 * pace)
    await hall.tap(room, "turn.end", lambda view: view["turns"][turn]["status"] == "done", turn=turn)


async def _conclude(hall: Hall, slot: str, number: int) -> None:
    """Whoever presides concludes on the subject."""
    chair = presiding(hall)
    await hall.tap(
        chair, "round.phase", lambda view: view["slots"][slot]["phase"] == "conclusion", slot=slot, phase="conclusion"
    )
    await hall.tap(
        chair, "conclusion.add",
        lambda view: any(found["subject"] == slot for found in view["conclusions"].values()),
        text=CONCLUSIONS[number % 2][hall.locale], subject=slot,
    )  # fmt: skip


async def finish(hall: Hall, pace: float) -> None:
    """Everybody present was heard or excused, and only now the round may be finished."""
    held = next(iter(hall.chair.view["rounds"]))
    await hall.tap(hall.chair, "round.finish", lambda view: view["rounds"][held]["status"] == "done", round=held)
