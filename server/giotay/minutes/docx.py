"""Blocks as a DOCX in a layout: styles for everything, real numbering and tables, A4, page numbers; all editable."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Final, get_args

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from giotay.minutes.blocks import Block
from giotay.minutes.docx_body import BULLETS, Body
from giotay.minutes.docx_numbers import Numbers
from giotay.minutes.layout import Layout, Role, Type
from giotay.minutes.qr import picture
from giotay.minutes.speaking import clean
from giotay_protocol.names import Locale

_LANGUAGE: Final[dict[Locale, str]] = {"vi": "vi-VN", "en": "en-GB"}
# Where Word has a style of its own for a line, that one; the others are called after what they are.
_NAMES: Final[dict[Role, str]] = {
    "title": "Title", "about": "Subtitle", "heading1": "Heading 1", "heading2": "Heading 2", "heading3": "Heading 3",
    "heading4": "Heading 4", "body": "Body Text",
}  # fmt: skip
_CENTRED: Final[frozenset[Role]] = frozenset(
    {"nation", "motto", "parent", "issuer", "number", "date", "title", "about", "mark", "notice", "authority",
     "sign_title", "signer"}
)  # fmt: skip
_QR: Final = Mm(22)


def docx(blocks: Iterable[Block], *, title: str, locale: Locale, layout: Layout) -> bytes:
    """The bytes of a file that Word and LibreOffice open."""
    paper = Document()
    _page(paper, layout, title)
    ids = _styles(paper, layout, locale)
    numbers = Numbers(
        paper.part.numbering_part.element, layout.bullet, layout.font, round(Mm(layout.body.first_line).pt * 20)
    )
    _bullets(paper, layout, numbers)

    def code(address: str) -> Any:
        return paper.part.new_pic_inline(BytesIO(picture(address)), _QR, _QR)

    Body(paper.element.body, ids, layout, numbers, code).write(blocks)
    numbers.finish()
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


# The page -------------------------------------------------------------------------------------------------------------


def _page(paper: Any, layout: Layout, title: str) -> None:
    section, page = paper.sections[0], layout.page
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = Mm(page.number_top)
    section.different_first_page_header_footer = True
    if page.mirrored:
        # The format wants it right behind the zoom, which the template begins with.
        paper.settings.element[0].addnext(OxmlElement("w:mirrorMargins"))
    for setting in paper.settings.element.iter(qn("w:compatSetting")):
        # Of this decade: tables begin at the margin, and Word does not speak of a compatibility mode.
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    line = section.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(line, layout)
    core = paper.core_properties
    core.title, core.author, core.comments = clean(title), "", ""


def _page_number(paragraph: Any, layout: Layout) -> None:
    """A field that Word counts itself."""
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(layout.type("page").size)
        if kind is not None:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


# Styles ---------------------------------------------------------------------------------------------------------------


def _styles(paper: Any, layout: Layout, locale: Locale) -> dict[str, str]:
    """A style for every kind of line; their ids by role and by Word's names."""
    normal = paper.styles["Normal"]
    _face(normal, layout.font, layout.type("body"))
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGE[locale])
    normal.element.get_or_add_rPr().append(language)
    ids = {"Table Grid": paper.styles["Table Grid"].style_id}
    known = {style.name for style in paper.styles}
    role: Role
    for role in get_args(Role):
        name = _NAMES.get(role, f"Paper {role.replace('_', ' ')}")
        style = paper.styles[name] if name in known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in known:
            style.base_style = normal
        _face(style, layout.font, layout.type(role))
        _paragraphs(style, role, layout)
        ids[role] = style.style_id
    for name in BULLETS:
        _face(paper.styles[name], layout.font, layout.type("body"))
        _lines(paper.styles[name].paragraph_format, layout)
        ids[name] = paper.styles[name].style_id
    return ids


def _paragraphs(style: Any, role: Role, layout: Layout) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(0), 1.0
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)
    if role in _CENTRED:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if role in ("body", "base"):
        _lines(form, layout)
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        form.first_line_indent = Mm(layout.body.first_line)
    elif role.startswith("heading"):
        _lines(form, layout)
        form.space_before, form.keep_with_next = Pt(layout.body.after), True
        form.first_line_indent = Mm(0 if role == "heading1" else layout.body.first_line)
    elif role == "title":
        form.space_before = Pt(18)
    elif role == "notice":
        form.space_after = Pt(12)


def _lines(form: Any, layout: Layout) -> None:
    body = layout.body
    form.space_after = Pt(body.after)
    if body.line is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(body.line)
    else:
        form.line_spacing = body.lines


def _bullets(paper: Any, layout: Layout, numbers: Numbers) -> None:
    for depth, name in enumerate(BULLETS):
        style = paper.styles[name]
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        numbered = style.element.get_or_add_pPr().find(qn("w:numPr"))
        if numbered is not None:
            style.element.pPr.remove(numbered)
        style.element.pPr.insert(0, numbers.reference(numbers.bullets, depth))
        indent = style.element.pPr.find(qn("w:ind"))
        if indent is not None:
            # The list's own level says how far a line hangs.
            style.element.pPr.remove(indent)
        contextual = style.element.pPr.find(qn("w:contextualSpacing"))
        if contextual is not None:
            style.element.pPr.remove(contextual)


def _face(style: Any, font: str, kind: Type) -> None:
    """The font for every script: Word takes another for Vietnamese letters where one is left out."""
    style.font.name, style.font.size = font, Pt(kind.size)
    style.font.bold, style.font.italic, style.font.underline = kind.bold, kind.italic, kind.underline
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    for spaced in (*properties.findall(qn("w:spacing")), *properties.findall(qn("w:kern"))):
        properties.remove(spaced)
    for bold in properties.findall(qn("w:szCs")):
        properties.remove(bold)
    size = properties.find(qn("w:sz"))
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), size.get(qn("w:val")))
    size.addnext(complex_size)
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
