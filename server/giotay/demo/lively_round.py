"""How the lively chair holds the round of self-reviews, wherever a person at the desk does not do it first."""

from typing import Any, Final

from giotay.demo.hall import Hall
from giotay.demo.texts import COLLECTIVE
from giotay_client import Room

# How long, in seconds of a human pace, the chair waits before each of these.
BEGIN_S: Final = 10.0
REPLY_S: Final = 12.0
NEXT_S: Final = 15.0


def step(hall: Hall, room: Room, item: dict[str, Any], quiet: float) -> tuple[str, dict[str, Any]] | None:
    """What the chair does next in a round, nobody having the floor; None: nothing yet, or the round is over."""
    held = next((found for found in room.view["rounds"].values() if found["item"] == item["id"]), None)
    if held is None:
        subjects = [{"body": COLLECTIVE[hall.locale], "reader": hall.ids[1]}, *_here(hall, room)]
        return ("round.start", {"order": "office", "subjects": subjects}) if quiet > BEGIN_S else None
    if held["status"] == "done":
        return None
    current = room.view["slots"].get(held["current"] or "")
    if current is not None and current["phase"] == "comments" and current["member"] and _answerable(room, current):
        return ("round.phase", {"slot": current["id"], "phase": "reply"}) if quiet > REPLY_S else None
    left = any(slot["status"] in ("waiting", "deferred") for slot in room.view["slots"].values())
    if quiet <= NEXT_S:
        return None
    if left or held["current"] is not None:
        return "round.next", {"round": held["id"], "after": held["current"]}
    return "round.finish", {"round": held["id"]}


def is_over(room: Room, item: dict[str, Any]) -> bool:
    """Whether the round on this item was finished."""
    return any(found["item"] == item["id"] and found["status"] == "done" for found in room.view["rounds"].values())


def _here(hall: Hall, room: Room) -> list[str]:
    members = room.view["members"]
    return [key for key in hall.ids if members[key]["attendance"]["status"] in ("present", "late")]


def _answerable(room: Room, slot: dict[str, Any]) -> bool:
    """Whether somebody commented on what was read, so that there is something to reply to."""
    return any(
        found["on"] in (slot["turn"], slot["statement"]) and found["reply_to"] is None
        for found in room.view["comments"].values()
    )
