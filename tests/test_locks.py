"""What is installed by which command: `make run` has what running needs, testing adds the rest, nothing is missing.

`requirements.lock` is what running and putting the checkout into place need, `requirements-dev.lock` what checking,
testing and packing add. Both are written by `make lock`; neither names a registry.
"""

import os
import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = {name: (ROOT / name).read_text("utf-8").splitlines() for name in ("requirements.lock", "requirements-dev.lock")}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
RUNNING = [*PROJECT["project"]["dependencies"], *GROUPS["build"]]
# Every environment has a pip of its own.
PIP = "pip"


def pinned(lines: list[str]) -> set[str]:
    """What a lock has installed here; some lines are for other platforms."""
    wanted = [Requirement(line) for line in lines]
    return {canonicalize_name(each.name) for each in wanted if each.marker is None or each.marker.evaluate()}


def needed(named: list[str]) -> set[str]:
    """These and whatever they need in turn, here."""
    seen: set[tuple[str, frozenset[str]]] = set()
    ahead = [Requirement(each) for each in named]
    while ahead:
        one = ahead.pop()
        name, extras = canonicalize_name(one.name), frozenset(one.extras)
        if name == PIP or (name, extras) in seen or not _applies(one, frozenset()):
            continue
        seen.add((name, extras))
        try:
            further = map(Requirement, requires(name) or ())
        except PackageNotFoundError:
            continue  # Not installed: the comparison with the lock says so.
        ahead += [Requirement(f"{each.name}{_brackets(each)}") for each in further if _applies(each, extras)]
    return {name for name, _ in seen}


def _applies(one: Requirement, extras: frozenset[str]) -> bool:
    return one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def _brackets(one: Requirement) -> str:
    return f"[{','.join(one.extras)}]" if one.extras else ""


def test_running_needs_what_its_lock_has_and_no_more() -> None:
    assert pinned(LOCKS["requirements.lock"]) == needed(RUNNING)


def test_testing_adds_the_rest() -> None:
    assert pinned(LOCKS["requirements-dev.lock"]) == needed([*RUNNING, *GROUPS["dev"]]) - needed(RUNNING)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_versions_and_names_no_registry(name: str) -> None:
    for line in LOCKS[name]:
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [\w. '<>=!()]+)?", line), line


def test_what_running_needs_is_used_and_explained() -> None:
    """Imported by the program, and in the table of docs/architecture.md that says why."""
    program = "\n".join(
        file.read_text("utf-8") for part in ("server/giotay", "client/python") for file in (ROOT / part).rglob("*.py")
    )
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", program, re.MULTILINE))
    explained = (ROOT / "docs" / "architecture.md").read_text("utf-8").lower()
    modules = packages_distributions()
    for name in (canonicalize_name(Requirement(each).name) for each in PROJECT["project"]["dependencies"]):
        own = {module for module, owners in modules.items() if name in map(canonicalize_name, owners)}
        # redis-py takes hiredis by itself, where it is there.
        assert own & imported or name == "hiredis", f"{name} is imported by nothing"
        assert name in explained, f"docs/architecture.md does not say what {name} is for"


@pytest.mark.parametrize(("target", "installs"), [("run", False), ("demo", False), ("test", True), ("check", True)])
def test_make_installs_what_tests_need_only_for_tests(target: str, installs: bool) -> None:
    outside = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    told = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=ROOT,
        env=outside,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "-r requirements.lock" in told
    assert ("-r requirements-dev.lock" in told) is installs
