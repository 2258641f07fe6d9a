"""A draft: what somebody is writing, before it is handed in. It is private, and no part of the log.

Whoever writes has one draft for each thing it is on; the desk's, when it writes down what a member without a phone has
to say, lies beside the member's own, so that neither overwrites the other and the desk never sees the member's.
"""

from msgspec import Struct

from giotay_protocol.commands import Section


class DraftKey(Struct, frozen=True, kw_only=True):
    """Whose draft it is, on which item (None: on the meeting), for which body (None: their own), written by whom."""

    member: str
    item: str | None
    body: str | None
    by_desk: bool


class Draft(Struct, frozen=True, kw_only=True):
    """What is written so far; `saved_at` is when it came, on the room's clock."""

    item: str | None
    body: str | None
    by_desk: bool
    sections: list[Section]
    saved_at: int


def key_of(member: str, draft: Draft) -> DraftKey:
    """Where a member's draft lies."""
    return DraftKey(member=member, item=draft.item, body=draft.body, by_desk=draft.by_desk)
