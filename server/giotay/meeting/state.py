"""The state of one meeting: collections of entities, and for each who may know of it.

A `MeetingState` is what the events so far add up to. The rules read it (`get`, `all`) and evolve it (`put`, `remove`);
they never touch its books. The books answer three questions that delivery asks: what changed after a seq
(`changed_since`), who was ever shown an entity (`Record.classes`, `Record.members`), and which answer a repeated
command gets (`repeats`). All of it comes out the same from a replay.

A *fork* is a speculative state on top of a committed one: it costs nothing to make, sees everything beneath it, and is
either absorbed when its events are durable or dropped when they are not. The state beneath never changes meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import Any, Final, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct

from giotay.meeting.visibility import Audience, audience_of, shown_of
from giotay_protocol.entities import Entity, Meeting
from giotay_protocol.names import Class

E = TypeVar("E", bound=Entity)
K = TypeVar("K")
Key = tuple[str, str]
_NOBODY: Final = Audience(0, ())


class Record(Struct, frozen=True, gc=False):
    """An entity (or, once removed, its tombstone), the seq that last changed it, and everyone ever shown it."""

    entity: Entity | None
    changed_at: int
    classes: int
    members: tuple[str, ...]
    audience: Audience

    def shown(self, cls: Class, member: str | None) -> Entity | None:
        """What this class, or this member of it, is shown of the entity now; None when nothing."""
        return shown_of(self.entity, self.audience, cls, member) if self.entity is not None else None


class Repeat(Struct, frozen=True, gc=False):
    """The answer a command got: its own last event, and what came into being."""

    seq: int
    result: dict[str, str] | None


class _Row(Struct, Generic[K], frozen=True, array_like=True, gc=False):
    key: str
    entity: K | None
    changed_at: int
    classes: int
    members: tuple[str, ...]


class StateRecord(Struct, frozen=True):
    """A whole state as data, for a snapshot: everything a replay would give, in the order it came.

    Each list is packed a few hundred at a time: a thread that reads or writes one lets others run in between.
    """

    seq: int
    at: int
    rows: dict[str, list[Raw]]
    changed: list[Raw]
    repeats: list[Raw]


def _kinds(base: type[Entity] = Entity) -> dict[str, type[Entity]]:
    found = {base.collection: base} if base.collection else {}
    for kind in base.__subclasses__():
        found |= _kinds(kind)
    return found


_TOGETHER: Final = 250
_pack = msgspec.msgpack.Encoder().encode
_keys = msgspec.msgpack.Decoder(list[tuple[str, str]])
_answers = msgspec.msgpack.Decoder(list[tuple[str | None, str, int, dict[str, str] | None]])


def _packed(many: Iterable[object]) -> list[Raw]:
    rest = iter(many)
    return [Raw(_pack(some)) for some in iter(lambda: list(islice(rest, _TOGETHER)), [])]


@cache
def _rows(collection: str) -> "msgspec.msgpack.Decoder[list[_Row[Any]]]":
    """Reads the rows of one collection straight into its entities."""
    return msgspec.msgpack.Decoder(list[_Row[_kinds()[collection]]])  # type: ignore[misc]


class MeetingState:
    """What the events of one room add up to."""

    def __init__(self, room: str, base: "MeetingState | None" = None) -> None:
        self.room: Final = room
        self._base = base
        self.seq: int = base.seq if base else 0
        self.at: int = base.at if base else 0
        self._live: dict[str, dict[str, Record]] = {}
        self._gone: dict[str, dict[str, Record]] = {}
        self._changed: dict[Key, int] = {}
        self._private: dict[str, dict[Key, None]] = {}
        self._repeats: dict[tuple[str | None, str], Repeat] = {}
        # Whether what is put counts as changed even if it is what it was.
        self._marks = False
        # Asked for by nearly every rule.
        self._meeting: Meeting | None = base._meeting if base else None

    # What the rules use -----------------------------------------------------------------------------------------------

    def get(self, kind: type[E], key: str | None) -> E | None:
        """The entity of this kind with this id, or None."""
        if key is None:
            return None
        name = kind.collection
        layer = self._live.get(name)
        if layer is not None and (record := layer.get(key)) is not None:
            return record.entity  # type: ignore[return-value]
        base = self._base
        if base is None or ((gone := self._gone.get(name)) is not None and key in gone):
            return None
        return base.get(kind, key)

    def all(self, kind: type[E]) -> Iterator[E]:
        """Every entity of this kind, in the order they came into being."""
        name = kind.collection
        mine = self._live.get(name, {})
        if self._base is None:
            for record in mine.values():
                yield record.entity  # type: ignore[misc]
            return
        beneath = self._base._live.get(name, {})
        gone = self._gone.get(name, {})
        for key, record in beneath.items():
            if key in gone:
                continue
            yield mine.get(key, record).entity  # type: ignore[misc]
        for key, record in mine.items():
            if key not in beneath:
                yield record.entity  # type: ignore[misc]

    def newest(self, kind: type[E]) -> Iterator[E]:
        """Every entity of this kind, the newest first."""
        if self._base is not None:
            yield from reversed(list(self.all(kind)))
            return
        for record in reversed(self._live.get(kind.collection, {}).values()):
            yield record.entity  # type: ignore[misc]

    @property
    def meeting(self) -> Meeting:
        """The meeting as a whole. Only a room without any event has none."""
        assert self._meeting is not None, f"room {self.room} has no meeting yet"
        return self._meeting

    @property
    def is_founded(self) -> bool:
        """Whether there is a meeting: after the first event there is."""
        return self._meeting is not None

    def put(self, entity: Entity) -> None:
        """Bring an entity into being or give it its new value. Nothing happens if it is what it was (but `marking`)."""
        name = entity.collection
        old = self.record(name, entity.id)
        if old is not None and old.entity == entity and not self._marks:
            return
        audience = audience_of(entity)
        self._store(name, entity.id, entity, audience, old)

    def marking(self, work: Callable[[], None]) -> None:
        """Whatever `work` puts counts as changed. A replay over a log whose words are erased finds them gone from the
        beginning, while there are phones that hold them.
        """  # fmt: skip
        self._marks = True
        try:
            work()
        finally:
            self._marks = False

    def touch(self, entity: Entity) -> None:
        """Have everybody told of an entity that is what it was, because it came into a window."""
        old = self.record(entity.collection, entity.id)
        if old is not None and old.changed_at != self.seq:
            self._store(entity.collection, entity.id, entity, old.audience, old)

    def remove(self, kind: type[Entity], key: str) -> None:
        """Take an entity away, leaving a tombstone that remembers who has to be told."""
        old = self.record(kind.collection, key)
        if old is not None and old.entity is not None:
            self._store(kind.collection, key, None, _NOBODY, old)

    def _store(self, name: str, key: str, entity: Entity | None, audience: Audience, old: Record | None) -> None:
        classes, members = audience.classes, audience.members
        if old is not None:
            classes |= old.classes
            if old.members != members:
                members = (*old.members, *(m for m in members if m not in old.members))
        record = Record(entity, self.seq, classes, members, audience)
        live = self._live.setdefault(name, {})
        if entity is None:
            live.pop(key, None)
            self._gone.setdefault(name, {})[key] = record
        else:
            if tombs := self._gone.get(name):
                tombs.pop(key, None)
            live[key] = record
            if isinstance(entity, Meeting):
                self._meeting = entity
        if not classes and not members:
            # Nobody is ever told of it.
            return
        touched = (name, key)
        self._changed.pop(touched, None)
        self._changed[touched] = self.seq
        for member in members:
            self._private.setdefault(member, {})[touched] = None

    # What the room and delivery use -----------------------------------------------------------------------------------

    def record(self, collection: str, key: str) -> Record | None:
        """The record of an entity or of its tombstone."""
        state: MeetingState | None = self
        while state is not None:
            layer = state._live.get(collection)
            if layer is not None and (found := layer.get(key)) is not None:
                return found
            layer = state._gone.get(collection)
            if layer is not None and (found := layer.get(key)) is not None:
                return found
            state = state._base
        return None

    def records(self, collection: str) -> Iterator[tuple[str, Record]]:
        """Every living record of a collection. Only for a state that is no fork."""
        assert self._base is None
        yield from self._live.get(collection, {}).items()

    def changed_since(self, seq: int) -> list[Key]:
        """What changed after `seq`, oldest change first."""
        found: list[Key] = []
        for key in reversed(self._changed):
            if self._changed[key] <= seq:
                break
            found.append(key)
        found.reverse()
        return found

    def private_to(self, member: str) -> list[Key]:
        """What was ever shown to this member beside their class."""
        return list(self._private.get(member, ()))

    def repeat_of(self, sender: str | None, command: str) -> Repeat | None:
        """The answer this sender's command already got, or None when it is new."""
        found = self._repeats.get((sender, command))
        if found is None and self._base is not None:
            return self._base.repeat_of(sender, command)
        return found

    def remember(self, sender: str | None, command: str, seq: int, result: dict[str, str] | None) -> None:
        """Keep the answer of a command; its later events only move the seq on."""
        before = self._repeats.get((sender, command))
        if before is not None and result is None:
            result = before.result
        self._repeats[(sender, command)] = Repeat(seq, result)

    def fork(self) -> "MeetingState":
        """A speculative state on top of this one."""
        assert self._base is None, "one speculation at a time"
        return MeetingState(self.room, self)

    def absorb(self, fork: "MeetingState") -> None:
        """Take over a fork whose events are durable now."""
        assert fork._base is self
        assert self._base is None
        for name, gone in fork._gone.items():
            live, tombs = self._live.setdefault(name, {}), self._gone.setdefault(name, {})
            for key, record in gone.items():
                live.pop(key, None)
                tombs[key] = record
        for name, fresh in fork._live.items():
            if buried := self._gone.get(name):
                for key in fresh:
                    buried.pop(key, None)
            self._live.setdefault(name, {}).update(fresh)
        for touched, seq in fork._changed.items():
            self._changed.pop(touched, None)
            self._changed[touched] = seq
        for member, keys in fork._private.items():
            self._private.setdefault(member, {}).update(keys)
        self._repeats.update(fork._repeats)
        self._meeting = fork._meeting
        self.seq, self.at = fork.seq, fork.at

    def copy(self) -> "MeetingState":
        """The state as it is now, untouched by what comes later: the books are copied, what stands in them is not."""
        assert self._base is None, "a speculation is no state"
        made = MeetingState(self.room)
        made.seq, made.at, made._meeting = self.seq, self.at, self._meeting
        made._live = {name: dict(layer) for name, layer in self._live.items()}
        made._gone = {name: dict(layer) for name, layer in self._gone.items()}
        made._changed, made._repeats = dict(self._changed), dict(self._repeats)
        made._private = {member: dict(keys) for member, keys in self._private.items()}
        return made

    # Snapshots --------------------------------------------------------------------------------------------------------

    def dump(self) -> StateRecord:
        """The whole state as data."""
        assert self._base is None, "a speculation is no snapshot"
        rows = {
            name: _packed(
                _Row(key, record.entity, record.changed_at, record.classes, record.members)
                for layer in (self._live, self._gone)
                for key, record in layer.get(name, {}).items()
            )
            for name in {*self._live, *self._gone}
        }
        repeats = ((*key, found.seq, found.result) for key, found in self._repeats.items())
        return StateRecord(self.seq, self.at, rows, _packed(self._changed), _packed(repeats))

    @classmethod
    def load(cls, room: str, dumped: StateRecord) -> "MeetingState":
        """The state that was dumped. Raises KeyError or a validation error when it is of another release."""
        state = cls(room)
        state.seq, state.at = dumped.seq, dumped.at
        for name, rows in dumped.rows.items():
            live, gone = state._live.setdefault(name, {}), state._gone.setdefault(name, {})
            for row in chain.from_iterable(map(_rows(name).decode, rows)):
                entity = row.entity
                audience = _NOBODY if entity is None else audience_of(entity)
                if isinstance(entity, Meeting):
                    state._meeting = entity
                record = Record(entity, row.changed_at, row.classes, row.members, audience)
                (gone if entity is None else live)[row.key] = record
                for member in row.members:
                    state._private.setdefault(member, {})[(name, row.key)] = None
        for name, key in chain.from_iterable(map(_keys.decode, dumped.changed)):
            found = state.record(name, key)
            if found is not None:
                state._changed[(name, key)] = found.changed_at
        for sender, command, seq, result in chain.from_iterable(map(_answers.decode, dumped.repeats)):
            state._repeats[(sender, command)] = Repeat(seq, result)
        return state
