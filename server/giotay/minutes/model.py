"""The minutes as data: what the log says of a meeting, in the order it is told on paper.

Moments are ms since the epoch and lengths of time end in `_ms`; a writer words them. Wherever a person stands, the name
is beside the id: "" means that the person was erased, None that nobody is named (an anonymous comment, the host).
`by_desk` says that the desk recorded it for somebody, `written` is what the secretary wrote of it.
"""

from typing import Literal

from msgspec import Struct

from giotay_protocol.names import (
    AttendanceStatus,
    CommitmentStatus,
    Discipline,
    Intent,
    ItemKind,
    Locale,
    MinutesStatus,
    Mode,
    ObjectionOutcome,
    Office,
    Outcome,
    PollBase,
    PollKind,
    QuorumBasis,
    ReviewOutcome,
    RoundComments,
    RoundOrder,
    SlotPhase,
    SlotStatus,
)
from giotay_protocol.settings import CommentsBy, Letterhead


class Span(Struct, frozen=True, kw_only=True):
    """A stretch of time; `to_at` is None while it lasts."""

    from_at: int
    to_at: int | None


class Person(Struct, frozen=True, kw_only=True):
    """Who is meant, by the name and title they have at the end."""

    id: str
    name: str
    title: str | None
    address: str | None
    unit: str | None = None


class Stay(Span, frozen=True, kw_only=True):
    """One stretch of presence, in the hall or from elsewhere."""

    mode: Mode


class Attendee(Struct, frozen=True, kw_only=True):
    """One line of the roll. `came` says that they were there at all; `late_at` and `left_at` when that matters."""

    person: Person
    office: Office
    kind: str | None
    status: AttendanceStatus
    came: bool
    stays: tuple[Stay, ...]
    late_at: int | None
    left_at: int | None
    reason: str | None
    by_desk: bool


class KindCount(Struct, frozen=True, kw_only=True):
    """How many there are of a kind of member, and how many of them came."""

    kind: str | None
    total: int
    came: int


class Quorum(Struct, frozen=True, kw_only=True):
    """What the room asks for, and how it was when the meeting was opened (None before the opening)."""

    basis: QuorumBasis
    share: str
    needed: int | None
    present: int | None
    reached: bool | None


class Override(Struct, frozen=True, kw_only=True):
    """The chair went on without a quorum."""

    at: int
    by: Person | None
    reason: str


class Presided(Span, frozen=True, kw_only=True):
    """Who held the chair, and how they came to it."""

    person: Person
    how: Literal["appointed", "handed_over", "taken_over", "reclaimed"]


class Extension(Struct, frozen=True, kw_only=True):
    """The chair gave more time, or less."""

    at: int
    by_ms: int


class Reminder(Struct, frozen=True, kw_only=True):
    """A reminder before all; private ones are not in the minutes."""

    at: int
    kind: str
    text: str | None


class Section(Struct, frozen=True, kw_only=True):
    """One heading of a statement with what stands under it."""

    heading: str
    paragraphs: tuple[str, ...]


class Voice(Struct, frozen=True, kw_only=True):
    """A comment or a reply. `body` is None when it was taken back or hidden: then nobody is named either.

    `paragraph` is one of a statement or, `about` a document, its page (from 0).
    `outcome` is what became of it, `answer` the sentence with it, `concluded` that a conclusion takes it up.
    """

    id: str
    at: int
    person: Person | None
    anonymous: bool
    kind: str | None
    paragraph: int | None
    about: Literal["document", "commitment"] | None
    body: str | None
    status: Literal["shown", "hidden", "retracted"]
    edited: bool
    afterwards: bool
    by_desk: bool
    outcome: Outcome | None
    answer: str | None
    concluded: bool
    replies: tuple["Voice", ...] = ()


class Statement(Struct, frozen=True, kw_only=True):
    """A text that was read to all: a member's (`person`) or a body's; `scans` are the pages of what was on paper."""

    id: str
    person: Person | None
    body: str | None
    reader: Person | None
    item: str | None
    sections: tuple[Section, ...]
    by_desk: bool
    voices: tuple[Voice, ...]
    scans: int = 0


class Turn(Struct, frozen=True, kw_only=True):
    """Somebody had the floor. `person` spoke; `reads_for` is whose text it was, when it was another's.

    `spoken_ms` is without pauses; while the turn lasts, up to the moment of the document.
    """

    id: str
    person: Person
    reads_for: str | None
    intent: Intent
    by_desk: bool
    called_at: int
    started_at: int | None
    ended_at: int | None
    pauses: tuple[Span, ...]
    spoken_ms: int
    limit_ms: int | None
    declined: bool
    interrupts: bool
    phase: SlotPhase | None
    slot: str | None
    extensions: tuple[Extension, ...]
    reminders: tuple[Reminder, ...]
    notes: str | None
    kind: str | None
    voices: tuple[Voice, ...]
    written: str | None


class Unheard(Struct, frozen=True, kw_only=True):
    """A hand that was still up when the debate or the item was closed; its note is an opinion in writing.

    Where the room does not show names in the queue, neither name nor note is here.
    """

    at: int
    person: Person | None
    intent: Intent
    note: str | None
    reason: Literal["debate_closed", "item_finished", "meeting_closed"]


class Conclusion(Struct, frozen=True, kw_only=True):
    """What the chair concluded, on an item or on a `subject`: of a round, or a member (`about`).

    `answers` is how many comments it takes up.
    """

    id: str
    at: int
    text: str
    item: str | None
    subject: str | None
    about: Person | None
    answers: int


class Subject(Struct, frozen=True, kw_only=True):
    """A subject of a round: a member, or a body; with what was read, said and replied."""

    id: str
    position: int
    person: Person | None
    body: str | None
    reader: Person | None
    status: SlotStatus
    reason: str | None
    phases: tuple[tuple[SlotPhase, int], ...]
    turns: tuple[Turn, ...]
    statement: Statement | None
    conclusions: tuple[Conclusion, ...]
    written: str | None


class Round(Struct, frozen=True, kw_only=True):
    """One subject after another. `seed` is the lot's, when the order was drawn."""

    id: str
    at: int
    order: RoundOrder
    seed: int | None
    comments: RoundComments
    reply: bool
    finished_at: int | None
    done: int
    total: int
    subjects: tuple[Subject, ...]


class Ruling(Struct, frozen=True, kw_only=True):
    """What the chair or the desk decided about the floor; `what` says which of the other fields matter.

    `moved`: a hand out of its order; `called`: somebody without a hand while others waited; `ahead`: a hand before
    others that came first; `order`: another discipline;
    `limits`: another length of speech; `list_closed`, `debate_closed`, `reopened`; `fitted`: what is left, divided.
    """

    at: int
    by: Person | None
    what: Literal["moved", "called", "ahead", "order", "limits", "list_closed", "debate_closed", "reopened", "fitted"]
    person: Person | None = None
    discipline: tuple[Discipline, ...] = ()
    limit_ms: int | None = None


class HallCount(Struct, frozen=True, kw_only=True):
    """What was counted in the hall, in the order of the options; for paper also the slips."""

    at: int
    counts: tuple[int, ...]
    issued: int | None
    collected: int | None
    invalid: int


class PollOption(Struct, frozen=True, kw_only=True):
    """An option with what the phones and the last count in the hall gave it."""

    text: str
    phones: int
    hall: int

    @property
    def total(self) -> int:
        return self.phones + self.hall


class PollResult(Struct, frozen=True, kw_only=True):
    """`phones` voted on theirs; `counts` are all counts in the hall, the last of which counts.

    `needed` votes of `base` would have carried an option; `carried` is the one that has them, `tie` says that two are
    best.
    """

    options: tuple[PollOption, ...]
    phones: int
    counts: tuple[HallCount, ...]
    base: int
    needed: int
    carried: str | None
    tie: bool


class ReservedOpinion(Struct, frozen=True, kw_only=True):
    """What a member reserved on a poll."""

    person: Person
    at: int
    text: str
    by_desk: bool


class Poll(Struct, frozen=True, kw_only=True):
    """A question that was put to the hall; `result` is there once it was published."""

    id: str
    at: int
    closed_at: int | None
    question: str
    kind: PollKind
    choose: int
    base: PollBase
    majority: str
    item: str | None
    status: Literal["open", "closed", "published", "cancelled"]
    eligible: int
    result: PollResult | None
    reserved: tuple[ReservedOpinion, ...]


class Topic(Struct, frozen=True, kw_only=True):
    """A matter, with how many comments and turns speak of it and how many different people; `voices` are the comments.
    """  # fmt: skip

    id: str
    title: str
    comments: int
    turns: int
    members: int
    voices: tuple[str, ...] = ()


class Review(Struct, frozen=True, kw_only=True):
    """What was said of a commitment, looking back."""

    outcome: ReviewOutcome
    text: str | None
    by_desk: bool


class Commitment(Struct, frozen=True, kw_only=True):
    """Who promised what, measured how, by which day (`YYYY-MM-DD`), and who watches.

    `promised_at` is when, in a meeting before, it was made; None: in this one.
    """

    id: str
    at: int
    person: Person
    what: str
    measure: str | None
    due: str | None
    watcher: Person | None
    status: CommitmentStatus
    review: Review | None
    promised_at: int | None
    afterwards: bool
    by_desk: bool


class Matter(Struct, frozen=True, kw_only=True):
    """What was dealt with: an agenda item, or the meeting itself when `id` is None (what belongs to no item)."""

    id: str | None
    title: str
    kind: ItemKind
    number: str
    status: Literal["todo", "current", "done", "skipped"]
    presenter: Person | None
    notes: str | None
    planned_ms: int | None
    spans: tuple[Span, ...]
    spent_ms: int
    reopened: int
    turns: tuple[Turn, ...]
    rounds: tuple[Round, ...]
    rulings: tuple[Ruling, ...]
    unheard: tuple[Unheard, ...]
    statements: tuple[Statement, ...]
    voices: tuple[Voice, ...]
    polls: tuple[Poll, ...]
    conclusions: tuple[Conclusion, ...]
    written: str | None


class Change(Struct, frozen=True, kw_only=True):
    """A setting that decides who may speak or vote was changed while the meeting was on."""

    at: int
    by: Person | None
    setting: str
    value: str | int | bool | None


class Objection(Struct, frozen=True, kw_only=True):
    """What a member would have otherwise in a section: taken up, the section `before` and now (`answer`); or why not.
    """  # fmt: skip

    id: str
    at: int
    section: str
    person: Person | None
    text: str
    outcome: ObjectionOutcome | None
    before: str | None
    answer: str | None
    by_desk: bool


class Approval(Struct, frozen=True, kw_only=True):
    """The meeting approved the minutes; `result` is the poll's, once published, `head` the log's head then."""

    at: int
    by: Person | None
    by_poll: bool
    result: PollResult | None
    head: str
    poll: str | None = None


class Addendum(Struct, frozen=True, kw_only=True):
    """What was added after the approval."""

    at: int
    text: str


class Secretary(Struct, frozen=True, kw_only=True):
    """The secretary's words at the head and at the end, and what became of the minutes in the room."""

    status: MinutesStatus
    head: str | None
    closing: str | None
    objections: tuple[Objection, ...]
    approval: Approval | None
    addenda: tuple[Addendum, ...]


class Criterion(Struct, frozen=True, kw_only=True):
    """One line of the assessment."""

    text: str
    points: float | None
    out_of: float


class Assessment(Struct, frozen=True, kw_only=True):
    """How the meeting judged itself. `grade` is the class that the points make."""

    points: float
    out_of: float
    grade: str | None
    criteria: tuple[Criterion, ...]


class Minutes(Struct, frozen=True, kw_only=True):
    """The whole document. `as_of` is the moment of the last event, or of asking while the meeting runs."""

    version: int
    room: str
    seq: int
    as_of: int
    draft: bool
    title: str
    place: str | None
    purpose: str | None
    profile: str
    locale: Locale
    starts_at: int | None
    opened_at: int | None
    closed_at: int | None
    sittings: tuple[Span, ...]
    interruptions: tuple[Span, ...]
    roll: tuple[Attendee, ...]
    guests: tuple[Attendee, ...]
    kinds: tuple[KindCount, ...]
    summoned: int
    came: int
    quorum: Quorum | None
    overrides: tuple[Override, ...]
    presided: tuple[Presided, ...]
    secretaries: tuple[Person, ...]
    matters: tuple[Matter, ...]
    general: Matter
    topics: tuple[Topic, ...]
    commitments: tuple[Commitment, ...]
    changes: tuple[Change, ...]
    secretary: Secretary
    erased: int
    assessment: Assessment | None = None
    letterhead: Letterhead = Letterhead()
    layout: str | None = None
    comments_by: CommentsBy = "names"
