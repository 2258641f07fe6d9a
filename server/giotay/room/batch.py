"""Commands that are decided together: against the committed state and one another, and nothing of it is true yet.

What a batch decides stands on a fork of the state; its answers wait until the entry is durable or lost.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct

from giotay.chance import chance
from giotay.meeting import drafts
from giotay.meeting.context import Context
from giotay.meeting.decide import decide
from giotay.meeting.drafts import Written
from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState, Repeat
from giotay_protocol.commands import AnyCommand, SaveStatement, SubmitStatement
from giotay_protocol.drafts import Draft, DraftKey
from giotay_protocol.events import AnyEvent, Event
from giotay_protocol.refusals import Refusal

_log = logging.getLogger("giotay.room")
_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS: Final = [first + second for first in _LETTERS for second in _LETTERS]

# What a decision comes to: events, or a draft to be kept beside the log.
Found = Repeat | Refusal
Answer = Callable[[Found], None]
Rule = Callable[[MeetingState, Context], list[Event] | Written]


class Request(Struct, eq=False):
    """A decision somebody waits for. `what` is its name in the server's log. `anonymous_id` stands for sender and id
    where no link may be kept.

    `hands_in` is where the draft lies that the decision needs; `closes` says that it may close a poll, and so has to
    know what lies in its urn. `answer` is called once, by `tell`; after `overdue` (monotonic seconds) somebody else has
    told that no answer came.
    """

    sender: str | None
    command: str
    what: str
    rule: Rule
    host: bool
    anonymous_id: str | None
    answer: Answer
    overdue: float
    hands_in: DraftKey | None = None
    closes: bool = False
    is_told: bool = False

    def tell(self, found: Repeat | Refusal) -> None:
        """Say what became of it, unless that was said."""
        if self.is_told:
            return
        self.is_told = True
        try:
            self.answer(found)
        except Exception:
            _log.exception("an answer could not be given")


class Saved(Struct, frozen=True):
    """A draft was kept under this key, when the log ended at `seq`."""

    key: DraftKey
    seq: int


class Batch(Struct):
    """What was decided: the fork it stands on, its events, the drafts to keep, and an answer for every request."""

    fork: MeetingState
    events: list[AnyEvent]
    written: dict[DraftKey, Draft]
    answers: list[tuple[Request, Repeat | Saved | Refusal]]


def fresh_id(prefix: str) -> str:
    """A new id: the prefix of its kind and ten random letters."""
    drawn = int.from_bytes(chance.take(7), "big")
    first, second, third = _PAIRS[drawn & 1023], _PAIRS[drawn >> 10 & 1023], _PAIRS[drawn >> 20 & 1023]
    return f"{prefix}_{first}{second}{third}{_PAIRS[drawn >> 30 & 1023]}{_PAIRS[drawn >> 40 & 1023]}"


def next_batch(waiting: deque[Request], most: int) -> list[Request]:
    """What is decided next, in order: up to so many together, but whatever may close a poll by itself, so that all
    votes before it are in the urn.
    """
    batch = [waiting.popleft()]
    while waiting and len(batch) < most and not batch[-1].closes and not waiting[0].closes:
        batch.append(waiting.popleft())
    return batch


def rule_of(command: AnyCommand) -> Rule:
    """The rule that decides a command."""

    if isinstance(command, SaveStatement):
        return lambda state, context: drafts.save(state, command, context)
    return lambda state, context: decide(state, command, context)


def draft_of(sender: str | None, command: AnyCommand) -> DraftKey | None:
    """Where the draft lies that a command hands in; None: it hands none in."""
    return drafts.key_for(sender, command) if isinstance(command, SubmitStatement) else None


def decide_batch(
    state: MeetingState,
    requests: list[Request],
    now: int,
    kept: Mapping[DraftKey, Draft],
    context_of: Callable[[Request, MeetingState, Draft | None], Context],
) -> Batch:
    """Decide the requests in their order; `kept` are the drafts they need. A repeat gets the answer of the first, also
    of one in this batch, and what is written in this batch can be handed in in it.
    """
    batch = Batch(state.fork(), [], {}, [])
    fork = batch.fork
    for request in requests:
        sender = None if request.anonymous_id is not None else request.sender
        command = request.anonymous_id or request.command
        repeat = fork.repeat_of(sender, command)
        if repeat is None:
            key = request.hands_in
            draft = batch.written.get(key) or kept.get(key) if key is not None else None
            try:
                made = request.rule(fork, context_of(request, fork, draft))
            except Refusal as refusal:
                # Where it was raised would keep this batch and its fork in memory until the collector comes.
                refusal.__traceback__ = refusal.__context__ = None
                batch.answers.append((request, refusal))
                continue
            except Exception:
                facts = {"room": state.room, "seq": fork.seq, "command": command}
                _log.exception("room %s: deciding %s at seq %d", state.room, request.what, fork.seq, extra=facts)
                batch.answers.append((request, Refusal("internal", "Something is wrong in the server.")))
                continue
            if isinstance(made, Written):
                batch.written[made.key] = made.draft
                batch.answers.append((request, Saved(made.key, fork.seq)))
                continue
            for event in made:
                event.seq, event.at, event.by, event.command = fork.seq + 1, now, sender, command
                evolve(fork, event)  # type: ignore[arg-type]
                batch.events.append(event)  # type: ignore[arg-type]
            repeat = fork.repeat_of(sender, command)
            assert repeat is not None, "a decision without an event"
        batch.answers.append((request, repeat))
    return batch


def ack_of(found: Repeat) -> dict[str, Any]:
    """What the sender of a command hears when it took effect."""
    return {"ok": True, "seq": found.seq} | ({"result": found.result} if found.result else {})


def refuse_draft(batch: Batch, key: DraftKey, refusal: Refusal) -> None:
    """This draft was not kept, whatever the rules said."""
    batch.answers = [
        (request, refusal if isinstance(found, Saved) and found.key == key else found)
        for request, found in batch.answers
    ]


def give_answers(batch: Batch) -> None:
    """Its entry is durable: everybody hears what became of their request."""
    for request, found in batch.answers:
        request.tell(Repeat(found.seq, None) if isinstance(found, Saved) else found)


def refuse_all(requests: list[Request], refusal: Refusal) -> None:
    """Everybody who still waits hears the same."""
    for request in requests:
        request.tell(refusal)
