"""Rounds: one subject after another is heard, and the round is not over while anyone who is here was forgotten.

This page begins, changes, fits and finishes a round; `slots` goes from one subject to the next, `rota` knows the order.
"""

from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import floor, queue, rota
from giotay.meeting.case import Case
from giotay.meeting.slots import check_not_over
from giotay.meeting.state import MeetingState
from giotay.meeting.statements import name_reader, of_slot
from giotay_protocol.commands import CollectiveSubject, FinishRound, FitRound, StartRound, UpdateRound
from giotay_protocol.entities import AgendaItem, Member, Round, Slot
from giotay_protocol.events import (
    Event,
    RoundFinished,
    RoundFitted,
    RoundMoved,
    RoundStarted,
    RoundUpdated,
    SlotAdded,
)
from giotay_protocol.names import DAY_MS
from giotay_protocol.refusals import Refusal, invalid

GROUP_SIZE: Final = 4
STEP_MS: Final = 15_000
SHORTEST_MS: Final = 1_000
NAMED: Final = 20  # how many open slots a refusal names


# What is decided ------------------------------------------------------------------------------------------------------


def start(case: Case, command: StartRound) -> list[Event]:
    """[R1] A round begins on what is being dealt with now; [R2] bodies first, then the members in their order."""
    state, meeting = case.state, case.state.meeting
    item = command.item or meeting.current_item
    over = state.get(AgendaItem, item)
    if over is not None and over.status in ("done", "skipped"):
        raise Refusal("closed", "This item is over.", item=item)
    members, bodies = _subjects(case, command)
    if item != meeting.current_item:
        raise Refusal("stale", "This item is not current.", current_item=meeting.current_item)
    if meeting.current_round is not None:
        raise Refusal("already", "A round is being held.", round=meeting.current_round)
    seed = case.context.seed if command.order == "random" else None
    key = case.context.fresh("r")
    comments = command.comments
    events: list[Event] = [
        RoundStarted(
            round=key, item=item, queue=item or queue.MAIN, order=command.order, seed=seed, comments=comments,
            limit_ms=command.limit_ms or meeting.settings.limit_ms,
            group_size=_group_size(comments, command.group_size), reply=command.reply,
            everybody=command.subjects is None,
        )
    ]  # fmt: skip
    places: list[tuple[str | None, str | None, str | None]] = [(None, body.body, body.reader) for body in bodies]
    places += [(member.id, None, None) for member in rota.ordered(members, command.order, seed)]
    for position, (member, body, reader) in enumerate(places, 1):
        added = SlotAdded(
            slot=case.context.fresh("s"), round=key, member=member, body=body, reader=reader, position=position
        )  # fmt: skip
        events.append(added)
    return events


def _subjects(case: Case, command: StartRound) -> tuple[list[Member], list[CollectiveSubject]]:
    """[R3] Those named, or everybody who is here and votes."""
    state = case.state
    if command.subjects is None:
        here = [member for member in state.all(Member) if member.votes and rota.is_here(state, member)]
        if not here:
            raise invalid("subjects", "Nobody who votes is here.")
        return here, []
    bodies = [subject for subject in command.subjects if isinstance(subject, CollectiveSubject)]
    members = [case.found(Member, subject) for subject in command.subjects if isinstance(subject, str)]
    if any(member.office == "observer" for member in members):
        raise Refusal("not_eligible", "An observer only listens.", field="subjects")
    return members, bodies


def _group_size(comments: str, size: int | None) -> int | None:
    return GROUP_SIZE if comments == "after_group" and size is None else size


def update(case: Case, command: UpdateRound) -> list[Event]:
    """[R6] Take comments otherwise from now on, or give another time."""
    found = case.found(Round, command.round)
    check_not_over(found)
    comments = command.comments if command.comments is not UNSET else found.comments
    size = command.group_size if command.group_size is not UNSET else found.group_size
    event = RoundUpdated(
        round=found.id, comments=comments, group_size=_group_size(comments, size),
        limit_ms=command.limit_ms if command.limit_ms is not UNSET else found.limit_ms,
    )  # fmt: skip
    if (event.comments, event.group_size, event.limit_ms) == (found.comments, found.group_size, found.limit_ms):
        raise Refusal("already", "The round is so already.")
    return [event]


def fit(case: Case, command: FitRound) -> list[Event]:
    """[R12] What time is left, divided by those who are left."""
    found = case.found(Round, command.round)
    check_not_over(found)
    total = command.total_ms if command.total_ms is not None else (command.until or 0) - case.now
    if total < SHORTEST_MS:
        raise invalid("until", "No time is left to divide.")
    left = len(rota.callable_slots(case.state, found.id))
    if not left:
        raise Refusal("already", "Nobody who is here is left.")
    each = total // left
    each = max(each - each % (STEP_MS if each >= STEP_MS else SHORTEST_MS), SHORTEST_MS)
    each = min(each, DAY_MS)
    if each == found.limit_ms:
        raise Refusal("already", "Each has that time already.", limit_ms=each)
    return [RoundFitted(round=found.id, limit_ms=each, left=left, total_ms=total)]


def finish(case: Case, command: FinishRound) -> list[Event]:
    """[R8] The round is over once everybody who is here has been heard or excused."""
    state, found = case.state, case.found(Round, command.round)
    if found.status == "done":
        raise Refusal("already", "The round is over.")
    turns = [turn for turn in floor.active_turns(state) if _slot_in(state, turn.slot, found)]
    reading = {turn.slot for turn in turns if turn.phase == "reading"}
    missing = [
        slot.id
        for slot in rota.slots_of(state, found.id)
        if slot.id in reading or (slot.status in rota.LEFT and rota.subject_is_here(state, slot))
    ]
    if missing:
        raise Refusal("round_open", "Somebody who is here was not heard.", open=len(missing), slots=missing[:NAMED])
    events: list[Event] = [floor.ending(turn, case.now) for turn in turns]
    if found.current is not None:
        events.append(RoundMoved(round=found.id, slot=None, turn=None))
    hands = [
        hand
        for hand in queue.hands_of(state, found.queue)
        if _slot_in(state, hand.slot, found) and hand.intent not in queue.ALWAYS_HEARD
    ]
    return [*events, *queue.lower_all(hands, "moved_on"), RoundFinished(round=found.id)]


def _slot_in(state: MeetingState, key: str | None, found: Round) -> bool:
    slot = state.get(Slot, key)
    return slot is not None and slot.round == found.id


# What comes of it -----------------------------------------------------------------------------------------------------


def round_started(state: MeetingState, event: RoundStarted) -> None:
    state.put(
        Round(
            id=event.round, at=event.at, born=event.seq, item=event.item, queue=event.queue, order=event.order,
            seed=event.seed, comments=event.comments, limit_ms=event.limit_ms, group_size=event.group_size,
            reply=event.reply, everybody=event.everybody, current=None, batch=1, due="finish", done=0, total=0,
            status="open",
        )
    )  # fmt: skip
    rota.follow(state)


def slot_added(state: MeetingState, event: SlotAdded) -> None:
    member, reader = state.get(Member, event.member), state.get(Member, event.reader)
    name = event.body if event.body is not None else member.name if member is not None else ""
    state.put(
        Slot(
            id=event.slot, at=event.at, born=event.seq, round=event.round, member=event.member, body=event.body,
            name=name, reader=event.reader, reader_name=reader.name if reader is not None else None,
            position=event.position, batch=None, phase=None, status="waiting", reason=None, turn=None,
            statement=None,
        )
    )  # fmt: skip
    found = state.get(Round, event.round)
    slot = state.get(Slot, event.slot)
    statement = of_slot(state, slot) if slot is not None else None
    if slot is not None and statement is not None and statement.reader is not None:
        name_reader(state, slot, statement.reader)
    if found is not None:
        due = "next" if found.due == "finish" else found.due
        state.put(replace(found, total=found.total + 1, due=due))


def round_updated(state: MeetingState, event: RoundUpdated) -> None:
    found = state.get(Round, event.round)
    if found is not None:
        limit_at = found.limit_at if event.limit_ms == found.limit_ms else event.at
        changed = replace(
            found, comments=event.comments, limit_ms=event.limit_ms, group_size=event.group_size, limit_at=limit_at
        )  # fmt: skip
        state.put(changed)
        rota.count(state, found.id)


def round_fitted(state: MeetingState, event: RoundFitted) -> None:
    found = state.get(Round, event.round)
    if found is not None:
        state.put(replace(found, limit_ms=event.limit_ms, limit_at=event.at))


def round_finished(state: MeetingState, event: RoundFinished) -> None:
    found = state.get(Round, event.round)
    if found is not None:
        state.put(replace(found, status="done", current=None, due=None))
        rota.follow(state)
