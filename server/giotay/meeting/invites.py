"""Gentle invitations: the chair asks one who has been silent, privately. Nobody else ever learns of it."""

from msgspec.structs import replace

from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import AnswerInvite, SendInvite
from giotay_protocol.entities import Invite, Member
from giotay_protocol.events import Event, InviteAnswered, InviteSent
from giotay_protocol.refusals import Refusal

# What is decided ------------------------------------------------------------------------------------------------------


def send(case: Case, command: SendInvite) -> list[Event]:
    """[I1] Who presides invites a member to speak."""
    member = case.found(Member, command.member)
    if member.office == "observer":
        raise Refusal("not_eligible", "An observer only listens.")
    for invite in case.state.all(Invite):
        if invite.member == member.id and invite.answer is None:
            raise Refusal("already", "An invitation waits for its answer.", invite=invite.id)
    return [
        InviteSent(
            invite=case.context.fresh("v"), member=member.id, chair=case.state.meeting.presiding, text=command.text
        )
    ]  # fmt: skip


def answer(case: Case, command: AnswerInvite) -> list[Event]:
    """[I2] Now, later, in writing, or not; said once."""
    invite = case.found(Invite, command.invite)
    if invite.answer is not None:
        raise Refusal("already", "The invitation is answered.", answer=invite.answer)
    return [InviteAnswered(invite=invite.id, member=invite.member, answer=command.answer, text=command.text)]


# What comes of it -----------------------------------------------------------------------------------------------------


def invite_sent(state: MeetingState, event: InviteSent) -> None:
    state.put(
        Invite(
            id=event.invite, at=event.at, born=event.seq, member=event.member, chair=event.chair, text=event.text,
            answer=None, answer_text=None,
        )
    )  # fmt: skip


def invite_answered(state: MeetingState, event: InviteAnswered) -> None:
    invite = state.get(Invite, event.invite)
    if invite is not None:
        state.put(replace(invite, answer=event.answer, answer_text=event.text))


def pass_on(state: MeetingState) -> None:
    """[I3] Invitations go with the chair: who presides now sees them."""
    for invite in list(state.all(Invite)):
        state.put(replace(invite, chair=state.meeting.presiding))
