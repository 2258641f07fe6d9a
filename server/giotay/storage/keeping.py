"""What an operator's store keeps: whether an acknowledged tap is on disk. Asked before anything is promised."""

import time
from typing import Any, Final, Literal, Protocol

from msgspec import Struct

from giotay.storage.pipe import Part, StoreError

Keeps = Literal["always", "everysec", "memory", "unknown"]
_RANK: Final[dict[str, int]] = {"memory": 0, "everysec": 1, "always": 2}
_OLDEST: Final = {"redis": (7, 0), "valkey": (8, 0)}


class Asked(Protocol):
    """A way to the store, or one pipe."""

    async def call(self, *parts: Part) -> Any: ...


class Keeping(Struct, frozen=True):
    """A store's name, version, and what survives when its machine loses power."""

    name: str
    version: str
    keeps: Keeps
    clock_off_ms: int
    # The policy by which it throws away what nobody allowed it to, when its memory is full.
    evicts: str | None = None
    replicas: int = 0

    @property
    def is_new_enough(self) -> bool:
        """Redis from 7.0, Valkey from 8.0."""
        parts = self.version.split(".")
        return (int(parts[0]), int(parts[1])) >= _OLDEST[self.name]

    def shortfall(self, wanted: Literal["replicated", "always", "everysec", "memory"]) -> str | None:
        """One sentence when the store keeps less than is wanted, else None."""
        if not self.is_new_enough:
            oldest = ".".join(map(str, _OLDEST[self.name]))
            return f"The store is {self.name} {self.version}; Giotay needs {oldest} or later."
        if self.keeps == "unknown":
            return None if wanted == "memory" else (
                "The store does not say whether it keeps its data (CONFIG GET is not allowed); "
                "check that it runs appendonly yes, appendfsync always, then say --durability memory to go on."
            )  # fmt: skip
        if _RANK[self.keeps] >= _RANK["always" if wanted == "replicated" else wanted]:
            if wanted != "replicated":
                return None
            return None if self.replicas else (
                "No replica follows the store: start one with appendonly yes, or take --durability always."
            )  # fmt: skip
        loses = {"everysec": "may lose the last second", "memory": "loses everything"}[self.keeps]
        return (
            f"The store {loses} when it stops: set appendonly yes and appendfsync always, "
            f"or accept it with --durability {self.keeps}."
        )


async def keeping_of(way: Asked) -> Keeping:
    """Ask a store. Raises what it raises."""
    information = {}
    for line in (await way.call("INFO", "server")).decode().splitlines():
        name, _, value = line.partition(":")
        information[name] = value
    valkey = information.get("valkey_version")
    seconds, micros = await way.call("TIME")
    off = int(seconds) * 1_000 + int(micros) // 1_000 - time.time_ns() // 1_000_000
    try:
        flat = [part.decode() for part in await way.call("CONFIG", "GET", "append*", "maxmemory-policy")]
        settings = dict(zip(flat[::2], flat[1::2], strict=True))
    except StoreError:
        keeps: Keeps = "unknown"
        settings = {}
    else:
        fsync = settings.get("appendfsync", "no")
        keeps = "memory" if settings.get("appendonly") != "yes" or fsync == "no" else (
            "always" if fsync == "always" else "everysec"
        )  # fmt: skip
    policy = settings.get("maxmemory-policy", "")
    replicas = 0
    for line in (await way.call("INFO", "replication")).decode().splitlines():
        if line.startswith("connected_slaves:"):
            replicas = int(line.partition(":")[2])
    return Keeping(
        "valkey" if valkey else "redis", valkey or information.get("redis_version", "0.0"), keeps, off,
        policy if policy.startswith("allkeys") else None, replicas,
    )  # fmt: skip
