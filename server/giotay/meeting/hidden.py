"""What the rules remember beside what is shown: counts, orders, intervals, who was called from which hand.

These are entities like the others, so that forks, snapshots and replays carry them; their collections begin with `_`
and nobody is ever shown them. They exist so that no command has to count five thousand members.
"""

from typing import ClassVar, Literal

from msgspec import Struct

from giotay_protocol.entities import Entity, Hand, Slot
from giotay_protocol.events import Mention
from giotay_protocol.names import Class, Mode


class Hidden(Entity, frozen=True, kw_only=True):
    """What every hidden entity has: an id, and no place in any view."""

    at: int = 0
    born: int = 0


class Standing(Hidden, frozen=True, kw_only=True):
    """A member's class, the seq at which it last changed, and from when their tokens are good. Outlives the member."""

    collection: ClassVar[str] = "_standings"

    cls: Class
    since: int
    valid_from: int = 0
    erased: bool = False


class Offices(Hidden, frozen=True, kw_only=True):
    """Who holds the offices that rules ask for; id `offices`."""

    collection: ClassVar[str] = "_offices"

    chair: str | None = None
    deputies: tuple[str, ...] = ()


class Tally(Hidden, frozen=True, kw_only=True):
    """How many there are and how many of them are present, for each basis of a quorum; id `tally`."""

    collection: ClassVar[str] = "_tally"

    roster: int = 0
    roster_hidden: bool = False
    present: int = 0
    members: int = 0
    members_present: int = 0
    summoned: int = 0
    summoned_present: int = 0
    eligible: int = 0
    eligible_present: int = 0
    households: int = 0
    households_present: int = 0


class Household(Hidden, frozen=True, kw_only=True):
    """How many members of one household there are, and how many are present; the id is a hash of its name."""

    collection: ClassVar[str] = "_households"

    members: int
    present: int


class Stay(Struct, frozen=True):
    """One stretch of being in the hall; `to_at` is None while it lasts."""

    from_at: int
    to_at: int | None
    mode: Mode


class Stays(Hidden, frozen=True, kw_only=True):
    """When a member was in the hall; id = member. `late` says whether the first arrival was after the opening."""

    collection: ClassVar[str] = "_stays"

    late: bool
    stays: tuple[Stay, ...]


class Line(Hidden, frozen=True, kw_only=True):
    """The hands of one queue in the order they are heard; id = queue.

    `moved` says that some stand elsewhere than the discipline would have them.
    """

    collection: ClassVar[str] = "_lines"

    hands: tuple[str, ...]
    moved: bool = False


class Waiting(Hidden, frozen=True, kw_only=True):
    """A member's waiting hands; id = member."""

    collection: ClassVar[str] = "_waiting"

    hands: tuple[str, ...]


class Heard(Hidden, frozen=True, kw_only=True):
    """How often a member has spoken in a queue, interruptions left out; id = `<queue>:<member>`."""

    collection: ClassVar[str] = "_heard"

    turns: int


class Call(Hidden, frozen=True, kw_only=True):
    """What a call took away, so that it can be taken back; id = turn. `resumes` was stopped in mid-speech."""

    collection: ClassVar[str] = "_calls"

    hand: Hand | None
    ended: tuple[str, ...]
    resumes: str | None


class Step(Hidden, frozen=True, kw_only=True):
    """What was on in a round before a call, so that it can be taken back; id = turn."""

    collection: ClassVar[str] = "_steps"

    round: str
    current: str | None
    batch: int
    slots: tuple[Slot, ...]


class Floor(Hidden, frozen=True, kw_only=True):
    """Which turn ended last; id `floor`."""

    collection: ClassVar[str] = "_floor"

    last_ended: str | None


class Posted(Struct, frozen=True, gc=False):
    """A comment, and when it was posted."""

    comment: str
    at: int


class Pace(Hidden, frozen=True, kw_only=True):
    """What a member posted just now, oldest first, the last of it always; id = member."""

    collection: ClassVar[str] = "_paces"

    recent: tuple[Posted, ...]


class Phrase(Hidden, frozen=True, kw_only=True):
    """The words of a comment without the names in them, and who is named where; id = comment."""

    collection: ClassVar[str] = "_phrases"

    body: str
    mentions: tuple[Mention, ...]


class ScanFile(Hidden, frozen=True, kw_only=True):
    """Where the bytes of a scan lie; id = scan. Whoever is shown the statement learns nothing of it."""

    collection: ClassVar[str] = "_scans"

    statement: str
    member: str | None
    sha256: str
    media_type: str


class TopicVoice(Hidden, frozen=True, kw_only=True):
    """How often a member speaks of a topic; id = `<topic>:<member>`."""

    collection: ClassVar[str] = "_topic_voices"

    times: int


class Urn(Hidden, frozen=True, kw_only=True):
    """What the phones voted in a poll, by option (of a secret one once it is closed), and how many; id = poll.

    `base` is what the majority is taken of, None: of the votes cast.
    """

    collection: ClassVar[str] = "_urns"

    base: int | None
    counts: dict[str, int]
    voted: int


class HouseholdVote(Hidden, frozen=True, kw_only=True):
    """Who voted for a household; id = `<poll>:<household>`."""

    collection: ClassVar[str] = "_household_votes"

    member: str


class Answer(Hidden, frozen=True, kw_only=True):
    """What became of a request to come in; id = request. Outlives the request."""

    collection: ClassVar[str] = "_answers"

    status: Literal["pending", "admitted", "refused"]
    member: str | None


HIDDEN: tuple[type[Hidden], ...] = (
    Standing, Offices, Tally, Household, Stays, Line, Waiting, Heard, Call, Step, Floor, Pace, Phrase, ScanFile,
    TopicVoice, Urn, HouseholdVote, Answer,
)  # fmt: skip
