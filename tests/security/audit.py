"""`make audit`, and the last step of `make check`: are there known weaknesses in what the lock files name?

pip-audit and npm ask their registries; where those do not answer, or answer that they know of no such list, one line
says so and nothing fails. What is known fails. Asked at most once a day for the same lock files.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
PYTHON_LOCKS: Final = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
WEB: Final = ROOT / "client" / "web"
ASKED: Final = ROOT / "build" / "stamps" / "audit"
# Whether anybody answers is found out with one package and little time; all of them may then take longer.
_PROBE_S: Final = 6.0
_ALL_S: Final = 90.0
_A_DAY_S: Final = 86_400.0


def python(lines: Sequence[str], seconds: float) -> list[str] | None:
    """Known weaknesses of pinned packages, or None where nobody answers."""
    with tempfile.TemporaryDirectory(prefix="giotay-audit-") as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text("\n".join(lines) + "\n", "utf-8")
        told = _told(
            [
                sys.executable, "-m", "pip_audit", "--requirement", str(wanted), "--no-deps", "--disable-pip",
                "--format", "json", "--progress-spinner", "off", "--cache-dir", folder,
            ],
            ROOT, seconds,
        )  # fmt: skip
    return None if told is None else of_python(told)


def of_python(told: dict[str, Any]) -> list[str] | None:
    """What pip-audit's JSON says; None where it found no package at all in any list."""
    looked_at = [each for each in told.get("dependencies", ()) if "vulns" in each]
    if not looked_at:
        return None
    return [
        f"{each['name']} {each['version']}: {weakness['id']}, mended in {', '.join(weakness['fix_versions']) or 'none'}"
        for each in looked_at
        for weakness in each["vulns"]
    ]


def web(seconds: float) -> list[str] | None:
    """Known weaknesses of the web client's packages, or None where nobody answers."""
    told = _told(["npm", "audit", "--json", "--fetch-retries=0", "--fetch-timeout=5000"], WEB, seconds)
    return None if told is None else of_npm(told)


def of_npm(told: dict[str, Any]) -> list[str] | None:
    """What npm's JSON says; None where it is no report."""
    if "vulnerabilities" not in told:
        return None
    return [f"{name}: {each['severity']}, {each['range']}" for name, each in told["vulnerabilities"].items()]


def _told(command: list[str], folder: Path, seconds: float) -> dict[str, Any] | None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False)
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return found if isinstance(found, dict) else None


def _print() -> str:
    return hashlib.sha256(
        b"".join(each.read_bytes() for each in (*PYTHON_LOCKS, WEB / "package-lock.json"))
    ).hexdigest()


def main() -> int:
    if ASKED.is_file() and ASKED.read_text() == _print() and time.time() - ASKED.stat().st_mtime < _A_DAY_S:
        print("audit: nothing known, asked today")
        return 0
    pins = [pin for lock in PYTHON_LOCKS for pin in lock.read_text("utf-8").splitlines()]
    answers = python(pins[:1], _PROBE_S) is not None
    found = {"python": python(pins, _ALL_S) if answers else None, "web": web(_PROBE_S)}
    if all(each is None for each in found.values()):
        print("audit: not reachable, skipped")
        return 0
    for name, weak in found.items():
        print(f"audit: {name}: " + ("not reachable, skipped" if weak is None else f"{len(weak)} known"))
        for each in weak or ():
            print(f"  {each}")
    if any(found.values()):
        return 1
    if None not in found.values():
        ASKED.parent.mkdir(parents=True, exist_ok=True)
        ASKED.write_text(_print())
    return 0


if __name__ == "__main__":
    sys.exit(main())
