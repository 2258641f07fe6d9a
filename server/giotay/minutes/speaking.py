"""How the minutes say things in one language: times, lengths, names, lists. Moments are told in Vietnam's time."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Final

from giotay.meeting.profile import Profile
from giotay.minutes import en, vi
from giotay.minutes.layout import Layout
from giotay.minutes.model import Person, Span
from giotay_protocol.names import Locale

# Asia/Ho_Chi_Minh has had no other offset since 1975.
ZONE: Final = timezone(timedelta(hours=7))
CATALOGUES: Final[dict[Locale, dict[str, str]]] = {"vi": vi.WORDS, "en": en.WORDS}
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Speaker:
    """The words of one language, one profile and one layout. `names_voices`: comments are told one by one."""

    def __init__(
        self, locale: Locale, profile: Profile, layout: Layout | None = None, *, names_voices: bool = True
    ) -> None:
        self.locale: Final = locale
        self.profile: Final = profile
        self.names_voices: Final = names_voices
        own = (layout.words_vi if locale == "vi" else layout.words_en) if layout is not None else {}
        self._words = CATALOGUES[locale] | own

    def bare_sentence(self, key: str) -> str:
        """A sentence with its holes."""
        return self._words[key]

    def __call__(self, key: str, **values: object) -> str:
        return self._words[key].format(**values)

    # Times ------------------------------------------------------------------------------------------------------------

    def time(self, at: int) -> str:
        """14 giờ 05 phút; 14:05."""
        moment = _local(at)
        return self("time", hour=f"{moment.hour:02d}", minute=f"{moment.minute:02d}")

    def clock(self, at: int) -> str:
        """14:05, where there is no room for words."""
        return f"{_local(at):%H:%M}"

    def date(self, at: int, key: str = "date.in") -> str:
        """Days below 10 and the months 1 and 2 have a zero in front in Vietnamese, other months none."""
        moment = _local(at)
        if self.locale == "en":
            return self(key, day=moment.day, month=_MONTHS[moment.month - 1], year=moment.year)
        month = f"{moment.month:02d}" if moment.month <= 2 else str(moment.month)
        return self(key, day=f"{moment.day:02d}", month=month, year=moment.year)

    def day(self, at: int, before: int | None) -> str:
        """The date, or that it is the same day as before."""
        same = before is not None and _local(at).date() == _local(before).date()
        return self("same_day" if same else "another_day", date=self.date(at))

    def span(self, span: Span) -> str:
        """From when to when."""
        if span.to_at is None:
            return self("from", start=self.time(span.from_at))
        return self("from_to", start=self.time(span.from_at), end=self.time(span.to_at))

    def length(self, ms: int) -> str:
        """4 phút 30 giây; whole minutes from an hour on."""
        seconds = round(abs(ms) / 1_000)
        if seconds < 60:
            return self("length.s", s=seconds)
        minutes, rest = divmod(seconds, 60)
        if minutes < 60:
            return self("length.ms", m=minutes, s=rest) if rest else self("length.m", m=minutes)
        hours, minutes = divmod(round(seconds / 60), 60)
        return self("length.hm", h=hours, m=minutes) if minutes else self("length.h", h=hours)

    # Numbers and lists ------------------------------------------------------------------------------------------------

    def count(self, number: int) -> str:
        """Papers in Vietnamese write 02, so that nobody puts a digit in front."""
        return f"{number:02d}" if self.locale == "vi" else str(number)

    def share(self, part: int, whole: int) -> str:
        """94,12; without decimals where there are none."""
        text = f"{100 * part / whole:.2f}" if whole else "0"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return text.replace(".", ",") if self.locale == "vi" else text

    def number(self, value: float) -> str:
        """A number of points: 92, 88,5."""
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.locale == "vi" else text

    def listed(self, parts: Sequence[str]) -> str:
        """a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return self("and", first=", ".join(parts[:-1]), last=parts[-1])

    # People -----------------------------------------------------------------------------------------------------------

    def name(self, person: Person | None) -> str:
        """The full name with the form of address before it: one's own, or the profile's. Nobody's is guessed."""
        if person is None:
            return self("by.nobody")
        if not person.name:
            return self("erased")
        before = ""
        if self.locale == "vi":
            before = person.address or self.profile.address[self.locale].before_name
        return f"{before} {clean(person.name)}".strip()

    def full(self, person: Person | None) -> str:
        """The name, and the title where there is one."""
        title = clean(person.title or "") if person is not None and person.name else ""
        return f"{self.name(person)}, {title}" if title else self.name(person)

    def acting(self, person: Person | None) -> str:
        """The same before a verb: a title stands between commas."""
        told = self.full(person)
        return f"{told}," if "," in told else told

    def bare(self, person: Person) -> str:
        """The name alone, for a table and under a signature."""
        return clean(person.name) or self("erased")

    @property
    def meeting(self) -> str:
        return self.profile.words.meeting[self.locale]

    @property
    def people(self) -> str:
        """What stands after a number of people: đồng chí, đại biểu, người; nothing in English."""
        own = self.profile.address[self.locale].before_name if self.locale == "vi" else ""
        return own or self("unit")


def capital(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


def clean(text: str) -> str:
    """Written words as one line: without line breaks and without signs that no paper can hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000, ZONE)
