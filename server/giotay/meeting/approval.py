"""The minutes in the room: the secretary's words, circulated, objected to section by section, settled, approved.

What happened stands in the log; here is only what the secretary says beside it. Once approved nothing of it changes but
the closing section, which the approving vote and the close fill; whatever else comes is added at the end.
"""

from typing import Final

from msgspec.structs import replace

from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import AddToMinutes, ApproveMinutes, ObjectToMinutes, SettleObjection, WriteMinutes
from giotay_protocol.entities import Addendum, AgendaItem, Member, Minutes, Objection, Poll, Slot, Turn
from giotay_protocol.events import (
    Event,
    MinutesAdded,
    MinutesApproved,
    MinutesCirculated,
    MinutesObjected,
    MinutesWritten,
    ObjectionSettled,
)
from giotay_protocol.refusals import Refusal, invalid, too_large

KEY: Final = "minutes"
CLOSING: Final = "closing"
_WHOLE: Final = frozenset({"head", CLOSING})
_OF: Final[dict[str, type[AgendaItem | Turn | Slot]]] = {"item": AgendaItem, "turn": Turn, "slot": Slot}
MOST_OBJECTIONS: Final = 500
MOST_ADDENDA: Final = 100
LONGEST_IN_ALL: Final = 400_000


def minutes_of(state: MeetingState) -> Minutes:
    """The minutes as they are; before anybody wrote, empty."""
    return state.get(Minutes, KEY) or Minutes(
        id=KEY, at=0, born=0, status="draft", sections={}, objections=[], addenda=[], circulated_at=None,
        approved_at=None, poll=None, head=None,
    )  # fmt: skip


# What is decided ------------------------------------------------------------------------------------------------------


def write(case: Case, command: WriteMinutes) -> list[Event]:
    """[N1] The secretary's words for a section: the head, an item, a turn, a subject of a round, or the closing."""
    found = minutes_of(case.state)
    _check_section(case, command.section)
    if found.status == "approved" and command.section != CLOSING:
        raise Refusal("locked", "The minutes are approved; add to them instead.")
    if found.sections.get(command.section, "") == command.text:
        raise Refusal("already", "The section says so.")
    if sum(map(len, found.sections.values())) + len(command.text) > LONGEST_IN_ALL:
        raise too_large("text", LONGEST_IN_ALL)
    return [MinutesWritten(section=command.section, text=command.text)]


def _check_section(case: Case, section: str) -> None:
    what, _, key = section.partition(":")
    if section in _WHOLE:
        return
    if what not in _OF or not key:
        raise invalid("section", "A section is head, closing, or item:, turn: or slot: and an id.")
    if case.state.get(_OF[what], key) is None:
        raise Refusal("not_found", "There is nothing of which this could be the section.", field="section")


def circulate(case: Case) -> list[Event]:
    """[N2] From now on everybody may read them."""
    found = minutes_of(case.state)
    if found.status != "draft":
        raise Refusal("already", "The minutes are with everybody.", status=found.status)
    return [MinutesCirculated()]


def object_to(case: Case, command: ObjectToMinutes) -> list[Event]:
    """[N3] A member would have a section otherwise, and says how."""
    found = minutes_of(case.state)
    _check_section(case, command.section)
    if found.status == "draft":
        raise Refusal("stale", "The minutes have not been circulated.", status=found.status)
    if found.status == "approved":
        raise Refusal("locked", "The minutes are approved.")
    if len(found.objections) >= MOST_OBJECTIONS:
        raise Refusal("limit", "There are so many objections at most.", max=MOST_OBJECTIONS)
    for known in found.objections:
        if known.outcome is None and (known.member, known.section, known.text) == (
            case.member.id, command.section, command.text,
        ):  # fmt: skip
            raise Refusal("already", "This is said already.", objection=known.id)
    return [
        MinutesObjected(
            objection=case.context.fresh("ob"), section=command.section, member=case.member.id, text=command.text,
            by_desk=case.by_desk,
        )
    ]  # fmt: skip


def settle(case: Case, command: SettleObjection) -> list[Event]:
    """[N4] The secretary takes an objection up, with what the section says now, or declines it, with why."""
    found = minutes_of(case.state)
    objection = next((each for each in found.objections if each.id == command.objection), None)
    if objection is None:
        raise Refusal("not_found", "There is no such objection.", field="objection")
    if found.status == "approved":
        raise Refusal("locked", "The minutes are approved.")
    if objection.outcome is not None:
        raise Refusal("already", "This objection is settled.", outcome=objection.outcome)
    if command.text is None or not command.text.strip():
        raise invalid("text", "Say what the section says now, or why it stays.")
    return [
        ObjectionSettled(
            objection=objection.id, section=objection.section, outcome=command.outcome, text=command.text
        )
    ]  # fmt: skip


def approve(case: Case, command: ApproveMinutes) -> list[Event]:
    """[N5] The meeting has approved them, by hands or by a poll; no objection is open."""
    found = minutes_of(case.state)
    if found.status == "approved":
        raise Refusal("already", "The minutes are approved.")
    if found.status == "draft":
        raise Refusal("stale", "The minutes have not been circulated.", status=found.status)
    waiting = sum(objection.outcome is None for objection in found.objections)
    if waiting:
        raise Refusal("stale", "Objections wait to be settled.", objections=waiting)
    poll = case.state.get(Poll, command.poll)
    if command.poll is not None and (poll is None or poll.result is None):
        raise Refusal("stale", "This poll has no result.", poll=command.poll)
    if poll is not None and poll.result is not None and poll.result.carried != poll.options[0].id:
        # The first option is the consent; a majority for another is none.
        raise Refusal("stale", "This poll approved nothing.", poll=poll.id)
    return [MinutesApproved(poll=command.poll, head=case.context.head)]


def add(case: Case, command: AddToMinutes) -> list[Event]:
    """[N6] Something is added after the approval; what was approved stays."""
    found = minutes_of(case.state)
    if found.status != "approved":
        raise Refusal("stale", "The minutes are not approved; write into them.", status=found.status)
    if len(found.addenda) >= MOST_ADDENDA:
        raise Refusal("limit", "So much may be added at most.", max=MOST_ADDENDA)
    return [MinutesAdded(text=command.text)]


# What comes of it -----------------------------------------------------------------------------------------------------


def _standing(state: MeetingState, event: Event) -> Minutes:
    found = minutes_of(state)
    return found if found.born else replace(found, at=event.at, born=event.seq)


def minutes_written(state: MeetingState, event: MinutesWritten) -> None:
    found = _standing(state, event)
    sections = {key: text for key, text in found.sections.items() if key != event.section}
    if event.text:
        sections[event.section] = event.text
    state.put(replace(found, sections=sections))


def minutes_circulated(state: MeetingState, event: MinutesCirculated) -> None:
    state.put(replace(_standing(state, event), status="circulated", circulated_at=event.at))


def minutes_objected(state: MeetingState, event: MinutesObjected) -> None:
    found, member = _standing(state, event), state.get(Member, event.member)
    objection = Objection(
        id=event.objection, at=event.at, section=event.section, member=event.member,
        name=member.name if member is not None else "", text=event.text, outcome=None, before=None, answer=None,
        by_desk=event.by_desk,
    )  # fmt: skip
    state.put(replace(found, objections=[*found.objections, objection]))


def objection_settled(state: MeetingState, event: ObjectionSettled) -> None:
    found = _standing(state, event)
    before = found.sections.get(event.section, "")
    objections = [
        replace(each, outcome=event.outcome, before=before, answer=event.text) if each.id == event.objection else each
        for each in found.objections
    ]
    sections = found.sections
    if event.outcome == "accepted" and event.text is not None:
        sections = {**found.sections, event.section: event.text}
    state.put(replace(found, objections=objections, sections=sections))


def minutes_approved(state: MeetingState, event: MinutesApproved) -> None:
    found = _standing(state, event)
    state.put(replace(found, status="approved", approved_at=event.at, poll=event.poll, head=event.head))


def minutes_added(state: MeetingState, event: MinutesAdded) -> None:
    found = _standing(state, event)
    state.put(replace(found, addenda=[*found.addenda, Addendum(at=event.at, text=event.text)]))


def rename(state: MeetingState, member: str, name: str) -> None:
    """[M7] Whoever objected is called by the new name."""
    found = state.get(Minutes, KEY)
    if found is not None:
        named = [replace(each, name=name) if each.member == member else each for each in found.objections]
        state.put(replace(found, objections=named))


def erase(state: MeetingState, member: str) -> None:
    """[M8] Name and words of an objection go; that there was one stays."""
    found = state.get(Minutes, KEY)
    if found is not None:
        bare = [replace(each, name="", text="") if each.member == member else each for each in found.objections]
        state.put(replace(found, objections=bare))
