"""Every point of the official forms on the files that come out: the DOCX as Word reads it, the PDF as it is printed."""

import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import docx as word
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from msgspec import Struct

from giotay.layouts import examine, layout_for, load_layouts
from giotay.minutes.blocks import Heading
from giotay.minutes.docx import docx
from giotay.minutes.html import html
from giotay.minutes.layout import Layout, PaperKind
from giotay.minutes.papers import KINDS
from giotay.minutes.pdf import pdf
from giotay.profiles import load_profiles
from giotay_protocol.settings import LAYOUTS
from tests.minutes.sample import GOLDEN, blocks_of, papers

pytestmark = pytest.mark.slow

PARTY, OLDER, STATE, PLAIN = "party-hd05-2026", "party-hd36-2018", "state-nd30-2020", "plain"
OFFICIAL = (PARTY, OLDER, STATE)
MM = 72 / 25.4


# What came out --------------------------------------------------------------------------------------------------------


@cache
def word_of(layout: str, kind: PaperKind = "minutes") -> Any:
    body = docx(blocks_of(layout, kind), title="x", locale="vi", layout=load_layouts()[layout])
    return word.Document(io.BytesIO(body))


def paragraphs(paper: Any) -> Iterator[Any]:
    """All, those in tables too, from top to bottom."""
    for element in paper.element.body.iter(qn("w:p")):
        yield Paragraph(element, paper)


def saying(paper: Any, text: str) -> Any:
    """The paragraph that begins so."""
    found = [paragraph for paragraph in paragraphs(paper) if paragraph.text.startswith(text)]
    assert found, f"nothing says {text!r}"
    return found[0]


def type_of(paragraph: Any) -> tuple[float, bool, bool]:
    """Size, bold and italic, from the style."""
    font = paragraph.style.font
    return font.size.pt, bool(font.bold), bool(font.italic)


class Piece(Struct):
    """Words on a page: where they begin and end in mm from the top left, their size and cut."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str


@cache
def printed(layout: str, kind: PaperKind = "minutes") -> tuple[tuple[Piece, ...], ...]:
    """The pieces of every page."""
    body = pdf(blocks_of(layout, kind), title="x", locale="vi", layout=load_layouts()[layout])
    with pdfium.PdfDocument(body) as opened:
        return tuple(tuple(_pieces(page)) for page in opened)


def _pieces(page: Any) -> Iterator[Piece]:
    high, text = page.get_height(), page.get_textpage()
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        left, bottom, right, _ = found.get_bounds()
        size, name = raw.c_float(), (raw.c_char * 100)()
        raw.FPDFTextObj_GetFontSize(found.raw, size)
        raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(found.raw), name, 100)
        count = raw.FPDFTextObj_GetText(found.raw, text.raw, None, 0)
        buffer = (raw.c_ushort * (count // 2))()
        raw.FPDFTextObj_GetText(found.raw, text.raw, buffer, count)
        words = bytes(buffer).decode("utf-16-le").rstrip("\0").strip()
        yield Piece(words, left / MM, right / MM, (high - bottom) / MM, size.value, name.value.decode())


def piece(layout: str, text: str, kind: PaperKind = "minutes") -> Piece:
    """The first piece that begins so."""
    found = [each for page in printed(layout, kind) for each in page if each.text.startswith(text)]
    assert found, f"nothing is printed that says {text!r}"
    return found[0]


# The golden papers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(papers()))
def test_the_golden_papers(name: str) -> None:
    """Written anew by `python -m tests.minutes.sample`."""
    assert papers()[name] == (GOLDEN / name).read_text("utf-8")


def test_the_party_minutes_have_the_parts_of_the_form_in_its_order() -> None:
    text = papers()[f"sample.{PARTY}.md"].replace("**", "")
    wanted = [
        "ĐẢNG BỘ PHƯỜNG HOA SEN", "CHI BỘ TRƯỜNG TIỂU HỌC HOA SEN", "BIÊN BẢN",
        "sinh hoạt chuyên đề “Tự soi, tự sửa” tháng 11 năm 2026",
        "- Thời gian: bắt đầu lúc 14 giờ 00 phút, ngày 22 tháng 11 năm 2026.",
        "- Địa điểm: Hội trường Trường Tiểu học Hoa Sen.", "- Thành phần: tổng số đảng viên 17 đồng chí",
        "có mặt 16/17 đồng chí (đạt 94,12%)", "đồng chí Lê Thị C (ốm)", "đồng chí Trần Văn D (14 giờ 20 phút)",
        "- Đại biểu (01): đồng chí Phạm Văn E, Đảng ủy viên phụ trách chi bộ.",
        "- Chủ trì: đồng chí Nguyễn Thị A, Bí thư Chi bộ.", "- Thư ký: đồng chí Đỗ Văn B.", "I- NỘI DUNG",
        "1. Thông qua chương trình (13/13 đồng chí tán thành, đạt 100%)", "II- DIỄN BIẾN",
        "Đồng chí Hoàng Thị G, Phó Bí thư, trình bày (14 giờ 32 phút - 14 giờ 37 phút)", "a) Tóm tắt: ",
        "b) Các ý kiến góp ý (02 ý kiến):", "- Đồng chí Vũ Văn H", "- Đồng chí Bùi Thị K (góp ý, bằng văn bản)",
        "c) Đồng chí Hoàng Thị G tiếp thu: ", "d) Chủ trì kết luận: ", "III- KẾT LUẬN, PHÂN CÔNG NHIỆM VỤ",
        "IV- TỰ ĐÁNH GIÁ CHẤT LƯỢNG", "……/100 điểm, xếp loại ……",
        "Buổi sinh hoạt kết thúc lúc 16 giờ 10 phút cùng ngày. Biên bản đã được đọc lại trước chi bộ, 14/14 đồng chí "
        "nhất trí thông qua.",
        "NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ", "Đỗ Văn B | Nguyễn Thị A",
    ]  # fmt: skip
    at = 0
    for part in wanted:
        assert part in text[at:], f"{part!r} is missing after {text[max(0, at - 60) : at]!r}"
        at = text.index(part, at)


# The page -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", OFFICIAL)
def test_a4_and_margins(layout: str) -> None:
    section = word_of(layout).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin, section.left_margin,
             section.right_margin)  # fmt: skip
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 20, 20, 30, 15]
    lines = [each for each in printed(layout)[0] if each.text]
    assert min(each.left for each in lines) >= 29.5
    assert max(each.right for each in lines) <= 195.6
    assert max(each.base for each in lines) <= 277.5


@pytest.mark.parametrize(("layout", "mirrored"), [(PARTY, True), (OLDER, True), (STATE, False)])
def test_the_back_of_a_sheet(layout: str, mirrored: bool) -> None:
    """The party's form exchanges left and right on the back."""
    assert (word_of(layout).settings.element.find(qn("w:mirrorMargins")) is not None) is mirrored
    back = min(each.left for each in printed(layout)[1] if each.text)
    assert round(back) in ((15,) if mirrored else (30,)), back


@pytest.mark.parametrize("layout", [*OFFICIAL, PLAIN])
def test_times_new_roman_for_every_script_in_every_style(layout: str) -> None:
    paper = word_of(layout)
    used = {paragraph.style.style_id: paragraph.style for paragraph in paragraphs(paper)}
    for style in (paper.styles["Normal"], *used.values()):
        fonts = style.element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert style.font.color.rgb == RGBColor(0, 0, 0)
    for paragraph in paragraphs(paper):
        for run in paragraph.runs:
            assert run.font.name is None, "the style says which font"


@pytest.mark.parametrize("layout", [*OFFICIAL, PLAIN])
def test_the_pdf_embeds_a_face_with_every_vietnamese_letter(layout: str) -> None:
    letters = "ĂăÂâĐđÊêÔôƠơƯư" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA))
    from giotay.minutes.blocks import Para

    body = pdf([Para(" ".join(letters))], title="x", locale="vi", layout=load_layouts()[layout])
    with pdfium.PdfDocument(body) as opened:
        found = opened[0].get_textpage().get_text_bounded()
        assert set(letters) <= set(found)
    assert body.count(b"/FontFile2") >= 1
    assert all("Tinos" in each.font for page in printed(layout) for each in page if each.text)
    assert int(re.search(rb"%PDF-1\.(\d)", body[:10])[1]) >= 4  # type: ignore[index]


@pytest.mark.parametrize(("layout", "size"), [(PARTY, 14), (OLDER, 14), (STATE, 14)])
def test_the_page_number(layout: str, size: int) -> None:
    """Arabic, centred, 10 mm from the top, not on the first page."""
    section = word_of(layout).sections[0]
    assert section.different_first_page_header_footer
    assert round(section.header_distance / Mm(1)) == 10
    line = section.header.paragraphs[0]
    assert line.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert {run.font.size.pt for run in line.runs} == {size}
    assert "".join(section.first_page_header.paragraphs[0].text.split()) == ""
    first, second, *_ = printed(layout)
    assert "1" not in [each.text for each in first]
    number = next(each for each in second if each.text == "2")
    assert (round(number.size), number.base < 20) == (size, True)
    middle = 15 + 165 / 2 if load_layouts()[layout].page.mirrored else 30 + 165 / 2
    assert abs((number.left + number.right) / 2 - middle) < 1


# The head -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "text", "size", "bold", "italic"),
    [
        (PARTY, "ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False),
        (PARTY, "ĐẢNG BỘ PHƯỜNG HOA SEN", 14, False, False),
        (PARTY, "CHI BỘ TRƯỜNG", 14, True, False),
        (PARTY, "Số 07-BB/CB", 14, False, False),
        (PARTY, "BIÊN BẢN", 16, True, False),
        (PARTY, "sinh hoạt chuyên đề", 14, True, False),
        (OLDER, "ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, False),
        (OLDER, "sinh hoạt chuyên đề", 15, True, False),
        (STATE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False),
        (STATE, "Độc lập - Tự do - Hạnh phúc", 13, True, False),
        (STATE, "ỦY BAN NHÂN DÂN", 12, False, False),
        (STATE, "TRƯỜNG TIỂU HỌC", 12, True, False),
        (STATE, "Số: 12/BB-THHS", 13, False, False),
        (STATE, "BIÊN BẢN", 14, True, False),
        (STATE, "Sinh hoạt chuyên đề", 14, True, False),
    ],
)
def test_the_lines_of_the_head(layout: str, text: str, size: int, bold: bool, italic: bool) -> None:
    assert type_of(saying(word_of(layout), text)) == (size, bold, italic)
    found = piece(layout, text)
    assert (found.size, "Bold" in found.font, "Italic" in found.font) == (size, bold, italic)


@pytest.mark.parametrize(
    ("layout", "text", "size"),
    [(PARTY, "Hoa Sen, ngày 22 tháng 11 năm 2026", 14), (STATE, "Hoa Sen, ngày 22 tháng 11 năm 2026", 13)],
)
def test_place_and_date_of_a_resolution(layout: str, text: str, size: int) -> None:
    """Italic; the party's under the right box, the state's beside the number; the minutes have none."""
    assert type_of(saying(word_of(layout, "resolution"), text)) == (size, False, True)
    assert not any(each.text.startswith("Hoa Sen, ngày") for page in printed(layout) for each in page)
    where, number = piece(layout, text, "resolution"), piece(layout, "Số", "resolution")
    assert where.left > 105
    if layout == STATE:
        assert abs(where.base - number.base) < 1
    nation = piece(layout, "ĐẢNG CỘNG SẢN" if layout == PARTY else "Độc lập", "resolution")
    assert where.base > nation.base + 4


def test_numbers_of_papers() -> None:
    """The party's without a colon, hyphen then stroke; the state's the other way; below ten with a zero."""
    assert saying(word_of(PARTY, "resolution"), "Số").text == "Số 11-NQ/CB"
    assert saying(word_of(STATE, "resolution"), "Số").text == "Số: 05/NQ-THHS"
    assert saying(word_of(PARTY), "Số").text == "Số 07-BB/CB"


def test_the_boxes_are_a_table_without_borders() -> None:
    for layout in OFFICIAL:
        table = word_of(layout).tables[0]
        assert len(table.columns) == 2
        assert table._tbl.tblPr.find(qn("w:tblBorders")) is None
        assert table._tbl.tblPr.find(qn("w:tblStyle")) is None
        assert not any("\t" in paragraph.text for cell in table._cells for paragraph in cell.paragraphs)
        left, right = (int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol")))
        assert abs(left / (left + right) - 0.44) < 0.01


def rule_under(layout: str, text: str) -> float:
    """How long the rule under a line is, as a share of the line; 0 where there is none."""
    from giotay.minutes.faces import cut_of, width_of

    line = saying(word_of(layout), text)
    after = line._p.getnext()
    borders = after.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") if after is not None else None
    if borders is None:
        return 0
    box = line._p.getparent()
    grid = [int(column.get(qn("w:w"))) for column in word_of(layout).tables[0]._tbl.tblGrid.findall(qn("w:gridCol"))]
    wide = sum(grid)
    if box.tag == qn("w:tc"):
        wide = int(box.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")))
    indent = after.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    long = wide - int(indent.get(qn("w:left"))) - int(indent.get(qn("w:right")))
    size, bold, italic = type_of(line)
    return long / 20 / (width_of(line.text, cut_of(bold=bold, italic=italic)) * size)


def test_rules_under_the_lines_of_the_head() -> None:
    """As wide as the text under the nation's line; a third to a half under the state's issuer and abstract."""
    assert abs(rule_under(PARTY, "ĐẢNG CỘNG SẢN VIỆT NAM") - 1) < 0.01
    assert abs(rule_under(STATE, "Độc lập") - 1) < 0.01
    assert rule_under(STATE, "CỘNG HÒA") == 0
    for text in ("TRƯỜNG TIỂU HỌC", "Sinh hoạt chuyên đề"):
        assert 1 / 3 <= rule_under(STATE, text) <= 1 / 2
    assert rule_under(PARTY, "CHI BỘ") == 0
    assert rule_under(PARTY, "sinh hoạt") == 0


def test_what_stands_under_issuer_and_abstract() -> None:
    """The party's form: a star, and five hyphens."""
    texts = [paragraph.text for paragraph in paragraphs(word_of(PARTY))]
    assert texts[texts.index("CHI BỘ TRƯỜNG TIỂU HỌC HOA SEN") + 1] == "*"
    assert texts[texts.index("sinh hoạt chuyên đề “Tự soi, tự sửa” tháng 11 năm 2026") + 1] == "-----"
    assert "*" not in [paragraph.text for paragraph in paragraphs(word_of(STATE))]


def test_the_partys_abstract_begins_small_and_what_the_desk_wrote_stays() -> None:
    from giotay.minutes.blocks import Title
    from giotay.minutes.papers import made
    from tests.minutes.sample import minutes_with

    found = made("minutes", minutes_with(type(minutes_with_party())()), load_profiles()["party-cell"],
                 load_layouts()[PARTY], "vi")  # fmt: skip
    (title,) = (block for block in found if isinstance(block, Title))
    assert title.about == "sinh hoạt chuyên đề “Tự soi, tự sửa”"
    assert next(b for b in blocks_of(STATE) if isinstance(b, Title)).about == "Sinh hoạt chuyên đề “Tự soi, tự sửa”"


def minutes_with_party() -> Any:
    from tests.minutes.sample import PARTY as LETTERHEAD

    return LETTERHEAD


# The body -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "size", "first", "exact"), [(PARTY, 14, 10, 20), (OLDER, 14, 10, 18), (STATE, 14, 12.7, None)]
)
def test_paragraphs(layout: str, size: int, first: float, exact: int | None) -> None:
    """Justified, the first line in by 10 or 12.7 mm, at least 6 points between, and the lines' distance."""
    paragraph = saying(word_of(layout), "Lần lượt")
    form = paragraph.style.paragraph_format
    assert type_of(paragraph) == (size, False, False)
    assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert abs(form.first_line_indent / Mm(1) - first) < 0.1
    assert form.space_after >= Pt(6)
    if exact is not None:
        assert (form.line_spacing_rule, form.line_spacing) == (WD_LINE_SPACING.EXACTLY, Pt(exact))
    else:
        assert 1.0 <= form.line_spacing <= 1.5
    page = next(page for page in printed(layout) if any(each.text.startswith("Lần lượt") for each in page))
    left = min(each.left for each in page if each.size == size and len(each.text) > 20)
    assert abs(piece(layout, "Lần lượt").left - left - first) < 4


@pytest.mark.parametrize(("layout", "roman"), [(PARTY, "I-"), (STATE, "I.")])
def test_headings_are_numbered_by_word(layout: str, roman: str) -> None:
    """`I-` or `I.`, then `1.`, then a) b) c) d): numbers of lists, not letters in the text."""
    paper = word_of(layout)
    part = paper.part.numbering_part.element
    starts = {}
    for entry in part.findall(qn("w:num")):
        abstract = entry.find(qn("w:abstractNumId")).get(qn("w:val"))
        level = next(each for each in part.findall(qn("w:abstractNum")) if each.get(qn("w:abstractNumId")) == abstract)
        level = level.find(qn("w:lvl"))
        told = (level.find(qn("w:numFmt")), level.find(qn("w:lvlText")), level.find(qn("w:start")))
        starts[entry.get(qn("w:numId"))] = [each.get(qn("w:val")) for each in told]

    def numbering(text: str) -> list[str]:
        return starts[saying(paper, text)._p.pPr.numPr.numId.get(qn("w:val"))]

    first = next(block for block in blocks_of(layout) if isinstance(block, Heading))
    assert first.number == roman
    assert numbering(first.text) == ["upperRoman", roman.replace("I", "%1"), "1"]
    assert numbering("Tự soi, tự sửa của tập thể")[0] == "decimal"
    assert numbering("Đồng chí Hoàng Thị G, Phó Bí thư, trình bày") == ["decimal", "2.%1.", "1"]
    for text in ("Tóm tắt", "Các ý kiến góp ý", "Đồng chí Hoàng Thị G tiếp thu", "Chủ trì kết luận"):
        assert numbering(text) == ["lowerLetter", "%1)", "1"], "one list, which goes on"


def test_letters_follow_the_vietnamese_alphabet() -> None:
    from giotay.minutes.course import LETTERS

    assert LETTERS[:10] == ("a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)", "k)")


@pytest.mark.parametrize("layout", [PARTY, STATE])
def test_the_bases_of_a_resolution(layout: str) -> None:
    """The party's upright and with a hyphen, the state's italic; a semicolon each, a full stop at the last."""
    found = [p for p in paragraphs(word_of(layout, "resolution")) if "Căn cứ" in p.text]
    assert all(type_of(each)[2] is (layout == STATE) for each in found)
    assert all(each.text.startswith("- Căn cứ" if layout == PARTY else "Căn cứ") for each in found)
    assert [each.text[-1] for each in found] == [";"] * (len(found) - 1) + ["."]


def test_the_states_resolution_resolves() -> None:
    assert saying(word_of(STATE, "resolution"), "QUYẾT NGHỊ:").style.font.bold
    assert not any("QUYẾT NGHỊ" in paragraph.text for paragraph in paragraphs(word_of(PARTY, "resolution")))


@pytest.mark.parametrize(("layout", "mark"), [(PARTY, "thông qua."), (STATE, "năm 2026./.")])
def test_the_closing_mark(layout: str, mark: str) -> None:
    text = [paragraph.text for paragraph in word_of(layout).paragraphs if "đọc lại" in paragraph.text]
    assert len(text) == 1
    assert text[0].endswith(mark)
    assert not any("./." in paragraph.text for paragraph in paragraphs(word_of(PARTY)))


# The foot -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "left", "right"), [(PARTY, "NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ"), (STATE, "THƯ KÝ", "CHỦ TỌA")]
)
def test_who_signs_the_minutes(layout: str, left: str, right: str) -> None:
    """The secretary on the left, the chair on the right, four lines between the title and the name in bold."""
    (table,) = (each for each in word_of(layout).tables if left in each.cell(0, 0).text)
    first, second = table.rows[0].cells
    assert (first.text.split("\n")[0], second.text.split("\n")[0]) == (left, right)
    assert first.text.split("\n") == [left, "", "", "", "", "Đỗ Văn B"]
    assert type_of(first.paragraphs[-1]) == (14, True, False)
    assert piece(layout, left).base < piece(layout, "Nguyễn Thị A").base


@pytest.mark.parametrize(
    ("layout", "lines"),
    [(PARTY, [("T/M CHI BỘ", True), ("BÍ THƯ", False)]), (STATE, [("TM. HỘI ĐỒNG TRƯỜNG", True), ("CHỦ TỊCH", True)])],
)
def test_who_signs_a_resolution(layout: str, lines: list[tuple[str, bool]]) -> None:
    """The party's title is regular, the state's bold; the name is bold in both."""
    paper = word_of(layout, "resolution")
    for text, bold in lines:
        assert type_of(saying(paper, text)) == (14, bold, False)
        found = piece(layout, text, "resolution")
        assert (found.size, "Bold" in found.font, found.left > 105) == (14, bold, True)
    assert type_of(saying(paper, "Nguyễn Thị A"))[:2] == (14, True)


def test_who_gets_it() -> None:
    """The party's label upright, underlined, 14, the list 12; the state's bold italic 12, the list 11."""
    paper = word_of(PARTY, "resolution")
    label = saying(paper, "Nơi nhận:")
    assert (type_of(label), bool(label.style.font.underline)) == ((14, False, False), True)
    assert type_of(saying(paper, "- Lưu Chi bộ."))[0] == 12
    state = word_of(STATE)
    assert type_of(saying(state, "Nơi nhận:")) == (12, True, True)
    assert type_of(saying(state, "- Lưu: VT, Hồ sơ."))[0] == 11
    assert not any("Nơi nhận" in paragraph.text for paragraph in paragraphs(word_of(PARTY)))


@pytest.mark.parametrize("layout", OFFICIAL)
def test_the_code_and_its_qr_stand_behind_the_signatures(layout: str) -> None:
    """[N5] No seal and no signature is drawn: the only picture is the QR."""
    paper = word_of(layout)
    assert len(paper.inline_shapes) == 1
    code = saying(paper, "Mã kiểm chứng khi thông qua: 5f3a0c9e7b1d24680ace1357.")
    assert "http://hoi-truong/verify" in code.text
    texts = [paragraph.text for paragraph in paragraphs(paper)]
    assert texts.index(code.text) > texts.index("Nguyễn Thị A")


@pytest.mark.parametrize("layout", [*OFFICIAL, PLAIN])
def test_the_page_that_prints_in_a_browser(layout: str) -> None:
    page = html(blocks_of(layout), title="<x>", locale="vi", layout=load_layouts()[layout])
    assert "@page { size: A4; margin: 20mm 15mm 20mm 30mm;" in page
    assert "<title>&lt;x&gt;</title>" in page
    assert "<script" not in page
    assert "http-equiv" not in page
    assert ("Mã kiểm chứng" in page, "<svg" in page) == (True, True)


# Layouts as data ------------------------------------------------------------------------------------------------------


def test_every_profile_has_a_layout_that_there_is() -> None:
    layouts = {profile.name: profile.layout for profile in load_profiles().values()}
    assert set(layouts.values()) <= set(load_layouts())
    assert (layouts["party-cell"], layouts["school"], layouts["neutral"]) == (PARTY, STATE, PLAIN)


def test_which_layout_a_paper_has() -> None:
    def named(*asked: Any) -> str | None:
        found = layout_for(*asked)
        return found.name if found is not None else None

    assert named("plain", STATE, PARTY, "vi") == "plain"
    assert named("", STATE, PARTY, "vi") == STATE
    assert named(None, None, PARTY, "vi") == PARTY
    assert named(None, None, PARTY, "en") == "plain"
    assert named(None, STATE, PARTY, "en") == STATE
    assert named(None, "gone", "gone", "vi") == "plain"
    assert named("gone", None, PARTY, "vi") is None


def test_an_official_form_is_in_vietnamese() -> None:
    assert {layout.name: layout.language for layout in load_layouts().values()} == {
        PARTY: "vi", OLDER: "vi", STATE: "vi", PLAIN: None,
    }  # fmt: skip
    mixed = examine(source(STATE) + '\n[words_en]\nbegin = "Beginning"\n')
    assert isinstance(mixed, list)
    assert [fault.message for fault in mixed] == ['Papers in this form are never in another language than "vi".']


def source(name: str = PLAIN) -> str:
    return (files("giotay.layouts") / f"{name}.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("bullet = ", "bulet = ", 'There is no key "bulet"'),
        ("top = 20", "top = 200", '"page.top"'),
        ("first_line = 0", 'first_line = "wide"', '"body.first_line" should be'),
        ("check = { size = 10, italic = true }\n", "", '"types" needs the key "check".'),
        ('roman = "{n}."', 'roman = "I."', '"heads.roman" has {n}, no more and no less'),
        ("[types]", '[words_vi]\nbegun = "x"\n[types]', 'The minutes have no sentence "begun".'),
        ("[types]", '[words_vi]\n"begin.text" = "{hour}"\n[types]', '"begin.text" can be filled'),
        ("[page]", "[page", "This is not TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(before: str, after: str, message: str) -> None:
    text = source()
    assert before in text
    found = examine(text.replace(before, after, 1))
    assert isinstance(found, list)
    assert message in found[0].message
    assert 1 <= found[0].line <= text.count("\n") + 4


def test_the_desk_offers_every_layout_and_every_paper() -> None:
    source = (Path(__file__).parents[2] / "client" / "web" / "src" / "desk" / "Papers.tsx").read_text("utf-8")
    offered = {
        name: set(re.findall(r"'([\w-]+)'", found))
        for name, found in re.findall(r"const (LAYOUTS|PAPERS) = \[(.*?)\]", source)
    }
    assert offered == {"LAYOUTS": set(load_layouts()), "PAPERS": set(KINDS)}


def test_the_manual_names_every_key_and_no_other() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "layouts.md").read_text("utf-8")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (?:text|table|name|true|one|`in_course`)", manual, re.MULTILINE)
    told = [key for row in rows for key in re.findall(r"`(\w+)`", row)]
    assert sorted(told) == sorted(Layout.__struct_fields__)


def test_the_rules_know_the_forms_there_are() -> None:
    assert frozenset(load_layouts()) == LAYOUTS
