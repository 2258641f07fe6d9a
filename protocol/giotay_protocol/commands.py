"""Every command a client may send, in the shape the wire allows and no other.

A command is an imperative: `"hand.raise"`, `RaiseHand`. Unknown fields are refused, so that nothing a client asks for
is silently ignored. `id` is the client's own name for this command: sent again, it changes nothing and gets the same
answer. The desk may act for a member by naming them in `for`.
"""

# msgspec hands `frozen` down to subclasses; mypy does not know that.
# mypy: disable-error-code="misc"

from typing import Annotated, get_args

from msgspec import UNSET, Meta, Struct, UnsetType, field

from giotay_protocol.names import (
    AttendanceMark,
    Body,
    CommandId,
    Count,
    Date,
    Discipline,
    Intent,
    InviteAnswer,
    ItemKind,
    Length,
    Limit,
    Locale,
    Mode,
    Moment,
    Name,
    Note,
    ObjectionOutcome,
    Office,
    Outcome,
    PollBase,
    PollKind,
    QueueState,
    Reaction,
    Ref,
    RemindKind,
    ReviewOutcome,
    RoundComments,
    RoundOrder,
    Scene,
    Scope,
    Shift,
    SlotPhase,
    Title,
    Word,
)
from giotay_protocol.settings import SettingsPatch

Position = Annotated[int, Meta(ge=1, le=10_000)]
Disciplines = Annotated[list[Discipline], Meta(min_length=1, max_length=7)]
Refs = Annotated[list[Ref], Meta(max_length=1_000)]
Mentions = Annotated[list[Ref], Meta(max_length=10)]
Options = Annotated[list[Title], Meta(min_length=1, max_length=50)]
Share = Annotated[str, Meta(pattern=r"^[1-9]\d{0,2}/[1-9]\d{0,2}\Z")]
Letters = Annotated[str, Meta(min_length=6, max_length=6)]


class Command(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True, gc=False):
    """What every command carries."""

    id: CommandId
    acting_for: Ref | None = field(name="for", default=None)


# Meeting -------------------------------------------------------------------------------------------------------------


class UpdateMeeting(Command, tag="meeting.update", frozen=True):
    title: Title | UnsetType = UNSET
    place: Title | None | UnsetType = UNSET
    starts_at: Moment | None | UnsetType = UNSET
    profile: Word | UnsetType = UNSET
    settings: SettingsPatch | UnsetType = UNSET


class OpenMeeting(Command, tag="meeting.open", frozen=True):
    pass


class PauseMeeting(Command, tag="meeting.pause", frozen=True):
    pass


class ResumeMeeting(Command, tag="meeting.resume", frozen=True):
    pass


class CloseMeeting(Command, tag="meeting.close", frozen=True):
    pass


class LockMeeting(Command, tag="meeting.lock", frozen=True):
    pass


class UnlockMeeting(Command, tag="meeting.unlock", frozen=True):
    pass


# Chair ---------------------------------------------------------------------------------------------------------------


class HandOverChair(Command, tag="chair.hand_over", frozen=True):
    to: Ref


class TakeOverChair(Command, tag="chair.take_over", frozen=True):
    pass


class ReclaimChair(Command, tag="chair.reclaim", frozen=True):
    pass


# Members -------------------------------------------------------------------------------------------------------------


class AddMember(Command, tag="member.add", frozen=True):
    name: Name
    office: Office = "member"
    kind: Word | None = None
    votes: bool | None = None
    title: Title | None = None
    unit: Title | None = None
    group: Word | None = None
    seat: Word | None = None
    card: Word | None = None
    sort_name: Name | None = None
    address: Word | None = None
    locale: Locale | None = None
    birth_date: Date | None = None


class UpdateMember(Command, tag="member.update", frozen=True):
    member: Ref
    name: Name | UnsetType = UNSET
    office: Office | UnsetType = UNSET
    kind: Word | None | UnsetType = UNSET
    votes: bool | UnsetType = UNSET
    title: Title | None | UnsetType = UNSET
    unit: Title | None | UnsetType = UNSET
    group: Word | None | UnsetType = UNSET
    seat: Word | None | UnsetType = UNSET
    card: Word | None | UnsetType = UNSET
    sort_name: Name | None | UnsetType = UNSET
    address: Word | None | UnsetType = UNSET
    locale: Locale | None | UnsetType = UNSET
    birth_date: Date | None | UnsetType = UNSET


class RemoveMember(Command, tag="member.remove", frozen=True):
    member: Ref


class DeclareMember(Command, tag="member.declare", frozen=True):
    group: Word | None | UnsetType = UNSET
    locale: Locale | None | UnsetType = UNSET
    address: Word | None | UnsetType = UNSET


class AdmitMember(Command, tag="member.admit", frozen=True):
    request: Ref
    member: Ref | None = None


class RefuseMember(Command, tag="member.refuse", frozen=True):
    request: Ref


class RevokeMember(Command, tag="member.revoke", frozen=True):
    member: Ref


class MuteMember(Command, tag="member.mute", frozen=True):
    member: Ref
    reason: Note | None = None


class UnmuteMember(Command, tag="member.unmute", frozen=True):
    member: Ref


class EraseMember(Command, tag="member.erase", frozen=True):
    member: Ref


# Attendance ----------------------------------------------------------------------------------------------------------


class CheckIn(Command, tag="attendance.check_in", frozen=True):
    mode: Mode = "hall"


class MarkAttendance(Command, tag="attendance.mark", frozen=True):
    member: Ref
    status: AttendanceMark
    reason: Note | None = None
    mode: Mode | None = None


class OverrideQuorum(Command, tag="quorum.override", frozen=True):
    reason: Note


# Agenda --------------------------------------------------------------------------------------------------------------


class AddItem(Command, tag="agenda.add", frozen=True):
    title: Title
    kind: ItemKind = "discussion"
    planned_ms: Length | None = None
    presenter: Ref | None = None
    parent: Ref | None = None
    position: Position | None = None
    notes: Note | None = None


class UpdateItem(Command, tag="agenda.update", frozen=True):
    item: Ref
    title: Title | UnsetType = UNSET
    kind: ItemKind | UnsetType = UNSET
    planned_ms: Length | None | UnsetType = UNSET
    presenter: Ref | None | UnsetType = UNSET
    notes: Note | None | UnsetType = UNSET


class MoveItem(Command, tag="agenda.move", frozen=True):
    item: Ref
    position: Position
    parent: Ref | None | UnsetType = UNSET


class RemoveItem(Command, tag="agenda.remove", frozen=True):
    item: Ref


class StartItem(Command, tag="agenda.start", frozen=True):
    item: Ref


class FinishItem(Command, tag="agenda.finish", frozen=True):
    item: Ref


class SkipItem(Command, tag="agenda.skip", frozen=True):
    item: Ref


class ReopenItem(Command, tag="agenda.reopen", frozen=True):
    item: Ref


# Queue and floor -----------------------------------------------------------------------------------------------------


class RaiseHand(Command, tag="hand.raise", frozen=True):
    intent: Intent = "speak"
    note: Note | None = None
    item: Ref | None = None
    replies_to: Ref | None = None


class LowerHand(Command, tag="hand.lower", frozen=True):
    hand: Ref


class MoveHand(Command, tag="hand.move", frozen=True):
    hand: Ref
    before: Ref | None = None
    after: Ref | None = None
    to_top: bool = False


class UpdateQueue(Command, tag="queue.update", frozen=True):
    item: Ref | None = None
    state: QueueState | UnsetType = UNSET
    discipline: Disciplines | UnsetType = UNSET
    limit_ms: Limit | None | UnsetType = UNSET
    second_limit_ms: Limit | None | UnsetType = UNSET
    max_turns: Annotated[int, Meta(ge=1, le=100)] | None | UnsetType = UNSET


class GrantFloor(Command, tag="floor.grant", frozen=True):
    hand: Ref | None = None
    member: Ref | None = None
    limit_ms: Limit | None = None
    after: Ref | None | UnsetType = UNSET


class StartTurn(Command, tag="turn.start", frozen=True):
    turn: Ref


class PauseTurn(Command, tag="turn.pause", frozen=True):
    turn: Ref


class ResumeTurn(Command, tag="turn.resume", frozen=True):
    turn: Ref


class EndTurn(Command, tag="turn.end", frozen=True):
    turn: Ref


class ExtendTurn(Command, tag="turn.extend", frozen=True):
    turn: Ref
    by_ms: Shift


class UndoEnd(Command, tag="turn.undo_end", frozen=True):
    turn: Ref


class UndoCall(Command, tag="turn.undo_call", frozen=True):
    turn: Ref


class NoteTurn(Command, tag="turn.note", frozen=True):
    turn: Ref
    text: Body
    kind: Word | None = None
    topics: Refs | None = None


class RemindTurn(Command, tag="turn.remind", frozen=True):
    turn: Ref
    kind: RemindKind
    text: Note | None = None
    public: bool = False


class DeclineTurn(Command, tag="turn.decline", frozen=True):
    turn: Ref
    keep_place: bool = False


# Rounds --------------------------------------------------------------------------------------------------------------


class CollectiveSubject(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body as the subject of a round: the collective, read by its reader."""

    body: Name
    reader: Ref


Subjects = Annotated[list[Ref | CollectiveSubject], Meta(max_length=5_000)]
GroupSize = Annotated[int, Meta(ge=1, le=1_000)]


class StartRound(Command, tag="round.start", frozen=True):
    item: Ref | None = None
    order: RoundOrder = "given"
    subjects: Subjects | None = None
    limit_ms: Limit | None = None
    comments: RoundComments = "after_each"
    group_size: GroupSize | None = None
    reply: bool = True


class UpdateRound(Command, tag="round.update", frozen=True):
    round: Ref
    comments: RoundComments | UnsetType = UNSET
    limit_ms: Limit | None | UnsetType = UNSET
    group_size: GroupSize | None | UnsetType = UNSET


class NextInRound(Command, tag="round.next", frozen=True):
    round: Ref
    after: Ref | None


class CallSlot(Command, tag="round.call", frozen=True):
    slot: Ref
    reader: Ref | None = None
    after: Ref | None | UnsetType = UNSET


class MoveSlotPhase(Command, tag="round.phase", frozen=True):
    slot: Ref
    phase: SlotPhase


class DeferSlot(Command, tag="round.defer", frozen=True):
    slot: Ref
    reason: Note | None = None


class ExcuseSlot(Command, tag="round.excuse", frozen=True):
    slot: Ref
    reason: Note | None = None


class RestoreSlot(Command, tag="round.restore", frozen=True):
    slot: Ref
    reason: Note | None = None


class FinishRound(Command, tag="round.finish", frozen=True):
    round: Ref


class FitRound(Command, tag="round.fit", frozen=True):
    round: Ref
    until: Moment | None = None
    total_ms: Length | None = None


# Statements and invitations ------------------------------------------------------------------------------------------


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a draft: its heading, "" where it has none, and its text, "" while nothing is written."""

    heading: Annotated[str, Meta(max_length=200)]
    text: Annotated[str, Meta(max_length=20_000)]


class SaveStatement(Command, tag="statement.save", frozen=True):
    sections: Annotated[list[Section], Meta(max_length=50)]
    item: Ref | None = None
    body: Title | None = None


class SubmitStatement(Command, tag="statement.submit", frozen=True):
    item: Ref | None = None
    body: Title | None = None
    reader: Ref | None = None


class RevealStatement(Command, tag="statement.reveal", frozen=True):
    statement: Ref
    section: Count
    paragraph: Count


class SendInvite(Command, tag="invite.send", frozen=True):
    member: Ref
    text: Note | None = None


class AnswerInvite(Command, tag="invite.answer", frozen=True):
    invite: Ref
    answer: InviteAnswer
    text: Note | None = None


# Comments ------------------------------------------------------------------------------------------------------------


class PostComment(Command, tag="comment.post", frozen=True):
    body: Body
    on: Ref | None = None
    reply_to: Ref | None = None
    kind: Word | None = None
    paragraph: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    scope: Scope = "all"
    anonymous: bool = False
    mentions: Mentions = []


class EditComment(Command, tag="comment.edit", frozen=True):
    comment: Ref
    body: Body
    mentions: Mentions = []


class RetractComment(Command, tag="comment.retract", frozen=True):
    comment: Ref


class MoveComment(Command, tag="comment.move", frozen=True):
    comment: Ref
    on: Ref | None


class ApproveComment(Command, tag="comment.approve", frozen=True):
    comment: Ref
    reason: Note | None = None


class HideComment(Command, tag="comment.hide", frozen=True):
    comment: Ref
    reason: Note | None = None


class RestoreComment(Command, tag="comment.restore", frozen=True):
    comment: Ref
    reason: Note | None = None


class PinComment(Command, tag="comment.pin", frozen=True):
    comment: Ref
    reason: Note | None = None


class UnpinComment(Command, tag="comment.unpin", frozen=True):
    comment: Ref
    reason: Note | None = None


class ReactToComment(Command, tag="comment.react", frozen=True):
    comment: Ref
    kind: Reaction


class UnreactToComment(Command, tag="comment.unreact", frozen=True):
    comment: Ref
    kind: Reaction


# Topics and outcomes --------------------------------------------------------------------------------------------------


class TagComment(Command, tag="comment.tag", frozen=True):
    comment: Ref
    topic: Ref


class UntagComment(Command, tag="comment.untag", frozen=True):
    comment: Ref
    topic: Ref


class ResolveComment(Command, tag="comment.resolve", frozen=True):
    comment: Ref
    outcome: Outcome
    conclusion: Ref | None = None
    text: Note | None = None


class AddTopic(Command, tag="topic.add", frozen=True):
    title: Title


class UpdateTopic(Command, tag="topic.update", frozen=True):
    topic: Ref
    title: Title


class MergeTopic(Command, tag="topic.merge", frozen=True):
    topic: Ref
    into: Ref


class RemoveTopic(Command, tag="topic.remove", frozen=True):
    topic: Ref


# Conclusions and commitments ------------------------------------------------------------------------------------------


class AddConclusion(Command, tag="conclusion.add", frozen=True):
    text: Body
    item: Ref | None = None
    subject: Ref | None = None
    answers: Refs | None = None


class UpdateConclusion(Command, tag="conclusion.update", frozen=True):
    conclusion: Ref
    text: Body | UnsetType = UNSET
    item: Ref | None | UnsetType = UNSET
    subject: Ref | None | UnsetType = UNSET
    answers: Refs | None | UnsetType = UNSET


class RemoveConclusion(Command, tag="conclusion.remove", frozen=True):
    conclusion: Ref


class MakeCommitment(Command, tag="commitment.make", frozen=True):
    what: Note
    measure: Note | None = None
    due: Date | None = None
    watcher: Ref | None = None
    item: Ref | None = None


class UpdateCommitment(Command, tag="commitment.update", frozen=True):
    commitment: Ref
    what: Note | UnsetType = UNSET
    measure: Note | None | UnsetType = UNSET
    due: Date | None | UnsetType = UNSET
    watcher: Ref | None | UnsetType = UNSET


class WithdrawCommitment(Command, tag="commitment.withdraw", frozen=True):
    commitment: Ref


class ReviewCommitment(Command, tag="commitment.review", frozen=True):
    commitment: Ref
    outcome: ReviewOutcome
    text: Note | None = None


# Documents ------------------------------------------------------------------------------------------------------------


class UpdateDocument(Command, tag="document.update", frozen=True):
    document: Ref
    title: Title | UnsetType = UNSET
    item: Ref | None | UnsetType = UNSET


class PublishDocument(Command, tag="document.publish", frozen=True):
    document: Ref


class WithdrawDocument(Command, tag="document.withdraw", frozen=True):
    document: Ref


class ReportProgress(Command, tag="document.progress", frozen=True):
    document: Ref
    page: Position


class ConfirmDocument(Command, tag="document.confirm", frozen=True):
    """ "I have read it". The desk confirms for many at once by naming them in `members`."""

    document: Ref
    members: Refs | None = None


# Polls ----------------------------------------------------------------------------------------------------------------


class CreatePoll(Command, tag="poll.create", frozen=True):
    question: Note
    options: Options
    kind: PollKind = "open"
    choose: Annotated[int, Meta(ge=1, le=50)] = 1
    base: PollBase = "cast"
    majority: Share = "1/2"
    eligible: Refs | None = None
    item: Ref | None = None
    closes_ms: Length | None = None


class UpdatePoll(Command, tag="poll.update", frozen=True):
    poll: Ref
    question: Note | UnsetType = UNSET
    options: Options | UnsetType = UNSET
    kind: PollKind | UnsetType = UNSET
    choose: Annotated[int, Meta(ge=1, le=50)] | UnsetType = UNSET
    base: PollBase | UnsetType = UNSET
    majority: Share | UnsetType = UNSET
    eligible: Refs | None | UnsetType = UNSET
    item: Ref | None | UnsetType = UNSET
    closes_ms: Length | None | UnsetType = UNSET


class OpenPoll(Command, tag="poll.open", frozen=True):
    poll: Ref


class ClosePoll(Command, tag="poll.close", frozen=True):
    poll: Ref


class PublishPoll(Command, tag="poll.publish", frozen=True):
    poll: Ref


class CancelPoll(Command, tag="poll.cancel", frozen=True):
    poll: Ref


class CastVote(Command, tag="poll.vote", frozen=True):
    poll: Ref
    choices: Annotated[list[Ref], Meta(max_length=50)]


class CountPoll(Command, tag="poll.count", frozen=True):
    poll: Ref
    counts: dict[str, Count]
    issued: Count | None = None
    collected: Count | None = None
    invalid: Count | None = None


class RecountPoll(Command, tag="poll.recount", frozen=True):
    poll: Ref
    counts: dict[str, Count]
    issued: Count | None = None
    collected: Count | None = None
    invalid: Count | None = None


class ReserveOpinion(Command, tag="poll.reserve", frozen=True):
    poll: Ref
    text: Note


# Minutes -------------------------------------------------------------------------------------------------------------


class WriteMinutes(Command, tag="minutes.write", frozen=True):
    section: Ref
    text: Annotated[str, Meta(max_length=20_000)]


class CirculateMinutes(Command, tag="minutes.circulate", frozen=True):
    pass


class ObjectToMinutes(Command, tag="minutes.object", frozen=True):
    section: Ref
    text: Note


class SettleObjection(Command, tag="minutes.settle", frozen=True):
    objection: Ref
    outcome: ObjectionOutcome
    text: Annotated[str, Meta(max_length=20_000)] | None = None


class ApproveMinutes(Command, tag="minutes.approve", frozen=True):
    poll: Ref | None = None


class AddToMinutes(Command, tag="minutes.add", frozen=True):
    text: Body


# The projector -------------------------------------------------------------------------------------------------------


class ShowScene(Command, tag="screen.show", frozen=True):
    scene: Scene
    ref: Ref | None = None
    text: Note | None = None
    page: Position | None = None
    screen: Ref | None = None


class PrepareScene(Command, tag="screen.prepare", frozen=True):
    """What may be shown next; nobody but the desk sees it before."""

    scene: Scene
    ref: Ref | None = None
    text: Note | None = None
    page: Position | None = None


class ShowNext(Command, tag="screen.next", frozen=True):
    prepared: Ref


class ArrangeScene(Command, tag="screen.arrange", frozen=True):
    """In the line of what is prepared, before another, or at the end."""

    prepared: Ref
    before: Ref | None


class DropScene(Command, tag="screen.unprepare", frozen=True):
    prepared: Ref


class CloseShutter(Command, tag="screen.shutter", frozen=True):
    on: bool


class PairScreen(Command, tag="screen.pair", frozen=True):
    letters: Letters


# The scorecard --------------------------------------------------------------------------------------------------------

Points = Annotated[
    dict[Annotated[str, Meta(max_length=40)], Annotated[int, Meta(ge=0, le=1_000)]], Meta(max_length=100)
]


class SetScorecard(Command, tag="scorecard.set", frozen=True):
    """Points by criterion. What nobody gave points yet is filled from the log as far as it goes; `card` is one of the
    profile's (its first unless said).
    """  # fmt: skip

    values: Points
    card: Ref | None = None


class ConfirmScorecard(Command, tag="scorecard.confirm", frozen=True):
    pass


class ScoreScorecard(Command, tag="scorecard.score", frozen=True):
    values: Points


AnyCommand = (
    UpdateMeeting | OpenMeeting | PauseMeeting | ResumeMeeting | CloseMeeting | LockMeeting | UnlockMeeting
    | HandOverChair | TakeOverChair | ReclaimChair
    | AddMember | UpdateMember | RemoveMember | DeclareMember | AdmitMember | RefuseMember | RevokeMember
    | MuteMember | UnmuteMember | EraseMember
    | CheckIn | MarkAttendance | OverrideQuorum
    | AddItem | UpdateItem | MoveItem | RemoveItem | StartItem | FinishItem | SkipItem | ReopenItem
    | RaiseHand | LowerHand | MoveHand | UpdateQueue | GrantFloor
    | StartTurn | PauseTurn | ResumeTurn | EndTurn | ExtendTurn | UndoEnd | UndoCall | NoteTurn | RemindTurn
    | DeclineTurn
    | PostComment | EditComment | RetractComment | MoveComment | ApproveComment | HideComment | RestoreComment
    | PinComment | UnpinComment | ReactToComment | UnreactToComment
    | ShowScene | PrepareScene | ShowNext | ArrangeScene | DropScene | CloseShutter | PairScreen
    | StartRound | UpdateRound | NextInRound | CallSlot | MoveSlotPhase | DeferSlot | ExcuseSlot | RestoreSlot
    | FinishRound | FitRound | SaveStatement | SubmitStatement | RevealStatement | TagComment | UntagComment
    | ResolveComment | AddTopic | UpdateTopic | MergeTopic | RemoveTopic | UpdateDocument | PublishDocument
    | WithdrawDocument | ReportProgress | ConfirmDocument | CreatePoll | UpdatePoll | OpenPoll | ClosePoll
    | PublishPoll | CancelPoll | CastVote | CountPoll | RecountPoll | ReserveOpinion | AddConclusion
    | UpdateConclusion | RemoveConclusion | MakeCommitment | UpdateCommitment | WithdrawCommitment
    | ReviewCommitment | SendInvite | AnswerInvite | WriteMinutes | CirculateMinutes | ObjectToMinutes
    | SettleObjection | ApproveMinutes | AddToMinutes | SetScorecard | ConfirmScorecard | ScoreScorecard
)  # fmt: skip

COMMANDS: dict[str, type[Command]] = {kind.__struct_config__.tag: kind for kind in get_args(AnyCommand)}
