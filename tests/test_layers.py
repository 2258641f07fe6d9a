"""Who may import whom: the rules know no input or output, the edges know no rules."""

import re
import sys
from functools import cache
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[1] / "server" / "giotay"
PROTOCOL = SERVER.parents[1] / "protocol" / "giotay_protocol"

# What each part may import of our own. What the edges may know of the rules is named function by function's module.
ALLOWED: dict[str, tuple[str, ...]] = {
    "meeting": ("giotay.meeting", "giotay_protocol"),
    "minutes": ("giotay.minutes", "giotay.meeting.profile", "giotay_protocol"),
    "storage": ("giotay.storage", "giotay.chance", "giotay_protocol"),
    "engine": ("giotay.engine",),
    "documents": ("giotay.documents", "giotay_protocol"),
    "layouts": ("giotay.layouts", "giotay.minutes.layout", "giotay.minutes.speaking", "giotay.profiles.check"),
    "papers": ("giotay.papers", "giotay.layouts", "giotay.minutes", "giotay.meeting.profile", "giotay.storage.entry",
               "giotay_protocol"),
    "hooks": ("giotay.hooks", "giotay.room.hub", "giotay.storage", "giotay.meeting.state", "giotay.meeting.visibility",
              "giotay_protocol"),
    "cards": ("giotay.cards", "giotay.minutes.faces", "giotay.minutes.speaking", "giotay_protocol"),
    "room": ("giotay.room", "giotay.meeting", "giotay.storage", "giotay.chance", "giotay_protocol"),
    "gateway": ("giotay.gateway", "giotay.engine", "giotay.room", "giotay.storage", "giotay.meeting.authority",
                "giotay_protocol"),
    "demo": ("giotay.demo", "giotay_client", "giotay_protocol"),
}  # fmt: skip
PURE = {"collections", "typing", "functools", "itertools", "math", "re", "unicodedata", "enum", "operator", "fractions",
        "bisect", "dataclasses", "string", "hashlib", "random", "datetime", "msgspec", "__future__"}  # fmt: skip


IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import|import ([\w.]+))", re.MULTILINE)


@cache
def text_of(file: Path) -> str:
    return file.read_text("utf-8")


def imports(file: Path) -> list[str]:
    """What a file imports, wherever it does; found as text, which is much faster than reading the tree."""
    return [first or second for first, second in IMPORT.findall(text_of(file))]


@pytest.mark.parametrize("part", ALLOWED)
def test_a_part_imports_only_what_it_may_know(part: str) -> None:
    for file in (SERVER / part).rglob("*.py"):
        for name in imports(file):
            if name.startswith("giotay"):
                assert name.startswith(ALLOWED[part]), f"{file.name} imports {name}"


@pytest.mark.parametrize("folder", [SERVER / "meeting", PROTOCOL])
def test_the_rules_and_the_protocol_are_pure(folder: Path) -> None:
    for file in folder.rglob("*.py"):
        if file.name == "typescript.py":
            continue
        for name in imports(file):
            top = name.partition(".")[0]
            assert top in PURE or top.startswith("giotay"), f"{file.name} imports {name}"
            assert not name.startswith(("giotay.room", "giotay.storage", "giotay.http", "giotay.gateway"))


WRITERS = {
    "docx.py": {"docx", "io"}, "docx_body.py": {"docx"}, "docx_numbers.py": {"docx"}, "qr.py": {"segno", "io"},
    "faces.py": {"reportlab", "importlib"}, "pdf.py": {"reportlab", "io"}, "html.py": {"html"},
}  # fmt: skip


def test_the_minutes_are_pure_but_for_the_writers_of_files() -> None:
    for file in (SERVER / "minutes").rglob("*.py"):
        writes = WRITERS.get(file.name, set())
        tops = {name.partition(".")[0] for name in imports(file) if not name.startswith("giotay")}
        assert tops <= PURE | writes, f"{file.name} imports {tops - PURE}"


def test_every_file_says_what_it_is_for() -> None:
    for file in [*SERVER.rglob("*.py"), *PROTOCOL.rglob("*.py")]:
        assert not text_of(file).strip() or text_of(file).startswith('"""'), f"{file} begins without a word"


def test_the_interpreter_is_one_we_promise() -> None:
    assert sys.version_info >= (3, 11)
