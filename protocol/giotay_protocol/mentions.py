"""Putting names into words: what a body of the log reads like with the names of those who are mentioned in it."""

from collections.abc import Callable, Iterable
from typing import Final

from giotay_protocol.events import Mention

# What stands in the words for somebody whose name is gone.
NAMELESS: Final = "…"


def said(body: str, mentions: Iterable[Mention], name_of: Callable[[str], str]) -> str:
    """The words with the names in their places. Words that were erased stay so."""
    if not body:
        return body
    parts: list[str] = []
    at = 0
    for mention in mentions:
        parts += (body[at : mention.at], name_of(mention.member) or NAMELESS)
        at = mention.at
    return "".join((*parts, body[at:]))
