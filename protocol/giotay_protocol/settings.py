"""The settings of a room: what the desk may choose, and what holds when nobody chose.

`Settings` is what a view shows; `SettingsPatch` is what `meeting.update` and `POST /api/rooms` accept, merged by key.
"""

from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import asdict, replace

from giotay_protocol.names import (
    HallDepth,
    Intent,
    Join,
    Length,
    Limit,
    Moderation,
    Name,
    Note,
    QuorumBasis,
    Word,
)

Pin = Annotated[str, Meta(pattern=r"^\d{4,8}\Z")]
Share = Annotated[str, Meta(pattern=r"^[1-9]\d{0,2}/[1-9]\d{0,2}\Z")]
CommentMax = Annotated[int, Meta(ge=50, le=20_000)]
RosterShown = Annotated[int, Meta(ge=0, le=5_000)]
RetentionDays = Annotated[int, Meta(ge=1, le=3_650)]
Words = Annotated[list[Word], Meta(max_length=20)]
Intents = Annotated[list[Intent], Meta(max_length=9)]
ShortLine = Annotated[str, Meta(max_length=120)]
PaperNumber = Annotated[str, Meta(pattern=r"^\d{0,6}\Z")]
LongLine = Annotated[str, Meta(max_length=300)]
LayoutName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}\Z")]
# The forms of papers there are; a log may name one that is no more.
LAYOUTS: Final[frozenset[LayoutName]] = frozenset({"plain", "party-hd05-2026", "party-hd36-2018", "state-nd30-2020"})
SigningForm = Literal["own", "on_behalf", "deputy", "by_order", "delegated"]
# Whether the minutes tell comments one by one with names, or under the topics that they speak of.
CommentsBy = Literal["names", "topics"]


class Wifi(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The hall's Wi-Fi, for the lobby's second QR."""

    ssid: Annotated[str, Meta(min_length=1, max_length=32)]
    password: Annotated[str, Meta(max_length=63)] = ""
    security: Annotated[str, Meta(pattern=r"^(WPA|WEP|nopass)\Z")] = "WPA"


class QuorumRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many must be present: `share` (a fraction such as "1/2", "2/3") of `basis`; "1/2" means more than half."""

    basis: QuorumBasis = "members"
    share: Share = "1/2"
    chair_required: bool = False


class Letterhead(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands at the head and the foot of papers that are signed. What is empty is left out; nothing is guessed.

    `parent` and `issuer` stand at the top left. `number` and `sign` make the number (`05-BB/CB`); resolutions are
    numbered by themselves. `about` is what the paper is about if not the meeting's title. `before` is whom the minutes
    were read to, `authority` whom the signature is for and `form` how, `title` and `signer` under it; `kept` ends the
    recipients, `bases` begin a resolution.
    """

    parent: ShortLine = ""
    issuer: ShortLine = ""
    number: PaperNumber = ""
    resolution_number: PaperNumber = ""
    sign: Annotated[str, Meta(max_length=40)] = ""
    place: ShortLine = ""
    about: LongLine = ""
    before: ShortLine = ""
    form: SigningForm = "own"
    authority: ShortLine = ""
    title: ShortLine = ""
    signer: ShortLine = ""
    recipients: Annotated[list[ShortLine], Meta(max_length=12)] = []
    kept: ShortLine = ""
    bases: Annotated[list[LongLine], Meta(max_length=20)] = []


class LetterheadPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Any of the lines of a letterhead; what is absent stays, so that two who fill in different lines both do."""

    parent: ShortLine | UnsetType = UNSET
    issuer: ShortLine | UnsetType = UNSET
    number: PaperNumber | UnsetType = UNSET
    resolution_number: PaperNumber | UnsetType = UNSET
    sign: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    place: ShortLine | UnsetType = UNSET
    about: LongLine | UnsetType = UNSET
    before: ShortLine | UnsetType = UNSET
    form: SigningForm | UnsetType = UNSET
    authority: ShortLine | UnsetType = UNSET
    title: ShortLine | UnsetType = UNSET
    signer: ShortLine | UnsetType = UNSET
    recipients: Annotated[list[ShortLine], Meta(max_length=12)] | UnsetType = UNSET
    kept: ShortLine | UnsetType = UNSET
    bases: Annotated[list[LongLine], Meta(max_length=20)] | UnsetType = UNSET


class CardName(Struct, frozen=True, kw_only=True):
    """A scorecard of the room's profile, in the room's language."""

    name: str
    label: str


class Settings(Struct, frozen=True, kw_only=True):
    """Every setting with its value in force. `scorecards` come from the profile and are set by nobody."""

    join: Join = "names"
    pin: Pin | None = None
    purpose: Note | None = None
    check_in_opens_ms: Length = 3_600_000
    present_only: bool = True
    queue_names_shown: bool = True
    moderation: Moderation = "off"
    comment_kinds: Words = []
    intents: Intents = []
    statement_form: Annotated[list[Name], Meta(max_length=20)] = []
    anonymous: bool = False
    comment_max: CommentMax = 2_000
    slow_mode_ms: Length = 0
    limit_ms: Limit | None = 300_000
    second_limit_ms: Limit | None = 180_000
    warn_ms: Length = 30_000
    quorum: QuorumRule | None = None
    chair_lease_ms: Length = 20_000
    roster_shown: RosterShown = 300
    wifi: Wifi | None = None
    hall_depth: HallDepth = "normal"
    show_seconds: bool = True
    afterwards_ms: Length = 172_800_000
    retention_days: RetentionDays | None = None
    minutes_layout: LayoutName | None = None
    minutes_comments: CommentsBy = "names"
    letterhead: Letterhead | None = None
    scorecards: list[CardName] = []
    duration_ms: Length | None = None


class SettingsPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Any of the settings; what is absent stays."""

    join: Join | UnsetType = UNSET
    pin: Pin | None | UnsetType = UNSET
    purpose: Note | None | UnsetType = UNSET
    check_in_opens_ms: Length | UnsetType = UNSET
    present_only: bool | UnsetType = UNSET
    queue_names_shown: bool | UnsetType = UNSET
    moderation: Moderation | UnsetType = UNSET
    comment_kinds: Words | UnsetType = UNSET
    intents: Intents | UnsetType = UNSET
    statement_form: Annotated[list[Name], Meta(max_length=20)] | UnsetType = UNSET
    anonymous: bool | UnsetType = UNSET
    comment_max: CommentMax | UnsetType = UNSET
    slow_mode_ms: Length | UnsetType = UNSET
    limit_ms: Limit | None | UnsetType = UNSET
    second_limit_ms: Limit | None | UnsetType = UNSET
    warn_ms: Length | UnsetType = UNSET
    quorum: QuorumRule | None | UnsetType = UNSET
    chair_lease_ms: Length | UnsetType = UNSET
    roster_shown: RosterShown | UnsetType = UNSET
    wifi: Wifi | None | UnsetType = UNSET
    hall_depth: HallDepth | UnsetType = UNSET
    show_seconds: bool | UnsetType = UNSET
    afterwards_ms: Length | UnsetType = UNSET
    retention_days: RetentionDays | None | UnsetType = UNSET
    duration_ms: Length | None | UnsetType = UNSET
    minutes_layout: LayoutName | None | UnsetType = UNSET
    minutes_comments: CommentsBy | UnsetType = UNSET
    letterhead: LetterheadPatch | None | UnsetType = UNSET


def merge(settings: Settings, patch: SettingsPatch) -> Settings:
    """The settings after a patch; equal to `settings` when the patch changes nothing."""
    chosen = _chosen(patch)
    head = chosen.get("letterhead")
    if isinstance(head, LetterheadPatch):
        chosen["letterhead"] = replace(settings.letterhead or Letterhead(), **_chosen(head))
    return replace(settings, **chosen) if chosen else settings


def _chosen(patch: SettingsPatch | LetterheadPatch) -> dict[str, Any]:
    return {name: value for name, value in asdict(patch).items() if value is not UNSET}
