"""Commands that are decided together: against the committed state and one another, and nothing of it is true yet.

What a batch decides stands on a fork of the state; its answers wait until the entry is durable or lost.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from giotay.meeting.context import Context
from giotay.meeting.decide import decide
from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState, Repeat
from giotay_protocol.commands import AnyCommand
from giotay_protocol.events import AnyEvent, Event
from giotay_protocol.refusals import Refusal

_log = logging.getLogger("giotay.room")
_ID_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"

Rule = Callable[[MeetingState, Context], list[Event]]


class Request(Struct, eq=False):
    """A decision somebody waits for. `anonymous_id` stands for sender and id where no link may be kept."""

    sender: str | None
    command: str
    rule: Rule
    host: bool
    anonymous_id: str | None
    answer: asyncio.Future[Repeat]


class Batch(Struct):
    """What was decided: the fork it stands on, its events, and an answer for every request."""

    fork: MeetingState
    events: list[AnyEvent]
    answers: list[tuple[Request, Repeat | Refusal]]


def fresh_id(prefix: str) -> str:
    """A new id: the prefix of its kind and ten random letters."""
    number = secrets.randbits(50)
    return f"{prefix}_" + "".join(_ID_LETTERS[number >> shift & 31] for shift in range(0, 50, 5))


def rule_of(command: AnyCommand) -> Rule:
    """The rule that decides a command."""

    def rule(state: MeetingState, context: Context) -> list[Event]:
        return decide(state, command, context)

    rule.__name__ = str(command.__struct_config__.tag)
    return rule


def decide_batch(
    state: MeetingState, requests: list[Request], now: int, context_of: Callable[[Request, MeetingState], Context]
) -> Batch:
    """Decide the requests in their order. A repeat gets the answer of the first, also of one in this batch."""
    batch = Batch(state.fork(), [], [])
    fork = batch.fork
    for request in requests:
        sender = None if request.anonymous_id is not None else request.sender
        command = request.anonymous_id or request.command
        repeat = fork.repeat_of(sender, command)
        if repeat is None:
            try:
                made = request.rule(fork, context_of(request, fork))
            except Refusal as refusal:
                batch.answers.append((request, refusal))
                continue
            except Exception:
                _log.exception("room %s: deciding %s at seq %d", state.room, request.rule.__name__, fork.seq)
                batch.answers.append((request, Refusal("internal", "Something is wrong in the server.")))
                continue
            for event in made:
                event.seq, event.at, event.by, event.command = fork.seq + 1, now, sender, command
                evolve(fork, event)  # type: ignore[arg-type]
                batch.events.append(event)  # type: ignore[arg-type]
            repeat = fork.repeat_of(sender, command)
            assert repeat is not None, "a decision without an event"
        batch.answers.append((request, repeat))
    return batch


def give_answers(batch: Batch) -> None:
    """Its entry is durable: everybody hears what became of their request."""
    for request, found in batch.answers:
        if request.answer.done():
            continue
        if isinstance(found, Refusal):
            request.answer.set_exception(found)
        else:
            request.answer.set_result(found)


def refuse_all(requests: list[Request], refusal: Refusal) -> None:
    """Everybody who still waits hears the same."""
    for request in requests:
        if not request.answer.done():
            request.answer.set_exception(refusal)


def let_go(answer: "asyncio.Future[Repeat]") -> None:
    """Nobody waits for this answer any more; it is no error that nobody looks."""
    if not answer.cancelled():
        answer.exception()
