"""docs/procedure.md, the code and the tests speak of the same rules."""

import re
from functools import cache
from pathlib import Path

import pytest

from giotay.meeting.authority import RIGHTS
from giotay.meeting.references import REFERENCES
from giotay.meeting.sittings import WHEN
from giotay_protocol.commands import COMMANDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "procedure.md").read_text("utf-8")
RULES = re.findall(r"^- \*\*\[([A-Z]\d+)\]\*\*", PAGE, re.MULTILINE)
NUMBER = re.compile(r"\[([A-Z]\d+)\]")


@cache
def _cited(folder: Path) -> set[str]:
    return {number for file in folder.glob("*.py") for number in NUMBER.findall(file.read_text("utf-8"))}


def test_every_rule_has_one_number_and_they_count_up() -> None:
    by_letter: dict[str, list[int]] = {}
    for rule in RULES:
        by_letter.setdefault(rule[0], []).append(int(rule[1:]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_letter.values())
    assert sum(map(len, by_letter.values())) == len(set(RULES))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_cited_by_a_test(rule: str) -> None:
    assert rule in _cited(ROOT / "tests" / "meeting")


def test_every_number_in_the_code_is_a_rule_and_every_rule_is_in_the_code() -> None:
    assert _cited(ROOT / "server" / "giotay" / "meeting") == set(RULES)


def test_every_command_has_rights_times_and_references() -> None:
    """[S5] No command is forgotten in a table."""
    assert set(RIGHTS) == set(WHEN) == set(REFERENCES) == set(COMMANDS.values())


def test_the_page_prints_the_tables_as_they_are() -> None:
    order = ("draft", "open", "paused", "closed")
    for kind, rights in RIGHTS.items():
        times = [name for name in order if name in WHEN[kind]]
        when = "any time" if len(times) == len(order) else ", ".join(times)
        row = f"| `{kind.__struct_config__.tag}` | {', '.join(rights)} | {when} |"
        assert row in PAGE, f"docs/procedure.md lacks {row}"
