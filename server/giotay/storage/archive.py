"""A whole room as one file, and the check that anyone can run on it offline.

The file is NDJSON. First the heading `{"giotay": 2, "room", "seq", "head"}`, then one line an entry,
`{"last", "head", "entry", "texts"}`: `entry` is the stored text itself, so that its hash can be taken, `head` what it
leads to, `texts` salt and text by reference. What was erased is missing from `texts`, and the chain still holds. Then
what lies beside the log, each line with its `kind`: `draft`, `code`, `token` (its hash, never itself), `claim`, and
`file` (a document in parts). The last line, `end`, holds the hash of all lines before it.

Version 1 had no heads in its entries, drafts without a kind beside the log, and no end. It is still read.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b, sha256
from typing import Annotated, BinaryIO, Final

import msgspec
from msgspec import Meta, Struct

from giotay.storage.entry import CorruptEntry, NewerEntry, Position, StoredEntry, advance, origin, read, references
from giotay_protocol.drafts import Draft
from giotay_protocol.events import AnyEvent

VERSION: Final = 2
# The longest line an honest archive has: an entry with its texts, or a part of a file.
LINE_MAX: Final = 16 << 20

_HEAD: Final = "The entries do not add up to the head in the first line: something was changed or is missing."
_SUM: Final = "The lines do not add up to the sum in the last one: something was changed or is missing."

Hex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Damaged(Exception):
    """The archive is not what somebody exported; the sentence says where."""


class Heading(Struct, frozen=True):
    """The first line: which room, and where its log ended."""

    giotay: int
    room: Annotated[str, Meta(pattern=r"^r_[A-Za-z0-9]{1,40}\Z")]
    seq: int
    head: Hex


class EntryLine(Struct, frozen=True):
    """One entry, and the head it leads to (None in version 1)."""

    last: int
    entry: str
    texts: dict[str, str]
    head: str | None = None


class DraftLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="draft"):
    """One draft, and whose it is."""

    member: str
    draft: Draft


class CodeLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="code"):
    """The code people typed, and when the room was made."""

    code: Annotated[str, Meta(pattern=r"^[0-9A-Z]{4,8}\Z")]
    created_at: int


class TokenLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="token"):
    """A token by its SHA-256: whoever holds it is let in where the room is now. `member` is None for a projector."""

    digest: Hex
    member: str | None
    issued_at: int


class ClaimLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="claim"):
    """A name in use."""

    member: str
    at: int
    by: str


class FileLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="file"):
    """A part of a file; `key` is the SHA-256 of the whole. Parts follow one another from 0; `last` ends it."""

    key: Hex
    part: int
    last: bool
    bytes: bytes


class EndLine(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="end"):
    """The last line: BLAKE2b-256 of all before it."""

    check: Hex


Beside = DraftLine | CodeLine | TokenLine | ClaimLine | FileLine


class _OldDraft(Struct, frozen=True, forbid_unknown_fields=True):
    member: str
    draft: Draft


class Finding(Struct, frozen=True):
    """What verifying found. `problem` is None when everything holds.

    `passed` is the seq after which the head was the one asked for; None where it never was.
    """

    room: str
    seq: int
    head: str
    events: int
    erased: int
    problem: str | None
    drafts: int = 0
    files: int = 0
    passed: int | None = None


_encoder = msgspec.json.Encoder()
_heading = msgspec.json.Decoder(Heading)
_line = msgspec.json.Decoder(EntryLine)
_beside = msgspec.json.Decoder(DraftLine | CodeLine | TokenLine | ClaimLine | FileLine | EndLine)
_old_draft = msgspec.json.Decoder(_OldDraft)


class Writer:
    """Writes an archive line by line and keeps the sum of what it wrote."""

    def __init__(self, room: str, end: Position) -> None:
        self._room, self._end = room, end
        self._at = origin(room)
        self._sum = blake2b(digest_size=32)

    def heading(self) -> bytes:
        return self._counted(_encoder.encode(Heading(VERSION, self._room, self._end.seq, self._end.head.hex())))

    def entry(self, entry: StoredEntry) -> bytes:
        """The next entry of the log."""
        self._at = advance(self._at, entry)
        return self._counted(
            _encoder.encode(EntryLine(entry.last, entry.stored.decode(), entry.texts, self._at.head.hex()))
        )

    def beside(self, line: Beside) -> bytes:
        """Something that lies beside the log; after all entries."""
        return self._counted(_encoder.encode(line))

    def end(self) -> bytes:
        return _encoder.encode(EndLine(self._sum.hexdigest())) + b"\n"

    def _counted(self, line: bytes) -> bytes:
        line += b"\n"
        self._sum.update(line)
        return line


def write(room: str, end: Position, entries: Iterable[StoredEntry], beside: Iterable[Beside] = ()) -> Iterator[bytes]:
    """A whole archive, where everything is at hand."""
    writer = Writer(room, end)
    yield writer.heading()
    for entry in entries:
        yield writer.entry(entry)
    for line in beside:
        yield writer.beside(line)
    yield writer.end()


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, none longer than an honest archive has. Raises Damaged."""
    while line := file.readline(LINE_MAX):
        if len(line) == LINE_MAX:
            raise Damaged("This is no Giotay export: a line is too long.")
        yield line


def contents(lines: Iterable[bytes]) -> Iterator[Heading | StoredEntry | Beside]:
    """What an archive holds, in order: the heading, the entries, what lies beside the log. Checks everything on the
    way; whatever was given before the last line is true only when the last line was reached. Raises Damaged.
    """  # fmt: skip
    source = iter(lines)
    first = next(source, b"")
    try:
        heading = _heading.decode(first)
    except msgspec.MsgspecError:
        raise Damaged("This is no Giotay export: the first line names no room.") from None
    if heading.giotay > VERSION:
        raise Damaged(f"This export is of version {heading.giotay}; this Giotay reads up to {VERSION}.")
    yield heading
    summed = blake2b(first, digest_size=32)
    position, parts, ended = origin(heading.room), _Parts(), False
    for number, raw in enumerate(source, 2):
        if ended:
            raise Damaged(f"Line {number} comes after the end.")
        if position.seq < heading.seq:
            entry, position = _entry(raw, number, position)
            summed.update(raw)
            yield entry
            continue
        if position.head.hex() != heading.head:
            raise Damaged(_HEAD)
        line = _beside_of(raw, number, heading.giotay)
        if isinstance(line, EndLine):
            if line.check != summed.hexdigest():
                raise Damaged(_SUM)
            ended = True
            continue
        summed.update(raw)
        if isinstance(line, FileLine):
            parts.take(line, number)
        yield line
    if (position.seq, position.head.hex()) != (heading.seq, heading.head):
        raise Damaged(_HEAD)
    parts.done()
    if heading.giotay > 1 and not ended:
        raise Damaged("The end is missing: the file was cut off.")


def _entry(raw: bytes, number: int, after: Position) -> tuple[StoredEntry, Position]:
    """The entry of a line, and the position after it. Raises Damaged, naming the seq."""
    try:
        line = _line.decode(raw)
        entry = StoredEntry(line.last, line.entry.encode(), line.texts)
        found: list[AnyEvent] = read(entry)
    except (msgspec.MsgspecError, CorruptEntry, NewerEntry) as error:
        raise Damaged(f"Line {number}, after seq {after.seq}, cannot be read: {error}.") from None
    if not found or found[0].seq != after.seq + 1 or found[-1].seq != line.last:
        raise Damaged(f"Line {number} does not follow on seq {after.seq}.")
    position = advance(after, entry)
    if line.head is not None and line.head != position.head.hex():
        raise Damaged(f"The entry of seq {after.seq + 1} to {line.last}, or one before it, was changed.")
    known = set(references(entry.stored))
    if not line.texts.keys() <= known:
        raise Damaged(f"The entry of seq {after.seq + 1} to {line.last} has texts that are not its own.")
    return entry, position


def _beside_of(raw: bytes, number: int, version: int) -> Beside | EndLine:
    try:
        if version == 1:
            old = _old_draft.decode(raw)
            return DraftLine(old.member, old.draft)
        line: Beside | EndLine = _beside.decode(raw)
        return line
    except msgspec.MsgspecError as error:
        raise Damaged(f"Line {number} cannot be read: {error}.") from None


class _Parts:
    """Sees that the parts of each file are all there and are what its key says."""

    def __init__(self) -> None:
        self._key: str | None = None
        self._next = 0
        self._hash = sha256()

    def take(self, line: FileLine, number: int) -> None:
        if self._key is None:
            self._key, self._next, self._hash = line.key, 0, sha256()
        if (line.key, line.part) != (self._key, self._next):
            raise Damaged(f"Line {number}: part {self._next} of the file {self._key[:12]} is missing.")
        self._hash.update(line.bytes)
        self._next += 1
        if line.last:
            if self._hash.hexdigest() != self._key:
                raise Damaged(f"The file {self._key[:12]} was changed.")
            self._key = None

    def done(self) -> None:
        if self._key is not None:
            raise Damaged(f"The file {self._key[:12]} is not complete.")


def verify(lines: Iterable[bytes], head: str = "") -> Finding:
    """Whether the entries are those the head was made of, none missing, changed or put in between, and so the rest.

    `head` is one that stands on a paper, or its beginning: then also where in the log it was.
    """
    room, position, events, erased, drafts, files = "", Position(0, b""), 0, 0, 0, 0
    problem: str | None = None
    passed: int | None = None
    try:
        for found in contents(lines):
            match found:
                case Heading():
                    room, position = found.room, origin(found.room)
                case StoredEntry():
                    events += found.last - position.seq
                    erased += sum(reference not in found.texts for reference in references(found.stored))
                    position = advance(position, found)
                    if head and passed is None and position.head.hex().startswith(head):
                        passed = position.seq
                case DraftLine():
                    drafts += 1
                case FileLine():
                    files += found.last
                case CodeLine() | TokenLine() | ClaimLine():
                    pass
    except Damaged as damaged:
        problem = str(damaged)
    return Finding(room, position.seq, position.head.hex(), events, erased, problem, drafts, files, passed)
