"""From the bytes of a roster to rows of text cells, whatever program wrote them, with every size bounded.

Text comes as UTF-8, UTF-16 or the old Windows code page for Vietnamese; XLSX is opened only after its directory has
shown that it is no bomb. Every cell is NFC text without white space around it.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from datetime import date, datetime
from typing import Final
from warnings import catch_warnings, simplefilter

from msgspec import Struct

from giotay.roster.columns import office_of
from giotay_protocol.codec import clean
from giotay_protocol.refusals import Refusal, too_large

MAX_BYTES: Final = 2 << 20
MAX_ROWS: Final = 5_000
# Title lines, blank lines and the header come on top of the rows.
_MAX_LINES: Final = MAX_ROWS + 500
_MAX_COLUMNS: Final = 40
_MAX_CELL: Final = 2_000
_MAX_UNPACKED: Final = 24 << 20
_MAX_RATIO: Final = 200
_MAX_PARTS: Final = 500
_SPACES = re.compile(r"[\s\u00a0]+")
_PAIR = re.compile(r"\s+[-–—]\s+")


class Cell(Struct, frozen=True):
    """A cell's text; `formula` when it would be calculated rather than read."""

    text: str
    formula: bool = False


class Line(Struct, frozen=True):
    """One row as it stands in the file; `number` counts from 1."""

    number: int
    cells: list[Cell]


def read_table(body: bytes) -> list[Line]:
    """The lines of a roster that are not blank. Refuses `too_large` and `invalid`."""
    if len(body) > MAX_BYTES:
        raise too_large("body", MAX_BYTES)
    if body.startswith(b"PK\x03\x04"):
        return _of_workbook(body)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("invalid", "This is an old .xls file; save it as .xlsx.", field="body")
    return _of_text(text_of(body))


# Text -----------------------------------------------------------------------------------------------------------------


def text_of(body: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else what Windows wrote Vietnamese in before."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if b"\x00" in body[:200]:
        # Every other byte of Latin letters in UTF-16 is zero; which one tells the order.
        encoding = "utf-16-le" if body[1::2].count(0) >= body[::2].count(0) else "utf-16-be"
        return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", body.decode("cp1258", "replace"))


def _of_text(text: str) -> list[Line]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    delimiter = None
    if lines and (hint := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)):
        delimiter, lines[0] = hint.group(1), ""
    delimiter = delimiter or _delimiter(lines)
    if delimiter is None:
        return _numbered([(number, _pair(line)) for number, line in enumerate(lines, 1)])
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    try:
        before = 0
        for cells in reader:
            found.append((before + 1, cells))
            before = reader.line_num
            if len(found) > _MAX_LINES:
                break
    except csv.Error as error:
        raise Refusal("invalid", f"This is no CSV file: {error}.", field="body") from None
    return _numbered(found)


def _pair(line: str) -> list[str]:
    """A name and what follows it, where only some of the names have an office."""
    name, *rest = line.split(",")
    return [name, *rest] if rest and office_of(rest[0]) is not None else _PAIR.split(line, 1)


def _delimiter(lines: list[str]) -> str | None:
    """The delimiter that most lines have equally often; None when there is none."""
    sample = [line for line in lines if line.strip()][:200]
    best, votes = None, 0
    for delimiter in "\t;,|":
        counts = Counter(line.count(delimiter) for line in sample if delimiter in line)
        if not counts:
            continue
        (_, most), total = counts.most_common(1)[0], sum(counts.values())
        # A tab is always meant; a comma may stand in somebody's title.
        weight = most * (3 if delimiter == "\t" else 2 if delimiter in ";|" else 1)
        if total * 2 >= len(sample) and weight > votes:
            best, votes = delimiter, weight
    return best


def _numbered(found: list[tuple[int, list[str]]]) -> list[Line]:
    lines = []
    for number, texts in found:
        cells = [Cell(tidy(text)) for text in texts[:_MAX_COLUMNS]]
        if any(cell.text for cell in cells):
            lines.append(Line(number, cells))
        if len(lines) > _MAX_LINES:
            break
    return lines


def tidy(text: str) -> str:
    """One line of NFC text with single spaces."""
    return _SPACES.sub(" ", clean(text[:_MAX_CELL])).strip()


# XLSX -----------------------------------------------------------------------------------------------------------------


def _of_workbook(body: bytes) -> list[Line]:
    from openpyxl import load_workbook  # half a second to import, needed by few

    _refuse_bombs(body)
    try:
        with catch_warnings():
            simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
            try:
                for sheet in workbook.worksheets:
                    lines = []
                    rows = sheet.iter_rows(max_row=_MAX_LINES + 1, max_col=_MAX_COLUMNS)
                    for number, row in enumerate(rows, 1):
                        cells = [_cell(each.value, getattr(each, "data_type", "n")) for each in row]
                        if any(cell.text or cell.formula for cell in cells):
                            lines.append(Line(number, cells))
                    if lines:
                        return lines
            finally:
                workbook.close()
    except Refusal:
        raise
    except Exception as error:
        # A damaged file fails in as many ways as it has parts; none of them is our bug or concerns the room.
        raise Refusal("invalid", f"This is no readable .xlsx file ({type(error).__name__}).", field="body") from None
    return []


def _cell(value: object, data_type: str) -> Cell:
    if value is None:
        return Cell("")
    if data_type == "f":
        return Cell(tidy(str(value)) if isinstance(value, str) else "=", formula=True)
    if isinstance(value, datetime | date):
        return Cell(value.strftime("%d/%m/%Y"))
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    return Cell(tidy(str(value)))


def _refuse_bombs(body: bytes) -> None:
    """Judge a workbook by its directory, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > _MAX_PARTS or unpacked > _MAX_UNPACKED:
                raise too_large("body", _MAX_UNPACKED)
            for part in parts:
                if part.file_size > 100_000 and part.file_size > _MAX_RATIO * max(1, part.compress_size):
                    raise Refusal("invalid", "This file unpacks to far more than it holds.", field="body")
                if part.flag_bits & 1:
                    raise Refusal("invalid", "This file is encrypted.", field="body")
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        if b"<!DOCTYPE" in file.read(65_536).upper():
                            raise Refusal("invalid", "This file declares a document type.", field="body")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refusal("invalid", f"This is no readable .xlsx file ({type(error).__name__}).", field="body") from None
