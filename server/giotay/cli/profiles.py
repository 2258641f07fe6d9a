"""`giotay profile check` and `giotay profile show`: kinds of organisation, as data."""

from pathlib import Path

import msgspec

from giotay.cli.reach import show
from giotay.cli.stop import Stop
from giotay.profiles import examine, text_of, with_own
from giotay.settings import ServerSettings


def check(files: list[Path]) -> int:
    """Say of each file whether it is a profile, and what is wrong where."""
    wrong = False
    for file in files:
        found = examine(text_of(file))
        if isinstance(found, list):
            wrong = True
            for fault in found:
                print(f"{file}:{fault.line}: {fault.message}")
        else:
            print(f"✓ {file}: {found.name}")
    return 1 if wrong else 0


def show_profile(name: str, settings: ServerSettings) -> int:
    """Print a profile that a server with these settings would have."""
    known = with_own(settings.profiles)
    if name not in known:
        raise Stop(f'There is no profile "{name}"; there are {", ".join(sorted(known))}.')
    show(msgspec.to_builtins(known[name]))
    return 0
