"""Blocks as a DOCX: real heading styles, real lists and tables, A4, Times New Roman, page numbers; all editable."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final, assert_never

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from giotay.minutes.blocks import (
    Block,
    Fact,
    Header,
    Heading,
    NewPage,
    Notice,
    Para,
    Point,
    Signatures,
    Table,
    Title,
)
from giotay.minutes.speaking import clean
from giotay_protocol.names import Locale

FONT: Final = "Times New Roman"
_BULLETS: Final = ("List Bullet", "List Bullet 2", "List Bullet 3")
_WIDTH_MM: Final = 210 - 30 - 15
_LANGUAGE: Final[dict[Locale, str]] = {"vi": "vi-VN", "en": "en-GB"}


def docx(blocks: Iterable[Block], *, title: str, locale: Locale) -> bytes:
    """The bytes of a file that Word and LibreOffice open."""
    paper = Document()
    _page(paper, title)
    _styles(paper, locale)
    for block in blocks:
        _write(paper, block)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


# The page and its styles ----------------------------------------------------------------------------------------------


def _page(paper: Any, title: str) -> None:
    section = paper.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(line)
    core = paper.core_properties
    core.title, core.author, core.comments = clean(title), "", ""


def _page_number(paragraph: Any) -> None:
    """A field that Word counts itself."""
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind is not None:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def _styles(paper: Any, locale: Locale) -> None:
    normal = paper.styles["Normal"]
    _face(normal, 13)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE[locale])
    normal.element.get_or_add_rPr().append(language)
    for name, size in (("Title", 16), ("Heading 1", 14), ("Heading 2", 13), ("Heading 3", 13)):
        style = paper.styles[name]
        _face(style, size)
        style.font.bold, style.font.italic = True, name == "Heading 3"
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 10)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    title = paper.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    for name in _BULLETS:
        paper.styles[name].paragraph_format.space_after = Pt(4)


def _face(style: Any, size: int) -> None:
    """The font for every script: Word takes another for Vietnamese letters where one is left out."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


# Blocks ---------------------------------------------------------------------------------------------------------------


def _write(paper: Any, block: Block) -> None:
    match block:
        case Header():
            _side_by_side(paper, [block.left, block.right])
        case Title():
            paper.add_paragraph(block.text, style="Title")
            about = paper.add_paragraph()
            about.alignment = WD_ALIGN_PARAGRAPH.CENTER
            about.paragraph_format.space_after = Pt(12)
            about.add_run(block.about).bold = True
        case Notice():
            notice = paper.add_paragraph()
            notice.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = notice.add_run(block.text)
            run.italic = run.bold = True
        case Fact():
            fact = paper.add_paragraph(style="List Bullet")
            fact.add_run(f"{block.label}: ").bold = True
            fact.add_run(block.text)
        case Heading():
            paper.add_heading(block.text, level=block.level)
        case Para():
            paper.add_paragraph(block.text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        case Point():
            point = paper.add_paragraph(style=_BULLETS[min(block.depth, 2)])
            if block.who:
                point.add_run(f"{block.who}: " if block.text else block.who).bold = True
            point.add_run(block.text)
        case Table():
            _table(paper, block)
        case Signatures():
            _signatures(paper, block)
        case NewPage():
            paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case _:
            assert_never(block)


def _side_by_side(paper: Any, columns: list[tuple[str, ...]]) -> Any:
    """A table without borders, each column centred."""
    table = paper.add_table(rows=1, cols=len(columns))
    table.autofit = False
    for cell, lines in zip(table.rows[0].cells, columns, strict=True):
        cell.width = Mm(_WIDTH_MM / len(columns))
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.add_run(line)
    return table


def _signatures(paper: Any, block: Signatures) -> None:
    paper.add_paragraph().paragraph_format.keep_with_next = True
    # Four empty lines to sign on.
    table = _side_by_side(paper, [(what, "", "", "", "", name) for what, name in block.columns])
    for cell in table.rows[0].cells:
        for paragraph in (cell.paragraphs[0], cell.paragraphs[-1]):
            for run in paragraph.runs:
                run.bold = True
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:cantSplit"))


def _table(paper: Any, block: Table) -> None:
    # All rows at once: python-docx looks through the whole table for every row that is added and every cell asked for.
    table = paper.add_table(rows=1 + len(block.rows), cols=len(block.head), style="Table Grid")
    widths = [Mm(_WIDTH_MM * share / 100) for share in block.widths]
    cells = table._cells
    across = len(block.head)
    for number, texts in enumerate((block.head, *block.rows)):
        row = cells[number * across : (number + 1) * across]
        _cells(row, texts, bold=number == 0)
        for cell, width in zip(row, widths, strict=True):
            cell.width = width
    table.autofit = False
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _cells(cells: Iterable[Any], texts: Iterable[str], *, bold: bool) -> None:
    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(12)
