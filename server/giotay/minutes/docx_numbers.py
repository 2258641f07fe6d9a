"""Word's own numbering: bullets, and numbers of headings and points that Word counts on when somebody adds one.

A list is of one kind (`I-`, `1.`, `2.1.`, `a)`) and goes on while the numbers follow one another; one that begins
elsewhere is a list of its own that starts there. Word does not know the Vietnamese alphabet: from đ on a letter is
written into its list.
"""

import re
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LETTERS: Final = "abcd"
_PARTS: Final = re.compile(r"((?:\d+\.)*)([IVX]+|\d+|[a-zđ])([-.)]?)")
# How far lists hang, in twentieths of a point: about 6 mm a level.
_STEP: Final = 340
_HANGING: Final = 227
Kind = tuple[str, str, str]


class Numbers:
    """Writes the numbering part. `bullets` is the list of the bullets, `first_line` in twentieths of a point."""

    def __init__(self, part: Any, bullet: str, font: str, first_line: int) -> None:
        self._part = part
        self._font = font
        self._first_line = first_line
        self._abstract: list[Any] = []
        self._lists: dict[Kind, tuple[int, int]] = {}
        self.bullets: Final = self._new([("bullet", bullet, 1, depth) for depth in range(3)])

    def finish(self) -> None:
        """Put everything into the part, in the order that the format asks for."""
        for child in list(self._part):
            self._part.remove(child)
        for element in self._abstract:
            self._part.append(element)
        for number in range(1, len(self._abstract) + 1):
            entry = _element("num", numId=str(number))
            entry.append(_element("abstractNumId", val=str(number)))
            self._part.append(entry)

    def of(self, number: str) -> int | None:
        """The list whose next number this is; None where it is none that Word could count."""
        found = _PARTS.fullmatch(number)
        if found is None:
            return None
        before, own, after = found.groups()
        if own in _ROMAN:
            kind, value = "upperRoman", _ROMAN.index(own) + 1
        elif own.isdigit():
            kind, value = "decimal", int(own)
        elif own in _LETTERS:
            kind, value = "lowerLetter", _LETTERS.index(own) + 1
        else:
            return self._new([("none", number, 1, 0)])
        key = (kind, before, after)
        last = self._lists.get(key)
        if last is not None and last[1] + 1 == value:
            self._lists[key] = (last[0], value)
            return last[0]
        made = self._new([(kind, f"{before}%1{after}", value, 0)])
        self._lists[key] = (made, value)
        return made

    @staticmethod
    def reference(number: int, level: int = 0) -> Any:
        """What a paragraph or a style says of its list."""
        reference = _element("numPr")
        reference.append(_element("ilvl", val=str(level)))
        reference.append(_element("numId", val=str(number)))
        return reference

    def _new(self, levels: list[tuple[str, str, int, int]]) -> int:
        number = len(self._abstract) + 1
        abstract = _element("abstractNum", abstractNumId=str(number))
        abstract.append(_element("multiLevelType", val="hybridMultilevel" if len(levels) > 1 else "singleLevel"))
        for place, (kind, text, start, depth) in enumerate(levels):
            level = _element("lvl", ilvl=str(place))
            level.append(_element("start", val=str(start)))
            level.append(_element("numFmt", val=kind))
            hangs = kind == "bullet" and not self._first_line
            level.append(_element("suff", val="tab" if hangs else "space"))
            level.append(_element("lvlText", val=text))
            level.append(_element("lvlJc", val="left"))
            if kind == "bullet":
                paragraph = _element("pPr")
                if hangs:
                    paragraph.append(_element("ind", left=str(_STEP * (depth + 1)), hanging=str(_HANGING)))
                else:
                    # Where paragraphs begin further in, so does a line of a list, and goes on at the margin.
                    paragraph.append(_element("ind", left="0", firstLine=str(self._first_line + depth * _STEP)))
                level.append(paragraph)
                run = _element("rPr")
                run.append(_element("rFonts", ascii=self._font, hAnsi=self._font, eastAsia=self._font, cs=self._font))
                level.append(run)
            else:
                # A number stands where the first line of a paragraph begins; the heads of parts at the margin.
                paragraph = _element("pPr")
                indent = "0" if kind == "upperRoman" else str(self._first_line)
                paragraph.append(_element("ind", left="0", firstLine=indent))
                level.append(paragraph)
            abstract.append(level)
        self._abstract.append(abstract)
        return number


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
