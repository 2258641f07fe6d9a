"""Who a token names, and in which room: asked at every connect and every HTTP request that carries one."""

from typing import Final

from giotay.gateway.tasks import Tasks
from giotay.gateway.young import Young
from giotay.meeting.authority import valid_from
from giotay.room.hub import Hub
from giotay.room.room import Room
from giotay.storage.claims import Claims
from giotay.storage.log import Unavailable
from giotay.storage.tokens import Grant, Tokens, split
from giotay_protocol.refusals import Refusal

# Names known to be claimed, so as not to ask the store at every connect; forgetting them costs one question each.
_CLAIMED_MAX: Final = 50_000


class Credential:
    """Who a token names: a member of a room, or one of its projectors (`member` None). `number` is no secret."""

    __slots__ = ("asker", "issued_at", "member", "number", "room", "secret")

    def __init__(self, room: Room, secret: str, grant: Grant) -> None:
        self.room = room
        self.member = member = grant.member
        self.secret = secret
        self.number = number = grant.number
        self.issued_at = grant.issued_at
        # All connections of a member share one rate; each projector has its own.
        self.asker = (room.id, member or number)

    def check(self) -> None:
        """Refuse `unauthenticated` where the token was revoked: asked again after every wait."""
        if self.member is not None and self.issued_at < valid_from(self.room.state, self.member):
            raise Refusal("unauthenticated", "This token was revoked.")


class Credentials:
    """Finds and judges tokens, and keeps whose names are in use: those of members who came with a token of theirs."""

    def __init__(self, hub: Hub, tokens: Tokens, claims: Claims) -> None:
        self._hub = hub
        self._tokens = tokens
        self._claims = claims
        self._claimed: dict[tuple[str, str], int] = {}

    async def judge(self, token: str) -> Credential:
        """Whose token this is. Refuses `unauthenticated`, `not_found` (no such room), `unavailable`.

        The member must still exist, and the token be issued after the last revocation of theirs.
        """
        try:
            grant = await self._tokens.find(token)
            parts = split(token)
            if grant is None or parts is None:
                raise Refusal("unauthenticated", "This token is not known.")
            room = await self._hub.open(grant.room)
            room.viewer(grant.member)
            credential = Credential(room, parts[1], grant)
            credential.check()
            if grant.member is not None:
                await self._claim(room, grant.member, grant.number, valid_from(room.state, grant.member))
        except Unavailable as error:
            raise Refusal("unavailable", "The store does not answer.") from error
        return credential

    def young(self, tasks: Tasks) -> Young:
        """What looks after connections whose token may be taken back."""
        return Young(self._tokens, tasks)

    async def _claim(self, room: Room, member: str, number: str, since: int) -> None:
        """The member's name is in use from now on; said to the store once."""
        key = (room.id, member)
        if self._claimed.get(key, -1) >= since:
            return
        await self._claims.take(room.id, member, number, at=room.now(), since=since)
        if len(self._claimed) >= _CLAIMED_MAX:
            self._claimed.clear()
        self._claimed[key] = room.now()

    def released(self, room: str, member: str) -> None:
        """The name is free again: the next token of theirs that comes takes it anew."""
        self._claimed.pop((room, member), None)
