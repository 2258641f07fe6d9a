"""Pairing a projector: it shows six letters, the desk types them, and the projector gets a token of the room.

The letters are known for ten minutes. What waits for the projector is the room, never a token: that is made when the
projector comes to fetch it, once.
"""

import secrets
from collections.abc import Callable
from typing import Final

from giotay.storage.slips import Slips
from giotay.storage.tokens import Tokens, issue
from giotay_protocol.refusals import Refusal

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"
SHOWN_MS: Final = 600_000


class Pairing:
    """Projectors that wait for a room. Every call raises Unavailable when the store does not answer."""

    def __init__(self, slips: Slips, tokens: Tokens, now: Callable[[], int]) -> None:
        self._slips = slips
        self._tokens = tokens
        self._now = now

    async def begin(self) -> tuple[str, str]:
        """Letters to show, and the ticket under which to ask for what came of them."""
        ticket = secrets.token_urlsafe(24)
        while True:
            letters = "".join(secrets.choice(LETTERS) for _ in range(6))
            if await self._slips.add("letters", letters, ticket.encode(), for_ms=SHOWN_MS):
                await self._slips.put("projector", ticket, b"", for_ms=SHOWN_MS)
                return letters, ticket

    async def expect(self, letters: str) -> None:
        """Refuse `not_found` when no projector shows these letters."""
        if await self._slips.read("letters", letters.upper()) is None:
            raise Refusal("not_found", "No projector shows these letters.", field="letters")

    async def complete(self, letters: str, room: str) -> None:
        """The desk of this room typed the letters. A second time changes nothing."""
        ticket = await self._slips.take("letters", letters.upper())
        if ticket is not None:
            await self._slips.put("projector", ticket.decode(), room.encode(), for_ms=SHOWN_MS)

    async def outcome(self, ticket: str) -> tuple[str, str] | None:
        """Room and token, once; None while the letters are on show. Refuses `not_found` when it is over."""
        room = await self._slips.read("projector", ticket)
        if room == b"":
            return None
        if room is None or await self._slips.take("projector", ticket) is None:
            raise Refusal("not_found", "These letters are no longer on show.")
        return room.decode(), await issue(self._tokens, room.decode(), None, self._now())
