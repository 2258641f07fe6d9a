"""Every numbered rule of the wire and of the meeting is cited by a test, and no two have one number."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULE = re.compile(r"\*\*\[([A-Z]{1,2}\d+)\]\*\*")
CITED = re.compile(r"\[([A-Z]{1,2}\d+)\]")


def cited(folder: Path) -> set[str]:
    return {rule for file in folder.rglob("*.py") for rule in CITED.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize("page", ["protocol/SPEC.md", "docs/procedure.md"])
def test_every_rule_is_cited(page: str) -> None:
    numbered = RULE.findall((ROOT / page).read_text("utf-8"))
    assert numbered
    assert len(numbered) == len(set(numbered)), "a number stands twice"
    assert set(numbered) - cited(ROOT / "tests") == set()
