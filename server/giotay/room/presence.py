"""Who has a connection, on any node. Presence lives beside the log and expires; it is no evidence of attendance."""

import msgspec

_members = msgspec.json.Decoder(list[str])


class Presence:
    """The members of one room who are connected here or elsewhere, and since when the others are gone."""

    def __init__(self, node: str) -> None:
        self._node = node
        self._here: set[str] = set()
        self._elsewhere: frozenset[str] = frozenset()
        # How many of those elsewhere are not here; a hall that comes back at once must not be counted anew for each.
        self._only_elsewhere = 0
        self._online: frozenset[str] | None = frozenset()
        self._gone: dict[str, int] = {}

    @property
    def online(self) -> frozenset[str]:
        """The members with a connection."""
        if self._online is None:
            self._online = self._elsewhere.union(self._here)
        return self._online

    @property
    def count(self) -> int:
        """How many members have a connection."""
        return len(self._here) + self._only_elsewhere

    def is_online(self, member: str) -> bool:
        """Whether this member has a connection."""
        return member in self._here or member in self._elsewhere

    @property
    def offline_since(self) -> dict[str, int]:
        """When the last connection of a member ended, for those seen or waited for here before."""
        return self._gone

    def gone_at(self, member: str | None) -> int | None:
        """[C4] Since when this member has had no connection; None while connected, and for nobody."""
        return None if member is None or self.is_online(member) else self._gone.get(member)

    def came(self, member: str) -> None:
        """A member's first connection at this node."""
        if member not in self._here:
            self._here.add(member)
            self._only_elsewhere -= member in self._elsewhere
        self._gone.pop(member, None)
        self._online = None

    def left(self, member: str, now: int) -> None:
        """The last connection of a member at this node ended."""
        if member in self._here:
            self._here.discard(member)
            self._only_elsewhere += member in self._elsewhere
        self._online = None
        if member not in self._elsewhere:
            self._gone[member] = now

    def expect(self, member: str, now: int) -> None:
        """If this member is not connected, count from now on at the latest: who was never seen has not been gone."""
        if not self.is_online(member):
            self._gone.setdefault(member, now)

    def elsewhere(self, announced: dict[str, bytes], now: int) -> None:
        """What the other nodes said."""
        members: set[str] = set()
        for node, said in announced.items():
            if node != self._node:
                try:
                    members.update(_members.decode(said))
                except msgspec.MsgspecError:
                    continue
        if members == self._elsewhere:
            return
        for member in self._elsewhere - members - self._here:
            self._gone[member] = now
        for member in members - self._elsewhere:
            self._gone.pop(member, None)
        self._elsewhere, self._online = frozenset(members), None
        self._only_elsewhere = len(self._elsewhere - self._here)

    def announcement(self) -> bytes:
        """What this node says to the others."""
        return msgspec.json.encode(sorted(self._here))
