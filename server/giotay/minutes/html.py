"""Blocks as one HTML page that prints as the layout says: styles inside, nothing fetched, no script."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, assert_never

from giotay.minutes import qr
from giotay.minutes.blocks import (
    Block,
    Check,
    Fact,
    Header,
    Heading,
    Line,
    NewPage,
    Notice,
    Para,
    Point,
    Signatures,
    Table,
    Title,
)
from giotay.minutes.layout import Layout, Type
from giotay.minutes.speaking import clean
from giotay_protocol.names import Locale

_SHEET: Final = """\
@page { size: A4; margin: MARGINS; @top-center { content: counter(page); font: PAGEpt FONT; } }
@page :first { @top-center { content: none; } }
* { box-sizing: border-box; }
html { background: #fff; color: #000; }
body { font-family: FONT; max-width: WIDTHmm; margin: 8mm auto; padding: 0 4mm; overflow-wrap: break-word; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
p, h1, h2, h3, h4 { margin: 0; font-weight: normal; }
.boxes, .signs { display: flex; align-items: flex-start; text-align: center; break-inside: avoid; }
.boxes > div, .signs > div { flex: 1 1 0; padding: 0 1mm; }
.boxes > div:first-child { flex-basis: LEFT%; }
.boxes > div:last-child { flex-basis: RIGHT%; }
.title, .about, .mark, .notice { text-align: center; }
.title { margin-top: 18pt; }
.about + .body, .mark + .body, .notice + .body { margin-top: 14pt; }
.rule::after { content: ''; display: block; margin: 2pt auto 4pt; border-bottom: .75pt solid; width: 100%; }
.rule.third::after { width: 40%; }
.body, .base, .point { text-align: justify; line-height: LINE; margin-bottom: AFTERpt; }
.body, .base { text-indent: FIRSTmm; }
.point { padding-left: 6mm; text-indent: -4mm; }
.point.d1 { padding-left: 12mm; }
.point.d2 { padding-left: 18mm; }
POINTS.point::before { content: 'BULLET'; display: inline-block; width: 4mm; text-indent: 0; }
.heading1, .heading2, .heading3, .heading4 { line-height: LINE; margin: AFTERpt 0; break-after: avoid; }
.heading2, .heading3, .heading4 { text-indent: FIRSTmm; }
table { border-collapse: collapse; width: 100%; margin-bottom: 6pt; }
th, td { border: .5pt solid; padding: 1mm 1.5mm; text-align: left; vertical-align: top; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.space { height: 4.6em; }
.signs { margin: 10pt 0; }
.left { text-align: left; }
.check { display: flex; gap: 4mm; align-items: flex-start; break-inside: avoid; }
.check svg { width: 22mm; height: 22mm; flex: none; }
.new { break-before: page; }
"""
# Where paragraphs begin further in, so does a line of a list, and goes on at the margin.
_RUN_IN: Final = """\
.point, .point.d1, .point.d2 { padding-left: 0; text-indent: FIRSTmm; }
.point.d1 { text-indent: calc(FIRSTmm + 6mm); }
.point.d2 { text-indent: calc(FIRSTmm + 12mm); }
"""


def html(blocks: Iterable[Block], *, title: str, locale: Locale, layout: Layout) -> str:
    """The text of the page."""
    body = "\n".join(part for block in blocks for part in _told(block, layout))
    return (
        f'<!doctype html>\n<html lang="{locale}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(clean(title))}</title>\n'
        f"<style>\n{_sheet(layout)}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _sheet(layout: Layout) -> str:
    page, body = layout.page, layout.body
    left = layout.head.left if layout.head is not None else 50
    filled = {
        "POINTS": _RUN_IN if body.first_line else "",
        "MARGINS": f"{page.top:g}mm {page.right:g}mm {page.bottom:g}mm {page.left:g}mm",
        "WIDTH": f"{210 - page.left - page.right + 8:g}",
        "PAGE": f"{layout.type('page').size:g}",
        "LINE": f"{body.line:g}pt" if body.line is not None else f"{body.lines * 1.15:g}",
        "AFTER": f"{body.after:g}",
        "FIRST": f"{body.first_line:g}",
        "BULLET": layout.bullet.replace("\\", "").replace("'", ""),
        "LEFT": str(left),
        "RIGHT": str(100 - left),
        "FONT": f"'{layout.font}', Tinos, 'Liberation Serif', serif",
    }
    sheet = _SHEET
    for hole, value in filled.items():
        sheet = sheet.replace(hole, value)
    if page.mirrored:
        sheet += f"@page :left {{ margin-left: {page.right:g}mm; margin-right: {page.left:g}mm; }}\n"
    return sheet + "".join(f".r-{role} {{ {_looks(kind)} }}\n" for role, kind in layout.types.items())


def _looks(kind: Type) -> str:
    told = [f"font-size: {kind.size:g}pt", f"font-weight: {'bold' if kind.bold else 'normal'}"]
    told += ["font-style: italic"] if kind.italic else []
    told += ["text-decoration: underline"] if kind.underline else []
    return "; ".join(told)


def _told(block: Block, layout: Layout) -> Iterator[str]:
    match block:
        case Header():
            for row in block.rows:
                boxes = ("".join(_line(line, layout) for line in box) for box in row)
                yield '<div class="boxes">' + "".join(f"<div>{box}</div>" for box in boxes) + "</div>"
        case Title():
            yield f'<h1 class="title r-title">{escape(block.text)}</h1>'
            yield f'<div class="about">{_line(Line("about", block.about), layout)}</div>'
            if block.mark:
                yield f'<p class="mark r-mark">{escape(block.mark)}</p>'
        case Notice():
            yield f'<p class="notice r-notice">{escape(block.text)}</p>'
        case Fact():
            kind = "point" if layout.fact_bullet else "body"
            label = f'<span class="r-label">{escape(block.label)}:</span>'
            yield f'<p class="{kind} r-body">{label} {escape(block.text)}</p>'
        case Heading():
            level = min(block.level + 1, 4)
            role = f"heading{block.level}"
            yield f'<h{level} class="{role} r-{role}">{escape(block.whole)}</h{level}>'
        case Para():
            kind = {"base": "base", "title": "title"}.get(block.role, "body")
            yield f'<p class="{kind} r-{block.role}">{escape(block.text)}</p>'
        case Point():
            yield _point(block)
        case Table():
            yield _table(block)
        case Signatures():
            yield _signed(block, layout)
        case Check():
            code = qr.drawing(block.address) if block.address else ""
            yield f'<div class="check r-check">{code}<p>{escape(block.text)}</p></div>'
        case NewPage():
            yield '<div class="new"></div>'
        case _:
            assert_never(block)


def _line(line: Line, layout: Layout) -> str:
    rule = layout.type(line.role).rule
    if rule == "none" or not line.text:
        return f'<p class="r-{line.role}">{escape(line.text)}</p>'
    third = " third" if rule == "third" else ""
    # As wide as its words, so that the rule is.
    return f'<p class="r-{line.role} rule{third}" style="width: fit-content; margin: auto">{escape(line.text)}</p>'


def _point(block: Point) -> str:
    who = ""
    if block.who:
        who = f'<span class="r-who">{escape(block.who)}{":" if block.text else ""}</span> '
    if block.number:
        return f'<p class="body r-body">{escape(block.number)} {who}{escape(block.text)}</p>'
    depth = f" d{min(block.depth, 2)}" if block.depth else ""
    return f'<p class="point{depth} r-body">{who}{escape(block.text)}</p>'


def _table(block: Table) -> str:
    columns = "".join(f'<col style="width: {share}%">' for share in block.widths)
    head = "".join(f'<th scope="col" class="r-cell_head">{escape(cell)}</th>' for cell in block.head)
    rows = "".join(
        "<tr>" + "".join(f'<td class="r-cell">{escape(cell)}</td>' for cell in row) + "</tr>\n" for row in block.rows
    )
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>"


def _signed(block: Signatures, layout: Layout) -> str:
    columns = [
        "".join(_line(line, layout) for line in column.lines)
        + f'<div class="space"></div><p class="r-signer">{escape(column.name)}</p>'
        for column in block.columns
    ]
    listed = "".join(_line(line, layout) for line in block.recipients)
    if listed and len(columns) == 1:
        return f'<div class="signs"><div class="left">{listed}</div><div>{columns[0]}</div></div>'
    signs = '<div class="signs">' + "".join(f"<div>{column}</div>" for column in columns) + "</div>"
    return signs + (f"<div>{listed}</div>" if listed else "")
