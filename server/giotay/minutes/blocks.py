"""What a paper is made of, whatever file it is written to: a few kinds of blocks, in order."""

from msgspec import Struct


class Header(Struct, frozen=True):
    """Two columns at the top."""

    left: tuple[str, ...]
    right: tuple[str, ...]


class Title(Struct, frozen=True):
    """The kind of paper, and what it is about."""

    text: str
    about: str


class Notice(Struct, frozen=True):
    """A line that must not be overlooked: this is a draft."""

    text: str


class Fact(Struct, frozen=True):
    """A label and what there is to say."""

    label: str
    text: str


class Heading(Struct, frozen=True):
    """A heading; level 1 is a part of the paper."""

    level: int
    text: str


class Para(Struct, frozen=True):
    """A paragraph."""

    text: str


class Point(Struct, frozen=True):
    """A line of a list. `who` stands out before the text; `depth` 1 hangs under the line before."""

    text: str
    who: str = ""
    depth: int = 0


class Table(Struct, frozen=True):
    """A table with a head. `widths` are shares of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


class Signatures(Struct, frozen=True):
    """Who signs, side by side: what they are and their names."""

    columns: tuple[tuple[str, str], ...]


class NewPage(Struct, frozen=True):
    """What follows begins on a page of its own."""


Block = Header | Title | Notice | Fact | Heading | Para | Point | Table | Signatures | NewPage
