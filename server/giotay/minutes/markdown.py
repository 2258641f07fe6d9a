"""Blocks as Markdown (CommonMark with tables): readable as it is, and pasted anywhere."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, assert_never

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

_SIGNS: Final = re.compile(r"([\\`*_\[\]<>|#~])")
_LEADING: Final = re.compile(r"^(\d+)([.)])|^([-+])(?=\s)")


def markdown(blocks: Iterable[Block]) -> str:
    """The text of a file. What people wrote cannot become a heading, a link or a tag."""
    parts: list[str] = []
    listing = False
    for block in blocks:
        told = _told(block)
        if not told:
            continue
        lists = isinstance(block, Point | Fact)
        parts.append(("" if listing and lists else "\n") + told)
        listing = lists
    return "\n".join(parts).lstrip("\n") + "\n"


def _told(block: Block) -> str:
    match block:
        case Header():
            return "  \n".join(plain(part) for part in (*block.left, *block.right) if part)
        case Title():
            return f"# {plain(block.text)}\n\n**{plain(block.about)}**"
        case Notice():
            return f"> **{plain(block.text)}**"
        case Fact():
            return f"- **{plain(block.label)}:** {plain(block.text)}"
        case Heading():
            return f"{'#' * (block.level + 1)} {plain(block.text)}"
        case Para():
            return _no_list(plain(block.text))
        case Point():
            who = f"**{plain(block.who)}**" if block.who else ""
            text = f"{who}: {plain(block.text)}" if who and block.text else who or _no_list(plain(block.text))
            return f"{'  ' * block.depth}- {text}"
        case Table():
            rule = ["---"] * len(block.head)
            return "\n".join(_row(cells) for cells in ([plain(cell) for cell in block.head], rule, *_cells(block)))
        case Signatures():
            head, names = zip(*block.columns, strict=True)
            return "\n".join(
                _row(cells)
                for cells in ([f"**{plain(text)}**" for text in head], [":-:"] * len(head), [plain(n) for n in names])
            )
        case NewPage():
            return "---"
        case _:
            assert_never(block)


def plain(text: str) -> str:
    """Text in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", text)


def _no_list(text: str) -> str:
    return _LEADING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)


def _cells(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
