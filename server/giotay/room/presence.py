"""Who has a connection, on any node. Presence lives beside the log and expires; it is no evidence of attendance."""

import msgspec

_members = msgspec.json.Decoder(list[str])


class Presence:
    """The members of one room who are connected here or elsewhere, and since when the others are gone."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._here: frozenset[str] = frozenset()
        self._elsewhere: frozenset[str] = frozenset()
        self._gone: dict[str, int] = {}

    @property
    def online(self) -> frozenset[str]:
        """The members with a connection."""
        return self._here | self._elsewhere

    @property
    def offline_since(self) -> dict[str, int]:
        """When the last connection of a member ended, for those seen here before."""
        return self._gone

    def here(self, members: frozenset[str], now: int) -> bool:
        """The members connected to this node now; answers whether anything changed."""
        return self._take(members, self._elsewhere, now)

    def elsewhere(self, announced: dict[str, bytes], now: int) -> bool:
        """What the other nodes said; answers whether anything changed."""
        members: set[str] = set()
        for node, said in announced.items():
            if node != self._node:
                try:
                    members.update(_members.decode(said))
                except msgspec.MsgspecError:
                    continue
        return self._take(self._here, frozenset(members), now)

    def _take(self, here: frozenset[str], elsewhere: frozenset[str], now: int) -> bool:
        before = self.online
        self._here, self._elsewhere = here, elsewhere
        after = self.online
        for member in before - after:
            self._gone[member] = now
        for member in after - before:
            self._gone.pop(member, None)
        return before != after

    def announcement(self) -> bytes:
        """What this node says to the others."""
        return msgspec.json.encode(sorted(self._here))
