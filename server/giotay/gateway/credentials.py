"""Who a token names, and in which room: asked at every connect and every HTTP request that carries one."""

from giotay.meeting.authority import valid_from
from giotay.room.hub import Hub
from giotay.room.room import Room
from giotay.storage.log import Unavailable
from giotay.storage.tokens import Tokens, split
from giotay_protocol.refusals import Refusal


class Credential:
    """Who a token names: a member of a room, or one of its projectors (`member` None)."""

    __slots__ = ("asker", "issued_at", "member", "room", "secret")

    def __init__(self, room: Room, member: str | None, issued_at: int, secret: str, number: str) -> None:
        self.room = room
        self.member = member
        self.issued_at = issued_at
        self.secret = secret
        # All connections of a member share one rate; each projector has its own.
        self.asker = (room.id, member or number)


class Credentials:
    """Finds and judges tokens."""

    def __init__(self, hub: Hub, tokens: Tokens) -> None:
        self._hub = hub
        self._tokens = tokens

    async def judge(self, token: str) -> Credential:
        """Whose token this is. Refuses `unauthenticated`, `not_found` (no such room), `unavailable`.

        The member must still exist, and the token be issued after the last revocation of theirs.
        """
        try:
            grant = await self._tokens.find(token)
        except Unavailable as error:
            raise Refusal("unavailable", "The store does not answer.") from error
        parts = split(token)
        if grant is None or parts is None:
            raise Refusal("unauthenticated", "This token is not known.")
        room = await self._hub.open(grant.room)
        room.viewer(grant.member)
        if grant.member is not None and grant.issued_at < valid_from(room.state, grant.member):
            raise Refusal("unauthenticated", "This token was revoked.")
        return Credential(room, grant.member, grant.issued_at, parts[1], grant.number)
