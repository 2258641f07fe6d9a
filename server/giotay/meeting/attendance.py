"""Who is in the hall: checking in, the desk's marks, when each came and went; the quorum's override.

Attendance is what was answered or marked. It never follows a connection: a phone that sleeps leaves nobody out.
"""

from typing import Final

from msgspec.structs import replace

from giotay.meeting import queue, rota
from giotay.meeting.case import Case
from giotay.meeting.hidden import Stay, Stays
from giotay.meeting.roll import PRESENT, is_present, put_member, tally_of
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import CheckIn, MarkAttendance, OverrideQuorum
from giotay_protocol.entities import Attendance, Member
from giotay_protocol.events import AttendanceCheckedIn, AttendanceMarked, Event, QuorumOverridden
from giotay_protocol.names import AttendanceStatus, Mode
from giotay_protocol.refusals import Refusal

_DEFAULT_MODE: Final[Mode] = "hall"


def present_count(state: MeetingState) -> int:
    """How many members are in the hall now."""
    return tally_of(state).present


def stays_of(state: MeetingState, member: str) -> tuple[Stay, ...]:
    """[A4] Every stretch a member was in the hall, the last perhaps still lasting."""
    found = state.get(Stays, member)
    return found.stays if found is not None else ()


# What is decided ------------------------------------------------------------------------------------------------------


def check_in(case: Case, command: CheckIn) -> list[Event]:
    """[A1] A member says "I am here"."""
    meeting, member = case.state.meeting, case.member
    opens_at = meeting.starts_at - meeting.settings.check_in_opens_ms if meeting.starts_at is not None else None
    if opens_at is not None and case.now < opens_at and meeting.opened_at is None:
        # [A2] The window opens before the meeting; once the meeting is open, it is open.
        raise Refusal("closed", "It is too early to check in.", opens_at=opens_at)
    held = member.attendance
    if is_present(member):
        if held.mode == command.mode:
            raise Refusal("already", "This member is present already.")
        status = held.status
    else:
        status = _arrival(case.state, member.id, case.now)
    events: list[Event] = [
        AttendanceCheckedIn(member=member.id, status=status, mode=command.mode, by_desk=case.by_desk)
    ]
    return [*events, *rota.arriving(case.state, member, case.context.fresh)]


def _arrival(state: MeetingState, member: str, now: int) -> AttendanceStatus:
    """[A3] Late is whose first arrival is after the opening; who comes back is what they were."""
    before = state.get(Stays, member)
    if before is not None:
        return "late" if before.late else "present"
    opened_at = state.meeting.opened_at
    return "late" if opened_at is not None and now > opened_at else "present"


def mark(case: Case, command: MarkAttendance) -> list[Event]:
    """[A5] The desk's mark, for whoever has no phone, is excused, or was taken down wrongly."""
    member = case.found(Member, command.member)
    held, status = member.attendance, _marked(case, member, command)
    if status == "left" and not is_present(member) and held.status != "left":
        raise Refusal("not_present", "Who is not here cannot leave.")
    mode = command.mode or held.mode
    if status in PRESENT:
        mode = mode or _DEFAULT_MODE
    if (held.status, held.mode, held.reason) == (status, mode, command.reason):
        raise Refusal("already", "The member is marked so already.")
    events: list[Event] = []
    if status not in PRESENT:
        # [A6] Who is not here has no hand up.
        events += queue.lower_all_of(case.state, member.id, "left")
    events.append(AttendanceMarked(member=member.id, status=status, mode=mode, reason=command.reason))
    return [*events, *rota.arriving(case.state, member, case.context.fresh)] if status in PRESENT else events


def _marked(case: Case, member: Member, command: MarkAttendance) -> AttendanceStatus:
    """[A5] "Present" for somebody who was late says that they were on time after all."""
    if command.status != "present" or is_present(member):
        return command.status
    return _arrival(case.state, member.id, case.now)


def override_quorum(case: Case, command: OverrideQuorum) -> list[Event]:
    """[A8] Go on without a quorum, on record, for this sitting."""
    quorum = case.state.meeting.quorum
    if quorum is None or quorum.reached or quorum.overridden:
        raise Refusal("already", "Nothing stands in the way.")
    return [QuorumOverridden(reason=command.reason)]


# What comes of it -----------------------------------------------------------------------------------------------------


def attendance_changed(state: MeetingState, event: AttendanceCheckedIn | AttendanceMarked) -> None:
    member = state.get(Member, event.member)
    if member is None:
        return
    held = member.attendance
    marked = isinstance(event, AttendanceMarked)
    same = held.status == event.status or (held.status in PRESENT and event.status in PRESENT)
    _keep_stays(state, member, event)
    attendance = Attendance(
        status=event.status,
        mode=event.mode,
        since=held.since if same and held.since is not None else event.at,
        reason=event.reason if isinstance(event, AttendanceMarked) else None,
        by_desk=marked or (isinstance(event, AttendanceCheckedIn) and event.by_desk),
    )
    put_member(state, replace(member, attendance=attendance))


def _keep_stays(state: MeetingState, member: Member, event: AttendanceCheckedIn | AttendanceMarked) -> None:
    here, was_here = event.status in PRESENT, is_present(member)
    before = state.get(Stays, member.id)
    stays = before.stays if before is not None else ()
    mode: Mode = event.mode or _DEFAULT_MODE
    if was_here and (not here or stays[-1].mode != mode):
        stays = (*stays[:-1], replace(stays[-1], to_at=event.at))
    if here and (not was_here or not stays or stays[-1].to_at is not None):
        stays = (*stays, Stay(event.at, None, mode))
    if here:
        state.put(Stays(id=member.id, late=event.status == "late", stays=stays))
    elif before is not None:
        state.put(replace(before, stays=stays))


def quorum_overridden(state: MeetingState, event: QuorumOverridden) -> None:
    quorum = state.meeting.quorum
    if quorum is not None:
        state.put(replace(state.meeting, quorum=replace(quorum, overridden=True)))
