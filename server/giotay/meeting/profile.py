"""A profile: what differs between kinds of organisation, as data. The files lie in `giotay/profiles/`."""

from msgspec import Struct, field

from giotay_protocol.names import Discipline, Intent, ItemKind


class MemberKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of member (full, probationary, …) and whether it may vote."""

    name: str
    label: dict[str, str]
    votes: bool = True


class TemplateItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agenda item that a new meeting of this profile starts with."""

    title: dict[str, str]
    kind: ItemKind = "discussion"
    planned_ms: int | None = None


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words and defaults of one kind of organisation. Labels are by locale (`vi`, `en`)."""

    name: str
    label: dict[str, str]
    member_kinds: list[MemberKind] = []
    comment_kinds: list[str] = []
    intents: list[Intent] = field(default_factory=lambda: ["speak", "question", "order"])
    statement_form: list[str] = []
    discipline: list[Discipline] = field(default_factory=lambda: ["tier", "first_come"])
    agenda: list[TemplateItem] = []
