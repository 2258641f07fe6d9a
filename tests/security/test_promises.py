"""docs/security.md names a test for what it promises: each is there. What is promised by leaving it out is left out."""

import ast
import re

from giotay.http.application import ROUTES
from tests.security.audit import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests|client/web/test)/[\w/.-]+)`", TEXT)))


def test_every_test_that_is_named_is_there() -> None:
    assert len(NAMED) > 30
    for name in NAMED:
        path = ROOT / name
        files = sorted(path.glob("test_*.py")) if path.is_dir() else [path]
        assert files, name
        for file in files:
            assert file.is_file(), name
            functions = [
                each.name
                for each in ast.walk(ast.parse(file.read_text("utf-8")))
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith("test_")
            ]
            assert functions, f"{file} tests nothing"


def test_every_row_names_a_test() -> None:
    """Of who wants what, and of the points of ASVS."""
    parts = re.split(r"^## ", TEXT, flags=re.M)
    tables = [part for part in parts if part.startswith(("Who, what, how", "OWASP"))]
    rows = [row for part in tables for row in part.splitlines() if row.startswith("| ") and "---" not in row]
    # Two rows are headings; a site's forged request is answered by there being no cookies, and by the same test.
    assert [row for row in rows if "`tests/" not in row] == [
        "| who | wants | against it |", "| | asks for | here |",
    ]  # fmt: skip


def test_nothing_is_exported_as_a_table_of_cells() -> None:
    """Where there is no CSV and no XLSX going out, no formula goes out in one."""
    assert [route.path for route in ROUTES if re.search(r"csv|xlsx|ods|tsv", route.path)] == []
    writers = re.compile(r"csv\.writer|DictWriter|Workbook\(|text/csv|spreadsheetml")
    server = ROOT / "server" / "giotay"
    found = [str(file.relative_to(server)) for file in server.rglob("*.py") if writers.search(file.read_text("utf-8"))]
    assert found == []
