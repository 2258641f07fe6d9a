"""Blocks as the body of a DOCX, element by element.

python-docx looks a style up anew for every paragraph and searches the row for every cell: a long meeting took half a
minute. What stands in a body is simple enough to be written as it is; page and styles stay python-docx's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, assert_never

from docx.oxml.ns import qn

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

BULLETS: Final = ("List Bullet", "List Bullet 2", "List Bullet 3")
STYLES: Final = ("Title", "Heading 1", "Heading 2", "Heading 3", *BULLETS, "Table Grid")
# Twentieths of a point, as the format counts; a page of 210 mm less its margins.
_WIDTH: Final = round((210 - 30 - 15) / 25.4 * 72 * 20)
_POINT: Final = 20
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# The order that the format asks for.
_PARAGRAPH: Final = ("pStyle", "keepNext", "spacing", "jc")
_RUN: Final = ("b", "i", "sz", "szCs")

Run = tuple[str, bool]


class Body:
    """Writes elements into a body. `styles` are the ids of STYLES in the file."""

    def __init__(self, body: Any, styles: Mapping[str, str]) -> None:
        self._make = body.makeelement
        self._end = body.sectPr
        self._styles = styles

    def write(self, blocks: Iterable[Block]) -> None:
        """Add what the blocks say at the end."""
        for block in blocks:
            for element in self._elements(block):
                self._end.addprevious(element)

    def _elements(self, block: Block) -> Iterator[Any]:
        match block:
            case Header():
                yield self._side_by_side([[[(line, False)] for line in side] for side in (block.left, block.right)])
            case Title():
                yield self._paragraph([(block.text, False)], style="Title")
                yield self._paragraph([(block.about, True)], align="center", after=12)
            case Notice():
                yield self._paragraph([(block.text, True)], align="center", italic=True)
            case Fact():
                yield self._paragraph([(f"{block.label}: ", True), (block.text, False)], style="List Bullet")
            case Heading():
                yield self._paragraph([(block.text, False)], style=f"Heading {block.level}")
            case Para():
                yield self._paragraph([(block.text, False)], align="both")
            case Point():
                who = [(f"{block.who}: " if block.text else block.who, True)] if block.who else []
                yield self._paragraph([*who, (block.text, False)], style=BULLETS[min(block.depth, 2)])
            case Table():
                yield self._table(block)
            case Signatures():
                yield self._paragraph([], keep=True)
                # Four empty lines to sign on.
                columns = [[[(what, True)], [], [], [], [], [(name, True)]] for what, name in block.columns]
                yield self._side_by_side(columns, keep=True)
            case NewPage():
                page = self._paragraph([("", False)])
                page[-1].append(self._element("br", type="page"))
                yield page
            case _:
                assert_never(block)

    # Paragraphs -------------------------------------------------------------------------------------------------------

    def _paragraph(
        self, runs: Iterable[Run], *, style: str = "", align: str = "", after: int | None = None, keep: bool = False,
        italic: bool = False, size: int | None = None,
    ) -> Any:  # fmt: skip
        paragraph = self._element("p")
        facts = {
            "pStyle": {"val": self._styles[style]} if style else None,
            "keepNext": {} if keep else None,
            "spacing": {"after": str(after * _POINT)} if after is not None else None,
            "jc": {"val": align} if align else None,
        }
        self._properties(paragraph, "pPr", _PARAGRAPH, facts)
        for text, bold in runs:
            run = self._element("r")
            half_points = {"val": str(2 * size)} if size is not None else None
            looks = {"b": {} if bold else None, "i": {} if italic else None, "sz": half_points, "szCs": half_points}
            self._properties(run, "rPr", _RUN, looks)
            if text:
                words = self._element("t")
                words.set(_SPACE, "preserve")
                words.text = text
                run.append(words)
            paragraph.append(run)
        return paragraph

    def _properties(
        self, owner: Any, name: str, order: tuple[str, ...], facts: Mapping[str, Mapping[str, str] | None]
    ) -> None:  # fmt: skip
        told = [self._element(key, **given) for key in order if (given := facts[key]) is not None]
        if told:
            properties = self._element(name)
            properties.extend(told)
            owner.append(properties)

    # Tables -----------------------------------------------------------------------------------------------------------

    def _side_by_side(self, columns: list[list[list[Run]]], *, keep: bool = False) -> Any:
        """A table without borders, each column centred; `keep` keeps it on one page."""
        widths = [_WIDTH // len(columns)] * len(columns)
        table = self._grid(widths)
        lines = [[self._paragraph(runs, align="center") for runs in column] for column in columns]
        table.append(self._row(lines, widths, "cantSplit" if keep else ""))
        return table

    def _table(self, block: Table) -> Any:
        """A table with borders, whose head stands on every page."""
        widths = [_WIDTH * share // 100 for share in block.widths]
        table = self._grid(widths, style="Table Grid")
        for number, texts in enumerate((block.head, *block.rows)):
            head = number == 0
            cells = [[self._paragraph([(text, head)], after=2, size=12)] for text in texts]
            table.append(self._row(cells, widths, "tblHeader" if head else ""))
        return table

    def _grid(self, widths: list[int], *, style: str = "") -> Any:
        table, properties, grid = self._element("tbl"), self._element("tblPr"), self._element("tblGrid")
        if style:
            properties.append(self._element("tblStyle", val=self._styles[style]))
        properties.append(self._element("tblW", type="auto", w="0"))
        properties.append(self._element("tblLayout", type="fixed"))
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
            cell.extend([properties, *paragraphs])
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
