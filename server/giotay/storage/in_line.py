"""Who must have an entry before it counts, with `--durability replicated`: every replica that is in line.

When a primary goes, whoever decides (Sentinels, the cluster, a person) may put any of its replicas in its place, not
the one that happened to answer first. So one replica's word is worth something only if there is no other. In line is a
replica that its primary heard from during the last 30 s. One that dies or stands still goes on counting for so long,
and no longer if its primary is one still: that time is longer than Sentinels need to know what each replica has
(10 s), and than a deposed primary keeps replicas that have not been told yet.

A primary is known by the id of its history (`master_replid`), which changes with every promotion.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from giotay.storage.pipe import Lost, Part, Refused, StoreError
from giotay.storage.ways import Way

HOLD_S: Final = 30.0
# So long an append waits until replicas have heard of it, and then until it is on their disks (one that writes every
# second needs a second), before its command is told that no answer came.
_HEARD_MS: Final = 1_000
_ON_DISK_MS: Final = 2_000
# A primary is asked about its replicas at least so often, whether something is appended or not.
_ASK_S: Final = 1.0
_PROBE: Final = "giotay:{probe}"
_INFO: Final[tuple[Part, ...]] = ("INFO", "replication")


class Replication(Struct, frozen=True):
    """What a server says of its replicas: how many seconds ago it heard from each, by address."""

    history: str
    silent_s: dict[str, int]


def replication_of(info: bytes) -> Replication:
    """Read the answer to INFO replication."""
    facts = dict(line.split(":", 1) for line in info.decode().splitlines() if ":" in line)
    silent_s: dict[str, int] = {}
    for name, value in facts.items():
        if not name.removeprefix("slave").isdigit():
            continue
        replica = dict(part.split("=", 1) for part in value.split(","))
        if replica["state"] == "online":
            silent_s[f"{replica['ip']}:{replica['port']}"] = max(0, int(replica["lag"]))
    return Replication(facts.get("master_replid", ""), silent_s)


class InLine:
    """What a node remembers of the replicas of each primary."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # By history and address: when the primary last heard from the replica.
        self._heard: dict[str, dict[str, float]] = {}

    def take(self, found: Replication) -> None:
        """A primary was asked just now."""
        now = self._clock()
        known = self._heard.setdefault(found.history, {})
        for replica, silent_s in found.silent_s.items():
            # One that no longer counts is in line again when it is heard again.
            if replica in known or silent_s < HOLD_S:
                known[replica] = max(known.get(replica, 0.0), now - silent_s)

    def wanted(self, history: str) -> int:
        """How many replicas must have an entry: all in line, and at least one."""
        return max(1, len(self._heard.get(history, ())))

    def is_anyone_overdue(self, history: str) -> bool:
        """Whether a replica still counts that has not been heard for long."""
        return bool(self._overdue(history))

    def forget_overdue(self, history: str) -> None:
        """The primary is one still: who has not been heard for long counts no more."""
        for replica in self._overdue(history):
            del self._heard[history][replica]

    def _overdue(self, history: str) -> list[str]:
        since = self._clock() - HOLD_S
        return [replica for replica, heard in self._heard.get(history, {}).items() if heard < since]


class Replicas:
    """Asks primaries to wait for their replicas, and judges whether that was enough."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._in_line = InLine()
        # By the place of a primary: how many replicas it is asked to wait for, and when it was last asked about them.
        self._expected: dict[str, int] = {}
        self._asked_at: dict[str, float] = {}
        self._know_disks = True

    async def after(self, key: str, *commands: tuple[Part, ...]) -> tuple[list[Any], bool]:
        """The answers to commands, of which the last one writes, and whether every replica in line has what it wrote on
        its disk, and the primary on its own. Raises Lost or Refused.
        """  # fmt: skip
        place = await self._way.place_of(key)
        waits = self._waits(self._expected.get(place, 1))
        try:
            answers = await self._way.together(key, *commands, *waits, _INFO)
        except (Lost, Refused):
            # The next may be another server, with fewer replicas.
            self._expected.pop(place, None)
            raise
        *found, info = answers[len(commands) :]
        if isinstance(found[-1], StoreError) and "unknown command" in str(found[-1]):
            self._know_disks = False
        if isinstance(info, StoreError):
            return answers[: len(commands)], False
        wanted = await self._wanted(key, place, info)
        have_it = _how_many(found[-1]) >= wanted
        if not have_it and await self._way.look_anew():
            # It is a primary no more, and its successor has fewer replicas.
            self._expected.pop(place, None)
        return answers[: len(commands)], have_it

    async def shortfall(self) -> str | None:
        """One sentence when a replica that follows the store lets nothing count, else None. Raises Lost, Refused or
        StoreError.
        """  # fmt: skip
        await self.look(_PROBE)
        place = await self._way.place_of(_PROBE)
        _, have_it = await self.after(_PROBE, ("SET", _PROBE, 1, "PX", _ON_DISK_MS))
        if have_it:
            return None
        return (
            f"Of {self._expected[place]} replicas that follow the store not every one says within "
            f"{_ON_DISK_MS // 1_000} s that it has what was written: each needs appendonly yes, or has to go."
        )  # fmt: skip

    async def look(self, key: str) -> None:
        """Ask the primary of `key` who is in line, unless that was done just now: who was there a moment ago has to be
        known when somebody is missing. Raises Lost, Refused or StoreError.
        """  # fmt: skip
        place = await self._way.place_of(key)
        if time.monotonic() - self._asked_at.get(place, -_ASK_S) >= _ASK_S:
            await self._wanted(key, place, await self._way.call(*_INFO, key=key))

    async def _wanted(self, key: str, place: str, info: bytes) -> int:
        """How many replicas must have what a primary wrote, now that it says who they are."""
        self._asked_at[place] = time.monotonic()
        replication = replication_of(info)
        self._in_line.take(replication)
        if self._in_line.is_anyone_overdue(replication.history):
            try:
                said = await self._way.info_of_primary(key)
            except (Refused, StoreError):
                said = b""
            if replication_of(said).history == replication.history:
                self._in_line.forget_overdue(replication.history)
        wanted = self._expected[place] = self._in_line.wanted(replication.history)
        return wanted

    def _waits(self, count: int) -> tuple[tuple[Part, ...], ...]:
        """Until so many replicas have heard of it, and then until the server and they have it on disk.

        A replica that is asked tells what is on its disk before it writes what came with the question, and then nothing
        for a second: asked twice, it says so at once. A server before Redis 7.2 knows only the first.
        """
        heard = ("WAIT", count, _HEARD_MS)
        return (heard, ("WAITAOF", 1, count, _ON_DISK_MS)) if self._know_disks else (heard,)


def _how_many(answer: Any) -> int:
    """How many replicas have it; none, if the primary itself has it not on its disk."""
    if isinstance(answer, list):
        return int(answer[1]) if answer[0] >= 1 else 0
    return answer if isinstance(answer, int) else 0
