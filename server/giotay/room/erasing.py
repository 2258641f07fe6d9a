"""Taking an erased member's words out of the store, once `member.erased` is in the log.

The event is the order, this is its execution: it may happen at any node and any number of times, also after a crash in
between, until the store says that it was done.
"""

from typing import Final, Protocol, TypeGuard

from giotay.meeting.erasure import known_as, words_of
from giotay.meeting.hidden import Standing
from giotay.meeting.scans import is_kept
from giotay.meeting.state import MeetingState
from giotay.storage.drafts import Drafts
from giotay.storage.entry import read, references
from giotay.storage.log import LOST_ORDER, EventLog, Unavailable
from giotay_protocol.events import AnyEvent, MemberErased, StatementScanned

_WINDOW: Final = 1_000


def erased_in(state: MeetingState) -> set[str]:
    """The members whose erasure is in the log."""
    return {standing.id for standing in state.all(Standing) if standing.erased}


class Papers(Protocol):
    """Where files lie, as far as erasing goes."""

    async def drop(self, room: str, key: str) -> None:
        """Remove one file, and what was made of it. Raises Unavailable."""
        ...


async def remove_words(
    log: EventLog, drafts: Drafts, state: MeetingState, member: str, papers: Papers | None = None
) -> None:
    """Remove whatever texts the room's events hold of this member, their drafts and scans. Raises Unavailable, also
    where the log has lost the order to do so: then the words are to stay, unless a node gives it back.
    """  # fmt: skip
    names, found, at = known_as(state, member), list[str](), 0
    hashes, order = set[str](), None
    while entries := await log.read(state.room, at, limit=_WINDOW):
        for entry in entries:
            found += references(entry.stored, lambda event: words_of(event) in names)
            for event in read(entry):
                if isinstance(event, MemberErased) and event.member == member:
                    order = entry
                elif _is_scan_of(event, member):
                    hashes.add(event.sha256)
        at = entries[-1].last
    if order is None:
        raise Unavailable(LOST_ORDER)
    # The order is looked for in the same step that removes: a failover may take it away at any moment.
    await log.erase(state.room, found, order=order)
    await drafts.drop(state.room, member)
    for key in hashes:
        if papers is not None and not is_kept(state, key):
            await papers.drop(state.room, key)
    # And once more, with the note that it is done: what was removed before may be there again, or was in drafts.
    await log.erase(state.room, found, order=order, done=member)
    await drafts.drop(state.room, member)


def _is_scan_of(event: AnyEvent, member: str) -> TypeGuard[StatementScanned]:
    return isinstance(event, StatementScanned) and event.member == member
