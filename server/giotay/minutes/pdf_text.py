"""Words into lines for the PDF: broken where they fit, justified, in up to four cuts of one face."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec import Struct

from giotay.minutes.faces import Cut, face, width_of

# What of a size is above the base line, and what lines take when nothing else is said.
ASCENT: Final = 0.891
NATURAL: Final = 1.15


class Run(Struct, frozen=True):
    """Words in one cut."""

    text: str
    cut: Cut


class Words(Struct):
    """One line: its words with their cuts, how wide they are without the spaces between, and the indent before."""

    words: list[tuple[str, Cut]]
    wide: float
    indent: float
    last: bool


def broken(runs: Iterable[Run], size: float, width: float, first: float = 0.0) -> list[Words]:
    """The lines of a paragraph; `first` indents the first. A word that is wider than a line is cut."""
    lines: list[Words] = []
    line = Words([], 0.0, first, last=False)
    for word, cut, glued in _words(runs):
        for part in _fitting(word, cut, size, width):
            wide = width_of(part, cut) * size
            space = width_of(" ", cut) * size
            if glued and line.words and part is word:
                line.words[-1:] = [line.words[-1], (part, cut)]
                line.wide += wide
                continue
            if line.words and line.indent + line.wide + space * len(line.words) + wide > width + 0.01:
                lines.append(line)
                line = Words([], 0.0, 0.0, last=False)
            line.words.append((part, cut))
            line.wide += wide
    line.last = True
    lines.append(line)
    return lines


def _words(runs: Iterable[Run]) -> Iterator[tuple[str, Cut, bool]]:
    for run in runs:
        for word in run.text.split():
            yield word, run.cut, False


def _fitting(word: str, cut: Cut, size: float, width: float) -> Iterator[str]:
    """The word, or as much of it as fits into a line at a time."""
    if width_of(word, cut) * size <= width:
        yield word
        return
    part, wide = "", 0.0
    for sign in word:
        own = width_of(sign, cut) * size
        if part and wide + own > width:
            yield part
            part, wide = "", 0.0
        part += sign
        wide += own
    yield part


def draw(canvas: Any, line: Words, x: float, y: float, size: float, width: float, align: str) -> None:
    """One line with its base line at y."""
    if not line.words:
        return
    gaps = len(line.words) - 1
    space = width_of(" ", line.words[0][1]) * size
    spare = width - line.indent - line.wide - space * gaps
    extra = 0.0
    if align == "justify" and not line.last and gaps:
        extra = spare / gaps
    elif align == "center":
        x += spare / 2
    text = canvas.beginText(x + line.indent, y)
    text.setWordSpace(extra)
    at, now = 0, line.words[0][1]
    for place, (_, cut) in enumerate([*line.words, ("", None)]):
        if cut != now:
            text.setFont(face(now), size)
            part = " ".join(word for word, _ in line.words[at:place])
            text.textOut(part + (" " if cut is not None else ""))
            at, now = place, cut or now
    canvas.drawText(text)
