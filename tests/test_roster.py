"""Rosters as organisations keep them: pasted, CSV from every program, XLSX, with headings, numbering and mistakes."""

import io
import unicodedata
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from giotay.roster import Roster, Row, read_roster
from giotay.roster.columns import birth_date_of, meaning, office_of
from giotay.roster.tables import MAX_BYTES
from giotay_protocol.refusals import Refusal


def read(text: str, **options: Any) -> Roster:
    return read_roster(text.encode(), **options)


def names(roster: Roster) -> list[str]:
    return [row.name for row in roster.rows]


def codes(row: Row) -> list[str]:
    return [problem.code for problem in row.problems]


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# Pasted text ----------------------------------------------------------------------------------------------------------


def test_a_pasted_list_of_names() -> None:
    roster = read("Nguyễn Văn An\n\n  Trần Thị Bình \nLê Văn Chi\n")
    assert names(roster) == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Chi"]
    assert [row.line for row in roster.rows] == [1, 3, 4]
    assert roster.counts == {"ok": 3, "warning": 0, "error": 0}
    assert {row.office for row in roster.rows} == {"member"}


@pytest.mark.parametrize("mark", ["1. ", "1) ", "01/ ", "1 ", "- ", "• ", "1.", "12 - ", "+ ", "1: "])
def test_numbering_and_bullets_are_stripped(mark: str) -> None:
    assert names(read(f"{mark}Nguyễn Văn An")) == ["Nguyễn Văn An"]


@pytest.mark.parametrize("address", ["Đ/c ", "đ/c: ", "Đồng chí ", "1. Đ.c. "])
def test_comrade_is_no_part_of_a_name(address: str) -> None:
    assert names(read(f"{address}Nguyễn Văn An")) == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    "line", ["Nguyễn Văn An - Bí thư", "Nguyễn Văn An – Bí thư", "Nguyễn Văn An, Bí thư", "1. Nguyễn Văn An\tBí thư"]
)
def test_what_follows_a_name_is_the_title(line: str) -> None:
    (row,) = read(line).rows
    assert (row.name, row.title, row.office) == ("Nguyễn Văn An", "Bí thư", "chair")


@pytest.mark.parametrize(
    ("words", "unit", "title"),
    [("Tổ Ba", "Tổ Ba", None), ("Ban giám hiệu", "Ban giám hiệu", None), ("Grade one", "Grade one", None),
     ("Tổ trưởng", None, "Tổ trưởng"), ("Tổ phó chuyên môn", None, "Tổ phó chuyên môn"),
     ("Giáo viên", None, "Giáo viên")],
)  # fmt: skip
def test_a_part_of_the_organisation_is_the_unit(words: str, unit: str | None, title: str | None) -> None:
    row = read(f"Phạm Văn Ổn, {words}\n").rows[0]
    assert (row.unit, row.title) == (unit, title)


def test_only_some_of_the_names_have_an_office() -> None:
    roster = read(
        "Nguyễn Văn An, bí thư\nTrần Thị Bình\nLê Cường, Thư ký, Tổ Văn\nPhạm Thị Dung\nVõ Em, TS\nĐỗ Gia\nHà"
    )
    assert [(row.name, row.office) for row in roster.rows][:5] == [
        ("Nguyễn Văn An", "chair"), ("Trần Thị Bình", "member"), ("Lê Cường", "secretary"),
        ("Phạm Thị Dung", "member"), ("Võ Em, TS", "member"),
    ]  # fmt: skip
    assert roster.rows[2].unit == "Tổ Văn"


def test_a_name_with_a_hyphen_stays_whole() -> None:
    assert names(read("Ana-Maria López\nJean-Paul")) == ["Ana-Maria López", "Jean-Paul"]


def test_a_table_copied_from_a_spreadsheet_without_headings() -> None:
    roster = read("1\tNguyễn Văn An\tBí thư\tTổ Toán\n2\tTrần Thị Bình\tGiáo viên\tTổ Văn\n")
    assert [(row.name, row.title, row.unit) for row in roster.rows] == [
        ("Nguyễn Văn An", "Bí thư", "Tổ Toán"),
        ("Trần Thị Bình", "Giáo viên", "Tổ Văn"),
    ]


# CSV ------------------------------------------------------------------------------------------------------------------

CSV = """DANH SÁCH ĐẢNG VIÊN

STT;Họ và tên;Chức vụ;Tổ/Đơn vị;Ngày sinh;Số thẻ Đảng;Chỗ ngồi;Loại
1;Nguyễn Văn An;Bí thư chi bộ;Tổ Toán;02/09/1975;012345;A1;Chính thức
2;Trần Thị Bình;Phó Bí thư;"Tổ ""Văn""; Sử";1/1/1980;;A2;Dự bị
3;Lê Văn Chi;Thư ký;;;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_csv_in_every_encoding(encoding: str, ends: str) -> None:
    roster = read_roster(
        CSV.replace("\n", ends).encode(encoding), kinds={"chính thức": "full", "dự bị": "probationary"}
    )
    first, second, third = roster.rows
    assert (first.line, first.name, first.office, first.title) == (4, "Nguyễn Văn An", "chair", "Bí thư chi bộ")
    assert (first.unit, first.birth_date, first.card, first.seat) == ("Tổ Toán", "1975-09-02", "012345", "A1")
    assert (first.kind, second.kind, third.kind) == ("full", "probationary", None)
    assert (second.office, second.unit, second.birth_date) == ("deputy", 'Tổ "Văn"; Sử', "1980-01-01")
    assert (third.office, third.unit, third.birth_date, third.card) == ("secretary", None, None, None)
    assert roster.counts == {"ok": 3, "warning": 0, "error": 0}


def test_the_old_windows_code_page_for_vietnamese() -> None:
    text = "Họ và tên,Chức vụ\nNguyễn Thị Thuỷ,Bí thư\nĐặng Hữu Đức,\n"
    # Windows writes the tone as a mark of its own.
    decomposed = "".join(
        letter if letter in "đĐăĂâÂêÊôÔơƠưƯ" else _tone_apart(unicodedata.normalize("NFD", letter)) for letter in text
    )
    body = decomposed.encode("cp1258")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert names(read_roster(body)) == ["Nguyễn Thị Thuỷ", "Đặng Hữu Đức"]


def _tone_apart(decomposed: str) -> str:
    """The letter with its own mark (â, ơ, …) composed, the tone left apart, as the code page has it."""
    base, marks = decomposed[0], list(decomposed[1:])
    kept = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
    tones = [mark for mark in marks if mark not in kept]
    return unicodedata.normalize("NFC", base + "".join(kept)) + "".join(tones)


def test_decomposed_text_becomes_nfc() -> None:
    assert names(read(unicodedata.normalize("NFD", "Nguyễn Thị Thuỷ"))) == ["Nguyễn Thị Thuỷ"]


def test_letters_that_cannot_be_read_are_reported() -> None:
    roster = read_roster(b"\xef\xbb\xbfname,unit\nAn\xff,x\nBinh,y\xfe\n")
    assert codes(roster.rows[0]) == ["encoding"]
    assert [row.status for row in roster.rows] == ["error", "warning"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(delimiter: str) -> None:
    roster = read(delimiter.join(["name", "title", "unit"]) + "\n" + delimiter.join(["An", "Teacher", "Maths"]))
    assert (roster.rows[0].name, roster.rows[0].title, roster.rows[0].unit) == ("An", "Teacher", "Maths")


def test_a_spreadsheets_own_hint_for_the_delimiter() -> None:
    assert names(read("sep=|\nname|unit\nAn|a;b;c\n")) == ["An"]


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        ("Họ;Tên", "Nguyễn Văn;An", "Nguyễn Văn An"),
        ("Họ và tên đệm;Tên;Tổ", "Nguyễn Văn;An;Toán", "Nguyễn Văn An"),
        ("STT;Họ và tên;;Tổ", "1;Nguyễn Văn;An;Toán", "Nguyễn Văn An"),
        ("Last name;First name", "Nguyễn;An", "Nguyễn An"),
        ("HO VA TEN;CHUC VU", "Nguyễn Văn An;", "Nguyễn Văn An"),
        ("TT;Họ, tên đảng viên", "1;Nguyễn Văn An", "Nguyễn Văn An"),
        ("TT;Tên;Tổ", "1;Nguyễn Văn An;x", "Nguyễn Văn An"),
    ],
)
def test_headings_for_names(header: str, cells: str, name: str) -> None:
    assert names(read(f"{header}\n{cells}\n")) == [name]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", "name"), ("Full name", "name"), ("Chức vụ", "title"), ("Chức vụ (Đảng)", "title"),
        ("Vai trò", "office"), ("Role", "office"), ("Tổ/Đơn vị", "unit"), ("ĐƠN VỊ CÔNG TÁC", "unit"),
        ("Ngày, tháng, năm sinh", "birth_date"), ("Ngày sinh", "birth_date"), ("Date of birth", "birth_date"),
        ("Số thẻ", "card"), ("Mã số", "card"), ("Chỗ ngồi", "seat"), ("Ghế", "seat"), ("Loại đảng viên", "kind"),
        ("Hộ", "group"), ("Họ", "family"), ("Nhóm", "group"), ("STT", "number"), ("Ghi chú", None), ("", None),
    ],
)  # fmt: skip
def test_headings(heading: str, field: str | None) -> None:
    assert meaning(heading) == field


# Offices and dates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("Bí thư", "chair"), ("BÍ THƯ CHI BỘ", "chair"), ("bi thu", "chair"), ("Chủ trì", "chair"),
        ("Chủ toạ", "chair"), ("Chair", "chair"), ("Chairwoman", "chair"),
        ("Phó Bí thư", "deputy"), ("phó chủ tọa", "deputy"),
        ("Deputy chair", "deputy"), ("Thư ký", "secretary"), ("Secretary", "secretary"),
        ("Thư ký hội đồng", "secretary"),
        ("Kiểm phiếu", "teller"), ("Khách mời", "guest"), ("Dự thính", "observer"), ("Đảng viên", "member"),
        ("Uỷ viên", "member"), ("Giáo viên", None), ("Trợ lý thư ký riêng", None), ("", None),
    ],
)  # fmt: skip
def test_offices(words: str, office: str | None) -> None:
    assert office_of(words) == office


def test_an_office_that_is_not_known_is_reported() -> None:
    (row,) = read("name,role\nAn,Wizard").rows
    assert (row.office, codes(row), row.status) == ("member", ["unknown_office"], "warning")


def test_a_kind_that_is_not_known_is_reported() -> None:
    (row,) = read("name,kind\nAn,Wizard", kinds={"full": "full"}).rows
    assert (row.kind, codes(row), row.problems[0].field, row.status) == (None, ["unknown_office"], "kind", "warning")


def test_part_of_a_kinds_name_is_enough_where_it_is_clear() -> None:
    kinds = {"Đảng viên chính thức": "full", "Đảng viên dự bị": "probationary"}
    roster = read("name,kind\nAn,Dự bị\nBình,đảng viên\nChi,chính", kinds=kinds)
    assert [row.kind for row in roster.rows] == ["probationary", None, "full"]


def test_a_title_is_no_office() -> None:
    (row,) = read("name,title\nAn,Teacher").rows
    assert (row.office, row.title, row.status) == ("member", "Teacher", "ok")


def test_there_is_one_chair() -> None:
    first, second = read("name,title\nAn,Bí thư\nBình,Chủ trì").rows
    assert (first.office, second.office, codes(second)) == ("chair", "member", ["unknown_office"])
    assert second.title == "Chủ trì"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("02/09/1945", "1945-09-02"), ("2/9/1945", "1945-09-02"), ("2-9-1945", "1945-09-02"),
        ("2.9.1945", "1945-09-02"),
        ("1945-09-02", "1945-09-02"), ("1945-09-02 00:00:00", "1945-09-02"), ("31/02/1980", None), ("09/13/1980", None),
        ("1980", None), ("02/09/45", None), ("02/09/1845", None), ("02/09/2145", None), ("yesterday", None),
    ],
)  # fmt: skip
def test_birth_dates(words: str, day: str | None) -> None:
    assert birth_date_of(words) == day
    (row,) = read(f"name;dob\nAn;{words}").rows
    assert (row.birth_date, row.status) == (day, "ok" if day else "warning")


# What is wrong --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["=1+1", "+84 123", "@cmd", "-2+3", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"])
def test_formulas_are_reported_and_left_out(cell: str) -> None:
    (row,) = read(f"name\tunit\nAn\t{cell}").rows
    assert (row.unit, codes(row), row.status) == (None, ["formula"], "warning")
    (row,) = read(f"name\tunit\n{cell}\tx").rows
    assert (row.name, codes(row), row.status) == ("", ["formula"], "error")


def test_a_missing_name_is_an_error_and_blank_rows_are_nothing() -> None:
    roster = read("name,unit\nAn,x\n,y\n,\n1,\n")
    assert [codes(row) for row in roster.rows] == [[], ["missing_name"], []]
    assert roster.rows[1].line == 3


def test_twins_are_reported() -> None:
    roster = read("name,unit\nLê Hoa,x\nlê  hoa,x\nLê Hoa,y\n")
    assert [row.status for row in roster.rows] == ["ok", "error", "warning"]
    assert [codes(row) for row in roster.rows] == [[], ["duplicate"], ["duplicate"]]


def test_members_there_already_are_reported() -> None:
    first, second = read("Lê Hoa\nTrần Bình", existing=["LÊ HOA"]).rows
    assert (codes(first), first.status, second.status) == (["already_member"], "error", "ok")


def test_what_is_too_long_is_reported() -> None:
    long, fine = read(f"name,unit,seat\n{'x' * 101},a,b\nAn,{'y' * 201},{'z' * 51}").rows
    assert (codes(long), long.status, len(long.name)) == (["too_long"], "error", 100)
    assert (fine.unit, fine.seat, codes(fine), fine.status) == (None, None, ["too_long"] * 2, "warning")


@pytest.mark.slow
def test_at_most_so_many_rows() -> None:
    roster = read("\n".join(f"Member {number}" for number in range(5_200)))
    assert len(roster.rows) == 5_001
    assert (codes(roster.rows[-1]), roster.counts["error"]) == (["too_many"], 1)


def test_control_characters_and_overrides_go() -> None:
    (row,) = read("A\u202en\x07 Nguyen").rows
    assert row.name == "An Nguyen"


@pytest.mark.parametrize(
    "body", [b"", b"\n\n", b"\xef\xbb\xbf", b'"', b'a,"b', b",,,,\n,,,", b"\x00" * 50, b"\xff" * 50]
)
def test_odd_files_are_no_accident(body: bytes) -> None:
    roster = read_roster(body)
    assert all(row.name or row.problems for row in roster.rows)


def test_a_file_too_large_is_refused() -> None:
    with pytest.raises(Refusal, match="too_large"):
        read_roster(b"x" * (MAX_BYTES + 1))


def test_a_line_without_end_is_cut() -> None:
    (row,) = read("x" * 1_000_000).rows
    assert codes(row) == ["too_long"]


# XLSX -----------------------------------------------------------------------------------------------------------------


def test_a_workbook() -> None:
    body = workbook(
        ("DANH SÁCH", None, None),
        (None, None, None),
        ("STT", "Họ và tên", "Chức vụ", "Ngày sinh", "Số thẻ"),
        (1, "Nguyễn Văn An", "Bí thư", date(1975, 9, 2), 12345),
        (2, "Trần Thị Bình", None, "01/02/1980", "00123"),
        (3, "=A1", "x", None, None),
        (4, "Lê Chi", '=HYPERLINK("http://x")', None, None),
    )
    first, second, third, fourth = read_roster(body).rows
    assert (first.line, first.name, first.office, first.birth_date, first.card) == (
        4, "Nguyễn Văn An", "chair", "1975-09-02", "12345",
    )  # fmt: skip
    assert (second.birth_date, second.card) == ("1980-02-01", "00123")
    assert (codes(third), third.status) == (["formula"], "error")
    assert (codes(fourth), fourth.status, fourth.title) == (["formula"], "warning", None)


def test_an_empty_workbook() -> None:
    assert read_roster(workbook()).rows == []


def _archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return file.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04 and nothing else",
        _archive(a=b"x"),
        _archive(**{"xl/worksheets/sheet1.xml": b" " * 3_000_000}),
        _archive(**{f"x{n}": b"" for n in range(600)}),
        _archive(**{"[Content_Types].xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        workbook(("name",))[:-50],
        b"\xd0\xcf\x11\xe0" + b"\x00" * 100,
    ],
)
def test_bombs_and_broken_files_are_refused(body: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_roster(body)
    assert refused.value.code in ("invalid", "too_large")


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    big = _archive(**{f"xl/{n}.bin": bytes(range(256)) * 4_000 for n in range(30)})
    assert len(big) < MAX_BYTES
    with pytest.raises(Refusal, match="too_large"):
        read_roster(big)


def test_a_sparse_sheet_does_not_take_long() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "name"
    sheet["A1048576"] = "far away"
    sheet["XFD2"] = "far right"
    file = io.BytesIO()
    book.save(file)
    assert names(read_roster(file.getvalue())) == []
