"""What a room holds of one person: for themselves what they are shown and what they did, for the host all of it."""

from typing import Any, Final

from msgspec import Struct, to_builtins

from giotay.meeting.erasure import known_as, words_of
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import shown
from giotay.room.view import view_id
from giotay.storage.entry import StoredEntry, read
from giotay_protocol.entities import ENTITIES, Entity
from giotay_protocol.names import Class

_NAMED_BY: Final = ("member", "author", "reader", "watcher")


class Person(Struct, frozen=True):
    """Whom it is about, of which class they are, and under which ids the log knows them."""

    member: str
    cls: Class
    ids: frozenset[str]


def person_of(state: MeetingState, member: str, cls: Class) -> Person:
    return Person(member, cls, known_as(state, member))


def entities_about(state: MeetingState, person: Person) -> dict[str, dict[str, Any]]:
    """Everything that names this person, as they themselves are shown it."""
    found: dict[str, dict[str, Any]] = {}
    for kind in ENTITIES:
        for entity in state.all(kind):
            if not _names(entity, person.member):
                continue
            seen = shown(entity, person.cls, person.member)
            if seen is not None:
                found.setdefault(kind.collection, {})[view_id((kind.collection, seen.id))] = to_builtins(seen)
    return found


def _names(entity: Entity, member: str) -> bool:
    return entity.id == member or any(getattr(entity, name, None) == member for name in _NAMED_BY)


def events_about(entry: StoredEntry, person: Person, *, whole: bool) -> list[Any]:
    """The events of an entry that are this person's doing; with `whole` also those that hold their words or name."""
    return [
        to_builtins(event)
        for event in read(entry)
        if event.by == person.member or (whole and words_of(event) in person.ids)
    ]
