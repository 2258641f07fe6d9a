"""A meeting over several nodes in which everything goes wrong that can, drawn from one seed.

The rooms, hubs, deliveries and gateway connections are the real ones; the log is the one in memory. What is simulated
is time, the ways between, and the failures. First a plan is drawn: commands and faults, each at a moment. Playing
a plan gives a history and the final log, the same for the same seed and plan; `checker` judges them.
"""

import asyncio
import base64
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from random import Random
from typing import Any, Final, TypeVar
from unittest.mock import patch

from msgspec import Struct, to_builtins

import giotay.gateway.connection
import giotay.room.chain
import giotay.room.delivery
import giotay.room.hub
import giotay.room.room
from giotay.gateway.commands import Commands
from giotay.gateway.credentials import Credentials
from giotay.gateway.gateway import Gateway
from giotay.gateway.pairing import Pairing
from giotay.gateway.rates import Limits
from giotay.meeting.birth import Founding, NewItem, create
from giotay.meeting.context import Context as Facts
from giotay.meeting.state import MeetingState
from giotay.profiles import load_profiles
from giotay.room import snapshot
from giotay.room.hub import Hub
from giotay.storage.claims import MemoryClaims
from giotay.storage.entry import StoredEntry
from giotay.storage.slips import MemorySlips
from giotay.storage.tokens import MemoryTokens, issue
from giotay_protocol.codec import command_of
from giotay_protocol.entities import Member
from giotay_protocol.events import Event
from tests.chaos.client import Client, Heard
from tests.chaos.line import Line
from tests.chaos.store import FarLog, TruthLog, Weather, as_store
from tests.chaos.virtual import Place, simulated
from tests.chaos.wishes import Wish, said, wish
from tests.meeting.hall import PEOPLE

T = TypeVar("T")

ROOM: Final = "r_chaos"
START: Final = 1_700_000_000_000
PROFILES: Final = load_profiles()
LASTS_S: Final = 12.0
COMMANDS: Final = 70
# What a phone may leave unread, and what a node remembers: the program's limits scaled to a small hall.
LAGGING: Final = 24 * 1024
HEADS_KEPT: Final = 60
FAULTS: Final = (
    ("cut", 10), ("half_open", 4), ("stuck", 5), ("kill", 2), ("stop", 1), ("pause", 3), ("pause_after_append", 3),
    ("down", 1), ("lose_replies", 4), ("drop_wakes", 3), ("shuffle_wakes", 3), ("slow_store", 2), ("roll", 1),
    ("lose_tail", 1), ("lose_all", 1), ("clock_jumps", 3),
)  # fmt: skip


class Step(Struct, frozen=True):
    """One thing that happens: a command with its wish, or a fault."""

    at: float
    kind: str
    number: int
    wish: Wish | None = None


class Plan(Struct, frozen=True):
    """All that happens in one run, in order."""

    seed: int
    nodes: int
    steps: list[Step]


class History(Struct):
    """What a run left: the facts the checker needs of the world, every client's notes, and the log."""

    meta: dict[str, Any]
    notes: list[dict[str, Any]]
    log: list[dict[str, Any]]


def plan_of(seed: int) -> Plan:
    """What happens under this seed."""
    rng = Random(f"plan {seed}")
    steps = [
        Step(rng.random() * LASTS_S, "twice" if rng.random() < 0.1 else "command", n, wish(rng))
        for n in range(COMMANDS)
    ]
    # The host forgets one of the last four; a third projector comes; the chair closes the meeting before its time.
    if rng.random() < 0.25:
        erasing = Step(LASTS_S / 2 + rng.random() * LASTS_S / 2, "erase", rng.randrange(1 << 16))
        steps.append(erasing)
        # Erasing is several writes; a failover that takes some of them has to come in time.
        if erasing.number % 2:
            steps.append(Step(erasing.at + erasing.number % 100 / 100, "lose_writes", erasing.number))
    if rng.random() < 0.4:
        steps.append(Step(rng.random() * LASTS_S, "pair", rng.randrange(1 << 16)))
    if rng.random() < 0.2:
        steps.append(Step(LASTS_S * 0.7 + rng.random() * LASTS_S * 0.3, "close", rng.randrange(1 << 16)))
    kinds, weights = zip(*FAULTS, strict=True)
    for kind in rng.choices(kinds, weights, k=rng.randrange(0, 22)):
        steps.append(Step(rng.random() * (LASTS_S - 2), kind, rng.randrange(1 << 16)))
    return Plan(seed, rng.choice((1, 2, 2, 3, 3)), sorted(steps, key=lambda step: step.at))


class Node:
    """A process: a hub, its gateway, and the connections it has. Ends when it is killed."""

    def __init__(self, world: "World", number: int) -> None:
        self.world = world
        self.place = Place(f"node {number}")
        self.inside = self.place.context()
        self.lines: list[Line] = []
        self.far = FarLog(world.truth, world.weather, self.place, world.rng, world.outside)
        # The nodes' clocks are set by the store's, to a few milliseconds.
        off = world.rng.randrange(-8, 9)
        self.hub = Hub(as_store(self.far), lambda: world.now() + off, profiles=PROFILES, coalesce_max_s=0.05)
        loop = asyncio.get_running_loop()
        self.pairing = Pairing(world.slips, world.tokens, world.now)
        self.commands = Commands(self.pairing)
        self.gateway = Gateway(Credentials(self.hub, world.tokens, world.claims), self.commands, Limits(loop.time))
        self.keeping = loop.create_task(self.hub.run(), context=self.inside)

    @property
    def is_there(self) -> bool:
        return not self.place.dead


class World:
    """Nodes, clients and the weather of one run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rng = Random(f"world {plan.seed}")
        self.looks = Random(f"looks {plan.seed}")
        self.outside = Place("outside")
        self.weather = Weather()
        self.truth = TruthLog()
        self.tokens, self.claims, self.slips = MemoryTokens(), MemoryClaims(), MemorySlips()
        # What the host commanded.
        self.host: list[str] = []
        self._works: list[object] = []
        self.nodes: list[Node] = []
        self.past: list[Node] = []
        self.clients: list[Client] = []
        self.notes: list[dict[str, Any]] = []
        self.conns = 0
        self.patience_s = 12.0
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()

    def now(self) -> int:
        return START + int((self._loop.time() - self._began) * 1_000)

    def way(self) -> float:
        """How long a packet takes."""
        return 0.001 + self.rng.random() * self.rng.choice((0.004, 0.004, 0.06))

    def note(self, who: str, kind: str, **facts: Any) -> None:
        self.notes.append({"t": round(self._loop.time() - self._began, 6), "who": who, "kind": kind, **facts})

    def a_line(self, heard: Heard, ended: Callable[[], None]) -> Line | None:
        there = [node for node in self.nodes if node.is_there]
        if not there:
            return None
        node = self.rng.choice(there)
        line = Line(self, node, heard, ended)
        node.lines.append(line)
        return line

    # The run ----------------------------------------------------------------------------------------------------------

    async def play(self) -> History:
        first = Node(self, 0)
        self.nodes.append(first)
        members = await self._loop.create_task(self._found(first), context=first.inside)
        self.nodes += [Node(self, number) for number in range(1, self.plan.nodes)]
        await self._seat(members)
        for step in self.plan.steps:
            await asyncio.sleep(max(0.0, self._began + 2.0 + step.at - self._loop.time()))
            if step.wish is not None:
                self._command(step)
            elif step.kind in ("erase", "pair", "close"):
                self._works.append(self._loop.create_task(self._else(step), context=self.outside.context()))
            else:
                self._fault(step)
        await asyncio.sleep(max(0.0, self._began + 2.0 + LASTS_S - self._loop.time()))
        self._heal()
        self.note("world", "healed")
        await asyncio.sleep(5.0)
        self.note("world", "over")
        for client in self.clients:
            self.note(
                client.name, "final", member=client.member, seq=client.replica.seq, is_over=client.is_over,
                pending=list(client.pending), buffers=[],
            )  # fmt: skip
            if client.line is not None:
                client.note("buffer", most=client.line.most, largest=client.line.largest)
        if self.truth.lost:
            # What a failover brought back into the store is removed at the next heartbeat.
            await asyncio.sleep(giotay.room.hub.BEAT_S + 1.0)
        return self._history()

    async def _found(self, node: Node) -> list[str]:
        def founding(state: MeetingState, context: Facts) -> list[Event]:
            agenda = [NewItem(title="Một"), NewItem(title="Hai"), NewItem(title="Ba")]
            return create(Founding(title="Họp", members=PEOPLE, agenda=agenda), context)

        room = await node.hub.found(ROOM, founding)
        return [member.id for member in room.state.all(Member)]

    async def _seat(self, members: list[str]) -> None:
        """Everybody comes, two of them twice, and two projectors; the chair opens, and they check in."""
        whose: list[str | None] = [*members, members[0], members[3], None, None]
        for number, member in enumerate(whose):
            token = await issue(self.tokens, ROOM, member, self.now())
            client = Client(self, f"client {number}", member, token)
            self.clients.append(client)
            client.connect()
        await asyncio.sleep(1.0)
        self.clients[0].command("open", {"id": "open", "type": "meeting.open"})
        await asyncio.sleep(0.5)
        for number, client in enumerate(self.clients[: len(members)]):
            id = f"in{number}"
            client.command(id, {"id": id, "type": "attendance.check_in", "mode": "hall"})

    def _command(self, step: Step) -> None:
        assert step.wish is not None
        rooms = (node.hub.rooms.get(ROOM) for node in self.nodes if node.is_there)
        room = max((room for room in rooms if room is not None), key=lambda room: room.position.seq, default=None)
        if room is None:
            return
        sender, payload = said(room.state, step.wish, self.now())
        tabs = [client for client in self.clients if client.member == sender and not client.is_over]
        if not tabs:
            return
        id = f"k{step.number}"
        payload = {"id": id, **payload}
        client = tabs[step.number % len(tabs)]
        client.command(id, payload, twice=step.kind == "twice")
        if step.kind == "twice" and len(tabs) > 1 and not payload.get("anonymous"):
            # Two tabs of one member send the same.
            tabs[(step.number + 1) % len(tabs)].command(id, payload)

    async def _else(self, step: Step) -> None:
        """What is done once, by whoever goes on until it is done."""
        chair = self.clients[0]
        match step.kind:
            case "close":
                chair.command("close", {"id": "close", "type": "meeting.close"})
            case "pair":
                await self._pair(chair)
            case _:
                await self._erase(self.clients[5 + step.number % 4])

    async def _on_some_node(self, work: Callable[[Node], Awaitable[T]]) -> T:
        """Done by a node that is there, and asked of another when it does not answer."""
        while True:
            there = [node for node in self.nodes if node.is_there and not node.place.stopped]
            if there:
                node = self.rng.choice(there)
                asked: asyncio.Task[T] = self._loop.create_task(work(node), context=node.inside)  # type: ignore[arg-type]
                self._works.append(asked)
                done, _ = await asyncio.wait([asked], timeout=3.0)
                if done and asked.exception() is None:
                    return asked.result()
            await asyncio.sleep(0.4)

    async def _pair(self, chair: Client) -> None:
        """A projector shows letters, the desk types them; whoever was told `ok` sees it come."""
        letters, ticket = await self._on_some_node(lambda node: node.pairing.begin())
        chair.command("pair", {"id": "pair", "type": "screen.pair", "letters": letters})
        while (found := await self._on_some_node(lambda node: node.pairing.outcome(ticket))) is None:
            await asyncio.sleep(0.3)
        self.note("world", "paired", id="pair")
        client = Client(self, "client paired", None, found[1])
        self.clients.append(client)
        client.connect()

    async def _erase(self, client: Client) -> None:
        """The host has somebody forgotten: their words are gone from the store when the host is told so."""
        member = client.member
        if member is None:
            return
        self.host.append("erase")
        command = command_of({"id": "erase", "type": "member.erase", "member": member})

        async def erase(node: Node) -> Any:
            return await node.commands.of_host(await node.hub.open(ROOM), command)

        await self._on_some_node(erase)
        just_lost = self.truth.lost and self._loop.time() - self.truth.lost[-1][0] < 1.0
        if not just_lost:
            self.note("world", "erased", member=member, texts=sorted(self.truth._texts[ROOM].values()))

    # Faults -----------------------------------------------------------------------------------------------------------

    def _fault(self, step: Step) -> None:
        now, pick = self._loop.time(), Random(step.number)
        node = pick.choice(self.nodes)
        client = pick.choice(self.clients)
        self.note("world", "fault", fault=step.kind, node=node.place.name, client=client.name)
        match step.kind:
            case "cut" | "half_open" if client.line is not None:
                client.line.cut(noticed_after=0.02 if step.kind == "cut" else 3.0)
            case "stuck" if client.line is not None:
                line = client.line
                line.stop_reading()
                self._later(pick.choice((0.5, 3.0, 8.0)), line.read_on)
            case "kill":
                self._kill(node, back_after=pick.choice((0.2, 1.0, 3.0)))
            case "roll":
                for number, each in enumerate(list(self.nodes)):
                    self._later(number * 1.0, self._kill, each, 0.4)
            case "stop":
                self._stop(node, 10.0)
            case "pause":
                self._stop(node, pick.choice((0.05, 0.3, 1.5)))
            case "pause_after_append":
                seconds = pick.choice((0.05, 0.5, 2.0))
                node.far.stored = lambda: self._stopped_after_append(node, seconds)
            case "down":
                self.weather.down_until = now + 2.0
            case "lose_replies":
                self.weather.lose_replies_until = now + 1.5
            case "drop_wakes":
                self.weather.drop_wakes_until = now + 2.0
            case "shuffle_wakes":
                self.weather.shuffle_wakes_until = now + 2.0
            case "lose_tail":
                self.truth.lose_entries(ROOM, pick.choice((1, 2, 5)))
            case "lose_writes":
                self.truth.lose_writes(ROOM, pick.choice((1, 2, 3, 5, 8)))
            case "lose_all":
                for each in list(self.nodes):
                    self._kill(each, back_after=pick.choice((0.2, 1.0)))
                self.truth.lose_entries(ROOM, pick.choice((1, 2, 5)))
            case "clock_jumps":
                client.ask_the_time(self.now() + pick.choice((-86_400_000, -3_000, 5_000, 3_600_000)))
            case "slow_store":
                self.weather.wait_s = 0.25
                self._later(1.5, self._fast_store)

    def _later(self, seconds: float, what: Any, *arguments: Any) -> None:
        self._loop.call_later(seconds, what, *arguments)

    def _fast_store(self) -> None:
        self.weather.wait_s = 0.002

    def _stopped_after_append(self, node: Node, seconds: float) -> None:
        node.far.stored = None
        self._stop(node, seconds)

    def _stop(self, node: Node, seconds: float) -> None:
        if not node.place.stopped and node.is_there:
            node.place.stopped = True
            self._later(seconds, self._go_on, node)

    def _go_on(self, node: Node) -> None:
        if node.place.stopped:
            self._loop.go_on(node.place)  # type: ignore[attr-defined]

    def _kill(self, node: Node, back_after: float) -> None:
        """kill -9: not one more step; the kernel closes its connections."""
        if not node.is_there:
            return
        node.place.dead = True
        self.past.append(node)
        self._loop.create_task(node.far.cut(), context=self.outside.context())
        for line in node.lines:
            line.cut(noticed_after=0.0)
        where = self.nodes.index(node)
        self._later(back_after, self._begin_again, where, node)

    def _begin_again(self, where: int, node: Node) -> None:
        if self.nodes[where] is node:
            self.nodes[where] = Node(self, len(self.past) + 10)

    def _heal(self) -> None:
        """From now on nothing fails."""
        self.weather.down_until = self.weather.lose_replies_until = 0.0
        self.weather.drop_wakes_until = self.weather.shuffle_wakes_until = 0.0
        self.weather.wait_s = 0.002
        self.patience_s = 1.0
        for where, node in enumerate(list(self.nodes)):
            node.far.stored = None
            self._go_on(node)
            if not node.is_there:
                self._begin_again(where, node)
        for client in self.clients:
            if client.line is not None:
                if client.is_level:
                    client.line.read_on()
                else:
                    client.line.cut(noticed_after=0.01)

    def _history(self) -> History:
        # An entry that was lost and given back was first written when it was first written.
        written = {entry.stored: (at, entry) for at, entry in reversed(self.truth.written)}

        def chain(entries: list[StoredEntry]) -> list[dict[str, Any]]:
            return [
                {
                    "t": round(written[each.stored][0] - self._began, 6), "last": each.last,
                    "stored": base64.b64encode(each.stored).decode(), "texts": written[each.stored][1].texts,
                }
                for each in entries
            ]  # fmt: skip

        meta = {
            "room": ROOM, "seed": self.plan.seed, "heads_kept": HEADS_KEPT, "lagging_limit": LAGGING,
            "lost": [chain(each) for _, each in self.truth.lost],
            "host": self.host, "start": START - int(self._began * 1_000),
            "texts": sorted(self.truth._texts[ROOM].values()),
            "drafting": sorted(member for (_, member), mine in self.truth.drafts.standing().items() if mine),
            "snapshot_seq": self._snapshot_seq(),
            "urn": sorted(each for each, votes in self.truth._urns[ROOM].items() if votes > 0),
            "lost_at": [round(at - self._began, 6) for at, _ in self.truth.lost],
        }  # fmt: skip
        return History(meta, self.notes, chain(self.truth._entries[ROOM]))

    def _snapshot_seq(self) -> int | None:
        kept = self.truth._snapshots.get(ROOM)
        found = None if kept is None else snapshot.read(ROOM, kept)
        return None if found is None else found.position.seq

    def bury(self) -> None:
        """The run is over and its history written; what is left of dead nodes may come to its end."""
        for node in [*self.past, *self.nodes]:
            node.place.dead = node.place.stopped = False
            self._loop.go_on(node.place)  # type: ignore[attr-defined]


@contextlib.contextmanager
def _small() -> Iterator[None]:
    """The limits of a large hall, scaled to a small one, so that they are reached."""
    changes = (
        (giotay.room.delivery, "SLICE", 3), (giotay.room.delivery, "FEW", 0),
        (giotay.room.delivery, "LAGGING_LIMIT", LAGGING),
        (giotay.room.delivery, "COURTESY_LIMIT", LAGGING // 4), (giotay.gateway.connection, "UNREAD_MAX", LAGGING),
        (giotay.room.chain, "HEADS_KEPT", HEADS_KEPT), (giotay.room.hub, "SNAPSHOT_EVERY", 25),
    )  # fmt: skip
    with contextlib.ExitStack() as stack:
        for where, name, value in changes:
            stack.enter_context(patch.object(where, name, value))
        yield


def play(plan: Plan) -> History:
    """The history of this plan."""
    logging.disable(logging.CRITICAL)
    try:
        with _small(), simulated(plan.seed) as loop:

            async def run() -> History:
                world = World(plan)
                history = await world.play()
                world.bury()
                return history

            asyncio.set_event_loop(loop)
            try:
                return loop.run_until_complete(run())
            finally:
                left = asyncio.all_tasks(loop)
                for task in left:
                    task.cancel()
                if left:
                    loop.run_until_complete(asyncio.wait(left, timeout=30))
    finally:
        logging.disable(logging.NOTSET)


def as_lines(plan: Plan, history: History) -> Iterator[dict[str, Any]]:
    """A history as JSON lines: the facts, the plan, the notes, the log."""
    yield {"kind": "meta", **history.meta}
    yield from ({"step": to_builtins(step), "kind": "step"} for step in plan.steps)
    yield from history.notes
    yield from ({"kind": "entry", **entry} for entry in history.log)
