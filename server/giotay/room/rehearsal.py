"""Whether a log that comes from elsewhere can be lived through, before anything of it is kept."""

from collections.abc import Iterable

from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState
from giotay.storage.entry import CorruptEntry, StoredEntry, read


def rehearse(room: str, entries: Iterable[StoredEntry]) -> MeetingState:
    """What the entries add up to. Raises CorruptEntry, naming the first event that is about nothing there is."""
    state = MeetingState(room)
    for entry in entries:
        for event in read(entry):
            try:
                evolve(state, event)
            except Exception as error:
                raise CorruptEntry(f"event {event.seq} ({type(event).__name__}) fits nothing before it") from error
    if not state.seq:
        raise CorruptEntry("the log is empty")
    return state
