"""What may still be said when the meeting is over: by those who were not there, for a while, and marked as such."""

from giotay.meeting.case import Case
from giotay.meeting.roll import is_present
from giotay_protocol.refusals import Refusal


def is_afterwards(case: Case) -> bool:
    """[K8] Whether the meeting is closed and this member may still speak up. Refuses `closed` who may not."""
    meeting = case.state.meeting
    if meeting.status != "closed" or meeting.closed_at is None:
        return False
    until = meeting.closed_at + meeting.settings.afterwards_ms
    if is_present(case.member) or case.now > until:
        raise Refusal("closed", "The meeting is closed.", status="closed")
    return True
