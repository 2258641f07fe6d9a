"""What a scorecard is made of, in events and in views alike."""

from msgspec import Struct


class Criterion(Struct, frozen=True, kw_only=True):
    """What a scorecard asks: at most `most` points. `measured` are the points that the log gives; None: a person's."""

    name: str
    label: str
    part: str | None
    most: int
    measured: int | None


class Grade(Struct, frozen=True, kw_only=True):
    """What a total of so many points, or more, is called."""

    at_least: int
    label: str
