"""What a view is made of: one struct per collection, with the fields a client may rely on.

An absent value is `None` (`null` on the wire), never a missing key. Every entity has `id`, `at` (when it came into
being, server clock in ms) and `born` (the seq of the event that created it). A person is named beside the id, because
a large room does not show everybody the roster.
"""

# msgspec hands `frozen` down to subclasses; mypy does not know that.
# mypy: disable-error-code="misc"

from functools import cache
from typing import ClassVar

from msgspec import Struct

from giotay_protocol.names import (
    AttendanceStatus,
    CommentStatus,
    CommitmentStatus,
    Discipline,
    DocumentStatus,
    Hold,
    Intent,
    InviteAnswer,
    ItemKind,
    ItemStatus,
    Locale,
    LowerReason,
    MeetingStatus,
    MinutesStatus,
    Mode,
    ObjectionOutcome,
    Office,
    Outcome,
    PollBase,
    PollKind,
    PollStatus,
    QueueState,
    QuorumBasis,
    RemindKind,
    ReviewOutcome,
    RoundComments,
    RoundOrder,
    RoundStatus,
    RoundStep,
    Scene,
    Scope,
    SlotPhase,
    SlotStatus,
    StatementStatus,
    TurnStatus,
)
from giotay_protocol.scorecards import Criterion, Grade
from giotay_protocol.settings import Settings


class Entity(Struct, frozen=True, kw_only=True, gc=False):
    """What every entity has; `collection` is where a view keeps it."""

    collection: ClassVar[str] = ""

    id: str
    at: int
    born: int


class Quorum(Struct, frozen=True, kw_only=True):
    """Whether enough are present: `needed` of `basis`; `overridden` when the chair goes on without, on record."""

    basis: QuorumBasis
    needed: int
    reached: bool
    overridden: bool


class Sitting(Struct, frozen=True, kw_only=True):
    """One stretch from open or resume to pause or close."""

    started_at: int
    ended_at: int | None


class Interruption(Struct, frozen=True, kw_only=True):
    """A time during which no server ran."""

    from_at: int
    to_at: int


class Meeting(Entity, frozen=True):
    """The meeting as a whole; the only entity of its collection, id `meeting`."""

    collection: ClassVar[str] = "meeting"

    title: str
    place: str | None
    status: MeetingStatus
    starts_at: int | None
    opened_at: int | None
    closed_at: int | None
    sittings: list[Sitting]
    interruptions: list[Interruption]
    profile: str
    locale: Locale
    locked: bool
    presiding: str | None
    current_item: str | None
    current_turn: str | None
    current_round: str | None
    current_poll: str | None
    quorum: Quorum | None
    settings: Settings


class Attendance(Struct, frozen=True, kw_only=True, gc=False):
    """Who is in the hall, as answered or marked; never as connected. `since` is when this status began."""

    status: AttendanceStatus
    mode: Mode | None
    since: int | None
    reason: str | None
    by_desk: bool


class Member(Entity, frozen=True):
    """A person of the meeting's roster. `listed` is false where a large room hides the roster from the hall."""

    collection: ClassVar[str] = "members"

    name: str
    short_name: str
    sort_key: str
    office: Office
    kind: str | None
    votes: bool
    title: str | None
    unit: str | None
    group: str | None
    seat: str | None
    card: str | None
    locale: Locale | None
    address: str | None
    birth_date: str | None
    muted: bool
    listed: bool
    attendance: Attendance
    turns: int
    spoken_ms: int


class AgendaItem(Entity, frozen=True):
    collection: ClassVar[str] = "agenda"

    title: str
    kind: ItemKind
    position: int
    parent: str | None
    planned_ms: int | None
    spent_ms: int
    presenter: str | None
    notes: str | None
    status: ItemStatus
    started_at: int | None
    ended_at: int | None


class Queue(Entity, frozen=True):
    """The rules of one waiting list; its id is the agenda item's, or `main` without one.

    `limit_at` is when the limit of a speech last became another than at the beginning; None while it did not.
    """

    collection: ClassVar[str] = "queues"

    state: QueueState
    discipline: list[Discipline]
    limit_ms: int | None
    second_limit_ms: int | None
    max_turns: int | None
    limit_at: int | None = None


class Hand(Entity, frozen=True):
    """A waiting hand. Clients sort by `rank`, then `id`; the rank is a sort key, not the place in line.

    `slot` is whose statement was on when it was raised.
    """

    collection: ClassVar[str] = "hands"

    member: str
    name: str
    queue: str
    intent: Intent
    tier: int
    note: str | None
    replies_to: str | None
    slot: str | None
    rank: int
    first_time: bool
    by_desk: bool
    pinned: bool
    listed: bool
    ahead: int | None


class Lowered(Entity, frozen=True):
    """To its member alone, whose id it has: the last hand that was not heard any more, why, and what it wanted to say.

    It is there until the member asks for the floor in that queue again, or writes.
    """

    collection: ClassVar[str] = "lowered"

    member: str
    hand: str
    queue: str
    slot: str | None
    intent: Intent
    note: str | None
    reason: LowerReason


class Turn(Entity, frozen=True):
    """Somebody's time on the floor: called → speaking ⇄ paused → done, or declined.

    A turn of a round names its `slot` and the `phase` it belongs to; `reader` is `member` when they read for another.
    `hand_note` is what the member wrote when they raised their hand, `notes` what the desk wrote down.
    Elapsed = (`paused_at` or now) − `started_at` − `paused_ms`; what is left = `limit_ms` − elapsed.
    """

    collection: ClassVar[str] = "turns"

    member: str
    name: str
    reader: str | None
    hand: str | None
    queue: str
    item: str | None
    slot: str | None
    phase: SlotPhase | None
    intent: Intent
    kind: str | None
    hand_note: str | None
    notes: str | None
    topics: list[str]
    status: TurnStatus
    limit_ms: int | None
    warn_ms: int
    started_at: int | None
    paused_at: int | None
    paused_ms: int
    ended_at: int | None
    spoken_ms: int
    interrupted: str | None
    interrupts: bool
    by_desk: bool


class Reminder(Entity, frozen=True):
    collection: ClassVar[str] = "reminders"

    turn: str
    member: str
    kind: RemindKind
    text: str | None
    public: bool


class Round(Entity, frozen=True):
    """One by one, and nobody forgotten: `done` of `total` have been heard, those excused left out.

    `due` is what the plan says comes next. `batch` counts how often comments were taken: they are on the slots read
    since, which have the same number. `everybody` says that whoever arrives later joins; `seed` drew a random order.
    `limit_at` is when the time for each was last changed or divided anew; None while it is as at the beginning.
    """

    collection: ClassVar[str] = "rounds"

    item: str | None
    queue: str
    order: RoundOrder
    seed: int | None
    comments: RoundComments
    limit_ms: int | None
    group_size: int | None
    reply: bool
    everybody: bool
    current: str | None
    batch: int
    due: RoundStep | None
    done: int
    total: int
    status: RoundStatus
    limit_at: int | None = None


class Slot(Entity, frozen=True):
    """One subject of a round: a member, or a body whose text its reader reads. `turn` is the last reading of it.

    `statement` is the text that is read for it, from when everybody is shown it; null where none was handed in.
    """

    collection: ClassVar[str] = "slots"

    round: str
    member: str | None
    body: str | None
    name: str
    reader: str | None
    reader_name: str | None
    position: int
    batch: int | None
    phase: SlotPhase | None
    status: SlotStatus
    reason: str | None
    turn: str | None
    statement: str | None


class Passage(Struct, frozen=True, kw_only=True):
    """A section of a statement: its heading, and its paragraphs, which count on from section to section."""

    heading: str
    paragraphs: list[str]


class Place(Struct, frozen=True, kw_only=True):
    """How far a statement has been read: a section, and a paragraph of it, from 0."""

    section: int
    paragraph: int


class Scan(Struct, frozen=True, kw_only=True):
    """A photo or scan of a text on paper. Its pages come over HTTP, to those who are shown the text."""

    id: str
    pages: int
    bytes: int


class Statement(Entity, frozen=True):
    """A member's text, or a body's. Before its turn only author and reader see the `sections`; the desk sees that it
    is there.

    Places go on through the `scans`: each is a section more, each page of it a paragraph.
    `subject` is the member's id or the body's name, and of `member` and `body` the other is null. `revealed` is where
    the projector stands; `reading_ms` is how long reading it aloud may take.
    """

    collection: ClassVar[str] = "statements"

    subject: str
    member: str | None
    body: str | None
    name: str
    item: str | None
    reader: str | None
    status: StatementStatus
    sections: list[Passage]
    revealed: Place | None
    reading_ms: int
    submitted_at: int
    by_desk: bool
    scans: list[Scan] = []


class Invite(Entity, frozen=True):
    """A gentle invitation to speak. Only who presides and the member know of it."""

    collection: ClassVar[str] = "invites"

    member: str
    chair: str | None
    text: str | None
    answer: InviteAnswer | None
    answer_text: str | None


class Reactions(Struct, frozen=True, kw_only=True, gc=False):
    """How many members reacted, by kind."""

    agree: int = 0
    thanks: int = 0
    question: int = 0


class Mentioned(Struct, frozen=True, kw_only=True):
    """Somebody whose name stands in a body behind an `@`; the name is "" once the person is erased."""

    member: str
    name: str


class Comment(Entity, frozen=True):
    """A comment or a reply to one (`reply_to` is always the thread's root). `body` is null once retracted.

    `approved` says that it has been shown to all, or never had to wait for that. `outcome` is what became of
    it, `answer` the desk's sentence to it, `conclusion` where it went in.
    """

    collection: ClassVar[str] = "comments"

    author: str | None
    name: str | None
    on: str | None
    subject: str | None
    reply_to: str | None
    quotes: str | None
    kind: str | None
    paragraph: int | None
    body: str | None
    scope: Scope
    hold: Hold | None
    status: CommentStatus
    pinned: bool
    edited_at: int | None
    reactions: Reactions
    topics: list[str]
    outcome: Outcome | None
    conclusion: str | None
    answer: str | None
    replies: int
    afterwards: bool
    by_desk: bool
    approved: bool
    mentions: list[Mentioned] = []


class Reacted(Entity, frozen=True):
    """One's own reactions to a comment; the id is `<comment>:<member>` in the log's state, `<comment>` in a view.

    `named` says that others may see who reacted.
    """

    collection: ClassVar[str] = "reacted"

    member: str
    kinds: list[str]
    named: bool = False


class Reactor(Entity, frozen=True):
    """Who reacted to a comment, and how; only in a `page`, never in a view. The id is the member's."""

    collection: ClassVar[str] = "reactors"

    comment: str
    member: str
    name: str
    kinds: list[str]


class Named(Entity, frozen=True):
    """To a member alone: they are named in a comment. The id is `<comment>:<member>` in the log's state, `<comment>` in
    a view.
    """  # fmt: skip

    collection: ClassVar[str] = "named"

    member: str
    comment: str


class Topic(Entity, frozen=True):
    """A matter that many raise: how many comments and turns speak of it, and how many different members."""

    collection: ClassVar[str] = "topics"

    title: str
    comments: int
    turns: int
    members: int
    merged_into: str | None


class Conclusion(Entity, frozen=True):
    """What the chair concludes on an item or a subject; `answers` are the comments it takes up."""

    collection: ClassVar[str] = "conclusions"

    text: str
    item: str | None
    subject: str | None
    answers: list[str]


class Review(Struct, frozen=True, kw_only=True):
    """Looking back on a commitment: what became of it, in one line, and when that was said."""

    outcome: ReviewOutcome
    text: str | None
    at: int
    by_desk: bool


class Commitment(Entity, frozen=True):
    """A member's own promise: what, measured how, by when (`YYYY-MM-DD`), and who watches. One that was carried over
    from a meeting before was `promised_at` a moment before this meeting.
    """  # fmt: skip

    collection: ClassVar[str] = "commitments"

    member: str
    name: str
    what: str
    measure: str | None
    due: str | None
    watcher: str | None
    watcher_name: str | None
    item: str | None
    status: CommitmentStatus
    review: Review | None
    promised_at: int
    afterwards: bool
    by_desk: bool


class PollOption(Struct, frozen=True, kw_only=True):
    id: str
    text: str


class HandCount(Struct, frozen=True, kw_only=True):
    """What was counted in the hall, by option; for paper also the slips given out, taken in, and invalid."""

    counts: dict[str, int]
    issued: int | None
    collected: int | None
    invalid: int
    at: int


class PollResult(Struct, frozen=True, kw_only=True):
    """`counts` by option, phones and hall together; `carried` is the option that has the majority.

    `needed` votes of `base` (how many the majority is taken of) would have carried it; `tie` says that the two best
    have the same number.
    """

    counts: dict[str, int]
    invalid: int
    base: int
    needed: int
    carried: str | None
    tie: bool


class Poll(Entity, frozen=True):
    """A question and its options. `eligible` were frozen at the opening, `voted` have; who, only the desk knows.

    `voters` are whom the poll is for, kinds of members or members; None: all who vote. `counted` is what the desk
    counted in the hall, each count after the first a recount. Until it is published the result is the desk's alone.
    """

    collection: ClassVar[str] = "polls"

    question: str
    options: list[PollOption]
    kind: PollKind
    choose: int
    base: PollBase
    majority: str
    item: str | None
    voters: list[str] | None
    status: PollStatus
    closes_ms: int | None
    closes_at: int | None
    opened_at: int | None
    closed_at: int | None
    published_at: int | None
    eligible: int
    voted: int
    counted: list[HandCount]
    result: PollResult | None


class Voter(Entity, frozen=True):
    """Who may vote in the open poll, and whether they have; the desk's and one's own. The id is the member's."""

    collection: ClassVar[str] = "voters"

    poll: str
    member: str
    name: str
    voted: bool
    by_desk: bool


class Ballot(Entity, frozen=True):
    """One's own vote; the id is `<poll>:<member>` in the log's state, `<poll>` in a view."""

    collection: ClassVar[str] = "ballots"

    poll: str
    member: str
    choices: list[str] | None
    by_desk: bool


class Reservation(Entity, frozen=True):
    """An opinion that a member reserves on a poll, for the minutes: the member's and the desk's to see."""

    collection: ClassVar[str] = "reservations"

    poll: str
    member: str
    name: str
    text: str
    by_desk: bool


class Objection(Struct, frozen=True, kw_only=True):
    """What a member would have otherwise in a section. Settled: `outcome`, the section `before`, and what it says now
    or why it stays (`answer`).
    """  # fmt: skip

    id: str
    at: int
    section: str
    member: str
    name: str
    text: str
    outcome: ObjectionOutcome | None
    before: str | None
    answer: str | None
    by_desk: bool


class Addendum(Struct, frozen=True, kw_only=True):
    """What was added after the approval."""

    at: int
    text: str


class Minutes(Entity, frozen=True):
    """The secretary's words, by section, beside what the log says; id `minutes`. Circulated, objected to, approved.

    `head` is the log's head that was approved.
    """

    collection: ClassVar[str] = "minutes"

    status: MinutesStatus
    sections: dict[str, str]
    objections: list[Objection]
    addenda: list[Addendum]
    circulated_at: int | None
    approved_at: int | None
    poll: str | None
    head: str | None


class GivenOut(Struct, frozen=True):
    """How a document reached people without a file here: where (a chat group, on paper), and on which day."""

    where: str
    day: str | None


class Document(Entity, frozen=True):
    """What is to be read: a file, or something given out elsewhere. `version` counts its files from 1; `read` and
    `confirmed` count the members who opened, and who say they have read, this version; guests are not counted.

    A page is a page of a PDF, an image, or a stretch of a text. One given out elsewhere has neither pages nor bytes.
    """

    collection: ClassVar[str] = "documents"

    title: str
    item: str | None
    pages: int
    bytes: int
    sha256: str | None
    media_type: str | None
    given_out: GivenOut | None
    version: int
    status: DocumentStatus
    published_at: int | None
    read: int
    confirmed: int


class Reading(Entity, frozen=True):
    """How far a member got in a document; its id is `<document>:<member>`. `pages` is the furthest page opened,
    `reported_at` when that was last heard. Where `version` is not the document's, it was a former file they read.
    """

    collection: ClassVar[str] = "readings"

    document: str
    version: int
    member: str
    name: str
    opened_at: int | None
    pages: int
    reported_at: int | None
    confirmed_at: int | None
    by_desk: bool


class Scorecard(Entity, frozen=True):
    """How good the meeting was; id `scorecard`. `values` are the desk's points, `total` and `grade` stand when every
    criterion has some. `scored` members gave points of their own, `averages` by criterion and `average` in all.
    """

    collection: ClassVar[str] = "scorecard"

    card: str
    label: str
    criteria: list[Criterion]
    grades: list[Grade]
    most: int
    values: dict[str, int]
    total: int | None
    grade: str | None
    confirmed_at: int | None
    scored: int
    averages: dict[str, float]
    average: float | None


class Scoring(Entity, frozen=True):
    """The points a member gave; its id is the member's, and nobody else sees it."""

    collection: ClassVar[str] = "scorings"

    member: str
    values: dict[str, int]


class Screen(Entity, frozen=True):
    """What a projector shows; id `main`. `scene` is `auto` where each screen works it out from the view. `page` is
    the page of a document.
    """

    collection: ClassVar[str] = "screen"

    scene: Scene
    ref: str | None
    text: str | None
    pinned: bool
    shutter: bool
    page: int | None = None


class Prepared(Entity, frozen=True):
    """What the desk has lined up for the projector; the desk sorts by `rank`, then `id`."""

    collection: ClassVar[str] = "prepared"

    scene: Scene
    ref: str | None
    text: str | None
    page: int | None
    rank: int


class JoinRequest(Entity, frozen=True):
    """Somebody at the door: asks to come in as `name`, or claims the name of the member `claims`."""

    collection: ClassVar[str] = "requests"

    name: str
    claims: str | None


class Voice(Entity, frozen=True):
    """How many comments a member has on record under their name; its id is the member's.

    For the desk: who was silent.
    """

    collection: ClassVar[str] = "voices"

    comments: int


ENTITIES: tuple[type[Entity], ...] = (
    Meeting, Member, AgendaItem, Queue, Hand, Lowered, Turn, Reminder, Round, Slot, Statement, Invite, Comment, Reacted,
    Named,
    Topic, Conclusion, Commitment, Document, Reading, Poll, Voter, Ballot, Reservation, Minutes,
    Scorecard, Scoring, Screen, Prepared, JoinRequest, Voice,
)  # fmt: skip

# What may be asked for page by page and is in no view: there may be very many of them.
PAGED: tuple[type[Entity], ...] = (Reactor,)

# Which classes ever have a collection in their view (PROTOCOL: every collection its class may see, `{}` when empty).
DESK_ONLY: frozenset[str] = frozenset({"requests", "voices", "prepared"})
NOT_ON_SCREEN: frozenset[str] = DESK_ONLY | {
    "reacted", "voters", "ballots", "reservations", "readings", "invites", "lowered", "named",
    "scorings",
}  # fmt: skip


@cache
def collections_of(cls: str) -> tuple[str, ...]:
    """The collections a view of this class has, in a fixed order."""
    names = [entity.collection for entity in ENTITIES]
    if cls == "desk":
        return tuple(names)
    hidden = NOT_ON_SCREEN if cls == "screen" else DESK_ONLY
    return tuple(name for name in names if name not in hidden)
