"""From the cells of a roster to members, each with what is wrong about it: nothing is silently dropped or guessed.

A row with an error is left out when the roster is taken in; a row with a warning is taken in without what was wrong.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from giotay.roster.columns import Field, birth_date_of, is_unit, meaning, office_of, plain
from giotay.roster.tables import MAX_ROWS, Cell, Line, read_table
from giotay_protocol.names import Office

Code = Literal[
    "missing_name", "too_long", "duplicate", "already_member", "unknown_office", "formula", "bad_date", "encoding",
    "too_many",
]  # fmt: skip
Status = Literal["ok", "warning", "error"]

_LONGEST: Final[dict[str, int]] = {
    "name": 100, "title": 200, "unit": 200, "group": 50, "seat": 50, "card": 50, "kind": 50,
}  # fmt: skip
_TELLS_APART: Final = ("birth_date", "card", "unit", "seat", "title", "group")
_HEADER_WITHIN: Final = 15
# "1. ", "01) ", "12 - ", "- ", "• ": how lists are numbered, never how a name begins.
_NUMBERING = re.compile(r"(?:\d{1,4}\s*[.):/\-–]\s*|\d{1,4}\s+|[-–—•*+·]\s+)+")
_ADDRESS = re.compile(r"(?:đ\s*/\s*c|đ\.c\.?|đc\.|đồng chí)\s*:?\s+", re.IGNORECASE)
_FORMULA = re.compile(r"[=+\-@].+")


class Problem(Struct, frozen=True):
    """What is wrong in a row; `message` is one English sentence, screens translate the code."""

    code: Code
    field: str
    message: str


class _Findings:
    """What was found wrong in one row, and how bad it is."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.status: Status = "ok"

    def warn(self, code: Code, field: str, message: str) -> None:
        self.problems.append(Problem(code, field, message))
        if self.status == "ok":
            self.status = "warning"

    def fail(self, code: Code, field: str, message: str) -> None:
        self.problems.append(Problem(code, field, message))
        self.status = "error"

    def note(self, code: Code, field: str, message: str) -> None:
        """A name that is not as it should be fails the row; anything else is left out with a warning."""
        (self.fail if field == "name" else self.warn)(code, field, message)


class Row(Struct, frozen=True, kw_only=True):
    """One row as it would become a member."""

    line: int
    name: str
    office: Office
    kind: str | None
    title: str | None
    unit: str | None
    group: str | None
    seat: str | None
    card: str | None
    birth_date: str | None
    problems: list[Problem]
    status: Status


class Roster(Struct, frozen=True):
    """All rows of a file."""

    rows: list[Row]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are ok, have a warning, have an error."""
        return {status: sum(row.status == status for row in self.rows) for status in ("ok", "warning", "error")}


def read_roster(
    body: bytes,
    *,
    existing: Iterable[str] = (),
    kinds: Mapping[str, str] | None = None,
    taken: frozenset[Office] = frozenset(),
) -> Roster:
    """The rows of pasted text, CSV or XLSX. `existing` are names in the room already, `taken` offices that are held;
    `kinds` maps words to kinds (None: any word is one).

    Refuses `too_large` and `invalid` when the file as a whole cannot be read.
    """
    lines = read_table(body)
    columns, lines = _columns(lines)
    known = None if kinds is None else {plain(word): kind for word, kind in kinds.items()}
    reader = _Reader(columns, existing, known, has_chair="chair" in taken)
    rows: list[Row] = []
    for line in lines:
        if len(rows) == MAX_ROWS:
            rows.append(reader.surplus(line))
            break
        row = reader.read(line)
        if row is not None:
            rows.append(row)
    return Roster(rows)


# Columns --------------------------------------------------------------------------------------------------------------


def _columns(lines: list[Line]) -> tuple[list[Field | None], list[Line]]:
    """What each column means, and the lines below the heading; without one, the meanings are guessed."""
    for index, line in enumerate(lines[:_HEADER_WITHIN]):
        found = [meaning(cell.text) if cell.text else None for cell in line.cells]
        if "given" in found and "family" not in found and "name" not in found:
            found[found.index("given")] = "name"
        known = [field for field in found if field is not None]
        alone = len([cell for cell in line.cells if cell.text]) == 1
        if ("name" in known or "given" in known) and (len(known) > 1 or alone):
            return _joined(found, line, lines[index + 1 :]), lines[index + 1 :]
    return _guessed(lines), lines


def _joined(found: list[Field | None], header: Line, below: list[Line]) -> list[Field | None]:
    """A heading over two columns (family names, then the given name) has nothing above the second."""
    if "name" in found and "given" not in found:
        after = found.index("name") + 1
        blank = after >= len(header.cells) or not header.cells[after].text
        if blank and any(after < len(line.cells) and line.cells[after].text for line in below):
            found = [*found, *([None] * (after + 1 - len(found)))]
            found[after - 1], found[after] = "family", "given"
    return found


def _guessed(lines: list[Line]) -> list[Field | None]:
    widest = max((len(line.cells) for line in lines), default=0)
    first = [line.cells[0].text for line in lines if line.cells]
    numbered = widest > 1 and sum(text.rstrip(".)").isdigit() for text in first) * 2 > len(first)
    order: list[Field | None] = ["number"] if numbered else []
    order += ["name", "title", "unit", "card", "seat"]
    return order[:widest]


# Rows -----------------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads row after row, remembering names for duplicates and whether there is a chair."""

    def __init__(
        self, columns: list[Field | None], existing: Iterable[str], kinds: Mapping[str, str] | None, *, has_chair: bool
    ) -> None:
        self._columns = columns
        self._existing = {_same(name) for name in existing}
        self._kinds = kinds
        self._seen: dict[str, list[Row]] = {}
        self._chair = has_chair

    def read(self, line: Line) -> Row | None:
        """The row of a line; None when the line says nothing."""
        findings = _Findings()
        texts = self._texts(line, findings)
        name = self._name(texts, findings)
        if not name and not texts and not findings.problems:
            return None
        row = Row(
            line=line.number, name=name, office=self._office(texts, findings), kind=self._kind(texts, findings),
            title=texts.get("title"), unit=texts.get("unit"), group=texts.get("group"), seat=texts.get("seat"),
            card=texts.get("card"), birth_date=self._birth_date(texts, findings), problems=findings.problems,
            status="ok",
        )  # fmt: skip
        self._check_twins(row, findings)
        return replace(row, status=findings.status)

    def surplus(self, line: Line) -> Row:
        """The first row too many, standing for all that follow."""
        problem = Problem(
            "too_many", "rows", f"A roster has at most {MAX_ROWS} rows; this and what follows is left out."
        )
        return Row(
            line=line.number, name="", office="member", kind=None, title=None, unit=None, group=None, seat=None,
            card=None, birth_date=None, problems=[problem], status="error",
        )  # fmt: skip

    def _texts(self, line: Line, findings: _Findings) -> dict[Field, str]:
        texts: dict[Field, str] = {}
        for field, cell in zip(self._columns, line.cells, strict=False):
            if field is None or field == "number":
                continue
            text = self._checked(field, cell, findings)
            if text:
                texts[field] = f"{texts[field]}, {text}" if field in texts else text
        if "unit" not in texts and is_unit(texts.get("title", "")):
            texts["unit"] = texts.pop("title")
        for field in list(texts):
            if (longest := _LONGEST.get(field)) is not None and len(texts[field]) > longest:
                findings.note("too_long", field, f"{field} is longer than {longest}.")
                texts[field] = texts[field][:longest] if field == "name" else ""
        return {field: text for field, text in texts.items() if text}

    def _checked(self, field: Field, cell: Cell, findings: _Findings) -> str:
        text = cell.text
        if field in ("name", "family"):
            text = _ADDRESS.sub("", _NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text, count=1)
        if text in ("-", "–", "—", "/", "."):
            return ""
        shown = "name" if field in ("family", "given") else field
        if cell.formula or _FORMULA.fullmatch(text):
            findings.note("formula", shown, "A formula stands where text should.")
            return ""
        if "\ufffd" in text:
            findings.note("encoding", shown, "Letters cannot be read; save the file as UTF-8.")
            return text if shown == "name" else ""
        return text

    @staticmethod
    def _name(texts: dict[Field, str], findings: _Findings) -> str:
        parts = [texts.pop("family", ""), texts.pop("given", "")]
        name = texts.pop("name", "") or " ".join(part for part in parts if part)
        if not name and texts and findings.status != "error":
            findings.fail("missing_name", "name", "There is no name in this row.")
        return name

    def _office(self, texts: dict[Field, str], findings: _Findings) -> Office:
        office: Office | None = None
        if words := texts.pop("office", ""):
            office = office_of(words)
            if office is None:
                findings.warn("unknown_office", "office", "This office is not known; taken as a member.")
        if office is None:
            office = office_of(texts.get("title", ""))
        if office == "chair":
            if self._chair:
                findings.warn("unknown_office", "office", "There is a chair already; taken as a member.")
                return "member"
            self._chair = True
        return office or "member"

    def _kind(self, texts: dict[Field, str], findings: _Findings) -> str | None:
        words = texts.get("kind")
        if words is None or self._kinds is None:
            return words
        kind = self._kinds.get(plain(words)) or self._part_of_one(plain(words))
        if kind is None:
            findings.warn("unknown_office", "kind", "This kind of member is not known here; left open.")
        return kind

    def _part_of_one(self, words: str) -> str | None:
        """The one kind whose name has these words in it: "dự bị" for "đảng viên dự bị"."""
        found = {kind for label, kind in (self._kinds or {}).items() if f" {words} " in f" {label} "}
        return found.pop() if len(found) == 1 else None

    @staticmethod
    def _birth_date(texts: dict[Field, str], findings: _Findings) -> str | None:
        words = texts.get("birth_date")
        if words is None:
            return None
        found = birth_date_of(words)
        if found is None:
            findings.warn("bad_date", "birth_date", "A birth date is written dd/mm/yyyy.")
        return found

    def _check_twins(self, row: Row, findings: _Findings) -> None:
        if not row.name:
            return
        same = _same(row.name)
        if same in self._existing:
            findings.fail("already_member", "name", "There is a member of this name.")
        twins = self._seen.setdefault(same, [])
        if identical := [twin for twin in twins if not _differs(row, twin)]:
            findings.fail("duplicate", "name", f"Line {identical[0].line} says the same.")
        elif twins:
            findings.warn("duplicate", "name", f"Line {twins[0].line} has the same name.")
        twins.append(row)


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _differs(row: Row, twin: Row) -> bool:
    """Whether two of one name are told apart by the roster."""
    return any(
        getattr(row, field) != getattr(twin, field)
        for field in ("birth_date", "card", "unit", "seat", "title", "group")
    )
