"""The door for connections: a token becomes a connection to its room, or the reason why not."""

from giotay.engine.peer import ConnectRefused, Peer
from giotay.gateway.connection import Connection
from giotay.gateway.credentials import Credentials
from giotay.gateway.rates import Limits
from giotay.gateway.tasks import Tasks
from giotay_protocol.codec import shaped
from giotay_protocol.envelope import Auth
from giotay_protocol.refusals import Refusal


class Gateway:
    """The engine's application. `stop()` ends what is still on its way."""

    def __init__(self, credentials: Credentials, limits: Limits) -> None:
        self._credentials = credentials
        self._limits = limits
        self._tasks = Tasks()

    async def connect(self, peer: Peer, auth: object) -> Connection:
        """The connection for this `auth`. Raises ConnectRefused with the refusal's code and facts."""
        try:
            if not isinstance(auth, dict) or "token" not in auth:
                raise Refusal("unauthenticated", "A connect carries a token.")
            wanted = shaped(auth, Auth)
            credential = await self._credentials.judge(wanted.token)
            if wanted.seq is not None:
                # A client ahead of this node: read on first, so as not to call a fork what is none.
                await credential.room.level(wanted.seq)
        except Refusal as refusal:
            raise ConnectRefused(refusal.message, {"code": refusal.code, **refusal.facts}) from None
        return Connection(peer, credential, wanted, self._limits, self._tasks)

    async def stop(self) -> None:
        await self._tasks.stop()
