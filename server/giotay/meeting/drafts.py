"""Drafts: what may be written down before it is handed in, and where it lies. Saving one is no event."""

from msgspec import Struct

from giotay.meeting import authority, references, shape, sittings
from giotay.meeting.context import Context
from giotay.meeting.state import MeetingState
from giotay.meeting.statements import check_writable
from giotay_protocol.commands import SaveStatement, SubmitStatement
from giotay_protocol.drafts import Draft, DraftKey


class Written(Struct, frozen=True):
    """A draft to be kept."""

    key: DraftKey
    draft: Draft


def key_for(sender: str | None, command: SaveStatement | SubmitStatement) -> DraftKey | None:
    """Where the draft lies that a command writes or hands in; None: the sender has none."""
    by_desk = command.acting_for is not None and command.acting_for != sender
    member = command.acting_for if by_desk else sender
    if member is None:
        return None
    return DraftKey(member=member, item=command.item, body=command.body, by_desk=by_desk)


def save(state: MeetingState, command: SaveStatement, context: Context) -> Written:
    """[T10] The draft as it is from now on, in place of what there was. Raises nothing but `Refusal`."""
    shape.check(state, command)
    case = authority.judge(state, command, context)
    references.check(case, command)
    sittings.check_time(case, command)
    check_writable(case, command)
    key = DraftKey(member=case.member.id, item=command.item, body=command.body, by_desk=case.by_desk)
    draft = Draft(
        item=command.item, body=command.body, by_desk=case.by_desk, sections=command.sections, saved_at=context.now
    )  # fmt: skip
    return Written(key, draft)
