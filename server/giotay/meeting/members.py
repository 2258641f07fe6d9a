"""The roster: adding, changing and removing members, what they declare themselves, muting, revoking."""

from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from giotay.meeting import approval, documents, floor, mentions, queue, rota
from giotay.meeting.case import Case
from giotay.meeting.names import redated, short_name, sort_key
from giotay.meeting.profile import Profile
from giotay.meeting.roll import hide_large, put_member, remove_member, tally_of, weigh
from giotay.meeting.standing import offices_of, settle, void_tokens
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import (
    AddMember,
    DeclareMember,
    MuteMember,
    RemoveMember,
    RevokeMember,
    UnmuteMember,
    UpdateMember,
)
from giotay_protocol.entities import (
    Attendance,
    Comment,
    Commitment,
    Hand,
    Member,
    Reading,
    Reservation,
    Slot,
    Statement,
    Turn,
    Voter,
)
from giotay_protocol.events import (
    ChairAppointed,
    ChairHandedOver,
    Event,
    MemberAdded,
    MemberDeclared,
    MemberMuted,
    MemberRemoved,
    MemberRevoked,
    MemberUnmuted,
    MemberUpdated,
)
from giotay_protocol.names import Office
from giotay_protocol.refusals import Refusal, invalid

MAX_MEMBERS: Final = 5_000
WITHOUT_VOTE: Final[frozenset[Office]] = frozenset({"guest", "observer"})
_UPDATABLE: Final = (
    "name", "kind", "votes", "title", "unit", "group", "seat", "card", "sort_name", "address", "locale", "birth_date",
)  # fmt: skip
_DECLARABLE: Final = ("group", "locale", "address")


# What is decided ------------------------------------------------------------------------------------------------------


def add(case: Case, command: AddMember) -> list[Event]:
    """Put somebody on the roster."""
    if command.office == "chair" and offices_of(case.state).chair is not None:
        # [C1] Exactly one chair; another is appointed by changing an office.
        raise invalid("office", "There is a chair already.")
    check_room(case.state)
    profile = case.context.profiles.get(case.state.meeting.profile)
    return [added(case.context.fresh("m"), command, profile)]


def check_room(state: MeetingState) -> None:
    """[M2] Refuse one member more than a room may have."""
    if tally_of(state).roster >= MAX_MEMBERS:
        raise Refusal("limit", f"A room has at most {MAX_MEMBERS} members.", max=MAX_MEMBERS)


def added(key: str, wanted: AddMember, profile: Profile | None) -> MemberAdded:
    """The event that adds a member as described. Refuses a kind that the profile does not have."""
    votes = wanted.votes if wanted.votes is not None else _votes(wanted.office, wanted.kind, profile)
    check_kind(wanted.kind, profile)
    return MemberAdded(
        member=key, name=wanted.name, office=wanted.office, kind=wanted.kind, votes=votes, title=wanted.title,
        unit=wanted.unit, group=wanted.group, seat=wanted.seat, card=wanted.card, sort_name=wanted.sort_name,
        address=wanted.address, locale=wanted.locale, birth_date=wanted.birth_date,
    )  # fmt: skip


def check_kind(kind: str | None, profile: Profile | None) -> None:
    """[M1] Kinds of members are those of the profile."""
    if kind is not None and (profile is None or kind not in {known.name for known in profile.member_kinds}):
        raise invalid("kind", "The profile has no such kind of member.")


def _votes(office: Office, kind: str | None, profile: Profile | None) -> bool:
    """[M1] Guests and observers have no vote, the others as their kind says."""
    if office in WITHOUT_VOTE:
        return False
    return next((known.votes for known in (profile.member_kinds if profile else ()) if known.name == kind), True)


def update(case: Case, command: UpdateMember) -> list[Event]:
    """Change what the roster says of a member; making somebody chair takes the office from the one before."""
    member = case.found(Member, command.member)
    office = command.office if command.office is not UNSET else member.office
    if office != member.office:
        _check_office(case, member, office)
    kind_changed = command.kind is not UNSET and command.kind != member.kind
    profile = case.context.profiles.get(case.state.meeting.profile)
    if command.kind is not UNSET and kind_changed:
        check_kind(command.kind, profile)
    changes = {
        name: value
        for name in _UPDATABLE
        if (value := getattr(command, name)) is not UNSET and (name == "sort_name" or value != getattr(member, name))
    }
    if command.votes is UNSET and (kind_changed or office != member.office):
        kind = command.kind if command.kind is not UNSET else member.kind
        if (votes := _votes(office, kind, profile)) != member.votes:
            changes["votes"] = votes
    if "sort_name" in changes and _key_of(member, changes) == member.sort_key:
        del changes["sort_name"]
    if office not in (member.office, "chair"):
        changes["office"] = office
    events: list[Event] = [MemberUpdated(member=member.id, **changes)] if changes else []
    if office == "chair" and member.office != "chair":
        events.append(_appointed(case.state, member))
    if not events:
        raise Refusal("already", "The roster says so already.")
    return events


def _check_office(case: Case, member: Member, office: Office) -> None:
    """[C1] There is exactly one chair: the office passes to another, and is not just laid down."""
    chair = offices_of(case.state).chair
    if member.office == "chair":
        raise invalid("office", "Make somebody else chair instead.")
    presides = case.actor.member is not None and case.actor.member == case.state.meeting.presiding
    if office == "chair" and chair is not None and not (presides or case.actor.host):
        raise Refusal("forbidden", "Only who presides, or the host, names another chair.")


def _appointed(state: MeetingState, member: Member) -> ChairAppointed:
    former, presiding = offices_of(state).chair, state.meeting.presiding
    # Who presides for the chair goes on doing so; the chair's own place passes with the office.
    presiding = member.id if presiding in (None, former) else presiding
    return ChairAppointed(member=member.id, former=former, presiding=presiding)


def remove(case: Case, command: RemoveMember) -> list[Event]:
    """[M5] Take a member off the roster: hands go down, a turn ends, all tokens are void."""
    member = case.found(Member, command.member)
    chair = offices_of(case.state).chair
    if member.id == chair:
        raise invalid("member", "Make somebody else chair first.")
    events: list[Event] = [*queue.lower_all_of(case.state, member.id, "removed")]
    events += floor.leave(case.state, member.id, case.now)
    events += rota.leaving(case.state, member.id)
    if case.state.meeting.presiding == member.id and chair is not None:
        events.append(ChairHandedOver(to=chair))
    return [*events, MemberRemoved(member=member.id)]


def declare(case: Case, command: DeclareMember) -> list[Event]:
    """[M3] What members say of themselves."""
    changes = {
        name: value
        for name in _DECLARABLE
        if (value := getattr(command, name)) is not UNSET and value != getattr(case.member, name)
    }
    if not changes:
        raise Refusal("already", "This is declared already.")
    return [MemberDeclared(member=case.member.id, **changes)]


def revoke(case: Case, command: RevokeMember) -> list[Event]:
    """[M4] End all tokens and connections of a member."""
    return [MemberRevoked(member=command.member)]


def mute(case: Case, command: MuteMember) -> list[Event]:
    """[K10] No comments of this member for the rest of the meeting."""
    if case.found(Member, command.member).muted:
        raise Refusal("already", "The member is muted already.")
    return [MemberMuted(member=command.member, reason=command.reason)]


def unmute(case: Case, command: UnmuteMember) -> list[Event]:
    """Let a muted member comment again."""
    if not case.found(Member, command.member).muted:
        raise Refusal("already", "The member is not muted.")
    return [MemberUnmuted(member=command.member)]


# What comes of it -----------------------------------------------------------------------------------------------------


def _key_of(member: Member, changes: dict[str, object]) -> str:
    """The sort key after these changes; a `sort_name` stands in for the name."""
    born = changes.get("birth_date", member.birth_date)
    if changes.keys() & {"name", "sort_name"}:
        name = changes.get("sort_name") or changes.get("name") or member.name
        return sort_key(str(name), birth_date=str(born) if born else None)
    return redated(member.sort_key, str(born) if born else None)


def member_added(state: MeetingState, event: MemberAdded) -> None:
    hide_large(state, coming=1)
    listed = not tally_of(state).roster_hidden
    put_member(
        state,
        Member(
            id=event.member, at=event.at, born=event.seq, name=event.name, short_name=short_name(event.name),
            sort_key=sort_key(event.sort_name or event.name, birth_date=event.birth_date), office=event.office,
            kind=event.kind, votes=event.votes, title=event.title, unit=event.unit, group=event.group,
            seat=event.seat, card=event.card, locale=event.locale, address=event.address,
            birth_date=event.birth_date, muted=False, listed=listed,
            attendance=Attendance(status="expected", mode=None, since=None, reason=None, by_desk=False),
            turns=0, spoken_ms=0,
        ),
    )  # fmt: skip
    if event.office == "chair" and state.meeting.presiding is None:
        state.put(replace(state.meeting, presiding=event.member))
    settle(state, event.member)


def member_updated(state: MeetingState, event: MemberUpdated | MemberDeclared) -> None:
    member = state.get(Member, event.member)
    if member is None:
        return
    names = (*_UPDATABLE, "office") if isinstance(event, MemberUpdated) else _DECLARABLE
    changes = {name: value for name in names if (value := getattr(event, name)) is not UNSET}
    if changes.keys() & {"name", "sort_name", "birth_date"}:
        changes["sort_key"] = _key_of(member, changes)
    changes.pop("sort_name", None)
    if "name" in changes:
        changes["short_name"] = short_name(changes["name"])
    put_member(state, replace(member, **changes))
    if "name" in changes:
        rename_carriers(state, member.id, changes["name"])
    if "office" in changes:
        documents.count_anew(state)
    settle(state, event.member)


def rename_carriers(state: MeetingState, member: str, name: str) -> None:
    """[M7] Whatever carries a member's name carries the new one."""
    for hand in list(state.all(Hand)):
        if hand.member == member:
            state.put(replace(hand, name=name))
    for turn in list(state.all(Turn)):
        if turn.member == member:
            state.put(replace(turn, name=name))
    for slot in list(state.all(Slot)):
        if slot.member == member:
            state.put(replace(slot, name=name))
    for slot in list(state.all(Slot)):
        if slot.reader == member:
            state.put(replace(slot, reader_name=name))
    for statement in list(state.all(Statement)):
        if statement.member == member:
            state.put(replace(statement, name=name))
    for comment in list(state.all(Comment)):
        if comment.author == member:
            state.put(replace(comment, name=name))
    for commitment in list(state.all(Commitment)):
        if commitment.member == member:
            state.put(replace(commitment, name=name))
        if commitment.watcher == member:
            state.put(replace(state.get(Commitment, commitment.id) or commitment, watcher_name=name))
    approval.rename(state, member, name)
    mentions.rename(state, member, name)
    named: tuple[type[Reading | Voter | Reservation], ...] = (Reading, Voter, Reservation)
    for found in [each for kind in named for each in state.all(kind) if each.member == member]:
        state.put(replace(found, name=name))


def member_removed(state: MeetingState, event: MemberRemoved) -> None:
    member = state.get(Member, event.member)
    if member is None:
        return
    if state.meeting.presiding == member.id:
        state.put(replace(state.meeting, presiding=None))
    remove_member(state, member)
    documents.forget_reader(state, member.id)
    void_tokens(state, member.id)
    settle(state, member.id)


def member_revoked(state: MeetingState, event: MemberRevoked) -> None:
    void_tokens(state, event.member)


def member_muted(state: MeetingState, event: MemberMuted | MemberUnmuted) -> None:
    member = state.get(Member, event.member)
    if member is not None:
        state.put(replace(member, muted=isinstance(event, MemberMuted)))


def chair_appointed(state: MeetingState, event: ChairAppointed) -> None:
    former, member = state.get(Member, event.former), state.get(Member, event.member)
    if former is not None:
        put_member(state, replace(former, office="member"))
    if member is not None:
        put_member(state, replace(member, office="chair"))
    before = state.meeting.presiding
    state.put(replace(state.meeting, presiding=event.presiding))
    weigh(state)
    settle(state, event.former, event.member, before, event.presiding)
