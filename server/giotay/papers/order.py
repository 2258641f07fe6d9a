"""What is asked of the process that makes a paper: everything it needs but the log, which follows line by line."""

from typing import Final, Literal, get_args

from msgspec import Struct

from giotay.meeting.profile import Profile
from giotay.minutes.layout import PaperKind
from giotay_protocol.names import Locale

Format = Literal["json", "md", "html", "docx", "pdf"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
TYPES: Final[dict[Format, str]] = {
    "json": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class Line(Struct, frozen=True):
    """One entry of the log, as it is stored."""

    last: int
    entry: str
    texts: dict[str, str]


class Order(Struct, frozen=True, kw_only=True):
    """A paper of a room. `now` is the moment of a draft; `laid_out` wants json as blocks instead of the model.

    `layout` is one asked for by name; else the room's, else the profile's. `about` is the member of an extract, or the
    poll of tellers' minutes. `check` is where a head is checked, `at` the log's head.
    """

    room: str
    now: int
    paper: PaperKind
    format: Format
    locale: Locale
    profile: Profile
    layout: str | None
    laid_out: bool
    to_all: bool
    about: str
    check: str
    at: str
