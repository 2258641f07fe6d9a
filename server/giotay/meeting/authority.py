"""Who may do what: the table of commands and rights, and the class in which a member is connected.

**C** is who presides now; **S** a secretary; **D** (the desk) is C and S, and the host; **M** any member but observers;
**me** the member concerned; **deputy**, **appointed** the one with the office of deputy or chair; **host** who made
the room. What is *me* or *M* the desk may do for a member by naming them in `for`.
"""

from collections.abc import Mapping
from typing import Final, Literal

from giotay.meeting.case import Case
from giotay.meeting.context import Actor, Context
from giotay.meeting.hidden import Standing
from giotay.meeting.state import MeetingState
from giotay.meeting.statements import reader_of
from giotay_protocol import commands as c
from giotay_protocol.commands import Command
from giotay_protocol.entities import Comment, Commitment, Hand, Invite, Member, Statement, Turn
from giotay_protocol.names import Class
from giotay_protocol.refusals import Refusal, invalid

Right = Literal["C", "S", "D", "M", "me", "deputy", "appointed", "host"]

RIGHTS: Final[Mapping[type[Command], tuple[Right, ...]]] = {
    c.UpdateMeeting: ("D",),
    c.OpenMeeting: ("C",),
    c.PauseMeeting: ("C",),
    c.ResumeMeeting: ("C",),
    c.CloseMeeting: ("C",),
    c.LockMeeting: ("D",),
    c.UnlockMeeting: ("D",),
    c.HandOverChair: ("C",),
    c.TakeOverChair: ("deputy", "S"),
    c.ReclaimChair: ("appointed",),
    c.AddMember: ("D",),
    c.UpdateMember: ("D",),
    c.RemoveMember: ("D",),
    c.DeclareMember: ("me",),
    c.AdmitMember: ("D",),
    c.RefuseMember: ("D",),
    c.RevokeMember: ("D",),
    c.MuteMember: ("D",),
    c.UnmuteMember: ("D",),
    c.EraseMember: ("host", "D"),
    c.CheckIn: ("me",),
    c.MarkAttendance: ("D",),
    c.OverrideQuorum: ("C",),
    c.AddItem: ("D",),
    c.UpdateItem: ("D",),
    c.MoveItem: ("D",),
    c.RemoveItem: ("D",),
    c.StartItem: ("C",),
    c.FinishItem: ("C",),
    c.SkipItem: ("C",),
    c.ReopenItem: ("C",),
    c.RaiseHand: ("M",),
    c.LowerHand: ("me", "D"),
    c.MoveHand: ("me", "D"),
    c.UpdateQueue: ("C",),
    c.GrantFloor: ("C",),
    c.StartTurn: ("C", "me"),
    c.PauseTurn: ("C",),
    c.ResumeTurn: ("C",),
    c.EndTurn: ("C", "me"),
    c.ExtendTurn: ("C",),
    c.UndoEnd: ("C",),
    c.UndoCall: ("C",),
    c.NoteTurn: ("D",),
    c.RemindTurn: ("C",),
    c.DeclineTurn: ("me",),
    c.StartRound: ("C",),
    c.UpdateRound: ("C",),
    c.NextInRound: ("C",),
    c.CallSlot: ("C",),
    c.MoveSlotPhase: ("C",),
    c.DeferSlot: ("C",),
    c.ExcuseSlot: ("C",),
    c.RestoreSlot: ("C",),
    c.FinishRound: ("C",),
    c.FitRound: ("C",),
    c.SaveStatement: ("me",),
    c.SubmitStatement: ("me",),
    c.RevealStatement: ("me", "C"),
    c.SendInvite: ("C",),
    c.AnswerInvite: ("me",),
    c.PostComment: ("M",),
    c.EditComment: ("me",),
    c.RetractComment: ("me",),
    c.MoveComment: ("D",),
    c.ApproveComment: ("D",),
    c.HideComment: ("D",),
    c.RestoreComment: ("D",),
    c.PinComment: ("D",),
    c.UnpinComment: ("D",),
    c.ReactToComment: ("M",),
    c.UnreactToComment: ("M",),
    c.TagComment: ("D",),
    c.UntagComment: ("D",),
    c.ResolveComment: ("D",),
    c.AddTopic: ("D",),
    c.UpdateTopic: ("D",),
    c.MergeTopic: ("D",),
    c.RemoveTopic: ("D",),
    c.AddConclusion: ("D",),
    c.UpdateConclusion: ("D",),
    c.RemoveConclusion: ("D",),
    c.MakeCommitment: ("me",),
    c.UpdateCommitment: ("me",),
    c.WithdrawCommitment: ("me",),
    c.ReviewCommitment: ("me", "D"),
    c.UpdateDocument: ("D",),
    c.PublishDocument: ("D",),
    c.WithdrawDocument: ("D",),
    c.ReportProgress: ("me",),
    c.ConfirmDocument: ("me", "D"),
    c.CreatePoll: ("D",),
    c.UpdatePoll: ("D",),
    c.OpenPoll: ("C",),
    c.ClosePoll: ("C",),
    c.PublishPoll: ("C",),
    c.CancelPoll: ("C",),
    c.CastVote: ("M",),
    c.CountPoll: ("D",),
    c.RecountPoll: ("D",),
    c.ReserveOpinion: ("M",),
    c.WriteMinutes: ("S",),
    c.CirculateMinutes: ("S",),
    c.ObjectToMinutes: ("M",),
    c.SettleObjection: ("S",),
    c.ApproveMinutes: ("C",),
    c.AddToMinutes: ("S",),
    c.SetScorecard: ("D",),
    c.ConfirmScorecard: ("C",),
    c.ScoreScorecard: ("M",),
    c.ShowScene: ("D",),
    c.PrepareScene: ("D",),
    c.ShowNext: ("D",),
    c.ArrangeScene: ("D",),
    c.DropScene: ("D",),
    c.CloseShutter: ("D",),
    c.PairScreen: ("D",),
}

_FOR_A_MEMBER: Final[frozenset[Right]] = frozenset({"M", "me"})


# Classes --------------------------------------------------------------------------------------------------------------


def class_of(state: MeetingState, member: str) -> Class:
    """The class of a member's connections. [C2] Who presides and every secretary are the desk; nobody else is."""
    if member == state.meeting.presiding:
        return "desk"
    found = state.get(Member, member)
    return "desk" if found is not None and found.office == "secretary" else "hall"


def actor_of(state: MeetingState, member: str) -> Actor:
    """The member as one who gives commands. One who was removed has no office."""
    found = state.get(Member, member)
    return Actor(member=member, office=found.office if found else None, cls=class_of(state, member))


def class_since(state: MeetingState, member: str) -> int:
    """The seq at which the member's class last changed; older cursors of theirs need a whole view."""
    standing = state.get(Standing, member)
    return standing.since if standing is not None else 0


def valid_from(state: MeetingState, member: str) -> int:
    """[M4] Tokens of this member issued before this moment (ms) are void, also when the member is gone.

    It lies one millisecond behind the revocation, so that a token issued in the same millisecond is void too; whoever
    issues a new one dates it no earlier than this.
    """
    standing = state.get(Standing, member)
    return standing.valid_from if standing is not None else 0


def is_erased(state: MeetingState, member: str) -> bool:
    """Whether this member's name and words are gone."""
    standing = state.get(Standing, member)
    return standing is not None and standing.erased


# Rights ---------------------------------------------------------------------------------------------------------------


def judge(state: MeetingState, command: Command, context: Context) -> Case:
    """The case a command makes. Refuses what the sender has no right to do, whatever it names."""
    actor, rights = context.actor, RIGHTS[type(command)]
    own = state.get(Member, actor.member)
    if actor.member is not None and own is None:
        raise Refusal("unauthenticated", "The sender is no member any more.")
    if command.acting_for is not None and command.acting_for != actor.member:
        return _acting_for(state, command, context)
    for right in rights:
        if _has(right, state, actor, own):
            break
    else:
        raise Refusal("forbidden", f"This needs {' or '.join(rights)}.")
    return Case(state, context, own, by_desk=False)


def _acting_for(state: MeetingState, command: Command, context: Context) -> Case:
    """[C6] The desk acts for a member, with the member's own rights."""
    rights = RIGHTS[type(command)]
    if not _FOR_A_MEMBER & set(rights):
        raise invalid("for", "This is not done for a member.")
    if not _is_desk(context.actor):
        raise Refusal("forbidden", "Only the desk acts for a member.")
    member = state.get(Member, command.acting_for)
    if member is None:
        raise Refusal("not_found", "There is no such member.", field="for")
    if not any(_has(right, state, actor_of(state, member.id), member) for right in _FOR_A_MEMBER & set(rights)):
        raise Refusal("forbidden", "This member has no right to that.")
    return Case(state, context, member, by_desk=True)


def _is_desk(actor: Actor) -> bool:
    return actor.cls == "desk" or actor.host


def _has(right: Right, state: MeetingState, actor: Actor, own: Member | None) -> bool:
    match right:
        case "D":
            return _is_desk(actor)
        case "host":
            return actor.host
        case "C":
            return own is not None and own.id == state.meeting.presiding
        case "S":
            return own is not None and own.office == "secretary"
        case "M":
            return own is not None and own.office != "observer"
        case "me":
            return own is not None
        case "deputy":
            return own is not None and own.office == "deputy"
        case "appointed":
            return own is not None and own.office == "chair"


def check_own(case: Case, command: Command) -> None:
    """Refuse where the right is only over what is one's own, and this is another's. What is named exists."""
    rights = RIGHTS[type(command)]
    if "me" not in rights:
        return
    if not case.by_desk and any(
        right != "me" and _has(right, case.state, case.actor, case.subject) for right in rights
    ):  # fmt: skip
        return
    owner = _owner(case.state, command)
    if owner is not None and (case.subject is None or owner != case.subject.id):
        raise Refusal("forbidden", "This is another member's.")


def _owner(state: MeetingState, command: Command) -> str | None:
    """Whose it is, "" for nobody's, None where the command names nothing that could be somebody's."""
    match command:
        case c.LowerHand() | c.MoveHand():
            hand = state.get(Hand, command.hand)
            return hand.member if hand is not None else None
        case c.StartTurn() | c.EndTurn() | c.DeclineTurn():
            turn = state.get(Turn, command.turn)
            return turn.member if turn is not None else None
        case c.RevealStatement():
            statement = state.get(Statement, command.statement)
            return (reader_of(state, statement) or "") if statement is not None else None
        case c.AnswerInvite():
            invite = state.get(Invite, command.invite)
            return invite.member if invite is not None else None
        case c.UpdateCommitment() | c.WithdrawCommitment() | c.ReviewCommitment():
            commitment = state.get(Commitment, command.commitment)
            return commitment.member if commitment is not None else None
        case c.EditComment() | c.RetractComment():
            comment = state.get(Comment, command.comment)
            return (comment.author or "") if comment is not None else None
        case _:
            return None
