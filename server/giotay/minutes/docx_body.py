"""Blocks as the body of a DOCX, element by element.

python-docx looks a style up anew for every paragraph and searches the row for every cell: a long meeting took half a
minute. What stands in a body is simple enough to be written as it is; page and styles stay python-docx's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, assert_never

from docx.oxml.ns import qn

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
from giotay.minutes.docx_numbers import Numbers
from giotay.minutes.faces import cut_of, width_of
from giotay.minutes.layout import Layout

BULLETS: Final = ("List Bullet", "List Bullet 2", "List Bullet 3")
# Twentieths of a point, as the format counts.
_POINT: Final = 20
_MM: Final = 72 / 25.4 * _POINT
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SIGNING: Final = 4

Run = tuple[str, bool]


class Body:
    """Writes elements into a body. `styles` are the ids of the styles by role; `code` makes a picture of an address."""

    def __init__(
        self, body: Any, styles: Mapping[str, str], layout: Layout, numbers: Numbers, code: Callable[[str], Any]
    ) -> None:
        self._make = body.makeelement
        self._end = body.sectPr
        self._styles = styles
        self._layout = layout
        self._numbers = numbers
        self._code = code
        self._width = round((210 - layout.page.left - layout.page.right) * _MM)

    def write(self, blocks: Iterable[Block]) -> None:
        """Add what the blocks say at the end."""
        told = list(blocks)
        for place, block in enumerate(told):
            # The last words stay with the signatures.
            keep = place + 1 < len(told) and isinstance(told[place + 1], Signatures | Check)
            for element in self._elements(block, keep=keep):
                self._end.addprevious(element)

    def _elements(self, block: Block, *, keep: bool = False) -> Iterator[Any]:
        match block:
            case Header():
                yield self._boxes(block)
                yield self._paragraph([], "mark")
            case Title():
                yield self._paragraph([(block.text, False)], "title")
                yield from self._line(Line("about", block.about), self._width)
                if block.mark:
                    yield self._paragraph([(block.mark, False)], "mark")
                yield self._paragraph([], "mark")
            case Notice():
                yield self._paragraph([(block.text, False)], "notice")
            case Fact():
                label = self._layout.type("label").bold
                style = BULLETS[0] if self._layout.fact_bullet else "body"
                yield self._paragraph([(f"{block.label}: ", label), (block.text, False)], style)
            case Heading():
                yield self._numbered([(block.text, False)], f"heading{block.level}", block.number)
            case Para():
                # What announces a list stays with it.
                yield self._paragraph([(block.text, False)], block.role, keep=keep or block.text.endswith(":"))
            case Point():
                who = [(f"{block.who}: " if block.text else block.who, self._layout.type("who").bold)]
                runs = [*(who if block.who else []), (block.text, False)]
                if block.number:
                    # What only announces a list stays with it.
                    yield self._numbered(runs, "body", block.number, keep=keep or not block.text)
                else:
                    yield self._paragraph(runs, BULLETS[min(block.depth, 2)], keep=keep)
            case Table():
                yield self._table(block)
                yield self._paragraph([], "body")
            case Signatures():
                yield from self._signatures(block)
            case Check():
                yield from self._check(block)
            case NewPage():
                page = self._paragraph([("", False)], "body")
                page[-1].append(self._element("br", type="page"))
                yield page
            case _:
                assert_never(block)

    # Head and foot ----------------------------------------------------------------------------------------------------

    def _boxes(self, block: Header) -> Any:
        left = self._width * block.share // 100
        widths = [left, self._width - left]
        table = self._grid(widths)
        for row in block.rows:
            cells = [
                [part for line in box for part in self._line(line, width)]
                for box, width in zip(row, widths, strict=True)
            ]
            table.append(self._row(cells, widths, "cantSplit"))
        return table

    def _line(self, line: Line, width: int) -> Iterator[Any]:
        """A line and, where its type has one, the rule under it: the border of a short empty paragraph."""
        kind = self._layout.type(line.role)
        yield self._paragraph([(line.text, False)], line.role)
        if kind.rule == "none" or not line.text:
            return
        cut = cut_of(bold=kind.bold, italic=kind.italic)
        long = min(width, round(width_of(line.text, cut) * kind.size * _POINT))
        if kind.rule == "third":
            long = round(long * 0.4)
        side = str((width - long) // 2)
        rule = self._element("p")
        properties = self._element("pPr")
        properties.append(self._element("pStyle", val=self._styles["mark"]))
        border = self._element("pBdr")
        border.append(self._element("bottom", val="single", sz="6", space="0", color="000000"))
        properties.append(border)
        properties.append(self._element("spacing", line=str(3 * _POINT), lineRule="exact", after=str(4 * _POINT)))
        properties.append(self._element("ind", left=side, right=side))
        rule.append(properties)
        yield rule

    def _signatures(self, block: Signatures) -> Iterator[Any]:
        yield self._paragraph([], "mark", keep=True)
        columns = [
            [
                *(self._paragraph([(line.text, False)], line.role, keep=True) for line in column.lines),
                *(self._paragraph([], "signer", keep=True) for _ in range(_SIGNING)),
                self._paragraph([(column.name, False)], "signer", keep=True),
            ]
            for column in block.columns
        ]
        listed = [self._paragraph([(line.text, False)], line.role) for line in block.recipients]
        if listed and len(columns) == 1:
            columns, listed = [listed, *columns], []
        widths = [self._width // max(1, len(columns))] * len(columns)
        table = self._grid(widths)
        table.append(self._row(columns, widths, "cantSplit"))
        yield table
        yield self._paragraph([], "check")
        yield from listed
        if listed:
            yield self._paragraph([], "check")

    def _check(self, block: Check) -> Iterator[Any]:
        words = self._paragraph([(block.text, False)], "check")
        if not block.address:
            yield words
            return
        run = self._element("r")
        drawn = self._element("drawing")
        drawn.append(self._code(block.address))
        run.append(drawn)
        code = self._paragraph([], "check")
        code.append(run)
        narrow = round(26 * _MM)
        widths = [narrow, self._width - narrow]
        table = self._grid(widths)
        table.append(self._row([[code], [words]], widths, "cantSplit"))
        yield table
        yield self._paragraph([], "check")

    # Paragraphs -------------------------------------------------------------------------------------------------------

    def _numbered(self, runs: Iterable[Run], style: str, number: str, *, keep: bool = False) -> Any:
        """With Word's own numbering, or, where Word cannot count so, with the number as words."""
        if not number:
            return self._paragraph(runs, style, keep=keep)
        counted = self._numbers.of(number)
        if counted is None:
            return self._paragraph([(f"{number} ", False), *runs], style, keep=keep)
        return self._paragraph(runs, style, keep=keep, number=counted)

    def _paragraph(self, runs: Iterable[Run], style: str, *, keep: bool = False, number: int | None = None) -> Any:
        paragraph = self._element("p")
        properties = self._element("pPr")
        properties.append(self._element("pStyle", val=self._styles[style]))
        if keep:
            properties.append(self._element("keepNext"))
        if number is not None:
            properties.append(self._numbers.reference(number))
        paragraph.append(properties)
        for text, bold in runs:
            run = self._element("r")
            if bold:
                looks = self._element("rPr")
                looks.append(self._element("b"))
                run.append(looks)
            if text:
                words = self._element("t")
                words.set(_SPACE, "preserve")
                words.text = text
                run.append(words)
            paragraph.append(run)
        return paragraph

    # Tables -----------------------------------------------------------------------------------------------------------

    def _table(self, block: Table) -> Any:
        """A table with borders, whose head stands on every page."""
        widths = [self._width * share // 100 for share in block.widths]
        table = self._grid(widths, style="Table Grid")
        for number, texts in enumerate((block.head, *block.rows)):
            head = number == 0
            cells = [[self._paragraph([(text, False)], "cell_head" if head else "cell")] for text in texts]
            table.append(self._row(cells, widths, "tblHeader" if head else ""))
        return table

    def _grid(self, widths: list[int], *, style: str = "") -> Any:
        table, properties, grid = self._element("tbl"), self._element("tblPr"), self._element("tblGrid")
        if style:
            properties.append(self._element("tblStyle", val=self._styles[style]))
        properties.append(self._element("tblW", type="auto", w="0"))
        properties.append(self._element("tblLayout", type="fixed"))
        if not style:
            # Boxes of the head and the foot reach from margin to margin.
            margins = self._element("tblCellMar")
            margins.extend([self._element(side, w="0", type="dxa") for side in ("left", "right")])
            properties.append(margins)
        grid.extend([self._element("gridCol", w=str(width)) for width in widths])
        table.extend([properties, grid])
        return table

    def _row(self, cells: list[list[Any]], widths: list[int], rule: str) -> Any:
        row = self._element("tr")
        if rule:
            properties = self._element("trPr")
            properties.append(self._element(rule))
            row.append(properties)
        for paragraphs, width in zip(cells, widths, strict=True):
            cell, properties = self._element("tc"), self._element("tcPr")
            properties.append(self._element("tcW", type="dxa", w=str(width)))
            cell.extend([properties, *(paragraphs or [self._paragraph([], "mark")])])
            row.append(cell)
        return row

    def _element(self, name: str, **attributes: str) -> Any:
        return self._make(_name(name), {_name(key): value for key, value in attributes.items()})


def _name(name: str) -> str:
    known = _NAMES.get(name)
    if known is None:
        known = _NAMES[name] = str(qn(f"w:{name}"))
    return known


_NAMES: Final[dict[str, str]] = {}
