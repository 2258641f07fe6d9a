"""A layout: the form of a paper as data, from the margins to the closing mark. The files lie in `giotay/layouts/`.

`docs/layouts.md` explains every key; a test holds the two together. Sizes are points, margins millimetres.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from giotay_protocol.names import Locale

LayoutName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,39}\Z")]
Size = Annotated[float, Meta(ge=6, le=30)]
Millimetres = Annotated[float, Meta(ge=0, le=100)]
Points = Annotated[float, Meta(ge=0, le=72)]
Share = Annotated[int, Meta(ge=20, le=80)]
Text = Annotated[str, Meta(max_length=200)]
# What a line of a paper is; each has its type.
Role = Literal[
    "nation", "motto", "parent", "issuer", "number", "date", "title", "about", "mark", "notice", "heading1",
    "heading2", "heading3", "heading4", "body", "label", "who", "cell", "cell_head", "authority", "sign_title",
    "signer", "recipients_label", "recipients", "base", "check", "page",
]  # fmt: skip
PaperKind = Literal["minutes", "resolution", "attendance", "speakers", "opinions", "extract", "count", "votes", "news"]


class Type(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a line looks. `rule` draws a line under it: as wide as the text, or a third of that."""

    size: Size
    bold: bool = False
    italic: bool = False
    underline: bool = False
    rule: Literal["none", "text", "third"] = "none"


class Page(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A4 and its margins; `mirrored` exchanges left and right on the back of a sheet. The number stands at the top,
    centred, not on the first page.
    """

    top: Millimetres
    bottom: Millimetres
    left: Millimetres
    right: Millimetres
    number_top: Millimetres
    mirrored: bool = False


class Body(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Paragraphs: between lines exactly `line` points, or `lines` times what the font wants; then `after` points."""

    first_line: Millimetres
    after: Points
    line: Points | None = None
    lines: Annotated[float, Meta(ge=1, le=2)] = 1.0


class Head(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The two boxes at the top: `left` is the share of the left one, `nation` what stands on the right.

    `mark` stands under the issuer. `number` is filled with number, kind and sign; `date_on` says which papers have
    place and date, and beside which line they stand.
    """

    left: Share
    nation: list[Text]
    mark: Text = ""
    number: Text
    date_on: list[PaperKind]
    date_beside: Literal["nation", "number"]


class Signing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before the body that is signed for, and under which papers are signed by title."""

    on_behalf: Text
    deputy: Text
    by_order: Text
    delegated: Text = ""


class Recipients(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who gets the paper: the label, the last line, and on which papers."""

    label: Text
    kept: Text
    on: list[PaperKind]


class Heads(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers of headings: `I-` or `I.`, then `1.`; `letters` puts what is said of one subject under a), b), c)."""

    roman: Text
    arabic: Text
    letters: bool = False


class Layout(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One form of papers. `words` replaces sentences of the minutes' catalogue, by key and language.

    `language` is that of the form: all of a paper in it is so. Without one it is whichever is asked for.
    """

    name: LayoutName
    label_vi: Text
    label_en: Text
    source: Text = ""
    language: Locale | None = None
    font: Text
    page: Page
    head: Head | None = None
    body: Body
    heads: Heads
    title_mark: Text = ""
    title_lower: bool = False
    bullet: Annotated[str, Meta(min_length=1, max_length=2)] = "•"
    fact_bullet: bool = True
    closing_mark: Text = ""
    base_dash: bool = False
    assessment: bool = False
    end_in_begin: bool = True
    decisions: Literal["in_course", "apart"] = "in_course"
    close_last: bool = False
    resolves: bool = False
    roll_annex: bool = True
    signing: Signing
    recipients: Recipients
    types: dict[Role, Type]
    words_vi: dict[str, str] = {}
    words_en: dict[str, str] = {}

    def type(self, role: Role) -> Type:
        """How a line of this role looks."""
        return self.types[role]
