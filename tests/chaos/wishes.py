"""What somebody in the hall wants next, out of a few numbers, so that a good part of it gets somewhere."""

from random import Random
from typing import Any, Final

import msgspec
from msgspec import Struct

from giotay.meeting.authority import actor_of
from giotay.meeting.context import Context
from giotay.meeting.decide import decide
from giotay.meeting.state import MeetingState
from giotay.profiles import load_profiles
from giotay_protocol.codec import command_of
from giotay_protocol.entities import Member
from giotay_protocol.refusals import Refusal
from tests.meeting.hall import HOST
from tests.meeting.wild import COMMANDS, Picker, fitting

# What is a step of its own: it needs more than a room, or the host, or ends the hour.
_NOT_HERE: Final = frozenset({"screen.pair", "member.erase", "meeting.close"})
# Drafts are no events, so the rules' own wild commands have none; they are on the meeting or on an item.
_DRAFTS: Final[tuple[tuple[str, int, Any], ...]] = (
    ("statement.save", 12, lambda p: {
        "item": p.one((None, None, p.item())),
        "sections": [{"heading": "Ý kiến", "text": f"bản {p.one(range(12))} {p.one(range(12))}"}],
    }),
    ("statement.submit", 6, lambda p: {"item": p.one((None, None, p.item()))}),
)  # fmt: skip
_WEIGHTED: Final = [
    (tag, fields) for tag, weight, fields in (*COMMANDS, *_DRAFTS) for _ in range(weight) if tag not in _NOT_HERE
]  # fmt: skip
_THOUGHTS: Final = 4
_PROFILES: Final = load_profiles()


class Wish(Struct, frozen=True):
    """Who, and some things they may want: what, and the choices for its fields. `is_blind`: the first in any case."""

    who: int
    thoughts: tuple[tuple[int, tuple[int, ...]], ...]
    is_blind: bool


def wish(rng: Random) -> Wish:
    """Any wish."""
    thoughts = tuple(
        (rng.randrange(len(_WEIGHTED)), tuple(rng.randrange(12) for _ in range(6))) for _ in range(_THOUGHTS)
    )
    return Wish(rng.randrange(1 << 16), thoughts, rng.random() < 0.2)


def said(state: MeetingState, wanted: Wish, now: int) -> tuple[str, dict[str, Any]]:
    """The member who gives it, and the command without its id: the first that would do something as things stand."""
    found = [_said(state, wanted, *thought) for thought in wanted.thoughts]
    if wanted.is_blind:
        return found[0]
    return next((each for each in found if _would_do(state, *each, now)), found[0])


def _said(state: MeetingState, wanted: Wish, what: int, picks: tuple[int, ...]) -> tuple[str, dict[str, Any]]:
    tag, make = _WEIGHTED[what]
    fields = make(Picker(state, picks))
    if "for_" in fields:
        fields["for"] = fields.pop("for_")
    if tag == "poll.create" and wanted.who % 3 == 0:
        fields["kind"] = "secret"
    everybody = [member.id for member in state.all(Member)]
    anybody = everybody[wanted.who // 5 % len(everybody)]
    sender = anybody if wanted.who % 5 == 0 else fitting(state, tag, fields, anybody)
    if sender == HOST:
        sender = state.meeting.presiding or anybody
    return sender, {"type": tag, **fields}


def _would_do(state: MeetingState, sender: str, payload: dict[str, Any], now: int) -> bool:
    if payload["type"] in ("statement.save", "statement.submit"):
        # What was drafted lies beside the log.
        return True
    try:
        context = Context(
            actor=actor_of(state, sender), now=max(now, state.at), fresh=lambda prefix: f"{prefix}_trial",
            online=frozenset(), offline_since={}, seed=7, profiles=_PROFILES,
            anonymous_id="trial" if payload.get("anonymous") else None,
        )  # fmt: skip
        command = command_of(msgspec.json.decode(msgspec.json.encode({"id": "trial", **payload})))
        return bool(decide(state.fork(), command, context))
    except Refusal:
        return False
