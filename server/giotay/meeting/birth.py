"""How a room begins: the events that found it, out of what the host asked for and the profile."""

from typing import Annotated, Final

from msgspec import Meta, Struct

from giotay.meeting.agenda import MAX_ITEMS
from giotay.meeting.context import Context
from giotay.meeting.members import MAX_MEMBERS, added
from giotay.meeting.profile import Profile, TemplateItem
from giotay.meeting.queue import MAIN
from giotay.meeting.sittings import settled, worded
from giotay_protocol.commands import AddMember
from giotay_protocol.events import (
    AgendaAdded,
    CommitmentMade,
    Event,
    MeetingCreated,
    MemberAdded,
    QueueOpened,
    TopicAdded,
)
from giotay_protocol.names import Date, ItemKind, Length, Locale, Moment, Name, Note, Office, Ref, Title, Word
from giotay_protocol.refusals import Refusal, invalid, too_large
from giotay_protocol.settings import Settings, SettingsPatch

NEUTRAL: Final = "neutral"


class NewMember(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of a room to be: what `member.add` takes."""

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


class NewItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agenda item of a room to be."""

    title: Title
    kind: ItemKind = "discussion"
    planned_ms: Length | None = None
    notes: Note | None = None


class Founding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `POST /api/rooms` takes. Without an `agenda` the profile's template is taken, the one named `template` or
    the first; `[]` means none.
    """  # fmt: skip

    title: Title
    id: Ref | None = None
    place: Title | None = None
    starts_at: Moment | None = None
    profile: Word = NEUTRAL
    locale: Locale = "vi"
    settings: SettingsPatch = SettingsPatch()
    members: Annotated[list[NewMember], Meta(max_length=MAX_MEMBERS)] = []
    agenda: Annotated[list[NewItem], Meta(max_length=MAX_ITEMS)] | None = None
    template: Word | None = None


class Promise(Struct, frozen=True, kw_only=True):
    """A commitment that goes on; `member` and `watcher` are places in the founding's list of members."""

    member: int
    what: str
    measure: str | None
    due: str | None
    watcher: int | None
    promised_at: int


class Legacy(Struct, frozen=True, kw_only=True):
    """[B4] What a meeting takes over from one before; `first_item` stands before its agenda."""

    topics: list[str] = []
    promises: list[Promise] = []
    first_item: NewItem | None = None


def create(founding: Founding, context: Context, legacy: Legacy | None = None) -> list[Event]:
    """[B1] The events that found a room: the meeting, its main queue, its members, its agenda; [B4] and its legacy.

    Refuses an unknown profile, a kind of member it does not have, and two chairs. [B2] A room without a chair has
    nobody presiding until somebody is made chair.
    """
    profile = context.profiles.get(founding.profile)
    if profile is None:
        raise invalid("profile", "There is no such profile.")
    if len(founding.members) > MAX_MEMBERS:
        raise too_large("members", MAX_MEMBERS)
    if sum(member.office == "chair" for member in founding.members) > 1:
        # [C1] Exactly one chair.
        raise invalid("members", "A room has one chair.")
    settings = settled(worded(Settings(), profile, founding.locale), founding.settings)
    events: list[Event] = [
        MeetingCreated(
            title=founding.title, place=founding.place, starts_at=founding.starts_at, profile=founding.profile,
            locale=founding.locale, settings=settings,
        ),
        QueueOpened(
            queue=MAIN, discipline=list(profile.discipline), limit_ms=settings.limit_ms,
            second_limit_ms=settings.second_limit_ms, max_turns=None,
        ),
    ]  # fmt: skip
    for place, member in enumerate(founding.members):
        events.append(_member(place, member, profile, context))
    ids = [event.member for event in events if isinstance(event, MemberAdded)]
    legacy = legacy or Legacy()
    events += _agenda(founding, profile, context, legacy.first_item)
    events += [TopicAdded(topic=context.fresh("tp"), title=title) for title in legacy.topics]
    return events + [_promised(promise, ids, context) for promise in legacy.promises]


def _promised(promise: Promise, ids: list[str], context: Context) -> Event:
    return CommitmentMade(
        commitment=context.fresh("cm"), member=ids[promise.member], what=promise.what, measure=promise.measure,
        due=promise.due, watcher=ids[promise.watcher] if promise.watcher is not None else None, item=None,
        afterwards=False, by_desk=False, promised_at=promise.promised_at,
    )  # fmt: skip


def _member(place: int, wanted: NewMember, profile: Profile, context: Context) -> Event:
    command = AddMember(id="birth", **{name: getattr(wanted, name) for name in wanted.__struct_fields__})
    try:
        return added(context.fresh("m"), command, profile)
    except Refusal as refusal:
        raise invalid(f"members[{place}].{refusal.facts.get('field', '')}", refusal.message) from None


def _template(name: str | None, profile: Profile) -> list[TemplateItem]:
    if name is None:
        return profile.agenda
    found = next((template for template in profile.templates if template.name == name), None)
    if found is None:
        raise invalid("template", "The profile has no such template.")
    return found.items


def _agenda(founding: Founding, profile: Profile, context: Context, first: NewItem | None) -> list[Event]:
    items = founding.agenda
    if items is None:
        # [B3] The profile's template, in the room's language.
        items = [
            NewItem(title=item.title[founding.locale], kind=item.kind, planned_ms=item.planned_ms)
            for item in _template(founding.template, profile)
        ]
    items = [*([first] if first is not None else []), *items]
    if len(items) > MAX_ITEMS:
        raise too_large("agenda", MAX_ITEMS)
    return [
        AgendaAdded(
            item=context.fresh("i"), title=item.title, kind=item.kind, planned_ms=item.planned_ms, presenter=None,
            parent=None, position=position, notes=item.notes,
        )
        for position, item in enumerate(items, 1)
    ]  # fmt: skip
