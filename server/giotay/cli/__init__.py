"""The command `giotay`. It reads what the operator wants, says in one sentence what is wrong, and exits ≠ 0 then.

Each command is imported when it is called: none pays for the others.
"""

import argparse
import asyncio
import sys
from collections.abc import Coroutine
from typing import Any

from giotay import logs
from giotay.backup import BackupError
from giotay.cli.arguments import SETTINGS, parser
from giotay.cli.stop import Stop
from giotay.profiles import ProfileError
from giotay.settings import ServerSettings, SettingsError, load
from giotay.storage.embedded import CannotStart


def main(arguments: list[str] | None = None) -> int:
    """Carry out one command; the exit code."""
    given = parser().parse_args(arguments)
    try:
        if given.command == "verify":
            from giotay.cli.keeping import verify

            return verify(given.file, given.head)
        if given.command == "profile" and given.profile_command == "check":
            from giotay.cli.profiles import check

            return check(given.files)
        chosen = {name: getattr(given, name) for name in SETTINGS}
        if getattr(given, "host_key", None):
            chosen["host_key"] = given.host_key
        settings = load(chosen, file=given.config)
        logs.configure(settings.log_level, settings.log_format, node=settings.node, worker=settings.sibling)
        if given.command == "profile":
            from giotay.cli.profiles import show_profile

            return show_profile(given.name, settings)
        return _run(_work(given, settings))
    except (Stop, SettingsError, CannotStart, ProfileError, BackupError) as error:
        print(f"giotay: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(work: Coroutine[Any, Any, int]) -> int:
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


async def _work(given: argparse.Namespace, settings: ServerSettings) -> int:
    match given.command:
        case "serve":
            from giotay.cli.serving import serve

            return await serve(given, settings)
        case "demo":
            from giotay.cli.playing import demo

            return await demo(given, settings)
        case "doctor":
            from giotay.cli.serving import doctor

            return await doctor(given, settings)
        case "ready":
            from giotay.cli.rooms import ready

            return await ready(given, settings)
        case "bench":
            from giotay.cli.measuring import bench

            return await bench(given, settings)
        case "export":
            from giotay.cli.keeping import export

            return await export(given, settings)
        case "import":
            from giotay.cli.keeping import bring_in

            return await bring_in(given, settings)
        case "backup":
            from giotay.cli.keeping import backup

            return await backup(given, settings)
        case "restore":
            from giotay.cli.keeping import restore

            return await restore(given, settings)
        case "minutes":
            from giotay.cli.rooms import minutes

            return await minutes(given, settings)
        case _:
            from giotay.cli.rooms import room

            return await room(given, settings)
