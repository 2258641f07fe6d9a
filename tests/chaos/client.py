"""A client as the protocol describes it: it holds a replica, comes back, and sends a command until it is answered.

Everything it sends, hears and holds goes into the history, and nothing else does: the checker knows no more than that.
"""

import asyncio
import json
from collections.abc import Callable
from hashlib import blake2b
from random import Random
from typing import Any, Final, Protocol

from giotay_client.apply import Replica
from tests.chaos.virtual import Place

Heard = Callable[[str, Any], None]

_AGAIN: Final = frozenset({"unavailable", "rate_limited"})
_PATIENCE_S: Final = 4.0
_REMEMBERED: Final = 100


class Line(Protocol):
    """One connection, from the client's side. What was left unread at most, and the largest frame, in bytes."""

    most: int
    largest: int

    def connect(self, auth: dict[str, Any]) -> None:
        """Ask to be let in."""

    def say(self, name: str, payload: Any, ack: str | None) -> None:
        """One message to the server."""

    def cut(self, *, noticed_after: float) -> None:
        """End it; the server may hear of it later."""

    def stop_reading(self) -> None:
        """Take no more bytes."""

    def read_on(self) -> None:
        """Take them again."""


class World(Protocol):
    """What a client has around it: simulated, or a real server."""

    rng: Random
    looks: Random
    outside: Place
    conns: int
    patience_s: float

    def note(self, who: str, kind: str, **facts: Any) -> None:
        """Into the history."""

    def a_line(self, heard: Heard, ended: Callable[[], None]) -> Line | None:
        """A way to some node; None while there is none."""


class Client:
    """One tab: a member's, or a projector's (`member` None)."""

    def __init__(self, world: World, name: str, member: str | None, token: str) -> None:
        self.world, self.name, self.member, self.token = world, name, member, token
        self.replica = Replica()
        self.line: Line | None = None
        self.is_level = False
        self.is_over = False
        self.conn = 0
        self._asked: tuple[int, str] | None = None
        # Commands without an answer, in the order they were given; and how often each was sent.
        self.pending: dict[str, dict[str, Any]] = {}
        self._tries: dict[str, int] = {}
        # What was acknowledged last, and at which seq.
        self._done: dict[str, tuple[dict[str, Any], int]] = {}
        self._acks: dict[str, str] = {}
        self._next_ack = 0
        self._loop = asyncio.get_running_loop()
        self._outside = world.outside.context()

    def note(self, kind: str, **facts: Any) -> None:
        self.world.note(self.name, kind, conn=self.conn, member=self.member, **facts)

    def _later(self, seconds: float, what: Any, *arguments: Any) -> None:
        self._loop.call_later(seconds, what, *arguments, context=self._outside)

    # Connecting -------------------------------------------------------------------------------------------------------

    def connect(self) -> None:
        """To some node that is there; tried again until one takes it."""
        if self.is_over or self.line is not None:
            return
        line = self.world.a_line(self._heard, self._ended)
        if line is None:
            self._later(0.3, self.connect)
            return
        self.world.conns += 1
        self.conn = self.world.conns
        auth: dict[str, Any] = {"token": self.token}
        self._asked = None
        self.replica.asking = False
        if self.replica.seq:
            auth |= {"seq": self.replica.seq, "head": self.replica.head}
            self._asked = (self.replica.seq, self.replica.head)
        self._acks.clear()
        self.is_level = False
        self.line = line
        self.note("connect", cursor=self._asked)
        line.connect(auth)
        # What a browser's client does when nothing comes: it gives up and tries another.
        self._later(self.world.patience_s, self._give_up, line)

    def _give_up(self, line: Line) -> None:
        if self.line is line and not self.is_level:
            line.cut(noticed_after=0.01)

    def _ended(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            self.note("buffer", most=line.most, largest=line.largest)
        self.is_level = False
        self.note("end")
        self._later(0.05 + self.world.rng.random() * 0.9, self.connect)

    # Hearing ----------------------------------------------------------------------------------------------------------

    def _heard(self, name: str, payload: Any) -> None:
        match name:
            case "sync":
                self._sync(payload)
            case "update":
                self.note("update", message=payload)
                before = self.replica.seq
                if not self.replica.update(payload):
                    self._resync()
                elif self.replica.seq != before:
                    self._stop()
            case "bye" | "refused":
                self.note(name, message=payload)
                if payload["code"] in ("unauthenticated", "not_found"):
                    self.is_over = True
            case _ if name.startswith("ack"):
                self._answered(self._acks.pop(name[3:], ""), payload)

    def _sync(self, payload: dict[str, Any]) -> None:
        self.note("sync", message=payload, cursor=self._asked, held=self.replica.seq)
        self._asked = None
        if payload["mode"] == "view":
            # What was heard is history; what is held changes.
            payload = {**payload, "view": {name: dict(entities) for name, entities in payload["view"].items()}}
        again = self._lost_perhaps(payload)
        self.replica.sync(payload)
        self._stop(whole=True)
        self.pending = again | self.pending
        if self.is_level:
            for id in again:
                self._send(id)
        else:
            self.is_level = True
            for id in list(self.pending):
                self._send(id)

    def _lost_perhaps(self, sync: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """[WL11] What has to be sent again: the store may have lost it although it was acknowledged."""
        polls = self.replica.view.get("polls", {})
        return {
            id: payload
            for id, (payload, seq) in self._done.items()
            if sync["reset"] == "fork" or seq > self.replica.seq
            # A lost secret vote is not cast again: the voter is asked.
            if payload["type"] != "poll.vote" or polls.get(payload["poll"], {}).get("kind") == "open"
        }

    def _stop(self, *, whole: bool = False) -> None:
        """Here the client stands: what it holds."""
        held = None
        if whole or self.world.looks.random() < 0.5:
            held = {name: dict(entities) for name, entities in self.replica.view.items()}
        self.note("stop", seq=self.replica.seq, head=self.replica.head, cls=self.replica.me["class"], view=held)

    def _resync(self) -> None:
        if self.line is None:
            return
        cursor = (self.replica.seq, self.replica.head)
        self._ask("resync", f"resync {cursor[0]} {cursor[1]}", {"seq": cursor[0], "head": cursor[1]})

    def ask_the_time(self, mine: int) -> None:
        """By a clock of its own, which says `mine`."""
        if self.line is not None and self.is_level:
            moment = self._loop.time()
            self._ask("clock", f"clock {json.dumps({'sent': mine, 'at': moment})}", {"sent": mine})

    def _ask(self, name: str, what: str, payload: Any) -> None:
        assert self.line is not None
        self._next_ack += 1
        self._acks[str(self._next_ack)] = what
        self.line.say(name, payload, str(self._next_ack))

    def _answered(self, what: str, answer: dict[str, Any]) -> None:
        if what.startswith("clock"):
            self.note("clock", asked=json.loads(what[6:]), heard=self._loop.time(), answer=answer)
            return
        if what.startswith("resync"):
            if "mode" in answer:
                _, seq, head = what.split()
                self._asked = (int(seq), head)
                self._sync(answer)
            else:
                self.replica.asking = False
            return
        if what not in self.pending:
            # The answer to one that was sent twice.
            if what:
                self.note("answer", id=what, answer=answer)
            return
        self.note("answer", id=what, answer=answer)
        # A room in slow mode makes one wait for longer than somebody tries.
        error = answer.get("error", {})
        if error.get("code") in _AGAIN and error.get("retry_ms", 0) <= 1_000:
            wait = error.get("retry_ms", 300) / 1_000
            self._later(wait + self.world.rng.random() * 0.5, self._send_again, self._tries[what], what)
        else:
            payload = self.pending.pop(what)
            self._done.pop(what, None)
            if answer["ok"]:
                self._done[what] = (payload, answer["seq"])
                if len(self._done) > _REMEMBERED:
                    del self._done[next(iter(self._done))]

    # Commanding -------------------------------------------------------------------------------------------------------

    def command(self, id: str, payload: dict[str, Any], *, twice: bool = False) -> None:
        """Give a command; `twice`: it is delivered twice."""
        self.pending[id] = payload
        if self.is_level:
            self._send(id)
            if twice:
                self._send(id)

    def _send(self, id: str) -> None:
        payload = self.pending.get(id)
        if payload is None or self.line is None or not self.is_level:
            return
        facts: dict[str, Any] = {}
        if payload["type"] in ("statement.save", "statement.submit"):
            facts = {"sections": payload.get("sections"), "item": payload.get("item")}
        if payload.get("anonymous"):
            # The log names neither sender nor id; who has both and the token can tell.
            secret = self.token.partition(".")[2].encode()[:64]
            facts["logged_as"] = blake2b(id.encode(), key=secret, digest_size=16).hexdigest()
        self.note("send", id=id, type=payload["type"], **facts)
        self._ask("command", id, payload)
        self._tries[id] = self._tries.get(id, 0) + 1
        self._later(_PATIENCE_S, self._send_again, self._tries[id], id)

    def _send_again(self, tries: int, id: str) -> None:
        """Unless it was sent again since."""
        if tries == self._tries[id]:
            self._send(id)
