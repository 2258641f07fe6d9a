"""Connections whose token was given out a moment ago, and may be taken back.

Who chose a wrong name at the door undoes it within a minute, through any node. That is no event of the meeting, so no
log says it: for as long as it may happen every node asks twice a second which of these tokens are still there. Links
are older than that, and so are tokens of whoever comes back; a quiet hall asks nothing.
"""

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from giotay.gateway.tasks import Tasks
from giotay.storage.log import Unavailable
from giotay.storage.tokens import Tokens

if TYPE_CHECKING:
    from giotay.gateway.connection import Connection

log = logging.getLogger("giotay.gateway")

# How long a choice of name may be undone, and how often it is looked at.
UNDO_MS: Final = 60_000
_LATE_MS: Final = 5_000
_EVERY_S: Final = 0.5


class Young:
    """Ends connections whose token was taken back."""

    def __init__(self, tokens: Tokens, tasks: Tasks) -> None:
        self._tokens, self._tasks = tokens, tasks
        self._connections: set[Connection] = set()
        self._is_looking = False

    def add(self, connection: "Connection") -> None:
        """A connection has come; looked at for as long as its token is young."""
        if not self._is_young(connection):
            return
        self._connections.add(connection)
        if not self._is_looking:
            self._is_looking = True
            self._tasks.start(self._look())

    def discard(self, connection: "Connection") -> None:
        self._connections.discard(connection)

    def __len__(self) -> int:
        return len(self._connections)

    @staticmethod
    def _is_young(connection: "Connection") -> bool:
        who = connection.credential
        return who.room.now() - who.issued_at < UNDO_MS + _LATE_MS

    async def _look(self) -> None:
        try:
            while self._connections:
                await asyncio.sleep(_EVERY_S)
                try:
                    await self._end_those_taken_back()
                except Unavailable:
                    continue
                except Exception:
                    log.exception("tokens could not be looked at")
                self._connections = {each for each in self._connections if self._is_young(each)}
        finally:
            self._is_looking = False

    async def _end_those_taken_back(self) -> None:
        by_room: dict[str, list[Connection]] = {}
        for connection in self._connections:
            by_room.setdefault(connection.credential.room.id, []).append(connection)
        for room, connections in by_room.items():
            there = await self._tokens.are_kept(room, [each.credential.secret for each in connections])
            if not all(there):
                # Tokens go with their room, and then it is the room that says so.
                await connections[0].credential.room.check()
                if connections[0].credential.room.failed is not None:
                    continue
            for connection, is_there in zip(connections, there, strict=True):
                if not is_there:
                    self._connections.discard(connection)
                    connection.close("unauthenticated", retry=False)
