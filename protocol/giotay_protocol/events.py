"""Every event of the log: a fact, in the past participle, with what `evolve` needs and nothing it could look up.

`seq`, `at`, `by` and `command` are stamped by the room when the event is taken into an entry: its number in the room
(from 1, no holes), the server's clock in ms, the member who gave the command (None for a timer or the host) and the
command's id.

Names and written words (fields of type `Words`) stand outside the stored entry, so that they can be erased; after an
erasure they read as "". A field left `UNSET` says that this was not changed.
"""

from typing import Annotated, get_args, get_type_hints

from msgspec import UNSET, Meta, Struct, UnsetType, field

from giotay_protocol.names import (
    AttendanceStatus,
    CommentStatus,
    Discipline,
    Hold,
    Intent,
    InviteAnswer,
    ItemKind,
    Locale,
    LowerReason,
    Mode,
    ObjectionOutcome,
    Office,
    Outcome,
    PollBase,
    PollKind,
    QueueState,
    Reaction,
    RemindKind,
    ReviewOutcome,
    RoundComments,
    RoundOrder,
    Scene,
    Scope,
    SlotPhase,
)
from giotay_protocol.scorecards import Criterion, Grade
from giotay_protocol.settings import Settings

# Marks text that a person wrote or bears; see `giotay.storage.entry`.
Words = Annotated[str, Meta(extra={"words": True})]


class Event(Struct, kw_only=True, tag_field="type", gc=False):
    """What every event carries once it is part of the log."""

    seq: int = 0
    at: int = 0
    by: str | None = None
    command: str = ""


# Meeting -------------------------------------------------------------------------------------------------------------


class MeetingCreated(Event, tag="meeting.created"):
    title: str
    place: str | None
    starts_at: int | None
    profile: str
    locale: Locale
    settings: Settings


class MeetingUpdated(Event, tag="meeting.updated"):
    title: str | UnsetType = UNSET
    place: str | UnsetType | None = UNSET
    starts_at: int | UnsetType | None = UNSET
    profile: str | UnsetType = UNSET
    settings: Settings | UnsetType = UNSET


class MeetingOpened(Event, tag="meeting.opened"):
    pass


class MeetingPaused(Event, tag="meeting.paused"):
    pass


class MeetingResumed(Event, tag="meeting.resumed"):
    pass


class MeetingClosed(Event, tag="meeting.closed"):
    pass


class MeetingInterrupted(Event, tag="meeting.interrupted"):
    """No server ran in between (`from`, `to` on the wire); the meeting and the running turn are paused from then."""

    from_at: int = field(name="from")
    to_at: int = field(name="to")


class MeetingLocked(Event, tag="meeting.locked"):
    pass


class MeetingUnlocked(Event, tag="meeting.unlocked"):
    pass


# Chair ---------------------------------------------------------------------------------------------------------------


class ChairAppointed(Event, tag="chair.appointed"):
    """`member` has the office of chair now, in place of `former`; `presiding` presides from now on."""

    member: str
    former: str | None
    presiding: str


class ChairHandedOver(Event, tag="chair.handed_over"):
    to: str


class ChairTakenOver(Event, tag="chair.taken_over"):
    member: str


class ChairReclaimed(Event, tag="chair.reclaimed"):
    member: str


# Members -------------------------------------------------------------------------------------------------------------


class MemberAdded(Event, tag="member.added"):
    member: str
    name: Words
    office: Office
    kind: str | None = None
    votes: bool = True
    title: Words | None = None
    unit: Words | None = None
    group: Words | None = None
    seat: Words | None = None
    card: Words | None = None
    sort_name: Words | None = None
    address: Words | None = None
    locale: Locale | None = None
    birth_date: Words | None = None


class MemberUpdated(Event, tag="member.updated"):
    member: str
    name: Words | UnsetType = UNSET
    office: Office | UnsetType = UNSET
    kind: str | UnsetType | None = UNSET
    votes: bool | UnsetType = UNSET
    title: Words | UnsetType | None = UNSET
    unit: Words | UnsetType | None = UNSET
    group: Words | UnsetType | None = UNSET
    seat: Words | UnsetType | None = UNSET
    card: Words | UnsetType | None = UNSET
    sort_name: Words | UnsetType | None = UNSET
    address: Words | UnsetType | None = UNSET
    locale: Locale | UnsetType | None = UNSET
    birth_date: Words | UnsetType | None = UNSET


class MemberRemoved(Event, tag="member.removed"):
    member: str


class MemberDeclared(Event, tag="member.declared"):
    member: str
    group: Words | UnsetType | None = UNSET
    locale: Locale | UnsetType | None = UNSET
    address: Words | UnsetType | None = UNSET


class RequestMade(Event, tag="request.made"):
    """Somebody at the door gives a name, or claims the name of the member `claims`."""

    request: str
    name: Words
    claims: str | None


class MemberAdmitted(Event, tag="member.admitted"):
    request: str
    member: str


class MemberRefused(Event, tag="member.refused"):
    request: str


class MemberRevoked(Event, tag="member.revoked"):
    member: str


class MemberMuted(Event, tag="member.muted"):
    member: str
    reason: Words | None


class MemberUnmuted(Event, tag="member.unmuted"):
    member: str


class MemberErased(Event, tag="member.erased"):
    member: str


# Attendance ----------------------------------------------------------------------------------------------------------


class AttendanceCheckedIn(Event, tag="attendance.checked_in"):
    """The member says "I am here": `present`, or `late` after the opening."""

    member: str
    status: AttendanceStatus
    mode: Mode
    by_desk: bool


class AttendanceMarked(Event, tag="attendance.marked"):
    member: str
    status: AttendanceStatus
    mode: Mode | None
    reason: Words | None


class QuorumOverridden(Event, tag="quorum.overridden"):
    reason: Words


# Agenda --------------------------------------------------------------------------------------------------------------


class AgendaAdded(Event, tag="agenda.added"):
    """`positions` are those of other items that changed by it."""

    item: str
    title: Words
    kind: ItemKind
    planned_ms: int | None
    presenter: str | None
    parent: str | None
    position: int
    notes: Words | None
    positions: dict[str, int] = {}


class AgendaUpdated(Event, tag="agenda.updated"):
    item: str
    title: Words | UnsetType = UNSET
    kind: ItemKind | UnsetType = UNSET
    planned_ms: int | UnsetType | None = UNSET
    presenter: str | UnsetType | None = UNSET
    notes: Words | UnsetType | None = UNSET


class AgendaMoved(Event, tag="agenda.moved"):
    item: str
    parent: str | None
    position: int
    positions: dict[str, int] = {}


class AgendaRemoved(Event, tag="agenda.removed"):
    item: str
    positions: dict[str, int] = {}


class AgendaStarted(Event, tag="agenda.started"):
    item: str


class AgendaFinished(Event, tag="agenda.finished"):
    item: str


class AgendaSkipped(Event, tag="agenda.skipped"):
    item: str


class AgendaReopened(Event, tag="agenda.reopened"):
    item: str


# Queue and floor -----------------------------------------------------------------------------------------------------


class QueueOpened(Event, tag="queue.opened"):
    """A waiting list came into being: an item's, or `main`."""

    queue: str
    discipline: list[Discipline]
    limit_ms: int | None
    second_limit_ms: int | None
    max_turns: int | None


class QueueUpdated(Event, tag="queue.updated"):
    """The rules of a waiting list from now on, whole; `ranks` of hands whose order changed by it."""

    queue: str
    state: QueueState
    discipline: list[Discipline]
    limit_ms: int | None
    second_limit_ms: int | None
    max_turns: int | None
    ranks: dict[str, int] = {}


class HandRaised(Event, tag="hand.raised"):
    hand: str
    member: str
    queue: str
    intent: Intent
    tier: int
    note: Words | None
    replies_to: str | None
    rank: int
    first_time: bool
    by_desk: bool
    ranks: dict[str, int] = {}
    slot: str | None = None


class HandLowered(Event, tag="hand.lowered"):
    """A hand left the waiting list without being called, and why."""

    hand: str
    member: str
    reason: LowerReason


class HandMoved(Event, tag="hand.moved"):
    hand: str
    member: str
    rank: int
    pinned: bool
    ranks: dict[str, int] = {}


class FloorGranted(Event, tag="floor.granted"):
    """A member is called. `ended` are the turns that ended for it, the last first; `interrupted` waits beneath it.

    In a round `slot` and `phase` say for what; `reader` is the member when they read for another or for a body.
    """

    turn: str
    member: str
    hand: str | None
    queue: str
    item: str | None
    intent: Intent
    limit_ms: int | None
    warn_ms: int
    interrupted: str | None
    ended: list[str]
    by_desk: bool
    slot: str | None = None
    phase: SlotPhase | None = None
    reader: str | None = None


class TurnStarted(Event, tag="turn.started"):
    turn: str


class TurnPaused(Event, tag="turn.paused"):
    turn: str


class TurnResumed(Event, tag="turn.resumed"):
    turn: str


class TurnEnded(Event, tag="turn.ended"):
    """The member has spoken for `spoken_ms`, pauses left out."""

    turn: str
    member: str
    spoken_ms: int


class TurnDeclined(Event, tag="turn.declined"):
    """Called, and did not speak. `rank` is where the hand waits again, None when it does not."""

    turn: str
    member: str
    rank: int | None
    ranks: dict[str, int] = {}


class TurnExtended(Event, tag="turn.extended"):
    turn: str
    limit_ms: int


class TurnEndUndone(Event, tag="turn.end_undone"):
    """The last finished speaker has the floor back; the time between is a pause."""

    turn: str
    member: str


class TurnCallUndone(Event, tag="turn.call_undone"):
    """A call made by mistake never was: the hand waits again at `rank`, the former turns go on."""

    turn: str
    member: str
    rank: int | None
    ranks: dict[str, int] = {}


class TurnNoted(Event, tag="turn.noted"):
    """`topics` are all that the turn speaks of; None leaves them."""

    turn: str
    member: str
    text: Words
    kind: str | None
    topics: list[str] | None = None


class TurnReminded(Event, tag="turn.reminded"):
    reminder: str
    turn: str
    member: str
    kind: RemindKind
    text: Words | None
    public: bool


# Rounds --------------------------------------------------------------------------------------------------------------


class RoundStarted(Event, tag="round.started"):
    """A round begins; its slots follow, one event each. `everybody`: its subjects are all who are here, also later."""

    round: str
    item: str | None
    queue: str
    order: RoundOrder
    seed: int | None
    comments: RoundComments
    limit_ms: int | None
    group_size: int | None
    reply: bool
    everybody: bool


class SlotAdded(Event, tag="slot.added"):
    """A member, or a body with its reader, has a place in a round."""

    slot: str
    round: str
    member: str | None
    body: Words | None
    reader: str | None
    position: int


class RoundUpdated(Event, tag="round.updated"):
    """The plan of a round from now on, whole."""

    round: str
    comments: RoundComments
    limit_ms: int | None
    group_size: int | None


class RoundFitted(Event, tag="round.fitted"):
    """What is left, `total_ms`, divided by those who are left: each has `limit_ms` from now on."""

    round: str
    limit_ms: int
    left: int
    total_ms: int


class RoundMoved(Event, tag="round.moved"):
    """The slot that was on is done, and `slot` is on, or none; `turn` is the call that goes with it."""

    round: str
    slot: str | None
    turn: str | None
    reader: str | None = None


class RoundPhased(Event, tag="round.phased"):
    """`slot` is on in this phase; `turn` is the call that goes with it."""

    round: str
    slot: str
    phase: SlotPhase
    turn: str | None


class SlotDeferred(Event, tag="slot.deferred"):
    slot: str
    round: str
    member: str | None
    reason: Words | None


class SlotExcused(Event, tag="slot.excused"):
    slot: str
    round: str
    member: str | None
    reason: Words | None


class SlotRestored(Event, tag="slot.restored"):
    """The slot waits again, at this position."""

    slot: str
    round: str
    member: str | None
    reason: Words | None
    position: int


class RoundFinished(Event, tag="round.finished"):
    round: str


# Statements and invitations ------------------------------------------------------------------------------------------


class StatementSubmitted(Event, tag="statement.submitted"):
    """A member's text or a body's, in place of what there was; in `texts` the paragraphs of a section are lines."""

    statement: str
    member: str | None
    item: str | None
    reader: str | None
    headings: list[Words]
    texts: list[Words]
    reading_ms: int
    by_desk: bool
    body: Words | None = None


class StatementScanned(Event, tag="statement.scanned"):
    """A photo or scan of a text on paper, beside what was written down of it."""

    statement: str
    scan: str
    member: str | None
    sha256: str
    bytes: int
    media_type: str
    pages: int
    by_desk: bool


class StatementUnscanned(Event, tag="statement.unscanned"):
    statement: str
    scan: str


class StatementRevealed(Event, tag="statement.revealed"):
    """Everybody is shown the text; the projector stands at this paragraph of this section."""

    statement: str
    section: int
    paragraph: int


class InviteSent(Event, tag="invite.sent"):
    invite: str
    member: str
    chair: str | None
    text: Words | None


class InviteAnswered(Event, tag="invite.answered"):
    invite: str
    member: str
    answer: InviteAnswer
    text: Words | None


# Comments ------------------------------------------------------------------------------------------------------------


class Mention(Struct, frozen=True, kw_only=True):
    """Who is named in a body, and before which of its characters (from 0) the name goes: it does not stand there."""

    member: str
    at: int


class CommentPosted(Event, tag="comment.posted"):
    """`author` is None for an anonymous comment, whose event also has no `by`."""

    comment: str
    author: str | None
    on: str | None
    subject: str | None
    reply_to: str | None
    quotes: str | None
    kind: str | None
    paragraph: int | None
    body: Words
    scope: Scope
    hold: Hold | None
    afterwards: bool
    by_desk: bool
    mentions: list[Mention] = []


class CommentEdited(Event, tag="comment.edited"):
    """The new body; the old one stands in the events before. Held comments wait for approval again."""

    comment: str
    author: str
    body: Words
    status: CommentStatus
    mentions: list[Mention] = []


class CommentRetracted(Event, tag="comment.retracted"):
    comment: str


class CommentMoved(Event, tag="comment.moved"):
    comment: str
    on: str | None
    subject: str | None


class CommentApproved(Event, tag="comment.approved"):
    comment: str
    reason: Words | None


class CommentHidden(Event, tag="comment.hidden"):
    comment: str
    reason: Words | None


class CommentRestored(Event, tag="comment.restored"):
    comment: str
    reason: Words | None


class CommentPinned(Event, tag="comment.pinned"):
    comment: str
    reason: Words | None


class CommentUnpinned(Event, tag="comment.unpinned"):
    comment: str
    reason: Words | None


class CommentReacted(Event, tag="comment.reacted"):
    comment: str
    member: str
    kind: Reaction


class CommentUnreacted(Event, tag="comment.unreacted"):
    comment: str
    member: str
    kind: Reaction


# Topics and outcomes -------------------------------------------------------------------------------------------------


class TopicAdded(Event, tag="topic.added"):
    topic: str
    title: str


class TopicUpdated(Event, tag="topic.updated"):
    topic: str
    title: str


class TopicMerged(Event, tag="topic.merged"):
    """Whatever spoke of `topic` speaks of `into`."""

    topic: str
    into: str


class TopicRemoved(Event, tag="topic.removed"):
    topic: str


class CommentTagged(Event, tag="comment.tagged"):
    comment: str
    topic: str


class CommentUntagged(Event, tag="comment.untagged"):
    comment: str
    topic: str


class CommentResolved(Event, tag="comment.resolved"):
    """What became of a comment; `author` is whose it is."""

    comment: str
    author: str | None
    outcome: Outcome
    conclusion: str | None
    text: Words | None


# Conclusions and commitments -----------------------------------------------------------------------------------------


class ConclusionAdded(Event, tag="conclusion.added"):
    conclusion: str
    text: str
    item: str | None
    subject: str | None
    answers: list[str]


class ConclusionUpdated(Event, tag="conclusion.updated"):
    conclusion: str
    text: str | UnsetType = UNSET
    item: str | UnsetType | None = UNSET
    subject: str | UnsetType | None = UNSET
    answers: list[str] | UnsetType = UNSET


class ConclusionRemoved(Event, tag="conclusion.removed"):
    conclusion: str


class CommitmentMade(Event, tag="commitment.made"):
    """`promised_at` is when, in a meeting before, it was first made; None: now."""

    commitment: str
    member: str
    what: Words
    measure: Words | None
    due: str | None
    watcher: str | None
    item: str | None
    afterwards: bool
    by_desk: bool
    promised_at: int | None = None


class CommitmentUpdated(Event, tag="commitment.updated"):
    commitment: str
    member: str
    what: Words | UnsetType = UNSET
    measure: Words | UnsetType | None = UNSET
    due: str | UnsetType | None = UNSET
    watcher: str | UnsetType | None = UNSET


class CommitmentWithdrawn(Event, tag="commitment.withdrawn"):
    commitment: str


class CommitmentReviewed(Event, tag="commitment.reviewed"):
    commitment: str
    member: str
    outcome: ReviewOutcome
    text: Words | None
    by_desk: bool


# Documents -----------------------------------------------------------------------------------------------------------


class DocumentFile(Struct, frozen=True, kw_only=True):
    """What the log says of a file; the bytes lie beside it, under their `sha256`."""

    sha256: str
    bytes: int
    media_type: str
    pages: int


class DocumentAdded(Event, tag="document.added"):
    """A draft: with a file, or `given_out` elsewhere (`where`, on a `day`)."""

    document: str
    title: str
    item: str | None
    file: DocumentFile | None
    where: str | None
    day: str | None


class DocumentReplaced(Event, tag="document.replaced"):
    """A new file in place of the one that had the hash `former`; who has read it counts anew."""

    document: str
    file: DocumentFile
    former: str


class DocumentUpdated(Event, tag="document.updated"):
    document: str
    title: str | UnsetType = UNSET
    item: str | UnsetType | None = UNSET


class DocumentPublished(Event, tag="document.published"):
    document: str


class DocumentWithdrawn(Event, tag="document.withdrawn"):
    document: str


class DocumentRead(Event, tag="document.read"):
    """How far a member got: the furthest page they opened."""

    document: str
    member: str
    page: int
    by_desk: bool


class DocumentConfirmed(Event, tag="document.confirmed"):
    document: str
    member: str
    by_desk: bool


# Polls ---------------------------------------------------------------------------------------------------------------


class PollCreated(Event, tag="poll.created"):
    poll: str
    question: str
    options: list[str]
    kind: PollKind
    choose: int
    base: PollBase
    majority: str
    voters: list[str] | None
    item: str | None
    closes_ms: int | None


class PollUpdated(Event, tag="poll.updated"):
    poll: str
    question: str | UnsetType = UNSET
    options: list[str] | UnsetType = UNSET
    kind: PollKind | UnsetType = UNSET
    choose: int | UnsetType = UNSET
    base: PollBase | UnsetType = UNSET
    majority: str | UnsetType = UNSET
    voters: list[str] | UnsetType | None = UNSET
    item: str | UnsetType | None = UNSET
    closes_ms: int | UnsetType | None = UNSET


class PollOpened(Event, tag="poll.opened"):
    """Who may vote from now on, frozen; the majority is taken of `base`, where that does not depend on the votes."""

    poll: str
    item: str | None
    eligible: list[str]
    base: int | None
    closes_at: int | None


class PollVoted(Event, tag="poll.voted"):
    """A vote, in place of the member's vote before. `choices` is None where nobody is to know.

    `cast` is what a secret vote chose, on its way into the urn: no entry, no state and no log ever holds it.
    """

    poll: str
    member: str
    choices: list[str] | None
    by_desk: bool
    cast: list[str] | None = None


class PollCounted(Event, tag="poll.counted"):
    """What the desk counted in the hall; a count after another is a recount, and the first is kept."""

    poll: str
    counts: dict[str, int]
    issued: int | None
    collected: int | None
    invalid: int


class PollClosed(Event, tag="poll.closed"):
    """`counts` are the totals of a secret poll's urn, empty from then on; None: the log says who chose what."""

    poll: str
    counts: dict[str, int] | None = None


class PollPublished(Event, tag="poll.published"):
    poll: str


class PollCancelled(Event, tag="poll.cancelled"):
    poll: str


class OpinionReserved(Event, tag="opinion.reserved"):
    reservation: str
    poll: str
    member: str
    text: Words
    by_desk: bool


# Minutes -------------------------------------------------------------------------------------------------------------


class MinutesWritten(Event, tag="minutes.written"):
    """The secretary's words for a section, in place of those before; "" takes them away."""

    section: str
    text: str


class MinutesCirculated(Event, tag="minutes.circulated"):
    pass


class MinutesObjected(Event, tag="minutes.objected"):
    objection: str
    section: str
    member: str
    text: Words
    by_desk: bool


class ObjectionSettled(Event, tag="objection.settled"):
    """Accepted, the section says `text` from now on; declined, `text` says why."""

    objection: str
    section: str
    outcome: ObjectionOutcome
    text: str | None


class MinutesApproved(Event, tag="minutes.approved"):
    """`head` is the log's head before this: what was approved."""

    poll: str | None
    head: str


class MinutesAdded(Event, tag="minutes.added"):
    text: str


# The projector -------------------------------------------------------------------------------------------------------


class ScorecardOpened(Event, tag="scorecard.opened"):
    """A card of the profile is begun; one begun before goes, with everybody's points."""

    card: str
    label: str
    criteria: list[Criterion]
    grades: list[Grade]


class ScorecardSet(Event, tag="scorecard.set"):
    """The desk's points, all of them; `measured` is what the log gave at that moment."""

    values: dict[str, int]
    measured: dict[str, int]


class ScorecardConfirmed(Event, tag="scorecard.confirmed"):
    pass


class ScorecardScored(Event, tag="scorecard.scored"):
    """A member's points, all of them."""

    member: str
    values: dict[str, int]


class ScreenShown(Event, tag="screen.shown"):
    screen: str
    scene: Scene
    ref: str | None
    text: Words | None
    page: int | None = None


class ScenePrepared(Event, tag="scene.prepared"):
    """Lined up at the desk; those prepared are in the order of `rank`."""

    prepared: str
    scene: Scene
    ref: str | None
    text: Words | None
    page: int | None
    rank: int


class SceneArranged(Event, tag="scene.arranged"):
    """Another order of what is prepared: ranks by id."""

    ranks: dict[str, int]


class SceneDropped(Event, tag="scene.dropped"):
    """No longer prepared: shown, put away, or gone from what may be shown."""

    prepared: str


class ScreenShuttered(Event, tag="screen.shuttered"):
    on: bool


class ScreenPaired(Event, tag="screen.paired"):
    letters: str


AnyEvent = (
    MeetingCreated | MeetingUpdated | MeetingOpened | MeetingPaused | MeetingResumed | MeetingClosed
    | MeetingInterrupted | MeetingLocked | MeetingUnlocked
    | ChairAppointed | ChairHandedOver | ChairTakenOver | ChairReclaimed
    | MemberAdded | MemberUpdated | MemberRemoved | MemberDeclared | RequestMade | MemberAdmitted | MemberRefused
    | MemberRevoked | MemberMuted | MemberUnmuted | MemberErased
    | AttendanceCheckedIn | AttendanceMarked | QuorumOverridden
    | AgendaAdded | AgendaUpdated | AgendaMoved | AgendaRemoved | AgendaStarted | AgendaFinished | AgendaSkipped
    | AgendaReopened
    | QueueOpened | QueueUpdated | HandRaised | HandLowered | HandMoved | FloorGranted
    | TurnStarted | TurnPaused | TurnResumed | TurnEnded | TurnDeclined | TurnExtended | TurnEndUndone
    | TurnCallUndone | TurnNoted | TurnReminded
    | RoundStarted | SlotAdded | RoundUpdated | RoundFitted | RoundMoved | RoundPhased | SlotDeferred | SlotExcused
    | SlotRestored | RoundFinished
    | StatementSubmitted | StatementScanned | StatementUnscanned | StatementRevealed | InviteSent | InviteAnswered
    | CommentPosted | CommentEdited | CommentRetracted | CommentMoved | CommentApproved | CommentHidden
    | CommentRestored | CommentPinned | CommentUnpinned | CommentReacted | CommentUnreacted
    | TopicAdded | TopicUpdated | TopicMerged | TopicRemoved | CommentTagged | CommentUntagged | CommentResolved
    | ConclusionAdded | ConclusionUpdated | ConclusionRemoved
    | CommitmentMade | CommitmentUpdated | CommitmentWithdrawn | CommitmentReviewed
    | DocumentAdded | DocumentReplaced | DocumentUpdated | DocumentPublished | DocumentWithdrawn | DocumentRead
    | DocumentConfirmed
    | PollCreated | PollUpdated | PollOpened | PollVoted | PollCounted | PollClosed | PollPublished | PollCancelled
    | OpinionReserved
    | MinutesWritten | MinutesCirculated | MinutesObjected | ObjectionSettled | MinutesApproved | MinutesAdded
    | ScorecardOpened | ScorecardSet | ScorecardConfirmed | ScorecardScored
    | ScreenShown | ScenePrepared | SceneArranged | SceneDropped | ScreenShuttered | ScreenPaired
)  # fmt: skip

EVENTS: dict[str, type[Event]] = {str(kind.__struct_config__.tag): kind for kind in get_args(AnyEvent)}


def _words_of(kind: type[Event]) -> tuple[str, ...]:
    marked = []
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if Words in (hint, *get_args(hint)) or any(Words in get_args(part) for part in get_args(hint)):
            marked.append(name)
    return tuple(marked)


# The fields of each event that hold what a person wrote or bears.
WORDS: dict[type[Event], tuple[str, ...]] = {kind: _words_of(kind) for kind in EVENTS.values()}
