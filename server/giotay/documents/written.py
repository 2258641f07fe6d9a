"""Written words as pieces of blocks: what a phone shows of a DOCX or a text file, and no markup with it.

A piece is what one page is of a PDF. No HTML ever leaves this file, so nobody's script can.
"""

import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import mammoth

from giotay.documents.kinds import NotTaken

Block = dict[str, object]
# As much as a wall 12 m away can show at once.
PIECE: Final = 900
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DOCTYPE: Final = b"<!DOCTYPE"


def of_docx(path: Path) -> list[list[Block]]:
    """The pieces of a DOCX. Raises NotTaken."""
    body = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for part in packed.namelist():
            if part.endswith((".xml", ".rels")) and _DOCTYPE in packed.read(part)[:4_096].upper():
                raise NotTaken("bomb")
    # Pictures inside a text are left out: they would be the larger part of what phones load.
    no_pictures = mammoth.images.img_element(lambda image: {})
    reader = _Reader()
    reader.feed(mammoth.convert_to_html(io.BytesIO(body), convert_image=no_pictures).value)
    reader.close()
    return pieces(reader.blocks)


def of_text(path: Path) -> list[list[Block]]:
    """The pieces of a text file: paragraphs are what blank lines divide, and every line stays one."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = [block for part in text.split("\n\n") if part.strip() for block in _cut(part.strip("\n"))]
    return pieces(blocks)


def _cut(text: str) -> list[Block]:
    """A paragraph; a very long one in parts, between words where it can be."""
    found: list[Block] = []
    while len(text) > PIECE:
        at = max(text.rfind(" ", 0, PIECE), text.rfind("\n", 0, PIECE))
        at = at if at > PIECE // 2 else PIECE
        found.append({"kind": "paragraph", "text": text[:at]})
        text = text[at:].lstrip()
    return [*found, {"kind": "paragraph", "text": text}]


def pieces(blocks: list[Block]) -> list[list[Block]]:
    """The blocks in pieces that are about a page long; a heading begins with what it heads. Raises NotTaken."""
    found: list[list[Block]] = [[]]
    length = 0
    for block in blocks:
        size = _length(block) + 80
        if found[-1] and length + size > PIECE:
            heads = [found[-1].pop()] if len(found[-1]) > 1 and found[-1][-1]["kind"] == "heading" else []
            found.append(heads)
            length = sum(_length(head) + 80 for head in heads)
        found[-1].append(block)
        length += size
    if not found[0]:
        raise NotTaken("empty")
    return found


def _length(block: Block) -> int:
    cells = block.get("cells")
    return sum(map(len, cells)) if isinstance(cells, list) else len(str(block["text"]))


class _Reader(HTMLParser):
    """From mammoth's HTML to blocks: headings, paragraphs, items of lists, rows of tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._lists: list[int | None] = []
        self._mark: str | None = None
        self._heading = False
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._end_block()
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._end_block()
            self._mark = self._next_mark()
        elif tag == "tr":
            self._end_block()
            self._cells = []
        elif tag == "br":
            self._words.append("\n")
        elif tag in _HEADINGS:
            self._end_block()
            self._heading = True
        elif tag == "p":
            self._end_block()

    def _next_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "•"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(self._taken())
        elif tag == "tr" and self._cells is not None:
            if any(self._cells):
                self.blocks.append({"kind": "row", "text": "", "cells": self._cells})
            self._cells = None
        elif tag == "p" and self._cells is not None:
            self._words.append("\n")
        elif tag in ("p", "li") or tag in _HEADINGS:
            self._end_block()
        elif tag in ("ul", "ol") and self._lists:
            self._end_block()
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def close(self) -> None:
        super().close()
        self._end_block()

    def _taken(self) -> str:
        text, self._words = "".join(self._words).strip(), []
        return text

    def _end_block(self) -> None:
        if self._cells is not None:
            return
        text = self._taken()
        if text and self._heading:
            self.blocks.append({"kind": "heading", "text": text[:PIECE]})
        elif text and self._mark is not None:
            self.blocks.append({"kind": "item", "text": f"{self._mark} {text}"})
        elif text:
            self.blocks += _cut(text)
        if text:
            self._mark = None
        self._heading = False
