"""What a paper is made of, whatever file it is written to: a few kinds of blocks, in order.

A screen that shows a paper gets them as they are, each with its kind in `block`.
"""

from msgspec import Struct


class Header(Struct, frozen=True, tag_field="block", tag="header"):
    """Two columns at the top."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class Title(Struct, frozen=True, tag_field="block", tag="title"):
    """The kind of paper, and what it is about."""

    text: str
    about: str


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


class Para(Struct, frozen=True, tag_field="block", tag="para"):
    """A paragraph."""

    text: str


class Point(Struct, frozen=True, tag_field="block", tag="point"):
    """A line of a list. `who` stands out before the text; `depth` 1 hangs under the line before."""

    text: str
    who: str = ""
    depth: int = 0


class Table(Struct, frozen=True, tag_field="block", tag="table"):
    """A table with a head. `widths` are shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


class Signatures(Struct, frozen=True, tag_field="block", tag="signatures"):
    """Who signs, side by side: what they are and their names."""

    columns: tuple[tuple[str, str], ...]


class NewPage(Struct, frozen=True, tag_field="block", tag="new_page"):
    """What follows begins on a page of its own."""


Block = Header | Title | Notice | Fact | Heading | Para | Point | Table | Signatures | NewPage
