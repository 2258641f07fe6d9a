"""One room of a soak: it is made, its members come, meet, come and go, and at its end the checker judges all of it."""

import asyncio
import base64
import itertools
import json
from collections.abc import Callable
from random import Random
from typing import Any

import aiohttp
import msgspec

from giotay.room.chain import HEADS_KEPT
from giotay.room.delivery import LAGGING_LIMIT
from tests.chaos.checker import Violation, check
from tests.chaos.client import Client, Heard
from tests.chaos.virtual import Place
from tests.soak.line import Line

_LEVEL_S = 30.0


class Seldom(Random):
    """Looks at what a phone holds once in ten times; the checker needs no more of an hour."""

    def random(self) -> float:
        return 0.0 if super().random() < 0.1 else 1.0


class Room:
    """A room and its phones: the client's `World`. `numbers` spreads connections over addresses."""

    def __init__(self, port: int, http: aiohttp.ClientSession, numbers: "itertools.count[int]", seed: int) -> None:
        self.rng, self.outside = Random(seed), Place("outside")
        self.looks: Random = Seldom(seed)
        self.conns, self.patience_s = 0, 12.0
        self.clients: list[Client] = []
        self.id = ""
        self.given = 0
        self.notes: list[dict[str, Any]] = []
        self._port, self._http, self._numbers = port, http, numbers
        self._began = asyncio.get_running_loop().time()
        self._ending = False

    def note(self, who: str, kind: str, **facts: Any) -> None:
        moment = asyncio.get_running_loop().time() - self._began
        self.notes.append({"t": round(moment, 6), "who": who, "kind": kind, **facts})

    def a_line(self, heard: Heard, ended: Callable[[], None]) -> Line:
        return Line(self._port, next(self._numbers), heard, ended)

    # The meeting ------------------------------------------------------------------------------------------------------

    async def begin(self, phones: int) -> None:
        """Make the room, and send everybody in."""
        names = [{"name": f"Người {n}", "office": "chair" if n == 0 else "member"} for n in range(phones)]
        agenda = [{"title": title} for title in ("Một", "Hai", "Ba")]
        made = await self._ask("POST", "/api/rooms", {"title": "Dài giờ", "members": names, "agenda": agenda})
        self.id = made["room"]
        for number, member in enumerate(made["members"]):
            client = Client(self, f"phone {number}", member["id"], member["token"])
            self.clients.append(client)
            client.connect()
        self._give(self.clients[0], "meeting.open")
        for client in self.clients:
            self._give(client, "attendance.check_in", mode="hall")

    def something(self) -> None:
        """Somebody does one of the things that are done in a meeting."""
        client = self.rng.choice(self.clients)
        if self._ending or client.is_over or not client.is_level or len(client.pending) > 5:
            return
        view, chair = client.replica.view, self.clients[0]
        match self.rng.randrange(10):
            case 0 | 1 | 2 | 3:
                self._give(client, "comment.post", body=f"Ý kiến {self.given} " + "rất dài " * self.rng.randrange(20))
            case 4 | 5 if view.get("comments"):
                comment = self.rng.choice(list(view["comments"]))
                self._give(client, "comment.react", comment=comment, kind=self.rng.choice(("agree", "thanks")))
            case 6:
                self._give(client, "hand.raise")
            case 7 if chair.is_level and chair.replica.view.get("hands"):
                hand = self.rng.choice(list(chair.replica.view["hands"]))
                current = chair.replica.view["meeting"]["meeting"]["current_turn"]
                self._give(chair, "floor.grant", hand=hand, after=current)
            case 8 if chair.is_level and (turn := chair.replica.view["meeting"]["meeting"]["current_turn"]):
                kind = "turn.start" if chair.replica.view["turns"][turn]["status"] == "called" else "turn.end"
                self._give(chair, kind, turn=turn)
            case _ if chair.is_level and chair.replica.view.get("agenda"):
                item = self.rng.choice(list(chair.replica.view["agenda"]))
                self._give(chair, "agenda.start", item=item)

    def _give(self, client: Client, what: str, /, **fields: Any) -> None:
        self.given += 1
        id = f"k{self.given}"
        client.command(id, {"id": id, "type": what, **fields}, twice=self.rng.random() < 0.05)

    # The end ----------------------------------------------------------------------------------------------------------

    async def end(self) -> tuple[list[Violation], int, int]:
        """Wait until everybody is level, judge the history, remove the room; what does not hold, events and oks."""
        self._ending = True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + _LEVEL_S
        while loop.time() < deadline and not self._is_level():
            await asyncio.sleep(0.2)
        self.note("world", "over")
        for client in self.clients:
            self.note(
                client.name, "final", member=client.member, seq=client.replica.seq, is_over=client.is_over,
                pending=list(client.pending),
            )  # fmt: skip
        log = await self._log()
        meta = {"room": self.id, "heads_kept": HEADS_KEPT, "lagging_limit": LAGGING_LIMIT}
        found = check(meta, self.notes, log)
        for client in self.clients:
            client.is_over = True
            if client.line is not None:
                client.line.cut(noticed_after=0.0)
        await self._ask("DELETE", f"/api/rooms/{self.id}")
        oks = sum(note["kind"] == "answer" and note["answer"]["ok"] for note in self.notes)
        return found, log[-1]["last"], oks

    def _is_level(self) -> bool:
        stands = {client.replica.seq for client in self.clients}
        return len(stands) == 1 and all(client.is_level and not client.pending for client in self.clients)

    async def _log(self) -> list[dict[str, Any]]:
        """The log as the host exports it; when each entry came is not in it."""
        lines = await self._ask("GET", f"/api/rooms/{self.id}/export", read=_lines)
        return [
            {
                "t": 0.0, "last": line["last"], "stored": base64.b64encode(line["entry"].encode()).decode(),
                "texts": line["texts"],
            }
            for line in lines if "entry" in line
        ]  # fmt: skip

    async def _ask(self, method: str, path: str, body: Any = None, read: Callable[[bytes], Any] = json.loads) -> Any:
        """A request of the host, repeated while the server has other worries."""
        while True:
            try:
                async with self._http.request(method, f"http://127.0.0.1:{self._port}{path}", json=body) as answer:
                    said = await answer.read()
                    if answer.status < 500:
                        assert answer.status < 400, said
                        return read(said)
            except (aiohttp.ClientError, TimeoutError) as error:
                print(f"{self.id}: {method} in vain: {type(error).__name__} {error}", flush=True)
            await asyncio.sleep(0.5)


def _lines(said: bytes) -> list[Any]:
    return [msgspec.json.decode(line) for line in said.splitlines()]
