"""A room leaves this store as an archive, and comes into another: its log, and what lies beside it.

A room that comes in is checked whole before anything of it is written, and nobody finds it before all of it is here:
tokens and the code come last. What a crash left half written is gone on with when the same archive comes again. A room
that is here already goes on where the archive goes on from it; one that went another way is refused.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol, TypeVar

from msgspec import Struct

from giotay.storage.archive import (
    Beside,
    ClaimLine,
    CodeLine,
    DraftLine,
    FileLine,
    Heading,
    TokenLine,
    Writer,
    contents,
    lines_of,
)
from giotay.storage.claims import Claims
from giotay.storage.directory import Directory, Listed
from giotay.storage.drafts import Drafts, name_of
from giotay.storage.entry import Position, StoredEntry, advance, origin
from giotay.storage.files import Files
from giotay.storage.log import Conflict, EventLog
from giotay.storage.tokens import Kept, Tokens

T = TypeVar("T")

_AT_ONCE: Final = 200
_FILE_MAX: Final = 1 << 40


class Stores(Protocol):
    """Everything of a room, wherever it lies."""

    @property
    def store(self) -> EventLog: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def files(self) -> Files: ...
    @property
    def directory(self) -> Directory: ...


class Diverged(Exception):
    """The room is here already and has gone another way, or further; `seq` is where it ends here."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"the room here ends at seq {seq}")
        self.seq = seq


class Arrived(Struct, frozen=True):
    """What came in. `events` were not here before."""

    listed: Listed
    seq: int
    events: int
    files: int
    drafts: int


# Leaving --------------------------------------------------------------------------------------------------------------


async def pack(stores: Stores, room: str, end: Position) -> AsyncIterator[bytes]:
    """The archive of a room up to `end`, piece by piece. Raises Unavailable."""
    writer = Writer(room, end)
    yield writer.heading()
    at = 0
    while at < end.seq:
        found = [entry for entry in await stores.store.read(room, at, limit=500) if entry.last <= end.seq]
        if not found:
            break
        yield b"".join(writer.entry(entry) for entry in found)
        at = found[-1].last
    async for member, draft in stores.drafts.everybodys(room):
        yield writer.beside(DraftLine(member, draft))
    for key in await stores.files.keys(room):
        async for line in _parts(stores.files, room, key):
            yield writer.beside(line)
    for claim in await stores.claims.all(room):
        yield writer.beside(ClaimLine(claim.member, claim.at, claim.by))
    for kept in await stores.tokens.all(room):
        yield writer.beside(TokenLine(kept.digest, kept.member, kept.issued_at))
    listed = await stores.directory.find(room)
    if listed is not None:
        yield writer.beside(CodeLine(listed.code, listed.created_at))
    yield writer.end()


async def _parts(files: Files, room: str, key: str) -> AsyncIterator[FileLine]:
    """The parts of a file, the last one marked: so each waits for the next."""
    number, held = 0, b""
    async for chunk in files.read(room, key, 0, _FILE_MAX):
        if held:
            yield FileLine(key, number, last=False, bytes=held)
            number += 1
        held = chunk
    yield FileLine(key, number, last=True, bytes=held)


# Coming in ------------------------------------------------------------------------------------------------------------


async def unpack(
    stores: Stores, archive: Path, *, code_length: int, rehearse: Callable[[str, Iterable[StoredEntry]], object]
) -> Arrived:
    """Bring the room of an archive in. `rehearse` is given all entries first and raises what speaks against them.

    Raises Damaged, Diverged, Unavailable, Unknown, CodesUsedUp; before the first of its lines was written, or so that
    the same archive can come again.
    """
    heading = await asyncio.to_thread(_checked, archive, rehearse)
    here = await stores.store.position(heading.room) or origin(heading.room)
    if not await asyncio.to_thread(_leads_on, archive, here):
        raise Diverged(here.seq)
    events = await _append(stores, archive, heading, here)
    files, drafts, tokens, code = 0, 0, [], None
    with TemporaryDirectory(prefix="giotay-import-") as folder:
        half = Path(folder) / "file"
        async for line in _beside(archive):
            match line:
                case FileLine():
                    await asyncio.to_thread(_written, half, line)
                    if line.last:
                        await stores.files.keep(heading.room, line.key, half)
                        files += 1
                case DraftLine():
                    if await _is_newest(stores.drafts, heading.room, line):
                        drafts += await stores.drafts.keep(heading.room, line.member, line.draft)
                case ClaimLine():
                    await stores.claims.take(heading.room, line.member, line.by, at=line.at, since=line.at)
                case TokenLine():
                    tokens.append(Kept(line.digest, line.member, line.issued_at))
                case CodeLine():
                    code = line
    await stores.tokens.adopt(heading.room, tokens)
    listed = await stores.directory.register(
        heading.room,
        length=code_length,
        at=code.created_at if code is not None else await stores.store.now(),
        wish=code.code if code is not None else None,
    )
    return Arrived(listed, heading.seq, events, files, drafts)


def _opened(archive: Path) -> Iterator[Heading | StoredEntry | Beside]:
    with archive.open("rb") as file:
        yield from contents(lines_of(file))


def _checked(archive: Path, rehearse: Callable[[str, Iterable[StoredEntry]], object]) -> Heading:
    """The heading, when every line is sound and its entries can be lived through."""
    found = _opened(archive)
    heading = next(found)
    assert isinstance(heading, Heading)
    rehearse(heading.room, (each for each in found if isinstance(each, StoredEntry)))
    return heading


def _leads_on(archive: Path, here: Position) -> bool:
    """Whether the archive's log is what is here, or goes on from it."""
    at: Position | None = None
    for each in _opened(archive):
        if isinstance(each, Heading):
            at = origin(each.room)
        elif isinstance(each, StoredEntry) and at is not None and at.seq < here.seq:
            at = advance(at, each)
        else:
            break
    return at == here


async def _append(stores: Stores, archive: Path, heading: Heading, here: Position) -> int:
    """Append the entries that are not here; how many events they hold."""
    entries = (each for each in _opened(archive) if isinstance(each, StoredEntry) and each.last > here.seq)
    after, at_once = here, 1
    while batch := await asyncio.to_thread(_some, entries, at_once):
        waiting = []
        for entry in batch:
            waiting.append(stores.store.append(heading.room, after, entry))
            after = advance(after, entry)
        try:
            # The store carries out what is sent to it in order; the first goes alone, so that it knows the script.
            await asyncio.gather(*waiting)
        except Conflict:
            raise Diverged(after.seq) from None
        at_once = _AT_ONCE
    return heading.seq - here.seq


def _some(source: Iterator[T], number: int) -> list[T]:
    return list(islice(source, number))


async def _beside(archive: Path) -> AsyncIterator[Beside]:
    beside = (each for each in _opened(archive) if not isinstance(each, Heading | StoredEntry))
    while batch := await asyncio.to_thread(_some, beside, 20):
        for each in batch:
            yield each


async def _is_newest(drafts: Drafts, room: str, line: DraftLine) -> bool:
    """What somebody wrote here since is not written over."""
    same = [each for each in await drafts.of(room, line.member) if name_of(each) == name_of(line.draft)]
    return all(each.saved_at < line.draft.saved_at for each in same)


def _written(half: Path, line: FileLine) -> None:
    with half.open("ab" if line.part else "wb") as file:
        file.write(line.bytes)
