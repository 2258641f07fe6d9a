"""Where drafts lie: beside the log, one key for each member, each draft in place of the one before.

They go with their member and with their room, and nothing of them ever reaches the log or a snapshot.
"""

from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

from giotay_protocol.drafts import Draft

GONE = "gone"  # the field of a member whose drafts were erased; no name of a draft, which are JSON


class Drafts(Protocol):
    """Promises: what `keep` answered True for is durable, and is what `of` gives until something else is kept there.

    Every call may raise Unavailable.
    """

    async def keep(self, room: str, member: str, draft: Draft) -> bool:
        """Keep a draft in place of the one on the same thing; False when the room or the member is gone for good."""
        ...

    async def of(self, room: str, member: str) -> list[Draft]:
        """All drafts of a member, in no order."""
        ...

    def everybodys(self, room: str) -> AsyncIterator[tuple[str, Draft]]:
        """All drafts of a room, with whose they are, for an export."""
        ...

    async def drop(self, room: str, member: str) -> None:
        """Remove all drafts of a member who is erased, and keep none from now on."""
        ...


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Draft)


def name_of(draft: Draft) -> str:
    """What a draft is kept under: what it is on, for whom, and whether the desk wrote it."""
    return _encoder.encode((draft.item, draft.body, draft.by_desk)).decode()


def written(draft: Draft) -> str:
    """The draft as text."""
    return _encoder.encode(draft).decode()


def read(text: str | bytes) -> Draft:
    """The draft that `written` wrote."""
    return _decoder.decode(text)
