"""Blocks as a DOCX: real heading styles, real lists and tables, A4, Times New Roman, page numbers; all editable."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from giotay.minutes.blocks import Block
from giotay.minutes.docx_body import BULLETS, STYLES, Body
from giotay.minutes.speaking import clean
from giotay_protocol.names import Locale

FONT: Final = "Times New Roman"
_LANGUAGE: Final[dict[Locale, str]] = {"vi": "vi-VN", "en": "en-GB"}


def docx(blocks: Iterable[Block], *, title: str, locale: Locale) -> bytes:
    """The bytes of a file that Word and LibreOffice open."""
    paper = Document()
    _page(paper, title)
    _styles(paper, locale)
    Body(paper.element.body, {name: paper.styles[name].style_id for name in STYLES}).write(blocks)
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
    for name in BULLETS:
        paper.styles[name].paragraph_format.space_after = Pt(4)


def _face(style: Any, size: int) -> None:
    """The font for every script: Word takes another for Vietnamese letters where one is left out."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
