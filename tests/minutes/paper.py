"""What the minutes of a hall under test say: the lines of the Markdown, and the model."""

from giotay.layouts import PLAIN, load_layouts
from giotay.minutes.fold import fold
from giotay.minutes.markdown import markdown
from giotay.minutes.model import Minutes
from giotay.minutes.paper import lay_out
from giotay.profiles import load_profiles
from giotay_protocol.names import Locale
from tests.meeting.hall import Hall


def minutes_of(hall: Hall) -> Minutes:
    """The minutes as they are now."""
    return fold("r_test", hall.log, as_of=hall.now)


def text_of(hall: Hall, locale: Locale = "en") -> str:
    """The minutes as Markdown, without the escapes."""
    found = minutes_of(hall)
    return markdown(lay_out(found, load_profiles()[found.profile], load_layouts()[PLAIN], locale)).replace("\\", "")


def line_of(hall: Hall, part: str, locale: Locale = "en") -> str:
    """The one line that holds this part."""
    lines = [line.strip() for line in text_of(hall, locale).splitlines() if part in line]
    assert len(lines) == 1, f"{part!r} stands in {len(lines)} lines:\n" + text_of(hall, locale)
    return lines[0]
