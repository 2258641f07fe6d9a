"""One command from whoever sends it, over a connection or HTTP, to the room; and what has to follow outside of it."""

import asyncio
from collections.abc import Callable
from typing import Any

from giotay.gateway.pairing import Pairing
from giotay.gateway.tally import Tally
from giotay.room.room import Room
from giotay.storage.log import Unavailable
from giotay_protocol.commands import AnyCommand, EraseMember, PairScreen
from giotay_protocol.refusals import Refusal


class Commands:
    """Carries commands out."""

    def __init__(self, pairing: Pairing) -> None:
        self._pairing = pairing
        self.tally = Tally()

    @staticmethod
    def needs_more(command: AnyCommand) -> bool:
        """Whether the command does something outside of its room, and has to come in by `of_member`."""
        return isinstance(command, PairScreen | EraseMember)

    async def of_member(
        self, room: Room, member: str | None, command: AnyCommand, secret: str, queued: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """The ack of a member's command. Raises Refusal; a projector (`member` None) gives none.

        `queued` is called when the room has the command: pairing asks first whether anybody shows the letters.
        """
        if member is None:
            raise Refusal("forbidden", "A projector gives no commands.")
        await self._before(room, member, command)
        if queued is not None:
            # The room queues it in the first step of the next line.
            asyncio.get_running_loop().call_soon(queued)
        answer = await room.submit(member, command, secret=secret)
        await self._after(room, command)
        return answer

    async def of_host(self, room: Room, command: AnyCommand) -> dict[str, Any]:
        """The ack of a command of the host, who made the room. Raises Refusal."""
        await self._before(room, None, command)
        answer = await room.submit(None, command, host=True)
        await self._after(room, command)
        return answer

    async def _before(self, room: Room, sender: str | None, command: AnyCommand) -> None:
        if isinstance(command, PairScreen) and room.state.repeat_of(sender, command.id) is None:
            if sender is not None and room.viewer(sender).cls != "desk":
                # Whether anybody shows these letters is not for everyone to find out; the room says `forbidden`.
                return
            try:
                await self._pairing.expect(command.letters)
            except Unavailable as error:
                raise Refusal("unavailable", "The store does not answer.") from error

    async def _after(self, room: Room, command: AnyCommand) -> None:
        try:
            if isinstance(command, PairScreen):
                await self._pairing.complete(command.letters, room.id)
            elif isinstance(command, EraseMember):
                # `ok` means that the words are gone, not that they will be.
                await room.erase_words()
        except Unavailable as error:
            raise Refusal("unavailable", "The store does not answer; send the same id again.") from error
