"""A connection to a room, from Python: what it holds is kept level, and a command is sent until it is answered.

async with connect("http://192.168.1.10:8080", token) as room:
    await room.command("hand.raise", intent="speak")
"""

import asyncio
import contextlib
import secrets
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import socketio
from socketio.exceptions import ConnectionError as SocketConnectionError
from socketio.exceptions import SocketIOError

from giotay_client.apply import Replica, View

AGAIN = frozenset({"unavailable", "rate_limited"})
_LEVEL_S = 3.0
_REMEMBERED = 100


class Refused(Exception):
    """The server said no; `code` and `error` say why."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error.get('code')}: {error.get('message')}")
        self.code: str = error.get("code", "internal")
        self.error = error


class Room:
    """One room as one token sees it. Use `connect`."""

    def __init__(self, url: str, token: str, *, app: str, transports: list[str] | None) -> None:
        self._url = url
        self._token = token
        self._app = app
        self._transports = transports
        self._replica = Replica()
        self._level = asyncio.Event()
        self._changed = asyncio.Condition()
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._calls: set[asyncio.Future[Any]] = set()
        self.presence: dict[str, Any] = {}
        self.resets: list[str] = []
        # What was acknowledged last, by id, and at which seq; and what the store lost of it and the rules refuse now.
        self._done: dict[str, tuple[dict[str, Any], int]] = {}
        self.lost: list[tuple[dict[str, Any], Refused]] = []
        self.ended: str | None = None
        self.on_message: Callable[[str, dict[str, Any]], None] | None = None
        self._socket = socketio.AsyncClient(
            reconnection_delay=0.2, reconnection_delay_max=2, handle_sigint=False, logger=False, engineio_logger=False
        )
        for name in ("sync", "update", "presence", "typing", "bye"):
            self._socket.on(name, self._handler(name))
        self._socket.on("disconnect", self._disconnected)

    # What it holds ----------------------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """`{collection: {id: entity}}`, kept level."""
        return self._replica.view

    @property
    def me(self) -> dict[str, Any]:
        """`{"member", "office", "class"}`."""
        return self._replica.me

    @property
    def seq(self) -> int:
        return self._replica.seq

    @property
    def head(self) -> str:
        return self._replica.head

    @property
    def connected(self) -> bool:
        return bool(self._socket.connected)

    async def until(self, condition: Callable[[View], Any], *, timeout: float = 10.0) -> Any:
        """Wait until the view fulfils a condition; answers what the condition gave."""
        self._waiting += 1
        try:
            async with asyncio.timeout(timeout), self._changed:
                while not (found := condition(self.view)):
                    await self._changed.wait()
                return found
        finally:
            self._waiting -= 1

    # What it asks for -------------------------------------------------------------------------------------------------

    async def command(
        self, type: str, /, *, id: str | None = None, timeout: float = 30.0, **fields: Any
    ) -> dict[str, Any]:
        """Send a command until it is answered, always with the same id. Raises Refused, or TimeoutError. What may be
        tried again later is, where later is within `timeout`.

        What it did is in `view` when this returns: the answer may come before the update, so that is waited for, three
        seconds at most (where a client is shown nothing of it, an empty update says so within two).
        """
        answer = await self._given({"id": id or secrets.token_hex(8), "type": type, **fields}, timeout)
        await self._reached(answer["seq"])
        return answer

    async def _given(self, payload: dict[str, Any], timeout: float) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while True:
            answer = await self._call("command", payload, deadline)
            if answer.get("ok"):
                self._done.pop(payload["id"], None)
                self._done[payload["id"]] = (payload, answer["seq"])
                if len(self._done) > _REMEMBERED:
                    del self._done[next(iter(self._done))]
                return answer
            error = answer["error"]
            wait = error.get("retry_ms", 300) / 1_000
            if error["code"] not in AGAIN or time.monotonic() + wait > deadline:
                raise Refused(error)
            await asyncio.sleep(wait)

    def _take(self, sync: dict[str, Any]) -> None:
        """[WL11] What a sync says; and what the store may have lost although it was acknowledged is sent again."""
        polls = self.view.get("polls", {})
        again = [
            payload
            for payload, seq in self._done.values()
            if sync["reset"] == "fork" or seq > self.seq
            # A lost secret vote is not cast again: the voter is asked.
            if payload["type"] != "poll.vote" or polls.get(payload["poll"], {}).get("kind") == "open"
        ]
        self._replica.sync(sync)
        if again:
            self._do(self._give_again(again))

    async def _give_again(self, lost: list[dict[str, Any]]) -> None:
        for payload in lost:
            try:
                await self._given(payload, timeout=30.0)
            except Refused as refused:
                self._done.pop(payload["id"], None)
                self.lost.append((payload, refused))
                await self._tell()
            except TimeoutError:
                # It is among what was acknowledged still, and goes out with the next sync.
                self._done[payload["id"]] = (payload, sys.maxsize)

    async def _reached(self, seq: int) -> None:
        with contextlib.suppress(TimeoutError):
            await self.until(lambda _: self.seq >= seq, timeout=_LEVEL_S)

    async def page(self, collection: str, **question: Any) -> dict[str, Any]:
        """`{"entities", "next"}` of a collection."""
        return await self._call("page", {"collection": collection, "limit": 200, **question}, time.monotonic() + 10)

    async def typing(self, on: str | None) -> None:
        """Say that somebody is writing here."""
        await self._socket.emit("typing", {"on": on})

    async def _call(self, name: str, payload: dict[str, Any], deadline: float) -> dict[str, Any]:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no answer to {name}")
            if self.ended is not None:
                raise Refused({"code": self.ended, "message": "The connection ended."})
            try:
                async with asyncio.timeout(left):
                    await self._level.wait()
                    calling = asyncio.ensure_future(self._socket.call(name, payload, timeout=min(left, 10)))
                    self._calls.add(calling)
                    try:
                        await asyncio.wait({calling})
                    finally:
                        self._calls.discard(calling)
                        calling.cancel()
                    if not calling.cancelled():
                        answer: dict[str, Any] = calling.result()
                        return answer
            except SocketIOError:
                await asyncio.sleep(0.1)

    # The wire ---------------------------------------------------------------------------------------------------------

    def _auth(self) -> dict[str, Any]:
        auth: dict[str, Any] = {"token": self._token, "client": {"app": self._app, "version": "1"}}
        if self._replica.seq:
            auth |= {"seq": self._replica.seq, "head": self._replica.head}
        return auth

    async def open(self, timeout: float) -> None:
        """Connect and wait for the first view. Raises Refused when the token is not accepted."""
        try:
            async with asyncio.timeout(timeout):
                await self._socket.connect(
                    self._url, auth=self._auth, transports=self._transports, wait_timeout=timeout
                )
                await self._level.wait()
        except SocketConnectionError as error:
            refusal = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
            code = refusal.get("data", {}).get("code", "unavailable")
            raise Refused({"code": code, "message": str(error)}) from error

    def _handler(self, name: str) -> Callable[[dict[str, Any]], None]:
        # Plain functions: the client runs them in the order the messages came, without a task between.
        def handle(message: dict[str, Any]) -> None:
            if self.on_message is not None:
                self.on_message(name, message)
            if name == "sync":
                if message["reset"]:
                    self.resets.append(message["reset"])
                self._take(message)
                self._level.set()
            elif name == "update" and not self._replica.update(message):
                self._do(self._resync())
            elif name == "presence":
                self.presence = message
            elif name == "bye" and not message["retry"]:
                self.ended = message["code"]
                self._do(self._socket.disconnect())
            if self._waiting:
                self._do(self._tell())

        return handle

    def _do(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _resync(self) -> None:
        with contextlib.suppress(SocketIOError):
            answer = await self._socket.call("resync", {"seq": self.seq, "head": self.head}, timeout=5)
            if "mode" in answer:
                self._take(answer)
                await self._tell()
                return
        self._replica.asking = False

    def _disconnected(self, *_: object) -> None:
        self._level.clear()
        # Whatever is on its way will not be answered here any more; it is asked again on the next connection.
        for calling in self._calls:
            calling.cancel()

    async def close(self) -> None:
        """Leave the room."""
        with contextlib.suppress(Exception):
            await self._socket.disconnect()
        await self._socket.shutdown()
        # A poll that is under way when the connection ends opens a session of its own.
        left_open = self._socket.eio.http
        if left_open is not None and not left_open.closed:
            await left_open.close()
        for task in list(self._tasks):
            task.cancel()


@contextlib.asynccontextmanager
async def connect(
    url: str, token: str, *, app: str = "bot", timeout: float = 15.0, transports: list[str] | None = None
) -> AsyncIterator[Room]:
    """A room that is level, until the block ends. `transports`: `["websocket"]` (default) or `["polling"]`."""
    room = Room(url, token, app=app, transports=transports or ["websocket"])
    try:
        await room.open(timeout)
        yield room
    finally:
        await room.close()
