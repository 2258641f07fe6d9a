"""`giotay export`, `import`, `verify`, `backup` and `restore`: rooms as files."""

import argparse
from pathlib import Path

from giotay.backup import back_up, opened
from giotay.cli.reach import bring, fetch, reach, trust
from giotay.cli.stop import Ahead, Gone, Stop
from giotay.demo.first_meeting import Host, HostError
from giotay.settings import ServerSettings
from giotay.storage.archive import lines_of
from giotay.storage.archive import verify as verified


async def export(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Write a whole room to a file, and check what came."""
    target: Path = given.output or Path(f"{given.room}.giotay")
    await fetch(given, settings, given.room, "export", target)
    return verify(target)


async def bring_in(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Bring in a room from an export."""
    found = await bring(given, settings, given.file)
    print(f"✓ {found['title']}: room {found['room']}, code {found['code']}, {found['members']} members")
    print(f"  {found['events']} events, {found['files']} files, {found['drafts']} drafts; its links work here now")
    return 0


async def backup(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Keep all rooms of a running server in a folder."""
    url, key = reach(given, settings)
    host = Host(url, key, tls=trust(given, settings))

    async def export_of(room: str, file: Path) -> None:
        try:
            await fetch(given, settings, room, "export", file)
        except Gone as error:
            raise LookupError(room) from error

    try:
        rooms = (await host.ask("GET", "/api/rooms"))["rooms"]
        made = await back_up(given.folder, rooms, export_of, host_key=key, keep=given.keep)
    except HostError as error:
        raise Stop(str(error)) from error
    finally:
        await host.close()
    kept = len(list(made.glob("*.giotay")))
    print(f"✓ {made}: {kept} room{'' if kept == 1 else 's'}, each checked")
    return 0


async def restore(given: argparse.Namespace, settings: ServerSettings) -> int:
    """Bring in what a backup holds; a room that has gone on since is left as it is."""
    index, folder = opened(given.folder)
    for kept in index.rooms:
        try:
            await bring(given, settings, folder / kept.file)
        except Ahead as ahead:
            print(f"· {kept.title}: room {kept.room} is left as it is. {ahead}")
        else:
            print(f"✓ {kept.title}: room {kept.room}, {kept.events} events, head {kept.head[:24]}")
    print(f"✓ {folder}: {len(index.rooms)} rooms are here, their links work")
    return 0


def verify(file: Path, head: str | None = None) -> int:
    """Check an export offline; with `head`, also whether it is one of this log's."""
    try:
        with file.open("rb") as archive:
            found = verified(lines_of(archive), head or "")
    except OSError as error:
        raise Stop(f"{file} cannot be read: {error.strerror}.") from error
    if found.problem is not None:
        print(f"✗ {file}: {found.problem}")
        return 1
    erased = f", {found.erased} texts erased" if found.erased else ""
    files = f", {found.files} files" if found.files else ""
    print(f"✓ {file}: room {found.room}, {found.events} events{files}, nothing missing or changed{erased}")
    print(f"  head {found.head}")
    if head and found.passed is None:
        print(f"✗ the check code {head} is not of this log: the minutes come from another, or were changed")
        return 1
    if head:
        print(f"✓ the check code {head} is of this log, after event {found.passed}")
    return 0
