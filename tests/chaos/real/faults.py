"""What goes wrong: each fault takes a run that is under way and hurts it, over and over while the load lasts."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from tests.chaos.real.hall import Node
from tests.chaos.real.many import ManyServers, WithSentinels
from tests.chaos.real.proxy import Link, Proxy
from tests.chaos.real.run import Run
from tests.chaos.real.verdict import Lost

Act = Callable[[Run], Awaitable[None]]


class Fault(Struct, frozen=True):
    """`store` is the kind of store it needs; `lasts_s` how long the load goes on; `may_lose`: the store itself may
    lose what was shown, or even acknowledged, which then has to be told.
    """  # fmt: skip

    act: Act
    level: str = "L2"
    store: str = "always"
    lasts_s: float = 6.0
    may_lose: Lost = "nothing"


async def nothing(run: Run) -> None:
    """No fault: the run itself."""


async def _one_in_twenty(run: Run, hurt: Callable[[Link], None]) -> None:
    """Of the connections between clients and nodes, again and again."""
    await _while_loaded(run, lambda node: node.front, 0.05, 0.3, hurt)


async def _two_in_five(run: Run, hurt: Callable[[Link], None]) -> None:
    """Of the connections between nodes and the store, again and again."""
    await _while_loaded(run, lambda node: node.to_store, 0.4, 0.4, hurt)


async def _while_loaded(
    run: Run, side: Callable[[Node], Proxy], share: float, every_s: float, hurt: Callable[[Link], None]
) -> None:
    """Hurt a share of the links, and again, until a fifth of the load is left."""
    loop = asyncio.get_running_loop()
    until = loop.time() + run.load.lasts_s * 0.6
    while loop.time() < until:
        for link in [each for node in run.hall.nodes for each in side(node).links if run.rng.random() < share]:
            hurt(link)
            run.struck += 1
        await asyncio.sleep(every_s)


def _cut_within(link: Link) -> None:
    link.cut_within = True


def _cut_before(link: Link) -> None:
    link.cut_before = True


def _swallow_answer(link: Link) -> None:
    link.swallow_answer = True


# Between clients and nodes --------------------------------------------------------------------------------------------


async def cut(run: Run) -> None:
    """Connections are cut in the middle of a frame."""
    await _one_in_twenty(run, _cut_within)


async def half_open(run: Run) -> None:
    """Clients are gone, and their nodes hear nothing of it."""
    await _one_in_twenty(run, Link.leave_half_open)


async def answer_lost(run: Run) -> None:
    """What a node says after it stored a command is lost, and the connection with it."""
    await _one_in_twenty(run, _swallow_answer)


async def twice(run: Run) -> None:
    """Every command is delivered twice, and by both tabs of whoever has two with one token."""
    run.twice = True
    await asyncio.sleep(run.load.lasts_s * 0.6)


async def slow(run: Run) -> None:
    """200 ± 150 ms each way, and three packets in a hundred wait for TCP to send them again."""

    def delay() -> float:
        return run.rng.uniform(0.05, 0.35) + (run.rng.uniform(0.2, 1.0) if run.rng.random() < 0.03 else 0.0)

    for node in run.hall.nodes:
        node.front.delay = delay
        run.struck += len(node.front.links)
    await asyncio.sleep(run.load.lasts_s * 0.8)


# Nodes ----------------------------------------------------------------------------------------------------------------


async def kill(run: Run) -> None:
    """kill -9 of one node after another; each comes back at once."""
    for node in run.rng.sample(run.hall.nodes, 2):
        await node.server.kill()
        run.struck += 1
        await node.server.start()


async def stop(run: Run) -> None:
    """A node stands still for 10 s and then goes on as if nothing had been."""
    node = run.rng.choice(run.hall.nodes)
    node.signal(signal.SIGSTOP)
    run.struck += 1
    await asyncio.sleep(10.0)
    node.signal(signal.SIGCONT)


async def pause_after_append(run: Run) -> None:
    """A node stands still for 1.5 s just when its append is stored and its answer has not been read."""
    for node in run.hall.nodes:
        asked = asyncio.Event()
        node.to_store.on_ask = _at_append(node, asked)
        await _wait(asked)
        node.to_store.on_ask = None
        run.struck += asked.is_set()
        await asyncio.sleep(1.5)
        node.signal(signal.SIGCONT)


def _at_append(node: Node, asked: asyncio.Event) -> Callable[[Link, bytes], None]:
    def on_ask(_: Link, data: bytes) -> None:
        if b"EVALSHA" in data and not asked.is_set():
            asked.set()
            node.signal(signal.SIGSTOP)

    return on_ask


async def _wait(event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(5):
            await event.wait()
    except TimeoutError:
        return


async def roll(run: Run) -> None:
    """A rolling restart: every node is asked to go, and is followed by itself."""
    for node in run.hall.nodes:
        await node.server.stop(signal.SIGTERM)
        run.struck += 1
        await node.server.start()


# Between nodes and store ----------------------------------------------------------------------------------------------


async def store_cut_before(run: Run) -> None:
    """Connections to the store are cut before what a node asks has come there."""
    await _two_in_five(run, _cut_before)


async def store_cut_after(run: Run) -> None:
    """Connections to the store are cut after it did what a node asked, before the node hears so."""
    await _two_in_five(run, _swallow_answer)


async def store_stalls(run: Run) -> None:
    """For 2 s nothing passes between the nodes and the store."""
    for node in run.hall.nodes:
        node.to_store.open.clear()
        run.struck += 1
    await asyncio.sleep(2.0)
    for node in run.hall.nodes:
        node.to_store.open.set()


async def drop_wakes(run: Run) -> None:
    """Every second wake-up is lost."""
    rng = Random(run.rng.random())

    def passes(_: Link, __: bytes) -> bool:
        is_lost = rng.random() < 0.5
        run.struck += is_lost
        return not is_lost

    for node in run.hall.nodes:
        node.to_store.on_wake = passes
    await asyncio.sleep(run.load.lasts_s * 0.8)


async def shuffle_wakes(run: Run) -> None:
    """Wake-ups come late and in another order."""
    rng, loop = Random(run.rng.random()), asyncio.get_running_loop()

    def hold(link: Link, answer: bytes) -> bool:
        run.struck += 1
        loop.call_later(rng.random() * 0.3, link.say_to_caller, answer)
        return False

    for node in run.hall.nodes:
        node.to_store.on_wake = hold
    await asyncio.sleep(run.load.lasts_s * 0.8)


# The store ------------------------------------------------------------------------------------------------------------


async def store_killed(run: Run) -> None:
    """kill -9 of the store, three times; it comes back with what is on its disk."""
    for _ in range(3):
        await asyncio.to_thread(run.hall.store.process.kill)
        run.struck += 1
        await asyncio.sleep(0.3)
        await asyncio.to_thread(run.hall.store.process.start)
        await asyncio.sleep(0.7)


async def store_paused(run: Run) -> None:
    """The store stands still for 3 s, and for longer than a node waits for an answer."""
    for seconds in (3.0, 12.0):
        run.hall.store.process.signal(signal.SIGSTOP)
        run.struck += 1
        await asyncio.sleep(seconds)
        run.hall.store.process.signal(signal.SIGCONT)
        await asyncio.sleep(1.0)


async def store_emptied(run: Run) -> None:
    """The store is killed and comes back with nothing in it."""
    await asyncio.to_thread(run.hall.store.process.kill)
    run.hall.store.process.empty()
    run.struck += 1
    await asyncio.to_thread(run.hall.store.process.start)


async def functions_flushed(run: Run) -> None:
    """FUNCTION FLUSH and SCRIPT FLUSH: the store knows none of our scripts any more."""

    async def flush() -> None:
        for words in (("FUNCTION", "FLUSH"), ("SCRIPT", "FLUSH")):
            run.struck += (await asyncio.to_thread(run.hall.store.process.ask, *words)).startswith("+OK")

    for _ in range(6):
        await flush()
        await asyncio.sleep(run.load.lasts_s / 10)


async def out_of_memory(run: Run) -> None:
    """For 2 s the store has no memory left and, as it has to be, does not evict: it refuses every write."""
    ask = run.hall.store.process.ask
    run.struck += (await asyncio.to_thread(ask, "CONFIG", "SET", "maxmemory", "1")).startswith("+OK")
    await asyncio.sleep(2.0)
    await asyncio.to_thread(ask, "CONFIG", "SET", "maxmemory", "0")


async def disk_full(run: Run) -> None:
    """The store's disk is full for 2 s. One that has to write every command at once ends; it comes back with room."""
    ballast = run.hall.store.process.folder / "ballast"
    run.struck += await asyncio.to_thread(_fill, ballast)
    await asyncio.sleep(2.0)
    ballast.unlink()
    # As whoever keeps it running would do.
    await run.hall.store.again()


def _fill(ballast: Path) -> bool:
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4_096)
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(b"\0")
    return True


async def primary_killed(run: Run) -> None:
    """kill -9 of the server that has the room; one of its replicas takes its place."""
    store = run.hall.store
    assert isinstance(store, ManyServers)
    gone = await asyncio.to_thread(store.primary_of, run.room)
    await asyncio.to_thread(gone.kill)
    run.struck += 1
    await store.until(lambda: store.primary_of(run.room) is not gone)


async def primary_paused(run: Run) -> None:
    """The server that has the room stands still until a replica has taken its place, and then goes on."""
    store = run.hall.store
    assert isinstance(store, ManyServers)
    gone = await asyncio.to_thread(store.primary_of, run.room)
    gone.signal(signal.SIGSTOP)
    run.struck += 1
    await store.until(lambda: store.primary_of(run.room) is not gone)
    await asyncio.sleep(1.0)
    gone.signal(signal.SIGCONT)


async def other_promoted(run: Run) -> None:
    """The replica that Sentinels prefer stands still and loses its link. Then the primary and all nodes are killed, so
    that nobody remembers what it lacks; it goes on, and is promoted.
    """  # fmt: skip
    store = run.hall.store
    assert isinstance(store, WithSentinels)
    gone = await asyncio.to_thread(store.primary_of, run.room)
    behind = next(server for server in store.servers if server is not gone)
    await store.prefer(behind)
    its_end = next(
        word
        for word in (await asyncio.to_thread(behind.ask, "CLIENT", "LIST", "TYPE", "master")).split()
        if "laddr=" in word
    )
    behind.signal(signal.SIGSTOP)
    answer = await asyncio.to_thread(gone.ask, "CLIENT", "KILL", "ADDR", its_end.removeprefix("laddr="))
    assert answer.startswith((":1", "+OK")), answer
    await asyncio.sleep(2.0)
    await asyncio.gather(*(node.server.kill() for node in run.hall.nodes), asyncio.to_thread(gone.kill))
    run.struck += 1
    behind.signal(signal.SIGCONT)
    await store.until(lambda: store.primary_of(run.room) is behind)
    await asyncio.gather(*map(_started, run.hall.nodes))
    await store.prefer(None)


async def _started(node: Node) -> None:
    """As whatever keeps it running would do: it does not start on a store without a replica in line."""
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(AssertionError):
                await node.server.start()
                return
            await asyncio.sleep(0.5)


FAULTS: Final[dict[str, Fault]] = {
    "none": Fault(nothing),
    "cut": Fault(cut),
    "half_open": Fault(half_open),
    "answer_lost": Fault(answer_lost),
    "twice": Fault(twice),
    "slow": Fault(slow),
    "kill": Fault(kill),
    "stop": Fault(stop, lasts_s=13.0),
    "pause_after_append": Fault(pause_after_append, lasts_s=8.0),
    "roll": Fault(roll, lasts_s=8.0),
    "store_cut_before": Fault(store_cut_before),
    "store_cut_after": Fault(store_cut_after),
    "store_stalls": Fault(store_stalls),
    "drop_wakes": Fault(drop_wakes),
    "shuffle_wakes": Fault(shuffle_wakes),
    "store_killed": Fault(store_killed, "L3"),
    "store_killed_everysec": Fault(store_killed, "L3", "everysec"),
    "store_killed_memory": Fault(store_killed, "L3", "memory", may_lose="acknowledged"),
    "store_paused": Fault(store_paused, "L3", lasts_s=18.0),
    "store_emptied": Fault(store_emptied, "L3", may_lose="acknowledged"),
    "functions_flushed": Fault(functions_flushed, "L3"),
    "out_of_memory": Fault(out_of_memory, "L3"),
    "sentinel_failover": Fault(primary_killed, "L3", "sentinel", lasts_s=10.0),
    # A primary that was asleep and does not know yet that it is none may still answer; without a replica's word for it
    # such an answer is lost, and has to be told.
    "sentinel_failover_paused": Fault(primary_paused, "L3", "sentinel", lasts_s=14.0, may_lose="acknowledged"),
    "sentinel_failover_paused_replicated": Fault(
        primary_paused, "L3", "sentinel_replicated", lasts_s=14.0, may_lose="shown"
    ),
    # What waits for replicas may be shown by another node; one that never saw it may write first after the failover.
    "sentinel_failover_replicated": Fault(primary_killed, "L3", "sentinel_replicated", lasts_s=10.0, may_lose="shown"),
    "sentinel_other_promoted_replicated": Fault(
        other_promoted, "L3", "sentinel_replicated", lasts_s=22.0, may_lose="shown"
    ),
    "cluster_failover": Fault(primary_killed, "L3", "cluster", lasts_s=10.0),
    "cluster_failover_paused": Fault(primary_paused, "L3", "cluster", lasts_s=14.0, may_lose="acknowledged"),
    "cluster_failover_paused_replicated": Fault(
        primary_paused, "L3", "cluster_replicated", lasts_s=14.0, may_lose="shown"
    ),
    "cluster_failover_replicated": Fault(primary_killed, "L3", "cluster_replicated", lasts_s=10.0, may_lose="shown"),
    "disk_full": Fault(disk_full, "L3", "small_disk"),
    "disk_full_everysec": Fault(disk_full, "L3", "small_disk_everysec"),
}
