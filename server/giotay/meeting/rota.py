"""What the rules ask about rounds: who is on, who is left, in which order, and on whom the comments are.

A round goes from slot to slot; a slot is a member's place in it, or a body's, whose text a reader reads. One open round
belongs to what is being dealt with now, `meeting.current_round`. Nothing here calls anybody.
"""

import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Final

from msgspec.structs import replace

from giotay.meeting.hidden import Step
from giotay.meeting.roll import is_present
from giotay.meeting.state import MeetingState
from giotay_protocol.entities import Hand, Member, Round, Slot, Turn
from giotay_protocol.events import Event, RoundPhased, SlotAdded, SlotExcused, SlotRestored
from giotay_protocol.names import Intent, Office, RoundOrder, RoundStep, SlotPhase
from giotay_protocol.refusals import Refusal

LEFT: Final = frozenset({"waiting", "deferred"})
OFFICES: Final[dict[Office, int]] = {"chair": 0, "deputy": 1}
_DIGITS: Final = re.compile(r"(\d+)")
_HEARD_ALWAYS: Final[frozenset[Intent]] = frozenset({"privilege", "order"})


# Who is there ---------------------------------------------------------------------------------------------------------


def slots_of(state: MeetingState, key: str) -> list[Slot]:
    """The slots of a round by position."""
    return sorted((slot for slot in state.all(Slot) if slot.round == key), key=lambda slot: slot.position)


def current_round(state: MeetingState) -> Round | None:
    """The round that is being held now."""
    return state.get(Round, state.meeting.current_round)


def slot_now(state: MeetingState, queue: str) -> str | None:
    """The slot that is on, where this is the queue beside its round."""
    found = current_round(state)
    return found.current if found is not None and found.queue == queue else None


def is_here(state: MeetingState, member: Member) -> bool:
    """Whether a member can be heard: is present, or nobody asked for attendance and they are not known to be away."""
    return is_present(member) or (
        not state.meeting.settings.present_only and member.attendance.status == "expected"
    )  # fmt: skip


def speaker_of(state: MeetingState, slot: Slot, reader: str | None = None) -> Member | None:
    """Who would read for this slot: the reader, or the member; None when that one is not here."""
    member = state.get(Member, reader or slot.reader or slot.member)
    return member if member is not None and is_here(state, member) else None


def subject_is_here(state: MeetingState, slot: Slot) -> bool:
    """[R8] Whether the round waits for this slot. It always waits for a body."""
    member = state.get(Member, slot.member)
    return slot.body is not None or (member is not None and is_here(state, member))


def callable_slots(state: MeetingState, key: str) -> list[Slot]:
    """[R4] Who can be called next, in this order: those who wait, by position, then those deferred."""
    left = [slot for slot in slots_of(state, key) if slot.status in LEFT and speaker_of(state, slot) is not None]
    return sorted(left, key=lambda slot: (slot.status == "deferred", slot.position))


# Orders ---------------------------------------------------------------------------------------------------------------


def ordered(members: Iterable[Member], order: RoundOrder, seed: int | None) -> list[Member]:
    """[R2] The members in the order of a round; whatever leaves two equal, their names decide."""
    match order:
        case "given":
            return list(members)
        case "office":
            return sorted(members, key=lambda member: (OFFICES.get(member.office, 2), member.sort_key, member.id))
        case "name":
            return sorted(members, key=lambda member: (member.sort_key, member.id))
        case "seat":
            return sorted(members, key=lambda member: (*_seat_key(member.seat), member.sort_key, member.id))
        case "random":
            return sorted(members, key=lambda member: draw(seed or 0, member.id))


def draw(seed: int, member: str) -> str:
    """[R2] The lot a member draws: anybody can work it out again from the seed on record."""
    return blake2b(f"{seed}:{member}".encode(), digest_size=16).hexdigest()


def _seat_key(seat: str | None) -> tuple[bool, list[tuple[int, str]]]:
    """Seats as people count them, A2 before A10; who has none comes last."""
    parts = _DIGITS.split(seat or "")
    return not seat, [(int(part), "") if part.isdigit() else (0, part) for part in parts]


# What a round does beside the floor -----------------------------------------------------------------------------------


def after_reading(state: MeetingState, turns: Iterable[Turn]) -> list[Event]:
    """[R6] When one of these turns that end was the reading, and comments are due, they are on."""
    found = current_round(state)
    if found is None or found.due != "comments":
        return []
    read = any(
        turn.slot == found.current and turn.phase == "reading" and turn.started_at is not None for turn in turns
    )  # fmt: skip
    return [RoundPhased(round=found.id, slot=found.current or "", phase="comments", turn=None)] if read else []


def passed_over(state: MeetingState, turn: Turn, hands: Iterable[Hand]) -> list[Hand]:
    """[R7] The hands that wanted to comment on what is past, now that somebody else begins to read."""
    slot = state.get(Slot, turn.slot)
    if slot is None or turn.phase != "reading":
        return []
    return [
        hand
        for hand in hands
        if hand.slot is not None and hand.intent not in _HEARD_ALWAYS and not _same_batch(state, hand.slot, slot)
    ]


def _same_batch(state: MeetingState, key: str, slot: Slot) -> bool:
    other = state.get(Slot, key)
    return other is not None and other.round == slot.round and other.batch == slot.batch


def arriving(state: MeetingState, member: Member, fresh: Callable[[str], str]) -> list[Event]:
    """[R3] Who comes late joins an open round at its end."""
    found = current_round(state)
    if found is None or is_present(member):
        return []
    slots = slots_of(state, found.id)
    end = slots[-1].position + 1 if slots else 1
    own = next((other for other in slots if other.member == member.id), None)
    if own is None:
        if not (found.everybody and member.votes):
            return []
        return [SlotAdded(slot=fresh("s"), round=found.id, member=member.id, body=None, reader=None, position=end)]
    if own.status == "waiting" and any(other.position > own.position and other.status not in LEFT for other in slots):
        return [SlotRestored(slot=own.id, round=own.round, member=own.member, reason=None, position=end)]
    return []


def leaving(state: MeetingState, member: str) -> list[Event]:
    """[R9] Who is taken off the roster is heard no more: no round waits for them."""
    return [
        SlotExcused(slot=slot.id, round=slot.round, member=slot.member, reason=None)
        for slot in state.all(Slot)
        if slot.member == member and slot.status in ("waiting", "deferred", "current") and _is_open(state, slot.round)
    ]


def _is_open(state: MeetingState, key: str) -> bool:
    found = state.get(Round, key)
    return found is not None and found.status == "open"


def check_goes_on(state: MeetingState, turn: Turn) -> None:
    """Refuse to give back a turn of a round that is over, or not the one being held."""
    slot = state.get(Slot, turn.slot)
    if turn.slot is None:
        return
    if slot is None or slot.round != state.meeting.current_round or slot.status not in ("current", "done"):
        raise Refusal("stale", "The round has gone on.", current_round=state.meeting.current_round)


# Bookkeeping ----------------------------------------------------------------------------------------------------------


def follow(state: MeetingState) -> None:
    """[R1] The round being held is the open one of what is being dealt with now."""
    meeting = state.meeting
    held = next(
        (found.id for found in state.all(Round) if found.status == "open" and found.item == meeting.current_item), None
    )  # fmt: skip
    state.put(replace(meeting, current_round=None if meeting.status == "closed" else held))


def count(state: MeetingState, key: str) -> None:
    """[R5] How many are done, of how many, and what the plan says comes next."""
    found = state.get(Round, key)
    if found is None:
        return
    slots = slots_of(state, key)
    done = sum(slot.status == "done" for slot in slots)
    total = sum(slot.status != "excused" for slot in slots)
    state.put(replace(found, done=done, total=total, due=_due(found, slots)))


def _due(found: Round, slots: list[Slot]) -> RoundStep | None:
    if found.status == "done":
        return None
    onward: RoundStep = "next" if any(slot.status in LEFT for slot in slots) else "finish"
    now = next((slot for slot in slots if slot.id == found.current), None)
    match now.phase if now is not None else None:
        case "reading":
            read = sum(slot.batch == found.batch and slot.status in ("done", "current") for slot in slots)
            match found.comments:
                case "after_each":
                    return "comments"
                case "after_group":
                    return "comments" if read >= (found.group_size or 1) or onward == "finish" else onward
                case "at_end":
                    return "comments" if onward == "finish" else onward
                case "off":
                    return onward
        case "comments":
            return "reply" if found.reply else "conclusion"
        case "reply":
            return "conclusion"
        case _:
            return onward


def bring_on(state: MeetingState, key: str, slot: Slot | None, phase: SlotPhase) -> None:
    """This slot is on in this phase, or none; the one that was on is done."""
    found = state.get(Round, key)
    if found is None:
        return
    former = state.get(Slot, found.current)
    batch = found.batch
    if former is not None and (slot is None or former.id != slot.id):
        state.put(replace(former, status="done", phase=None))
        new = slot is None or slot.batch != batch
        if new and (former.phase != "reading" or found.comments in ("after_each", "off")):
            batch += 1
    if slot is not None:
        batch = slot.batch if slot.batch is not None else batch
        state.put(replace(slot, status="current", phase=phase, batch=batch))
    state.put(replace(found, current=slot.id if slot is not None else None, batch=batch))
    count(state, key)


def given_back(state: MeetingState, turn: Turn) -> None:
    """Whose turn goes on is on again, in the phase the turn belongs to."""
    slot = state.get(Slot, turn.slot)
    if slot is not None and turn.phase is not None and slot.round == state.meeting.current_round:
        bring_on(state, slot.round, slot, turn.phase)


def keep_step(state: MeetingState, key: str, turn: str | None, slot: Slot | None) -> None:
    """Remember what was on before a call, so that it can be taken back."""
    found = state.get(Round, key)
    if turn is None or found is None:
        return
    former = state.get(Slot, found.current)
    slots = {other.id: other for other in (former, slot) if other is not None}
    state.put(Step(id=turn, round=key, current=found.current, batch=found.batch, slots=tuple(slots.values())))


def step_undone(state: MeetingState, step: Step) -> None:
    """[R11] The call of a subject never was: who was on is on again, in the phase they were in."""
    found = state.get(Round, step.round)
    if found is None:
        return
    for was in step.slots:
        now = state.get(Slot, was.id)
        if now is not None:
            reader = state.get(Member, was.reader)
            back = replace(
                now, status=was.status, phase=was.phase, batch=was.batch, turn=was.turn, statement=was.statement,
                reader=was.reader, reader_name=reader.name if reader is not None else None,
            )  # fmt: skip
            state.put(back)
    state.put(replace(found, current=step.current, batch=step.batch))
    count(state, step.round)
