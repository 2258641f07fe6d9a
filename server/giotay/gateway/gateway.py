"""The door for connections: a token becomes a connection to its room, or the reason why not."""

from giotay.engine.peer import ConnectRefused, Peer, SocketIO
from giotay.engine.socket import Socket
from giotay.gateway.commands import Commands
from giotay.gateway.connection import Connection, Shared
from giotay.gateway.credentials import Credentials
from giotay.gateway.rates import Limits
from giotay.gateway.tasks import Tasks
from giotay_protocol.codec import shaped
from giotay_protocol.envelope import Auth
from giotay_protocol.refusals import Refusal


def _shaped(auth: object) -> Auth:
    """What a connect says of itself. A token that cannot be one is no good token."""
    try:
        return shaped(auth, Auth)
    except Refusal as refusal:
        if refusal.facts.get("field") == "token":
            raise Refusal("unauthenticated", "This is no token.") from None
        raise


class Gateway:
    """Connections to rooms. `accept` is what the engine gives new sockets to; `stop()` ends what is on its way."""

    def __init__(self, credentials: Credentials, commands: Commands, limits: Limits) -> None:
        self._credentials = credentials
        tasks = Tasks()
        self._shared = Shared(commands, limits, tasks, credentials.young(tasks))
        self._endpoint = SocketIO(self)

    def accept(self, socket: Socket) -> Peer:
        """The layer above a new socket."""
        return self._endpoint.accept(socket)

    async def connect(self, peer: Peer, auth: object) -> Connection:
        """The connection for this `auth`. Raises ConnectRefused with the refusal's code and facts."""
        try:
            if not isinstance(auth, dict) or "token" not in auth:
                raise Refusal("unauthenticated", "A connect carries a token.")
            wanted = _shaped(auth)
            credential = await self._credentials.judge(wanted.token)
            if wanted.seq is not None:
                # A client ahead of this node: read on first, so as not to call a fork what is none.
                await credential.room.reach(wanted.seq)
        except Refusal as refusal:
            raise ConnectRefused(refusal.message, {"code": refusal.code, **refusal.facts}) from None
        return Connection(peer, credential, wanted, self._shared)

    async def stop(self) -> None:
        await self._endpoint.stop()
        await self._shared.tasks.stop()
