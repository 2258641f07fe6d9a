"""What is handed out before a meeting: a card or a sheet for each person, and a picture to send, each with its QR.

Drawn in a process of its own (`giotay.cards.work`), which gets the deck on its standard input: links hold tokens, and
arguments of a process are seen by others.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Shape = Literal["cards", "sheets", "picture"]


class Person(Struct, frozen=True, kw_only=True):
    """Whom one is for; `name` is empty where it is for everybody. `number` is the card's, to be called out."""

    name: str
    detail: str
    number: str
    link: str


class Deck(Struct, frozen=True, kw_only=True):
    """All there is to draw, its words in the room's language. `steps` explain how to come in, one sentence each."""

    shape: Shape
    title: str
    when: str
    place: str
    address: str
    code: str
    code_label: str
    number_label: str
    steps: list[str]
    people: Annotated[list[Person], Meta(min_length=1, max_length=5_000)]
