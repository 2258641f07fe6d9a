"""Taking an erased member's words out of the store, once `member.erased` is in the log.

The event is the order, this is its execution: it may happen at any node and any number of times, also after a crash in
between, until the store says that it was done.
"""

from typing import Final

from giotay.meeting.erasure import known_as, words_of
from giotay.meeting.hidden import Standing
from giotay.meeting.state import MeetingState
from giotay.storage.drafts import Drafts
from giotay.storage.entry import references
from giotay.storage.log import EventLog

_WINDOW: Final = 1_000


def erased_in(state: MeetingState) -> set[str]:
    """The members whose erasure is in the log."""
    return {standing.id for standing in state.all(Standing) if standing.erased}


async def remove_words(log: EventLog, drafts: Drafts, state: MeetingState, member: str) -> None:
    """Remove whatever texts the room's events hold of this member, and their drafts. Raises Unavailable."""
    # Before the log's own erasing, which has the store's file written anew.
    await drafts.drop(state.room, member)
    names, found, at = known_as(state, member), list[str](), 0
    while entries := await log.read(state.room, at, limit=_WINDOW):
        for entry in entries:
            found += references(entry.stored, lambda event: words_of(event) in names)
        at = entries[-1].last
    await log.erase(state.room, found)
    await log.note_erased(state.room, member)
