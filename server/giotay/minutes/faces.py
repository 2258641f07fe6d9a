"""Tinos, the free face that papers are set in where no other is at hand: how wide words are, in its four cuts.

As wide as Times New Roman letter by letter, so that a rule measured here fits under words that Word sets in that.
"""

from functools import cache
from importlib.resources import as_file, files
from typing import Final, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Cut = Literal["Regular", "Bold", "Italic", "BoldItalic"]
CUTS: Final[tuple[Cut, ...]] = ("Regular", "Bold", "Italic", "BoldItalic")


def cut_of(*, bold: bool, italic: bool) -> Cut:
    """The cut that looks so."""
    if bold:
        return "BoldItalic" if italic else "Bold"
    return "Italic" if italic else "Regular"


@cache
def face(cut: Cut) -> str:
    """The name under which the cut can be used for drawing."""
    name = f"Tinos-{cut}"
    with as_file(files("giotay.fonts") / f"{name}.ttf") as path:
        pdfmetrics.registerFont(TTFont(name, path))
    return name


@cache
def _widths(cut: Cut) -> tuple[dict[int, float], float]:
    font = pdfmetrics.getFont(face(cut))
    return font.face.charWidths, font.face.defaultWidth


@cache
def width_of(word: str, cut: Cut) -> float:
    """How wide a word is at a size of one point."""
    widths, other = _widths(cut)
    return sum(widths.get(ord(sign), other) for sign in word) / 1_000
