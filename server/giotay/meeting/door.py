"""At the door: who comes in with a code, who has to ask the desk, and what the desk answers.

These functions serve joining over HTTP. They return events or refuse; whether a name is in use, that is, whether
somebody holds a token for it, only the keeper of the tokens knows.
"""

from typing import Final

from msgspec import Struct

from giotay.meeting.authority import is_erased
from giotay.meeting.case import Case
from giotay.meeting.context import Context
from giotay.meeting.hidden import Answer
from giotay.meeting.members import added, check_room
from giotay.meeting.state import MeetingState
from giotay_protocol.commands import AddMember, AdmitMember, RefuseMember
from giotay_protocol.entities import JoinRequest, Member
from giotay_protocol.events import Event, MemberAdmitted, MemberRefused, RequestMade
from giotay_protocol.names import Office
from giotay_protocol.refusals import Refusal, invalid

GUARDED: Final[frozenset[Office]] = frozenset({"chair", "deputy", "secretary"})
MAX_REQUESTS: Final = 500


class Choice(Struct, frozen=True):
    """A name to choose at the door. `guarded` ones need their own link or the PIN."""

    member: str
    name: str
    unit: str | None
    title: str | None
    guarded: bool


# What joining asks ----------------------------------------------------------------------------------------------------


def members_to_choose(state: MeetingState) -> list[Choice] | None:
    """The names to choose from, in their order; None where a code does not show them."""
    if state.meeting.settings.join not in ("names", "code"):
        return None
    there = (member for member in state.all(Member) if not is_erased(state, member.id))
    members = sorted(there, key=lambda member: (member.sort_key, member.id))
    return [
        Choice(
            member=member.id, name=member.name, unit=member.unit, title=member.title, guarded=member.office in GUARDED
        )
        for member in members
    ]  # fmt: skip


def check_choice(state: MeetingState, member: str, pin: str | None) -> Member:
    """[D1] The member whose name was chosen, where names are chosen; [D2] a guarded one needs the PIN."""
    settings = state.meeting.settings
    if settings.join not in ("names", "code"):
        raise Refusal("forbidden", "Names are not chosen here.")
    found = state.get(Member, member)
    if found is None or is_erased(state, member):
        raise Refusal("not_found", "There is no such member.", field="member")
    if found.office in GUARDED and (settings.pin is None or pin != settings.pin):
        raise Refusal("forbidden", "This name needs its own link or the PIN.")
    _check_unlocked(state)
    return found


def ask_to_join(state: MeetingState, name: str, claims: str | None, context: Context) -> list[Event]:
    """[D3] Ask the desk to come in under a name, or to be the member `claims`, whose name is in use."""
    if state.meeting.settings.join == "link":
        raise Refusal("forbidden", "This room is entered with one's own link.")
    claimed = state.get(Member, claims)
    if claims is not None and (claimed is None or is_erased(state, claims)):
        raise Refusal("not_found", "There is no such member.", field="member")
    _check_open(state)
    if sum(1 for _ in state.all(JoinRequest)) >= MAX_REQUESTS:
        raise Refusal("limit", "Too many are waiting at the door.", max=MAX_REQUESTS)
    shown = claimed.name if claimed is not None else name
    return [RequestMade(request=context.fresh("q"), name=shown, claims=claims)]


def come_in(state: MeetingState, name: str, context: Context) -> list[Event]:
    """[D4] Come in as a guest, where a code is enough; [D3] who has the name of a member asks the desk instead."""
    if state.meeting.settings.join != "code":
        raise Refusal("forbidden", "A code is not enough here.")
    _check_open(state)
    same = next((member.id for member in state.all(Member) if member.name == name), None)
    if same is not None:
        return ask_to_join(state, name, same, context)
    check_room(state)
    wanted = AddMember(id="door", name=name, office="guest")
    return [added(context.fresh("m"), wanted, context.profiles.get(state.meeting.profile))]


def answer_to(state: MeetingState, request: str) -> Answer | None:
    """What became of a request: pending, admitted as a member, or refused; None if it was never made."""
    return state.get(Answer, request)


def _check_unlocked(state: MeetingState) -> None:
    if state.meeting.locked:
        # [S6] Nobody new may join.
        raise Refusal("locked", "The room is locked.")


def _check_open(state: MeetingState) -> None:
    if state.meeting.status == "closed":
        raise Refusal("closed", "The meeting is closed.", status="closed")
    _check_unlocked(state)


# What the desk decides ------------------------------------------------------------------------------------------------


def admit(case: Case, command: AdmitMember) -> list[Event]:
    """[D5] Let somebody in: as the member they claim, as another the desk names, or as somebody new."""
    state, request = case.state, case.state.get(JoinRequest, command.request)
    if request is None:
        raise Refusal("already", "The request was answered.")
    member = command.member or request.claims
    if member is not None:
        if state.get(Member, member) is None:
            raise invalid("member", "Whom this claims to be is no member any more.")
        return [MemberAdmitted(request=request.id, member=member)]
    if state.meeting.status == "closed":
        raise Refusal("closed", "The meeting is closed.", status="closed")
    check_room(state)
    wanted = AddMember(id="door", name=request.name)
    event = added(case.context.fresh("m"), wanted, case.context.profiles.get(state.meeting.profile))
    return [event, MemberAdmitted(request=request.id, member=event.member)]


def refuse(case: Case, command: RefuseMember) -> list[Event]:
    """[D5] Somebody stays outside."""
    if case.state.get(JoinRequest, command.request) is None:
        raise Refusal("already", "The request was answered.")
    return [MemberRefused(request=command.request)]


# What comes of it -----------------------------------------------------------------------------------------------------


def request_made(state: MeetingState, event: RequestMade) -> None:
    state.put(JoinRequest(id=event.request, at=event.at, born=event.seq, name=event.name, claims=event.claims))
    state.put(Answer(id=event.request, status="pending", member=None))


def member_admitted(state: MeetingState, event: MemberAdmitted) -> None:
    state.remove(JoinRequest, event.request)
    state.put(Answer(id=event.request, status="admitted", member=event.member))


def member_refused(state: MeetingState, event: MemberRefused) -> None:
    state.remove(JoinRequest, event.request)
    state.put(Answer(id=event.request, status="refused", member=None))
