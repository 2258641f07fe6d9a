"""A profile: what differs between kinds of organisation, as data. The files lie in `giotay/profiles/`.

`docs/profiles.md` explains every key; a test holds the two together.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from giotay_protocol.names import Discipline, Intent, ItemKind, Length, Locale, Name, Title

ProfileName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}\Z")]
# The kinds of comments that the screens have words and colours for.
CommentKindName = Literal["opinion", "question", "proposal", "thanks", "strength", "advice"]
VotingBase = Literal["cast", "present", "members", "households"]


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short text in both languages."""

    vi: Name
    en: Name

    def __getitem__(self, locale: Locale) -> str:
        return self.vi if locale == "vi" else self.en


class ItemTitle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The title of an agenda item in both languages."""

    vi: Title
    en: Title

    def __getitem__(self, locale: Locale) -> str:
        return self.vi if locale == "vi" else self.en


class MemberKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of member (full, probationary, …) and whether it may vote."""

    name: ProfileName
    label: Label
    votes: bool = True


class CommentKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of comment that members may choose, and what it is called."""

    name: CommentKindName
    label: Label


class TemplateItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agenda item that a new meeting of this profile starts with."""

    title: ItemTitle
    kind: ItemKind = "discussion"
    planned_ms: Length | None = None


class Template(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agenda to start with; the first of a profile is what a meeting has that asks for none."""

    name: ProfileName
    label: Label
    items: list[TemplateItem] = []


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How people are addressed in one language: one person, the hall, and what stands before a name on paper."""

    you: Name
    everyone: Name
    before_name: Annotated[str, Meta(max_length=50)] = ""


class Addresses(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The forms of address in both languages."""

    vi: Address = Address(you="quý vị", everyone="quý vị")
    en: Address = Address(you="you", everyone="everyone")

    def __getitem__(self, locale: Locale) -> Address:
        return self.vi if locale == "vi" else self.en


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What papers call things: the meeting (in the middle of a sentence), those summoned, the one who presides,
    the one who keeps the minutes.
    """  # fmt: skip

    meeting: Label = Label(vi="cuộc họp", en="meeting")
    members: Label = Label(vi="thành viên", en="members")
    chair: Label = Label(vi="chủ trì", en="chair")
    secretary: Label = Label(vi="thư ký", en="secretary")


Measure = Literal["minutes", "attendance", "speakers", "documents", "agenda", "concluded", "approved", "tasks"]
CardPoints = Annotated[int, Meta(ge=0, le=1_000)]


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many points a measure of so much, or more, is worth."""

    at_least: Annotated[float, Meta(ge=0)]
    points: CardPoints


class CardCriterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a scorecard asks. With a `measure` the log proposes points: by `steps`, else in proportion to percent."""

    name: ProfileName
    label: ItemTitle
    part: Label | None = None
    most: CardPoints
    measure: Measure | None = None
    steps: list[Step] = []


class CardGrade(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a total of so many points, or more, is called."""

    at_least: CardPoints
    label: Label


class Card(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scorecard: how good a meeting was, in points."""

    name: ProfileName
    label: Label
    criteria: Annotated[list[CardCriterion], Meta(min_length=1, max_length=100)]
    grades: list[CardGrade] = []


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words and defaults of one kind of organisation."""

    name: ProfileName
    label: Label
    words: Words = Words()
    address: Addresses = Addresses()
    member_kinds: list[MemberKind] = []
    comment_kinds: list[CommentKind] = []
    intents: list[Intent] = field(default_factory=lambda: ["speak", "question", "order"])
    statement_form: list[Label] = []
    discipline: list[Discipline] = field(default_factory=lambda: ["tier", "first_come"])
    voting_bases: list[VotingBase] = field(default_factory=lambda: ["present"])
    secret_polls: bool = True
    layout: ProfileName = "plain"
    duration_ms: Length | None = None
    templates: list[Template] = []
    scorecards: list[Card] = []

    @property
    def agenda(self) -> list[TemplateItem]:
        """What a meeting starts with that asks for no other template."""
        return self.templates[0].items if self.templates else []

    def member_kind(self, name: str | None, locale: Locale) -> str | None:
        """What a kind of member is called; a kind that the profile does not have stands as it is."""
        return next((kind.label[locale] for kind in self.member_kinds if kind.name == name), name)

    def comment_kind(self, name: str | None, locale: Locale) -> str | None:
        """What a kind of comment is called; a kind that the profile does not have stands as it is."""
        return next((kind.label[locale] for kind in self.comment_kinds if kind.name == name), name)
