"""The command `giotay`. It reads what the operator wants, says in one sentence what is wrong, and exits ≠ 0 then.

Each command is imported when it is called: none pays for the others.
"""

import argparse
import asyncio
import pkgutil
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from giotay import logs
from giotay.backup import BackupError
from giotay.cli.arguments import SETTINGS, parser
from giotay.cli.stop import Stop
from giotay.profiles import ProfileError
from giotay.settings import ServerSettings, SettingsError, load
from giotay.storage.embedded import CannotStart

Work = Callable[[argparse.Namespace, ServerSettings], Coroutine[Any, Any, int]]

# Where each command that needs a server, or is one, is carried out.
WORK: Final[Mapping[str, str]] = {
    "serve": "giotay.cli.serving:serve",
    "doctor": "giotay.cli.serving:doctor",
    "demo": "giotay.cli.playing:demo",
    "room": "giotay.cli.rooms:room",
    "ready": "giotay.cli.rooms:ready",
    "minutes": "giotay.cli.rooms:minutes",
    "export": "giotay.cli.keeping:export",
    "import": "giotay.cli.keeping:bring_in",
    "backup": "giotay.cli.keeping:backup",
    "restore": "giotay.cli.keeping:restore",
    "bench": "giotay.cli.measuring:bench",
}


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
        work: Work = pkgutil.resolve_name(WORK[given.command])
        return _run(work(given, settings))
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
