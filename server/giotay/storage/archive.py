"""A room's log as one file, and the check that anyone can run on it offline.

The file is NDJSON: a first line `{"giotay": 1, "room", "seq", "head"}`, then one line an entry,
`{"last", "entry", "texts"}`. `entry` is the stored text itself, so that its hash can be taken; `texts` are salt and
text by reference. What was erased is missing from `texts`, and the chain still holds. After the entries comes a line
`{"member", "draft"}` for every draft; drafts are no part of the chain.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec import Struct

from giotay.storage.entry import CorruptEntry, NewerEntry, Position, StoredEntry, advance, origin, read, references
from giotay_protocol.drafts import Draft
from giotay_protocol.events import AnyEvent

VERSION: Final = 1


class Heading(Struct, frozen=True):
    """The first line: which room, and where its log ended."""

    giotay: int
    room: str
    seq: int
    head: str


class Line(Struct, frozen=True):
    """One entry."""

    last: int
    entry: str
    texts: dict[str, str]


class DraftLine(Struct, frozen=True, forbid_unknown_fields=True):
    """One draft, and whose it is."""

    member: str
    draft: Draft


class Finding(Struct, frozen=True):
    """What verifying found. `problem` is None when the chain holds.

    `passed` is the seq after which the head was the one asked for; None where it never was.
    """

    room: str
    seq: int
    head: str
    events: int
    erased: int
    problem: str | None
    drafts: int = 0
    passed: int | None = None


_encoder = msgspec.json.Encoder()
_heading = msgspec.json.Decoder(Heading)
_line = msgspec.json.Decoder(Line)
_draft_line = msgspec.json.Decoder(DraftLine)


def write(room: str, end: Position, entries: Iterable[StoredEntry]) -> Iterator[bytes]:
    """The file's lines."""
    yield _encoder.encode(Heading(VERSION, room, end.seq, end.head.hex())) + b"\n"
    for entry in entries:
        yield _encoder.encode(Line(entry.last, entry.stored.decode(), entry.texts)) + b"\n"


def write_draft(member: str, draft: Draft) -> bytes:
    """The line of one draft."""
    return _encoder.encode(DraftLine(member, draft)) + b"\n"


def _is_draft(raw: bytes) -> bool:
    try:
        _draft_line.decode(raw)
    except msgspec.MsgspecError:
        return False
    return True


def verify(lines: Iterable[bytes], head: str = "") -> Finding:
    """Whether the entries are those the head was made of, none missing, changed or put in between.

    `head` is one that stands on a paper, or its beginning: then also where in the log it was.
    """
    source = iter(lines)
    try:
        heading = _heading.decode(next(source, b""))
    except msgspec.MsgspecError:
        return Finding("", 0, "", 0, 0, "This is no Giotay export: the first line names no room.")
    position, events, erased, drafts = origin(heading.room), 0, 0, 0
    problem: str | None = None
    passed: int | None = None
    for number, raw in enumerate(source, 2):
        if position.seq == heading.seq and _is_draft(raw):
            drafts += 1
            continue
        try:
            line = _line.decode(raw)
            entry = StoredEntry(line.last, line.entry.encode(), line.texts)
            found: list[AnyEvent] = read(entry)
        except (msgspec.MsgspecError, CorruptEntry, NewerEntry) as error:
            problem = f"Line {number} cannot be read: {error}."
            break
        if not found or found[0].seq != position.seq + 1 or found[-1].seq != line.last:
            problem = f"Line {number} does not follow on seq {position.seq}."
            break
        events += len(found)
        erased += sum(reference not in line.texts for reference in references(entry.stored))
        position = advance(position, entry)
        if head and passed is None and position.head.hex().startswith(head):
            passed = position.seq
    if problem is None and (position.seq, position.head.hex()) != (heading.seq, heading.head):
        problem = "The entries do not add up to the head in the first line: something was changed or is missing."
    return Finding(heading.room, position.seq, position.head.hex(), events, erased, problem, drafts, passed)
