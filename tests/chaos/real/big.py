"""A big hall on three nodes: everybody stands where the log does, while a node leaves, comes back, and another dies.

    python -m tests.chaos.real.big [--phones 4980] [--rate 3] [--seconds 10]

Thousands of light phones (`light.py`) are spread over three nodes; a dozen whole clients give comments, and the one
checker judges what they held. First all is well; then one node is asked to go (SIGTERM: it lets its phones go little by
little) and comes back; then another is killed, and it is counted how long its phones take to be level again. Such times
are told and not asserted: they are this machine's.
"""

import argparse
import asyncio
import json
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from giotay.bench.usage import memory_kb
from tests.chaos.real.hall import Hall
from tests.chaos.real.kinds import store_of
from tests.chaos.real.light import LightPhone
from tests.chaos.real.run import LEVEL_WITHIN_S, Load, Run
from tests.chaos.real.verdict import judge

_AT_ONCE: Final = 100
_CLIENTS: Final = 12
_WITHIN_S: Final = 120.0


class Found(Struct):
    """What was seen; times in seconds, memory in MB."""

    phones: int
    connected_s: float = 0.0
    comments: int = 0
    drained_s: float = 0.0
    drained_phones: int = 0
    killed_phones: int = 0
    level_95_s: float = 0.0
    level_all_s: float = 0.0
    gaps: int = 0
    resets: int = 0
    node_mb: int = 0
    unequal: int = 0
    who: list[str] = []
    broken: list[str] = []


class Big(Run):
    """The run of the whole clients, with the light phones beside them."""

    def __init__(self, hall: Hall, phones: int, rate: float, seconds: float) -> None:
        super().__init__(hall, Load(clients=_CLIENTS + 4, per_second=rate, lasts_s=seconds), 1, "big")
        self.found = Found(phones)
        self.phones: list[LightPhone] = []
        self._chance = Random("phones")

    def _ports(self) -> list[int]:
        return [node.server.port for node in self.hall.nodes]

    async def play_all(self) -> Found:
        """Everything, one after the other."""
        outcome = await self.play(self._acts)
        verdict = judge(outcome, may_lose="nothing", errors=self.hall.errors())
        self.found.broken = verdict.what
        return self.found

    async def _seat(self) -> None:
        # The whole clients' members come first, the phones' after them.
        self.more = self.found.phones
        await super()._seat()
        began = time.monotonic()
        for first in range(0, len(self.tokens), _AT_ONCE):
            for number in range(first, min(first + _AT_ONCE, len(self.tokens))):
                phone = LightPhone(self._ports, number, self.tokens[number], self._chance)
                self.phones.append(phone)
                phone.connect()
            await self._all_there()
        self.found.connected_s = round(time.monotonic() - began, 1)

    async def _all_there(self) -> None:
        async with asyncio.timeout(_WITHIN_S):
            while not all(phone.level_at or phone.is_over for phone in self.phones):
                await asyncio.sleep(0.02)

    async def _acts(self, run: Run) -> None:
        await asyncio.sleep(3.0)
        self.found.node_mb = max(memory_kb([node.server.pid]) for node in self.hall.nodes) // 1_024
        await self._drain(self.hall.nodes[0].server.port)
        await self._kill(self.hall.nodes[1].server.port)

    async def _drain(self, port: int) -> None:
        node = self.hall.nodes[0]
        self.found.drained_phones = sum(phone.port == port for phone in self.phones)
        began = time.monotonic()
        await node.server.stop(signal.SIGTERM)
        await self._all_there()
        self.found.drained_s = round(time.monotonic() - began, 2)
        await node.server.start()

    async def _kill(self, port: int) -> None:
        """[L7] Its phones notice at once, wait as the official client does, and go elsewhere."""
        theirs = [phone for phone in self.phones if phone.port == port]
        loop = asyncio.get_running_loop()
        died = loop.time()
        await self.hall.nodes[1].server.kill()
        await asyncio.sleep(0.1)
        await self._all_there()
        took = sorted(phone.level_at - died for phone in theirs if phone.level_at is not None)
        self.found.killed_phones = len(took)
        if took:
            self.found.level_95_s = round(took[int(len(took) * 0.95)], 2)
            self.found.level_all_s = round(took[-1], 2)
        await self.hall.nodes[1].server.start()

    async def _level(self) -> list[str]:
        left = await super()._level()
        end = await self._truth.position(self.room)
        assert end is not None
        deadline = time.monotonic() + LEVEL_WITHIN_S
        while time.monotonic() < deadline and any(phone.seq != end.seq and not phone.is_over for phone in self.phones):
            await asyncio.sleep(0.05)
        unequal = [
            phone for phone in self.phones if not phone.is_over and (phone.seq, phone.head) != (end.seq, end.short)
        ]
        self.found.unequal = len(unequal)
        self.found.who = [f"{phone} of {end.seq} {end.short}" for phone in unequal[:20]]
        self.found.gaps = sum(phone.gaps for phone in self.phones)
        self.found.resets = sum(len(phone.resets) for phone in self.phones)
        self.found.comments = self._numbers
        for phone in self.phones:
            phone.close()
        return left


async def big(phones: int, *, rate: float, seconds: float) -> Found:
    """A big hall of so many phones."""
    with tempfile.TemporaryDirectory(prefix="giotay-big-") as folder:
        async with Hall(Path(folder), store_of("always", Path(folder))) as hall:
            return await Big(hall, phones, rate, seconds).play_all()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.real.big")
    parser.add_argument("--phones", type=int, default=4_980, help="a meeting has at most 5,000 members")
    parser.add_argument("--rate", type=float, default=3.0, help="commands a second")
    parser.add_argument("--seconds", type=float, default=40.0, help="how long commands go on")
    asked = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 65_536)), hard))
    found = asyncio.run(big(asked.phones, rate=asked.rate, seconds=asked.seconds))
    print(json.dumps({name: getattr(found, name) for name in found.__struct_fields__}, indent=1))
    return bool(found.unequal or found.broken)


if __name__ == "__main__":
    sys.exit(main())
