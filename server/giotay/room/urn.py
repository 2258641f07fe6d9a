"""What lies in the urn of a secret poll, for whoever closes it; and which lost entries may not be stored again."""

from typing import Final

from giotay.meeting.polls import secret_open
from giotay.meeting.state import MeetingState
from giotay.room.batch import Request
from giotay.storage.entry import StoredEntry, is_secret, read
from giotay.storage.log import EventLog
from giotay_protocol.entities import Poll
from giotay_protocol.events import AnyEvent, PollCancelled, PollClosed

_OVER: Final = ("closed", "published", "cancelled")


async def urn_for(log: EventLog, state: MeetingState, requests: list[Request]) -> dict[str, int] | None:
    """The urn, where these requests may close a secret poll; None where not. Raises Unavailable.

    It is read with no append of this node on its way; if another node's comes first, the append is a conflict and
    everything is read and decided again.
    """
    poll = secret_open(state)
    if poll is None or not any(request.closes for request in requests):
        return None
    found = await log.urn(state.room)
    return {each.removeprefix(f"{poll}:"): number for each, number in found.items() if each.startswith(f"{poll}:")}


def is_over(event: AnyEvent) -> bool:
    """Whether with this event a secret poll may be over, and its urn is to be emptied."""
    return isinstance(event, PollCancelled) or (isinstance(event, PollClosed) and event.counts is not None)


def had_urn(state: MeetingState) -> bool:
    """Whether a secret poll of this meeting is over, so that nothing of it may be in the store."""
    return any(poll.kind == "secret" and poll.status in _OVER for poll in state.all(Poll))


def can_give_back(entry: StoredEntry) -> bool:
    """[V12] Whether a lost entry can be stored again as it was: not if votes of it are not known here."""
    return bool(entry.votes) or not any(is_secret(event) for event in read(entry))
