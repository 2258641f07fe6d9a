"""What a room costs that is only there: `python -m tests.bench.rooms [--rooms 300] [--members 100] [--nodes 2]`.

So many open meetings, each with one phone on each node, in which nobody says anything. Counted over ten seconds: what
the store is asked, and what nodes and store use; and what memory a room takes, in a node and in the store.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path
from random import Random

from giotay.bench.usage import cpu_s, memory_kb
from giotay.demo.hall import Tap, token_of
from tests.chaos.real.hall import Hall, Store
from tests.chaos.real.kinds import store_of
from tests.chaos.real.light import LightPhone

_SECONDS = 10.0


def _commands(store: Store) -> int:
    answer = store.process.ask("INFO", "stats")
    return int(next(line for line in answer.splitlines() if line.startswith("total_commands_processed")).split(":")[1])


async def measure(rooms: int, members: int, nodes: int) -> None:
    """Make them, wait until they rest, count."""
    with tempfile.TemporaryDirectory(prefix="giotay-rooms-") as folder:
        store = store_of("always", Path(folder))
        async with Hall(Path(folder), store, nodes=nodes) as hall:
            pids = [node.server.pid for node in hall.nodes]
            before, stored = memory_kb(pids), memory_kb([store.process.pid])
            phones: list[LightPhone] = []
            people = [{"name": f"Người {n}", "office": "chair" if n == 0 else "member"} for n in range(members)]
            for number in range(rooms):
                links = await hall.host.open_meeting({"id": f"{number}", "title": "Họp", "members": people})
                chair = token_of(links.members[0]["link"])
                await Tap(hall.host._http, hall.nodes[0].server.url, chair).command("meeting.open")
                for node in hall.nodes:
                    phones.append(LightPhone(lambda port=node.server.port: [port], number, chair, Random(number)))  # type: ignore[misc]
                    phones[-1].connect()
            async with asyncio.timeout(60):
                while not all(phone.level_at for phone in phones):
                    await asyncio.sleep(0.1)
            await asyncio.sleep(5)
            asked, used, theirs, began = _commands(store), cpu_s(pids), cpu_s([store.process.pid]), time.monotonic()
            await asyncio.sleep(_SECONDS)
            took = time.monotonic() - began
            asked, used, theirs = _commands(store) - asked, cpu_s(pids) - used, cpu_s([store.process.pid]) - theirs
            each = rooms * nodes
            print(f"{rooms} rooms of {members} members, each on {nodes} nodes, nobody says anything:")
            print(f"  {asked / took / each:.2f} commands a second to the store for a room on a node")
            node_us, store_us = used / took / each * 1e6, theirs / took / each * 1e6
            print(f"  {node_us:.0f} µs of a node's processor and {store_us:.0f} µs of the store's a second for it")
            node_kb = (memory_kb(pids) - before) / each
            store_kb = (memory_kb([store.process.pid]) - stored) / rooms
            print(f"  {node_kb:.0f} kB of a node's memory for it, {store_kb:.0f} kB of the store's for the room")
            for phone in phones:
                phone.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rooms")
    parser.add_argument("--rooms", type=int, default=300)
    parser.add_argument("--members", type=int, default=100)
    parser.add_argument("--nodes", type=int, default=2)
    asked = parser.parse_args()
    asyncio.run(measure(asked.rooms, asked.members, asked.nodes))


if __name__ == "__main__":
    main()
