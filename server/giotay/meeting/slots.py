"""A round goes on: the next subject, one out of order, the phases of each, deferring and excusing.

Commands name the slot their sender saw to be on (`after`), so that two who press at once skip nobody.
"""

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import floor, rota
from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import CallSlot, DeferSlot, ExcuseSlot, MoveSlotPhase, NextInRound, RestoreSlot
from giotay_protocol.entities import Member, Queue, Round, Slot
from giotay_protocol.events import (
    Event,
    FloorGranted,
    RoundMoved,
    RoundPhased,
    SlotDeferred,
    SlotExcused,
    SlotRestored,
)
from giotay_protocol.names import SlotPhase, SlotStatus
from giotay_protocol.refusals import Refusal

# What is decided ------------------------------------------------------------------------------------------------------


def go_on(case: Case, command: NextInRound) -> list[Event]:
    """[R4] The next subject is called; whoever was on is done."""
    state, found = case.state, case.found(Round, command.round)
    _check_held(state, found)
    if command.after != found.current:
        raise stale(state, found, "Another is on already.")
    waiting = rota.callable_slots(state, found.id)
    if waiting:
        return _call(case, found, waiting[0], None)
    if found.current is None:
        raise Refusal("already", "Nobody who is here is left.", current=None, due=found.due)
    return [*_ending(case), RoundMoved(round=found.id, slot=None, turn=None)]


def call(case: Case, command: CallSlot) -> list[Event]:
    """[R4] Call a subject out of order, if need be with another reader."""
    state, slot = case.state, case.found(Slot, command.slot)
    found = case.found(Round, slot.round)
    _check_held(state, found)
    if command.after is not UNSET and command.after != found.current:
        raise stale(state, found, "Another is on already.")
    if slot.status == "current":
        raise Refusal("already", "This subject is on.", current=found.current)
    if slot.status not in rota.LEFT:
        raise stale(state, found, "This subject does not wait.", status=slot.status)
    return _call(case, found, slot, command.reader)


def _call(case: Case, found: Round, slot: Slot, reader: str | None) -> list[Event]:
    turn = case.context.fresh("t")
    granted = _granted(case, found, slot, "reading", turn, reader)
    moved = RoundMoved(round=found.id, slot=slot.id, turn=turn, reader=granted.reader)
    return [*floor.clear(case.state, case.now), moved, granted]


def phase(case: Case, command: MoveSlotPhase) -> list[Event]:
    """[R6] Reading, comments, the reserved reply, the conclusion, as the chair finds right."""
    state, slot = case.state, case.found(Slot, command.slot)
    found = case.found(Round, slot.round)
    _check_held(state, found)
    if slot.status != "current" and (slot.status, slot.batch) != ("done", found.batch):
        raise stale(state, found, "This subject is not on.", status=slot.status)
    if slot.status == "current" and slot.phase == command.phase:
        raise Refusal("already", "This phase is on.", phase=slot.phase)
    if command.phase in ("comments", "conclusion"):
        return [*_ending(case), RoundPhased(round=found.id, slot=slot.id, phase=command.phase, turn=None)]
    turn = case.context.fresh("t")
    granted = _granted(case, found, slot, command.phase, turn, None)
    phased = RoundPhased(round=found.id, slot=slot.id, phase=command.phase, turn=turn)
    return [*floor.clear(state, case.now), phased, granted]


def _granted(
    case: Case, found: Round, slot: Slot, phase: SlotPhase, turn: str, reader: str | None
) -> FloorGranted:  # fmt: skip
    """[R10] The call of a subject's turn: to the member, or to the reader; with text or without."""
    state = case.state
    own = state.get(Member, slot.member) if phase == "reply" else None
    speaker = own if own is not None and rota.is_here(state, own) else rota.speaker_of(state, slot, reader)
    if speaker is None:
        raise Refusal("not_present", "Who should read is not here; name a reader.", slot=slot.id)
    limit = found.limit_ms
    if phase == "reply":
        # [R13] A reply has the time of a second turn in the queue.
        rules = state.get(Queue, found.queue)
        limit = (rules.second_limit_ms or rules.limit_ms) if rules is not None else limit
    return FloorGranted(
        turn=turn, member=speaker.id, hand=None, queue=found.queue, item=found.item,
        intent="reply" if phase == "reply" else "speak", limit_ms=limit,
        warn_ms=state.meeting.settings.warn_ms, interrupted=None,
        ended=[other.id for other in floor.active_turns(state)], by_desk=False, slot=slot.id, phase=phase,
        reader=speaker.id if speaker.id != slot.member else None,
    )  # fmt: skip


def defer(case: Case, command: DeferSlot) -> list[Event]:
    """[R9] A subject comes later, after the others."""
    slot = case.found(Slot, command.slot)
    found = _check_open(case, slot)
    if slot.status == "deferred":
        raise Refusal("already", "This subject is deferred.")
    if slot.status not in ("waiting", "current"):
        raise stale(case.state, found, "This subject does not wait.", status=slot.status)
    event = SlotDeferred(slot=slot.id, round=slot.round, member=slot.member, reason=command.reason)
    return [*_ending_of(case, slot), event]


def excuse(case: Case, command: ExcuseSlot) -> list[Event]:
    """[R9] A subject is not heard in this round, and why."""
    slot = case.found(Slot, command.slot)
    found = _check_open(case, slot)
    if slot.status == "excused":
        raise Refusal("already", "This subject is excused.")
    if slot.status == "done":
        raise stale(case.state, found, "This subject was heard.", status=slot.status)
    event = SlotExcused(slot=slot.id, round=slot.round, member=slot.member, reason=command.reason)
    return [*_ending_of(case, slot), event]


def restore(case: Case, command: RestoreSlot) -> list[Event]:
    """[R9] A subject waits again, at its old place; also one that was passed by mistake."""
    slot = case.found(Slot, command.slot)
    _check_open(case, slot)
    if slot.status in ("waiting", "current"):
        raise Refusal("already", "This subject is to be heard.", status=slot.status)
    return [
        SlotRestored(
            slot=slot.id, round=slot.round, member=slot.member, reason=command.reason, position=slot.position
        )
    ]  # fmt: skip


def _ending(case: Case) -> list[Event]:
    return floor.clear(case.state, case.now)


def _ending_of(case: Case, slot: Slot) -> list[Event]:
    return [floor.ending(turn, case.now) for turn in floor.active_turns(case.state) if turn.slot == slot.id]


def _check_open(case: Case, slot: Slot) -> Round:
    found = case.found(Round, slot.round)
    check_not_over(found)
    return found


def check_not_over(found: Round) -> None:
    """Refuse what comes after the round was finished."""
    if found.status == "done":
        raise Refusal("closed", "The round is over.", round=found.id)


def _check_held(state: MeetingState, found: Round) -> None:
    check_not_over(found)
    if state.meeting.current_round != found.id:
        raise stale(state, found, "Another matter is being dealt with.")


def stale(state: MeetingState, found: Round, message: str, **facts: object) -> Refusal:
    """[R4] What is true now: who is on, who has the floor."""
    meeting = state.meeting
    return Refusal(
        "stale", message, current=found.current, current_turn=meeting.current_turn,
        current_round=meeting.current_round, **facts,
    )  # fmt: skip


# What comes of it -----------------------------------------------------------------------------------------------------


def round_moved(state: MeetingState, event: RoundMoved) -> None:
    slot = state.get(Slot, event.slot)
    rota.keep_step(state, event.round, event.turn, slot)
    if slot is not None:
        reader = state.get(Member, event.reader)
        name = reader.name if reader is not None else None
        slot = replace(slot, turn=event.turn, reader=event.reader, reader_name=name, batch=None)
        former = state.get(Round, event.round)
        if former is not None and former.current is not None:
            rota.bring_on(state, event.round, None, "reading")
    rota.bring_on(state, event.round, slot, "reading")


def round_phased(state: MeetingState, event: RoundPhased) -> None:
    slot = state.get(Slot, event.slot)
    if slot is None:
        return
    rota.keep_step(state, event.round, event.turn, slot)
    if event.phase == "reading" and event.turn is not None:
        slot = replace(slot, turn=event.turn)
    rota.bring_on(state, event.round, slot, event.phase)


def slot_put_off(state: MeetingState, event: SlotDeferred | SlotExcused) -> None:
    slot, found = state.get(Slot, event.slot), state.get(Round, event.round)
    if slot is None or found is None:
        return
    status: SlotStatus = "deferred" if isinstance(event, SlotDeferred) else "excused"
    state.put(replace(slot, status=status, phase=None, batch=None, reason=event.reason))
    if found.current == slot.id:
        state.put(replace(found, current=None))
    rota.count(state, found.id)


def slot_restored(state: MeetingState, event: SlotRestored) -> None:
    slot = state.get(Slot, event.slot)
    if slot is not None:
        back = replace(
            slot, status="waiting", phase=None, batch=None, reason=event.reason, position=event.position
        )  # fmt: skip
        state.put(back)
        rota.count(state, slot.round)
