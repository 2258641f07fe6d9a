"""Blocks as Markdown (CommonMark with tables): readable as it is, and pasted anywhere."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from giotay.minutes.blocks import (
    Block,
    Check,
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
_COUNTED: Final = re.compile(r"\d+\.")
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
            lines = [line for row in block.rows for box in row for line in box if line.role != "mark"]
            return "  \n".join(plain(line.text) for line in lines)
        case Title():
            return f"# {plain(block.text)}\n\n**{plain(block.about)}**"
        case Notice():
            return f"> **{plain(block.text)}**"
        case Fact():
            return f"- **{plain(block.label)}:** {plain(block.text)}"
        case Heading():
            return f"{'#' * (block.level + 1)} {plain(block.whole)}"
        case Para():
            return _no_list(plain(block.text))
        case Point():
            who = f"**{plain(block.who)}**" if block.who else ""
            text = f"{who}: {plain(block.text)}" if who and block.text else who or _no_list(plain(block.text))
            if _COUNTED.fullmatch(block.number):
                return f"{block.number} {text}"
            return f"{'  ' * block.depth}- {block.number} {text}" if block.number else f"{'  ' * block.depth}- {text}"
        case Table():
            rule = ["---"] * len(block.head)
            return "\n".join(_row(cells) for cells in ([plain(cell) for cell in block.head], rule, *_cells(block)))
        case Signatures():
            return _signed(block)
        case Check():
            return plain(block.text)
        case NewPage():
            return "---"
        case _:
            assert_never(block)


def _signed(block: Signatures) -> str:
    rows = [
        ["<br>".join(f"**{plain(line.text)}**" for line in column.lines) for column in block.columns],
        [":-:"] * len(block.columns),
        [plain(column.name) for column in block.columns],
    ]
    told = "\n".join(_row(cells) for cells in rows)
    listed = "  \n".join(_no_list(plain(line.text)) for line in block.recipients)
    return f"{told}\n\n{listed}" if listed else told


def plain(text: str) -> str:
    """Text in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", text)


def _no_list(text: str) -> str:
    return _LEADING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)


def _cells(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
