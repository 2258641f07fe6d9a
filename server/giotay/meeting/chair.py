"""Who presides: handing over, taking over from a chair whose phone is gone, taking the chair back."""

from typing import Final

from msgspec.structs import replace

from giotay.meeting.case import Case
from giotay.meeting.roll import weigh
from giotay.meeting.standing import offices_of, settle
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import HandOverChair, ReclaimChair, TakeOverChair
from giotay_protocol.entities import Member
from giotay_protocol.events import ChairHandedOver, ChairReclaimed, ChairTakenOver, Event
from giotay_protocol.names import Office
from giotay_protocol.refusals import Refusal

_CANNOT_PRESIDE: Final[frozenset[Office]] = frozenset({"guest", "observer"})


# What is decided ------------------------------------------------------------------------------------------------------


def hand_over(case: Case, command: HandOverChair) -> list[Event]:
    """[C3] Another member presides until the chair is handed back or reclaimed."""
    to = case.found(Member, command.to)
    if to.office in _CANNOT_PRESIDE:
        raise Refusal("not_eligible", "A guest or an observer does not preside.")
    if to.id == case.state.meeting.presiding:
        raise Refusal("already", "This member presides.")
    return [ChairHandedOver(to=to.id)]


def take_over(case: Case, command: TakeOverChair) -> list[Event]:
    """[C4] Preside when whoever presides has had no connection for `chair_lease_ms`."""
    state, context = case.state, case.context
    presiding = state.meeting.presiding
    if presiding == case.member.id:
        raise Refusal("already", "This member presides.")
    if case.member.office == "secretary" and any(
        deputy in context.online for deputy in offices_of(state).deputies if deputy != presiding
    ):  # fmt: skip
        raise Refusal("forbidden", "A deputy is connected, and goes before a secretary.")
    if presiding is not None:
        gone_at = context.offline_since.get(presiding)
        lease_ms = state.meeting.settings.chair_lease_ms
        if presiding in context.online:
            raise Refusal("stale", "Who presides is connected.", presiding=presiding)
        if gone_at is not None and context.now - gone_at < lease_ms:
            left_ms = lease_ms - (context.now - gone_at)
            raise Refusal("stale", "Who presides may come back.", presiding=presiding, retry_ms=left_ms)
    return [ChairTakenOver(member=case.member.id)]


def reclaim(case: Case, command: ReclaimChair) -> list[Event]:
    """[C5] The appointed chair presides again, at once."""
    if case.member.id == case.state.meeting.presiding:
        raise Refusal("already", "The chair presides.")
    return [ChairReclaimed(member=case.member.id)]


# What comes of it -----------------------------------------------------------------------------------------------------


def presides(state: MeetingState, member: str) -> None:
    """From now on this member presides."""
    before = state.meeting.presiding
    state.put(replace(state.meeting, presiding=member))
    weigh(state)
    settle(state, before, member)
