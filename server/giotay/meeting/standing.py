"""Which class each member is in since when, and who holds the offices; kept as offices and the chair change hands."""

from msgspec.structs import replace

from giotay.meeting.authority import class_of
from giotay.meeting.hidden import Offices, Standing
from giotay.meeting.state import MeetingState
from giotay_protocol.entities import Member


def offices_of(state: MeetingState) -> Offices:
    """Who has the office of chair and of deputy."""
    return state.get(Offices, "offices") or Offices(id="offices")


def settle(state: MeetingState, *members: str | None) -> None:
    """Write down the classes and offices of these members, after something they depend on has changed."""
    for key in members:
        if key is None:
            continue
        cls, old = class_of(state, key), state.get(Standing, key)
        if old is None:
            state.put(Standing(id=key, cls=cls, since=state.seq))
        elif old.cls != cls:
            state.put(replace(old, cls=cls, since=state.seq))
        _keep_offices(state, key)


def _keep_offices(state: MeetingState, key: str) -> None:
    offices = offices_of(state)
    member = state.get(Member, key)
    office = member.office if member is not None else None
    chair = key if office == "chair" else None if offices.chair == key else offices.chair
    deputies = tuple(deputy for deputy in offices.deputies if deputy != key)
    if office == "deputy":
        deputies = (*deputies, key) if key not in offices.deputies else offices.deputies
    state.put(replace(offices, chair=chair, deputies=deputies))


def void_tokens(state: MeetingState, member: str) -> None:
    """Tokens issued up to this moment are good no longer. One issued in the same millisecond is void too."""
    standing = state.get(Standing, member)
    if standing is not None:
        state.put(replace(standing, valid_from=state.at + 1))
