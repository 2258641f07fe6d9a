"""What a client holds: a whole view, or the patch that brings an older one up to date.

A view is `{collection: {id: entity}}`; a patch has the same shape with `None` for what is no longer shown, and goes
only to those who were ever shown it. `comments` and `turns` are windows: a fresh view holds the newest of them, a
patch carries every visible change inside or outside.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from giotay.meeting.state import Key, MeetingState
from giotay.meeting.visibility import BIT, shown
from giotay.meeting.windows import REPLIES, THREADS
from giotay_protocol.entities import ENTITIES, Comment, Entity, Turn, collections_of
from giotay_protocol.names import Class

Shown = dict[str, dict[str, Entity]]
Patch = dict[str, dict[str, Entity | None]]

_OWN_IDS: Final = frozenset({"reacted", "ballots", "named"})
_WINDOWS: Final = frozenset({Comment.collection, Turn.collection})


def view_id(key: Key) -> str:
    """The id under which a view keeps an entity: what is one's own stands under the id of what it is about."""
    return key[1].partition(":")[0] if key[0] in _OWN_IDS else key[1]


def fresh_view(state: MeetingState, cls: Class, member: str | None) -> Shown:
    """All that this member of this class is shown now, every collection of the class present."""
    view = class_view(state, cls)
    if member is not None:
        for key, entity in private_entities(state, cls, member):
            if key[0] in view:
                view[key[0]][view_id(key)] = entity
    return view


def class_view(state: MeetingState, cls: Class) -> Shown:
    """What everybody of a class is shown now."""
    view: Shown = {name: {} for name in collections_of(cls)}
    for kind in ENTITIES:
        name = kind.collection
        if name not in view or name in _WINDOWS:
            continue
        for entity in state.all(kind):
            seen = shown(entity, cls, None)
            if seen is not None:
                view[name][seen.id] = seen
    view[Comment.collection] = {comment.id: comment for comment in window_of_comments(state, cls)}
    view[Turn.collection] = {turn.id: turn for turn in window_of_turns(state, cls)}
    return view


def window_of_comments(state: MeetingState, cls: Class) -> Iterator[Entity]:
    """The newest threads, oldest first, each with its newest replies."""
    roots: list[Entity] = []
    replies: dict[str, list[Entity]] = {}
    for comment in state.newest(Comment):
        seen = shown(comment, cls, None)
        if seen is None:
            continue
        if comment.reply_to is None:
            roots.append(seen)
            if len(roots) == THREADS:
                break
        elif len(kept := replies.setdefault(comment.reply_to, [])) < REPLIES:
            kept.append(seen)
    for root in reversed(roots):
        yield root
        yield from reversed(replies.get(root.id, ()))


def window_of_turns(state: MeetingState, cls: Class) -> Iterator[Entity]:
    """The turns of the current item's queue."""
    queue = state.meeting.current_item or "main"
    for turn in state.all(Turn):
        if turn.queue == queue or turn.id == state.meeting.current_turn:
            seen = shown(turn, cls, None)
            if seen is not None:
                yield seen


def private_entities(state: MeetingState, cls: Class, member: str) -> Iterator[tuple[Key, Entity]]:
    """What this member is shown and their class is not, or not so."""
    for key in state.private_to(member):
        record = state.record(*key)
        if record is None or record.entity is None or member not in record.audience.members:
            continue
        seen = record.shown(cls, member)
        if seen is not None:
            yield key, seen


def class_patch(state: MeetingState, keys: Iterable[Key], cls: Class) -> Patch:
    """What everybody of a class has to be told of these changes."""
    patch: Patch = {}
    bit = BIT[cls]
    allowed = collections_of(cls)
    for key in keys:
        record = state.record(*key)
        if record is None or not record.classes & bit or key[0] not in allowed:
            continue
        name, id = key
        patch.setdefault(name, {})[view_id(key) if name in _OWN_IDS else id] = record.shown(cls, None)
    return patch


def add_private(state: MeetingState, patch: Patch, keys: Iterable[Key], cls: Class, member: str) -> None:
    """Put into a class's patch what this member alone has to be told."""
    allowed = collections_of(cls)
    for key in keys:
        record = state.record(*key)
        if record is None or member not in record.members or key[0] not in allowed:
            continue
        seen = record.shown(cls, member)
        patch.setdefault(key[0], {})[view_id(key)] = seen


def patch_since(state: MeetingState, seq: int, cls: Class, member: str | None) -> Patch:
    """What this member of this class has to be told of everything after `seq`."""
    keys = state.changed_since(seq)
    patch = class_patch(state, keys, cls)
    if member is not None:
        add_private(state, patch, keys, cls, member)
    return patch
