"""One entry of a log: a batch of events decided together, as it is stored, hashed and read back.

Stored bytes are JSON `{"v": 1, "events": […]}`. Names and written words do not stand in them: a field of type `Words`
holds `#` and the BLAKE2b hash of salt and text, while salt and text lie beside the log, so that erasing a text leaves
the chain of hashes intact. An erased text reads as "".

The chain: `head = blake2b-256(previous head ‖ stored bytes)`; head 0 is the hash of the room's id. Bytes are hashed as
they were stored; nobody serialises an entry twice.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from giotay.chance import chance
from giotay_protocol.events import WORDS, AnyEvent, Event, PollVoted

VERSION: Final = 1
_SALT = 32
_MARK = "#"


class Position(Struct, frozen=True, gc=False):
    """A place in a log: the last seq, and the hash of everything up to it."""

    seq: int
    head: bytes

    @property
    def short(self) -> str:
        """The 24 hex digits that travel on the wire."""
        return self.head[:12].hex()


class StoredEntry(Struct, frozen=True, gc=False):
    """An entry as a log keeps it: its last seq, its bytes, and the texts it refers to (salt and text by hash).

    `votes` are what it puts into the urns of secret polls, by `<poll>:<option>`; only the node that decided it ever
    has them.
    """

    last: int
    stored: bytes
    texts: dict[str, str]
    votes: dict[str, int] = {}


class NewerEntry(Exception):
    """The log holds an entry of a later version: this node must not serve the room."""


class CorruptEntry(Exception):
    """An entry or a text is not what its hash says, or cannot be read."""


class _Entry(Struct):
    v: int
    events: list[AnyEvent]


class _Version(Struct):
    v: int


def origin(room: str) -> Position:
    """The position before the first entry of a room."""
    return Position(0, blake2b(room.encode(), digest_size=32).digest())


def advance(after: Position, entry: StoredEntry) -> Position:
    """The position after an entry."""
    return Position(entry.last, blake2b(after.head + entry.stored, digest_size=32).digest())


def leads_to(after: Position, entries: Sequence[StoredEntry], end: Position | None) -> bool:
    """Whether these entries lead from a position to where the log ended before they were read, if they reach it."""
    for entry in entries:
        if end is not None and after.seq == end.seq:
            break
        if entry.last > after.seq:
            after = advance(after, entry)
    return end is None or after.seq != end.seq or after.head == end.head


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Entry)
_version = msgspec.json.Decoder(_Version)


def _reference(salted: str) -> str:
    return _MARK + blake2b(salted.encode(), digest_size=16).hexdigest()


def _outside(value: Any, texts: dict[str, str]) -> Any:
    """What stands in the entry for words; they go into `texts`."""
    # Not a function inside `write`: one that calls itself would keep the words in memory until the collector comes.
    if isinstance(value, list):
        return [_outside(part, texts) for part in value]
    if not isinstance(value, str) or not value:
        return value
    salted = chance.take(_SALT // 2).hex() + value
    reference = _reference(salted)
    texts[reference] = salted
    return reference


def write(events: Sequence[Event]) -> StoredEntry:
    """The entry for stamped events, its texts taken out."""
    texts: dict[str, str] = {}

    bare = []
    votes: Counter[str] = Counter()
    for event in events:
        words = {name: _outside(getattr(event, name), texts) for name in WORDS[type(event)]}
        bare.append(replace(event, **words) if words else event)
        if isinstance(event, PollVoted) and event.cast is not None:
            bare[-1] = replace(event, cast=None)
            votes.update(f"{event.poll}:{option}" for option in event.cast)
    return StoredEntry(events[-1].seq, _encoder.encode({"v": VERSION, "events": bare}), texts, dict(votes))


def is_secret(event: AnyEvent) -> bool:
    """Whether the event put a vote into an urn."""
    return isinstance(event, PollVoted) and event.choices is None


def _inside(value: Any, entry: StoredEntry) -> Any:
    """The words that stand outside of the entry. Raises CorruptEntry."""
    if isinstance(value, list):
        return [_inside(part, entry) for part in value]
    if not isinstance(value, str) or not value.startswith(_MARK):
        return value
    salted = entry.texts.get(value)
    if salted is None:
        return ""
    if _reference(salted) != value:
        raise CorruptEntry(f"a text of entry {entry.last} is not what its hash says")
    return salted[_SALT:]


def read(entry: StoredEntry) -> list[AnyEvent]:
    """The events of an entry with their texts, those erased as ""."""
    try:
        found = _decoder.decode(entry.stored)
    except msgspec.MsgspecError as error:
        try:
            version = _version.decode(entry.stored).v
        except msgspec.MsgspecError:
            version = 0
        if version > VERSION:
            raise NewerEntry(f"the log holds an entry of version {version}") from error
        raise CorruptEntry(f"entry {entry.last} cannot be read: {error}") from error
    if found.v > VERSION:
        raise NewerEntry(f"the log holds an entry of version {found.v}")

    for event in found.events:
        for name in WORDS[type(event)]:
            setattr(event, name, _inside(getattr(event, name), entry))
    return found.events


def references(stored: bytes, of: Callable[[AnyEvent], bool] | None = None) -> list[str]:
    """The texts an entry refers to, in order: all that a reader has to fetch beside it, or those `of` some events."""
    found = _decoder.decode(stored)
    collected: list[str] = []
    for event in found.events:
        if of is not None and not of(event):
            continue
        for name in WORDS[type(event)]:
            value = getattr(event, name)
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, str) and part.startswith(_MARK):
                    collected.append(part)
    return collected
