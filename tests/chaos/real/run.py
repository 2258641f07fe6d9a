"""One meeting on a real hall while one thing goes wrong: who is there, what they do, and the history they leave.

The clients are those of the simulation (`tests.chaos.client`), the way to the nodes is a socket. Commands go on while
the fault does its work; then everything heals, and the run is over when every client is level and nobody waits for an
answer. How long that took is part of the result.
"""

import asyncio
import base64
import contextlib
import time
from collections.abc import Callable
from random import Random
from typing import Any, Final

from msgspec import Struct

from giotay.demo.first_meeting import HostError, Links
from giotay.demo.hall import token_of
from giotay.meeting.evolve import evolve
from giotay.meeting.state import MeetingState
from giotay.room.chain import HEADS_KEPT
from giotay.storage.entry import StoredEntry, read
from giotay.storage.log import Unavailable
from giotay.storage.redis import RedisLog
from tests.chaos.client import Client, Heard
from tests.chaos.real.hall import Hall
from tests.chaos.virtual import Place
from tests.chaos.wishes import said, wish
from tests.soak.line import Line

LAGGING: Final = 256 * 1024
LEVEL_WITHIN_S: Final = 60.0
_AT_ONCE: Final = 40
OFFICES: Final = {0: "chair", 1: "deputy", 2: "secretary"}


class Load(Struct, frozen=True):
    """How many clients, commands a second, and for how long."""

    clients: int = 200
    per_second: float = 60.0
    lasts_s: float = 6.0


class Outcome(Struct):
    """The history of one run, and how long it took until all were level after the fault."""

    meta: dict[str, Any]
    notes: list[dict[str, Any]]
    log: list[dict[str, Any]]
    level_s: float
    # Who did not become level; and how often the fault took hold of something.
    left_behind: list[str]
    struck: int


class Seldom(Random):
    """A client writes down all that it holds when this gives less than a half: after one update in fifty."""

    def random(self) -> float:
        return 0.0 if super().random() < 0.02 else 1.0


class Run:
    """The world of the clients. `play` once."""

    def __init__(self, hall: Hall, load: Load, seed: int, name: str) -> None:
        self.hall, self.load = hall, load
        self.rng = Random(f"{name} {seed}")
        self.looks: Random = Seldom(seed)
        self.conns = 0
        self.patience_s = 6.0
        self.outside = Place("outside")
        self.clients: list[Client] = []
        self.notes: list[dict[str, Any]] = []
        # Whether each command is delivered twice, and by both tabs of whoever has two.
        self.twice = False
        self.struck = 0
        # Members without a client here, and their tokens once the room is made.
        self.more = 0
        self.tokens: list[str] = []
        self._name, self._seed = name, seed
        self._began = time.time()
        self._truth = RedisLog(hall.store.direct)
        self._numbers = 0

    # What the clients ask of their world ------------------------------------------------------------------------------

    def note(self, who: str, kind: str, **facts: Any) -> None:
        self.notes.append({"t": round(time.time() - self._began, 6), "who": who, "kind": kind, **facts})

    def a_line(self, heard: Heard, ended: Callable[[], None]) -> Line:
        """To any node; nobody knows which of them are there."""
        return Line(self.rng.choice(self.hall.nodes).front.port, self.conns, heard, ended)

    # The run ----------------------------------------------------------------------------------------------------------

    async def play(self, act: Callable[["Run"], Any]) -> Outcome:
        """Everybody comes; commands are given while `act` does its worst; everything heals."""
        await self._seat()
        loading = asyncio.create_task(self._load())
        await asyncio.sleep(self.load.lasts_s / 5)
        self.note("world", "fault", fault=self._name)
        await act(self)
        await loading
        await self.hall.heal()
        self.note("world", "healed")
        self.patience_s = 4.0
        healed = time.monotonic()
        left_behind = await self._level()
        level_s = time.monotonic() - healed
        self.note("world", "over")
        for client in self.clients:
            self._final(client)
        outcome = Outcome(self._meta(), list(self.notes), await self._log(), level_s, left_behind, self.struck)
        for client in self.clients:
            client.is_over = True
            if client.line is not None:
                client.line.cut(noticed_after=0)
        await self._truth.close()
        return outcome

    async def _seat(self) -> None:
        people = max(4, self.load.clients - 4)
        members = [{"name": f"Người {n}", "office": OFFICES.get(n, "member")} for n in range(people + self.more)]
        links = await self._opened({
            "id": f"{self._name} {self._seed} {self._began}", "title": "Họp", "members": members,
            "agenda": [{"title": "Một"}, {"title": "Hai"}, {"title": "Ba"}],
        })  # fmt: skip
        self.room = links.room
        self.state = MeetingState(self.room)
        whose = [(member["id"], token_of(member["link"])) for member in links.members]
        self.tokens = [token for _, token in whose[people:]]
        whose = whose[:people]
        whose += [whose[0], whose[3]]
        screen = token_of(links.screen)
        for number, (member, token) in enumerate([*whose, (None, screen), (None, screen)]):
            client = Client(self, f"client {number}", member, token)
            self.clients.append(client)
            client.connect()
            if number % _AT_ONCE == 0:
                await self._until(lambda: all(client.is_level for client in self.clients))
        await self._until(lambda: all(client.is_level for client in self.clients))
        self.clients[0].command("open", {"id": "open", "type": "meeting.open"})
        await self._until(lambda: not self.clients[0].pending)
        for number, client in enumerate(self.clients[: min(people, 60)]):
            client.command(f"in{number}", {"id": f"in{number}", "type": "attendance.check_in", "mode": "hall"})
        await self._until(lambda: not any(client.pending for client in self.clients))

    async def _opened(self, body: dict[str, Any]) -> Links:
        """The meeting, asked for as a person would: again, where the store has just changed its mind."""
        deadline = time.monotonic() + LEVEL_WITHIN_S
        while True:
            try:
                return await self.hall.host.open_meeting(body)
            except HostError:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.2)

    async def _until(self, what: Callable[[], bool]) -> None:
        async with asyncio.timeout(LEVEL_WITHIN_S):
            while not what():
                await asyncio.sleep(0.02)

    async def _load(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while (passed := loop.time() - began) < self.load.lasts_s:
            if self._numbers % max(1, int(self.load.per_second / 4)) == 0:
                await self._follow()
            while self._numbers < passed * self.load.per_second:
                self._command()
            await asyncio.sleep(0.02)

    async def _follow(self) -> None:
        """Read on, past every fault, so that what is wanted next makes sense."""
        with contextlib.suppress(Unavailable, TimeoutError):
            async with asyncio.timeout(0.3):
                for entry in await self._truth.read(self.room, self.state.seq):
                    for event in read(entry):
                        evolve(self.state, event)

    def _command(self) -> None:
        """Two in three are what phones say all the time, the rest is anything by anybody."""
        self._numbers += 1
        id = f"k{self._numbers}"
        if self.rng.random() < 0.66 or self.state.seq == 0:
            tab = self.rng.choice([client for client in self.clients if client.member is not None])
            sender, payload = str(tab.member), {"type": "comment.post", "body": f"Ý kiến {self._numbers}"}
        else:
            sender, payload = said(self.state, wish(self.rng), int(time.time() * 1_000))
        tabs = [client for client in self.clients if client.member == sender and not client.is_over]
        if not tabs:
            return
        tab = tabs[self._numbers % len(tabs)]
        self.struck += self.twice
        tab.command(id, {"id": id, **payload}, twice=self.twice)
        if self.twice and len(tabs) > 1:
            tabs[(self._numbers + 1) % len(tabs)].command(id, {"id": id, **payload})

    async def _level(self) -> list[str]:
        """Wait until every client is where the log ends and nobody waits; who is not, in the end."""
        deadline = time.monotonic() + LEVEL_WITHIN_S
        while True:
            await asyncio.sleep(0.05)
            end = None
            with contextlib.suppress(Unavailable):
                end = await self._truth.position(self.room)
            there = [client for client in self.clients if not client.is_over]
            seq = end.seq if end is not None else -1
            behind = [each for each in there if each.pending or not each.is_level or each.replica.seq != seq]
            if not behind or time.monotonic() > deadline:
                return [
                    f"{each.name} at {each.replica.seq} of {seq}, level: {each.is_level}, pending: {list(each.pending)}"
                    for each in behind
                ]

    def _final(self, client: Client) -> None:
        held = {name: dict(entities) for name, entities in client.replica.view.items()}
        if not client.is_over:
            client.note(
                "stop", seq=client.replica.seq, head=client.replica.head, cls=client.replica.me["class"], view=held
            )
        self.note(
            client.name, "final", member=client.member, seq=client.replica.seq, is_over=client.is_over,
            pending=list(client.pending), buffers=[],
        )  # fmt: skip

    # What it leaves ---------------------------------------------------------------------------------------------------

    def _meta(self) -> dict[str, Any]:
        return {"room": self.room, "seed": self._seed, "heads_kept": HEADS_KEPT, "lagging_limit": LAGGING}

    async def _log(self) -> list[dict[str, Any]]:
        """The log as it is now. When each entry was stored is not known: it was not before its events were decided."""
        entries: list[StoredEntry] = []
        while found := await self._truth.read(self.room, entries[-1].last if entries else 0):
            entries += found
        return [
            {
                "t": read(entry)[-1].at / 1_000 - self._began - 0.1, "last": entry.last,
                "stored": base64.b64encode(entry.stored).decode(), "texts": entry.texts,
            }
            for entry in entries
        ]  # fmt: skip
