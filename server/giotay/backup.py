"""All meetings of a server into one folder, and back: what an operator does every night, and hopes never to need.

A room is kept as the archive that `giotay export` writes: log, drafts, documents, links by their hashes. It can be
checked offline, brought into any server whatever its store is, and brought in twice does no harm. A backup is made
under another name and gets its own when every room in it has been checked; so a folder that has a date as its name is
whole. The host key lies beside the rooms, that links of the host go on working: keep a backup like the minute book.
"""

import os
import shutil
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from giotay.storage.archive import lines_of, verify

_INDEX: Final = "rooms.json"
_NAME: Final = "%Y-%m-%dT%H%M%S"


class BackupError(Exception):
    """A backup is not whole; the message is one sentence for the operator."""


class Kept(Struct, frozen=True):
    """One room of a backup: its file, and the head of its log."""

    room: str
    title: str
    head: str
    events: int

    @property
    def file(self) -> str:
        return f"{self.room}.giotay"


class Index(Struct, frozen=True):
    """What a backup holds."""

    made_at: str
    rooms: list[Kept]


async def back_up(
    into: Path, rooms: list[dict[str, Any]], fetch: Callable[[str, Path], Awaitable[None]], *,
    host_key: str, keep: int | None = None,
) -> Path:  # fmt: skip
    """Fetch each room into a new folder in `into`, check it, and remove backups older than the last `keep`.

    A room that is removed meanwhile is left out when `fetch` raises LookupError. Raises BackupError.
    """
    moment = datetime.now(UTC)
    now = f"{moment:{_NAME}}.{moment.microsecond // 1000:03}Z"
    partial = into / f".{now}.part"
    try:
        partial.mkdir(parents=True, mode=0o700)
        kept: list[Kept] = []
        for room in rooms:
            file = partial / f"{room['room']}.giotay"
            try:
                await fetch(room["room"], file)
            except LookupError:
                continue
            kept.append(_checked(file, room["room"], room["title"]))
        _write(partial / "host.key", host_key.encode() + b"\n")
        _write(partial / _INDEX, msgspec.json.format(msgspec.json.encode(Index(now, kept)), indent=2))
        partial.rename(into / now)
    except OSError as error:
        raise BackupError(f"The backup cannot be written to {into}: {error.strerror}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    if keep is not None:
        for old in backups(into)[:-keep]:
            shutil.rmtree(old, ignore_errors=True)
    return into / now


def backups(folder: Path) -> list[Path]:
    """The whole backups in a folder, the oldest first."""
    return sorted(each for each in folder.glob("????-??-??T??????.???Z") if (each / _INDEX).is_file())


def opened(folder: Path) -> tuple[Index, Path]:
    """A backup, or the newest of a folder of them, with every room checked. Raises BackupError."""
    if not (folder / _INDEX).is_file():
        if not (found := backups(folder)):
            raise BackupError(f"There is no backup in {folder}.")
        folder = found[-1]
    try:
        index = msgspec.json.decode((folder / _INDEX).read_bytes(), type=Index)
    except (OSError, msgspec.MsgspecError) as error:
        raise BackupError(f"{folder / _INDEX} cannot be read: {error}.") from error
    for kept in index.rooms:
        if _checked(folder / kept.file, kept.room, kept.title) != kept:
            raise BackupError(f"{folder / kept.file} is not the file that was kept.")
    return index, folder


def _checked(file: Path, room: str, title: str) -> Kept:
    try:
        with file.open("rb") as lines:
            found = verify(lines_of(lines))
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}.") from error
    if found.problem is not None:
        raise BackupError(f"{file} is not whole: {found.problem}")
    if found.room != room:
        raise BackupError(f"{file} is of another room, {found.room}.")
    return Kept(room, title, found.head, found.events)


def _write(file: Path, what: bytes) -> None:
    """Whole on disk, for nobody else to read."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(what)
        written.flush()
        os.fsync(descriptor)
