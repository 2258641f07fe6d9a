"""What the store carries, and what waiting for a replica costs: `python -m tests.bench.store`.

Appends of one comment each, from one process, to a packaged server that syncs every write: in one room one after the
other (each waits for the one before), and in many rooms at once (they share writes and syncs). Then the same
with one and with two replicas that have to have it on disk, too. Beside the time stands what the server's process used.
"""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Final

from giotay.bench.usage import cpu_s, memory_kb
from giotay.storage.entry import Position, advance, origin
from giotay.storage.redis import RedisLog
from tests.chaos.real.many import PATIENT
from tests.chaos.real.stores import KEEPS, StoreProcess
from tests.storage.test_log import entry

ONE_BY_ONE: Final = 1_000
ROOMS: Final = 200
EACH: Final = 50


async def _appended(log: RedisLog, room: str, after: Position) -> Position:
    made = entry(after.seq + 1, body="Tôi nhất trí với dự thảo và xin góp thêm một ý về mục hai.")
    await log.append(room, after, made)
    return advance(after, made)


async def _room(log: RedisLog, room: str, count: int, delays: list[float]) -> None:
    end = origin(room)
    for _ in range(count):
        began = time.perf_counter()
        end = await _appended(log, room, end)
        delays.append((time.perf_counter() - began) * 1_000)


async def measure(primary: StoreProcess, *, replicated: bool, followers: int) -> None:
    """One line of the table."""
    primary.ask("FLUSHALL")
    log = RedisLog(primary.url, replicated=replicated)
    # Who is in line is known by the time a room is open.
    await log.position("r_alone")
    others = [RedisLog(primary.url) for _ in range(followers)]
    heard = 0

    def told(_: object) -> None:
        nonlocal heard
        heard += 1

    for other in others:
        for number in range(ROOMS):
            await other.follow(f"r_{number}", told)
    alone: list[float] = []
    await _room(log, "r_alone", ONE_BY_ONE, alone)
    alone.sort()
    memory, used, began = memory_kb([primary.pid]), cpu_s([primary.pid]), time.perf_counter()
    await asyncio.gather(*(_room(log, f"r_{number}", EACH, []) for number in range(ROOMS)))
    took, used = time.perf_counter() - began, cpu_s([primary.pid]) - used
    count = ROOMS * EACH
    print(
        f"{'replicated' if replicated else 'always':12}{followers:>10}{alone[len(alone) // 2]:>12.2f}"
        f"{alone[int(len(alone) * 0.99)]:>10.2f}{count / took:>12.0f}{used / count * 1e6:>14.1f}"
        f"{(memory_kb([primary.pid]) - memory) * 1_024 / count:>12.0f}", flush=True,
    )  # fmt: skip
    for each in (log, *others):
        await each.close()


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="giotay-store-") as folder:
        primary = StoreProcess(Path(folder) / "primary", *KEEPS["always"], *PATIENT)
        replicas = [
            StoreProcess(Path(folder) / name, *KEEPS["always"], *PATIENT, f"replicaof 127.0.0.1 {primary.port}")
            for name in ("one", "two")
        ]
        primary.start()
        try:
            head = ("alone, ms", 12), ("p99", 10), ("appends/s", 12), ("store µs each", 14), ("bytes each", 12)
            print(f"{'durability':12}{'followers':>10}" + "".join(f"{name:>{width}}" for name, width in head))
            for followers in (0, 1, 3, 10):
                await measure(primary, replicated=False, followers=followers)
            for count, replica in enumerate(replicas, 1):
                replica.start()
                while primary.ask("INFO", "replication").count("state=online") < count:
                    await asyncio.sleep(0.1)
                await asyncio.sleep(2)
                print(f"replicas: {count}")
                await measure(primary, replicated=False, followers=3)
                await measure(primary, replicated=True, followers=3)
        finally:
            for each in (primary, *replicas):
                each.kill()


if __name__ == "__main__":
    asyncio.run(main())
