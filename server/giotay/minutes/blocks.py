"""What a paper is made of, whatever file it is written to: a few kinds of blocks, in order.

A screen that shows a paper gets them as they are, each with its kind in `block`.
"""

from msgspec import Struct

from giotay.minutes.layout import Role


class Line(Struct, frozen=True):
    """One line of the head or the foot of a paper; its role says how it looks."""

    role: Role
    text: str


class Header(Struct, frozen=True, tag_field="block", tag="header"):
    """Rows of two boxes at the top, centred; `share` of the width is the left one's."""

    rows: tuple[tuple[tuple[Line, ...], tuple[Line, ...]], ...]
    share: int = 50


class Title(Struct, frozen=True, tag_field="block", tag="title"):
    """The kind of paper, and what it is about; `mark` stands under both."""

    text: str
    about: str
    mark: str = ""


class Notice(Struct, frozen=True, tag_field="block", tag="notice"):
    """A line that must not be overlooked: this is a draft."""

    text: str


class Fact(Struct, frozen=True, tag_field="block", tag="fact"):
    """A label and what there is to say."""

    label: str
    text: str


class Heading(Struct, frozen=True, tag_field="block", tag="heading"):
    """A heading; level 1 is a part of the paper. `section` is what the secretary writes under it, and members object
    to: `head`, `item:…`, `slot:…` or `closing`.
    """

    level: int
    text: str
    section: str = ""
    number: str = ""

    @property
    def whole(self) -> str:
        """With its number."""
        return f"{self.number} {self.text}" if self.number else self.text


class Para(Struct, frozen=True, tag_field="block", tag="para"):
    """A paragraph."""

    text: str
    role: Role = "body"


class Point(Struct, frozen=True, tag_field="block", tag="point"):
    """A line of a list. `who` stands out before the text; `depth` 1 hangs under the line before; `number` stands in
    place of the bullet.
    """

    text: str
    who: str = ""
    depth: int = 0
    number: str = ""


class Table(Struct, frozen=True, tag_field="block", tag="table"):
    """A table with a head. `widths` are shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


class Column(Struct, frozen=True):
    """One who signs: as what, and under an empty space the name."""

    lines: tuple[Line, ...]
    name: str


class Signatures(Struct, frozen=True, tag_field="block", tag="signatures"):
    """Who signs, side by side; who gets the paper stands on the left, below where two sign."""

    columns: tuple[Column, ...]
    recipients: tuple[Line, ...] = ()


class Check(Struct, frozen=True, tag_field="block", tag="check"):
    """The code that says whether the paper was changed, in words, and as a QR of the `address` where it is checked."""

    text: str
    address: str


class NewPage(Struct, frozen=True, tag_field="block", tag="new_page"):
    """What follows begins on a page of its own."""


Block = Header | Title | Notice | Fact | Heading | Para | Point | Table | Signatures | Check | NewPage
