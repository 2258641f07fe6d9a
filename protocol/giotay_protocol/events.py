"""Every event of the log: a fact, in the past participle, with what `evolve` needs and nothing it could look up.

`seq`, `at`, `by` and `command` are stamped by the room when the event is taken into an entry: its number in the room
(from 1, no holes), the server's clock in ms, the member who gave the command (None for a timer or the host) and the
command's id.

Names and written words (fields of type `Words`) stand outside the stored entry, so that they can be erased; after an
erasure they read as "".
"""

from typing import Annotated

from msgspec import Meta, Struct

# Marks text that a person wrote or bears; see `giotay.storage.entry`.
Words = Annotated[str, Meta(extra={"words": True})]


class Event(Struct, kw_only=True, tag_field="type"):
    """What every event carries once it is part of the log."""

    seq: int = 0
    at: int = 0
    by: str | None = None
    command: str = ""
