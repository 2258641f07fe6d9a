"""Blocks as a PDF in a layout: A4, the form of the DOCX, in an embedded free face with every Vietnamese letter.

The pages are filled strip by strip: a strip is what cannot be cut, a line or a row. Word breaking and drawing are in
`pdf_text`; the bytes are reportlab's work.
"""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any, Final, assert_never

from msgspec import Struct
from reportlab.pdfgen.canvas import Canvas

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
from giotay.minutes.faces import Cut, cut_of, face, width_of
from giotay.minutes.layout import Layout, Role, Type
from giotay.minutes.pdf_text import ASCENT, NATURAL, Run, Words, broken, draw
from giotay.minutes.speaking import clean
from giotay_protocol.names import Locale

_MM: Final = 72 / 25.4
_WIDE, _HIGH = 210 * _MM, 297 * _MM
_STEP: Final = 17.0
_HANGING: Final = 11.0
_PADDING: Final = 4.0
_QR: Final = 22 * _MM
_THIN: Final = 0.75
_SIGNING: Final = 4


class Strip(Struct):
    """What is drawn in one piece: `draw` gets the left edge and the top. `keep` holds it to what follows."""

    high: float
    draw: Callable[[Any, float, float], None] | None = None
    keep: bool = False
    page: bool = False
    # Rows that stand again at the top of the next page, of the table that this strip is a row of.
    head: "tuple[Strip, ...]" = ()


def pdf(blocks: Iterable[Block], *, title: str, locale: Locale, layout: Layout) -> bytes:
    """The bytes of the file."""
    out = BytesIO()
    canvas = Canvas(
        out, pagesize=(_WIDE, _HIGH), pageCompression=1, pdfVersion=(1, 4), lang=locale, initialFontName=face("Regular")
    )
    canvas.setTitle(clean(title))
    canvas.setCreator("Giotay")
    canvas.setAuthor("")
    pages = _Pages(canvas, layout)
    told = list(blocks)
    setter = _Setter(layout)
    for place, block in enumerate(told):
        after = told[place + 1] if place + 1 < len(told) else None
        pages.add(setter.strips(block, keep=isinstance(after, Signatures | Check)))
    pages.end()
    canvas.save()
    return out.getvalue()


class _Pages:
    """Fills one page after another. What must stay together waits until it is known to fit."""

    def __init__(self, canvas: Any, layout: Layout) -> None:
        self._canvas = canvas
        self._layout = layout
        self._number = 1
        self._waiting: list[Strip] = []
        self._top = _HIGH - layout.page.top * _MM
        self._y = self._top

    def add(self, strips: Iterable[Strip]) -> None:
        for strip in strips:
            self._waiting.append(strip)
            if not strip.keep:
                self._place()

    def end(self) -> None:
        self._place()
        self._canvas.showPage()

    def _place(self) -> None:
        group, self._waiting = self._waiting, []
        if not group:
            return
        bottom = self._layout.page.bottom * _MM
        high = sum(strip.high for strip in group if not strip.page)
        # A group that no page could hold is set as it comes.
        whole = high <= self._top - bottom
        if group[0].page or (whole and self._y - high < bottom and self._y < self._top):
            self._turn(group[0].head)
        for strip in group:
            if strip.page:
                continue
            if self._y - strip.high < bottom and self._y < self._top:
                self._turn(strip.head)
            self._put(strip)

    def _put(self, strip: Strip) -> None:
        # Space that is left over at a page's end is not carried to the next.
        if strip.draw is None and self._y == self._top:
            return
        if strip.draw is not None:
            strip.draw(self._canvas, self._left, self._y)
        self._y -= strip.high

    @property
    def _left(self) -> float:
        page = self._layout.page
        return (page.right if page.mirrored and self._number % 2 == 0 else page.left) * _MM

    def _turn(self, head: Sequence[Strip]) -> None:
        self._canvas.showPage()
        self._number += 1
        self._y = self._top
        size = self._layout.type("page").size
        middle = self._left + (210 - self._layout.page.left - self._layout.page.right) * _MM / 2
        self._canvas.setFont(face("Regular"), size)
        at = _HIGH - self._layout.page.number_top * _MM - size * ASCENT
        self._canvas.drawCentredString(middle, at, str(self._number))
        for strip in head:
            self._put(strip)


class _Setter:
    """Turns a block into strips."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._width = (210 - layout.page.left - layout.page.right) * _MM
        self._first = layout.body.first_line * _MM

    def strips(self, block: Block, *, keep: bool = False) -> list[Strip]:
        match block:
            case Header():
                return [self._boxes(block), Strip(14)]
            case Title():
                return self._title(block)
            case Notice():
                return [*self._centred(Line("notice", block.text)), Strip(12)]
            case Fact():
                told = (Run(f"{block.label}:", self._cut("label")), Run(block.text, "Regular"))
                if self._layout.fact_bullet:
                    return self._listed(told, 0, keep=keep)
                return self._paragraph(told, "body", first=self._first, keep=keep)
            case Heading():
                return self._heading(block)
            case Para():
                runs = (Run(block.text, self._cut(block.role)),)
                # What announces a list stays with it.
                keep = keep or block.text.endswith(":")
                if block.role == "title":
                    return [Strip(6), *self._centred(Line("title", block.text)), Strip(6)]
                return self._paragraph(runs, block.role, first=self._first, keep=keep)
            case Point():
                return self._point(block, keep=keep)
            case Table():
                return self._table(block)
            case Signatures():
                return self._signatures(block, keep=keep)
            case Check():
                return self._check(block)
            case NewPage():
                return [Strip(0, page=True)]
            case _:
                assert_never(block)

    # Paragraphs -------------------------------------------------------------------------------------------------------

    def _cut(self, role: Role) -> Cut:
        kind = self._layout.type(role)
        return cut_of(bold=kind.bold, italic=kind.italic)

    def _leading(self, size: float) -> float:
        body = self._layout.body
        return body.line if body.line is not None else size * NATURAL * body.lines

    def _paragraph(
        self, runs: Sequence[Run], role: Role, *, left: float = 0, first: float = 0, sign: str = "", keep: bool = False,
        align: str = "justify",
    ) -> list[Strip]:  # fmt: skip
        """Lines at the body's distance; the first two and the last two stay together."""
        size = self._layout.type(role).size
        high = self._leading(size)
        wide = self._width - left
        lines = broken(runs, size, wide, first)
        strips = []
        for place, line in enumerate(lines):
            held = place == 0 or place == len(lines) - 2
            strips.append(
                Strip(high, self._drawn(line, left, wide, size, high, align), keep=held and place < len(lines) - 1)
            )
        if sign:
            strips[0].draw = _with_sign(strips[0].draw, sign, left - _HANGING, size, high)
        # What follows a paragraph is nothing to keep; the space between goes with the last line.
        strips[-1].keep = keep
        strips.append(Strip(self._layout.body.after, keep=keep))
        return strips

    def _drawn(
        self, line: Words, left: float, wide: float, size: float, high: float, align: str
    ) -> Callable[[Any, float, float], None]:  # fmt: skip
        def drawn(canvas: Any, x: float, top: float) -> None:
            draw(canvas, line, x + left, _base(top, high, size), size, wide, align)

        return drawn

    def _listed(self, runs: Sequence[Run], depth: int, *, keep: bool) -> list[Strip]:
        if self._first:
            # Where paragraphs begin further in, so does a line of a list; what follows goes back to the margin.
            told = (Run(self._layout.bullet, "Regular"), *runs)
            return self._paragraph(told, "body", first=self._first + depth * _STEP, keep=keep)
        return self._paragraph(runs, "body", left=_STEP * (depth + 1), sign=self._layout.bullet, keep=keep)

    def _point(self, block: Point, *, keep: bool) -> list[Strip]:
        runs = [Run(block.number, "Regular")] if block.number else []
        if block.who:
            runs.append(Run(f"{block.who}:" if block.text else block.who, self._cut("who")))
        runs.append(Run(block.text, "Regular"))
        # What only announces a list stays with it.
        keep = keep or bool(block.number and not block.text)
        if block.number:
            return self._paragraph(runs, "body", first=self._first, keep=keep)
        return self._listed(runs, min(block.depth, 2), keep=keep)

    def _heading(self, block: Heading) -> list[Strip]:
        role: Role = ("heading1", "heading2", "heading3", "heading4")[block.level - 1]
        first = 0.0 if block.level == 1 else self._first
        strips = self._paragraph((Run(block.whole, self._cut(role)),), role, first=first, keep=True, align="left")
        for strip in strips:
            strip.keep = True
        return [Strip(self._layout.body.after, keep=True), *strips]

    # Head and foot ----------------------------------------------------------------------------------------------------

    def _title(self, block: Title) -> list[Strip]:
        strips = [*self._centred(Line("title", block.text)), *self._centred(Line("about", block.about))]
        if block.mark:
            strips += self._centred(Line("mark", block.mark))
        for strip in strips:
            strip.keep = True
        return [*strips, Strip(14)]

    def _centred(self, line: Line, wide: float | None = None, align: str = "center") -> list[Strip]:
        """A line of the head or the foot, and the rule under it where its type has one."""
        kind, width = self._layout.type(line.role), wide if wide is not None else self._width
        cut, high = self._cut(line.role), kind.size * NATURAL
        lines = broken((Run(line.text, cut),), kind.size, width)
        strips = [Strip(high, self._drawn(each, 0, width, kind.size, high, align)) for each in lines]
        if kind.underline:
            strips = [_underlined(strip, each, kind, cut) for strip, each in zip(strips, lines, strict=True)]
        if kind.rule != "none" and line.text:
            long = min(width, width_of(line.text, cut) * kind.size) * (0.4 if kind.rule == "third" else 1)
            strips.append(Strip(7, _rule((width - long) / 2, long)))
        return strips

    def _boxes(self, block: Header) -> Strip:
        left = self._width * block.share / 100
        widths = (left, self._width - left)
        rows = [
            [
                [strip for line in box for strip in self._centred(line, wide)]
                for box, wide in zip(row, widths, strict=True)
            ]
            for row in block.rows
        ]  # fmt: skip
        return _side_by_side(rows, widths)

    def _signatures(self, block: Signatures, *, keep: bool) -> list[Strip]:
        columns: list[list[Strip]] = []
        listed = [strip for line in block.recipients for strip in self._centred(line, self._width / 2, "left")]
        count = len(block.columns) + (1 if listed and len(block.columns) == 1 else 0)
        wide = self._width / max(1, count)
        for column in block.columns:
            strips = [strip for line in column.lines for strip in self._centred(line, wide)]
            blank = self._layout.type("signer").size * NATURAL * _SIGNING
            columns.append([*strips, Strip(blank), *self._centred(Line("signer", column.name), wide)])
        if listed and len(columns) == 1:
            columns.insert(0, listed)
            listed = []
        signed = _side_by_side([columns], (wide,) * count)
        strips = [Strip(10, keep=True), signed, Strip(10)]
        if listed:
            signed.keep = strips[-1].keep = True
            for strip in listed[:-1]:
                strip.keep = True
            strips += [*listed, Strip(10)]
        if keep:
            for strip in strips:
                strip.keep = True
        return strips

    def _check(self, block: Check) -> list[Strip]:
        if not block.address:
            return self._centred(Line("check", block.text), align="left")
        dark, left = qr.squares(block.address), _QR + 8
        words = self._centred(Line("check", block.text), self._width - left, "left")

        def drawn(canvas: Any, x: float, top: float) -> None:
            one = _QR / len(dark)
            path = canvas.beginPath()
            for row, cells in enumerate(dark):
                for column, cell in enumerate(cells):
                    if cell:
                        path.rect(x + column * one, top - (row + 1) * one, one, one)
            canvas.drawPath(path, stroke=0, fill=1)
            y = top - 4
            for strip in words:
                if strip.draw is not None:
                    strip.draw(canvas, x + left, y)
                y -= strip.high

        return [Strip(max(_QR, sum(strip.high for strip in words) + 4), drawn), Strip(8)]

    # Tables -----------------------------------------------------------------------------------------------------------

    def _table(self, block: Table) -> list[Strip]:
        widths = [self._width * share / 100 for share in block.widths]
        head = self._cells(block.head, widths, "cell_head")
        head.keep = True
        rows = [self._cells(row, widths, "cell") for row in block.rows]
        for row in rows:
            row.head = (head,)
        return [head, *rows, Strip(self._layout.body.after)]

    def _cells(self, texts: Sequence[str], widths: Sequence[float], role: Role) -> Strip:
        size, cut = self._layout.type(role).size, self._cut(role)
        high = size * NATURAL
        cells = [
            broken((Run(text, cut),), size, wide - 2 * _PADDING) for text, wide in zip(texts, widths, strict=True)
        ]  # fmt: skip
        tall = max(len(lines) for lines in cells) * high + 2 * _PADDING * 0.6

        def drawn(canvas: Any, x: float, top: float) -> None:
            canvas.setLineWidth(_THIN * 0.7)
            at = x
            for lines, wide in zip(cells, widths, strict=True):
                canvas.rect(at, top - tall, wide, tall)
                for place, line in enumerate(lines):
                    base = _base(top - _PADDING * 0.6 - place * high, high, size)
                    draw(canvas, line, at + _PADDING, base, size, wide - 2 * _PADDING, "left")
                at += wide

        return Strip(tall, drawn)


# Small drawings -------------------------------------------------------------------------------------------------------


def _base(top: float, high: float, size: float) -> float:
    """Where the letters of a line stand."""
    return top - (high - size * NATURAL) / 2 - size * ASCENT - size * 0.02


def _rule(left: float, long: float) -> Callable[[Any, float, float], None]:
    def drawn(canvas: Any, x: float, top: float) -> None:
        canvas.setLineWidth(_THIN)
        canvas.line(x + left, top - 2.5, x + left + long, top - 2.5)

    return drawn


def _underlined(strip: Strip, line: Words, kind: Type, cut: Cut) -> Strip:
    """Only left lines are underlined: the label of the recipients."""
    words = strip.draw
    long = line.wide + width_of(" ", cut) * kind.size * (len(line.words) - 1)

    def drawn(canvas: Any, x: float, top: float) -> None:
        if words is not None:
            words(canvas, x, top)
        canvas.setLineWidth(_THIN)
        below = _base(top, strip.high, kind.size) - 1.5
        canvas.line(x, below, x + long, below)

    return Strip(strip.high, drawn, strip.keep)


def _with_sign(
    words: Callable[[Any, float, float], None] | None, sign: str, left: float, size: float, high: float
) -> Callable[[Any, float, float], None]:  # fmt: skip
    def drawn(canvas: Any, x: float, top: float) -> None:
        canvas.setFont(face("Regular"), size)
        canvas.drawString(x + left, _base(top, high, size), sign)
        if words is not None:
            words(canvas, x, top)

    return drawn


def _side_by_side(rows: Sequence[Sequence[Sequence[Strip]]], widths: Sequence[float]) -> Strip:
    """Columns beside each other, row under row, as one piece."""
    heights = [max((sum(strip.high for strip in column) for column in row), default=0) for row in rows]

    def drawn(canvas: Any, x: float, top: float) -> None:
        for row, high in zip(rows, heights, strict=True):
            at = x
            for column, wide in zip(row, widths, strict=True):
                y = top
                for strip in column:
                    if strip.draw is not None:
                        strip.draw(canvas, at, y)
                    y -= strip.high
                at += wide
            top -= high

    return Strip(sum(heights), drawn)
