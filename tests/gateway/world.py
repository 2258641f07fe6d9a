"""A whole server in this process, on a port of its own and a log in memory: what gateway and HTTP tests talk to."""

import asyncio
import io
import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import aiohttp
from msgspec import Struct
from tests.engine.raw import Closed, RawWebSocket

from giotay.engine.server import EngineServer, Options
from giotay.gateway.commands import Commands
from giotay.gateway.credentials import Credentials
from giotay.gateway.gateway import Gateway
from giotay.gateway.pairing import Pairing
from giotay.gateway.rates import Limits
from giotay.http.application import WEB, build
from giotay.http.doorstep import Options as DoorstepOptions
from giotay.http.doorstep import doorstep_of, runner_of
from giotay.http.opened import Opened
from giotay.http.origin import address_of, origin_allowed
from giotay.http.services import Services
from giotay.papers.bundles import Bundles
from giotay.profiles import load_profiles
from giotay.room.hub import Hub
from giotay.storage.claims import MemoryClaims
from giotay.storage.directory import MemoryDirectory
from giotay.storage.files import MemoryFiles
from giotay.storage.hooks import MemoryHooks
from giotay.storage.memory import MemoryLog
from giotay.storage.slips import MemorySlips
from giotay.storage.tokens import MemoryTokens

HOST_KEY = "a-host-key-for-tests"
PROFILES = load_profiles()
PATH = "/socket.io/?EIO=4&transport=websocket"


class Settings(Struct, frozen=True):
    address: str = "http://192.168.7.7:8080"
    is_private: bool = True
    durability: Literal["always", "everysec", "memory"] = "memory"
    trusted_proxy: bool = False
    max_upload: int = 2 * 1024 * 1024


class Answer(Struct):
    """An HTTP answer: status, headers, and the body as JSON where it is that."""

    status: int
    headers: Any
    body: Any

    @property
    def code(self) -> str:
        return str(self.body["error"]["code"])


class Client:
    """A Socket.IO client over a raw WebSocket: sends what it is told, keeps what it hears."""

    def __init__(self, ws: RawWebSocket) -> None:
        self.ws = ws
        self.heard: list[tuple[str, Any]] = []
        self._acks = itertools.count()

    async def hear(self, name: str, timeout: float = 3.0) -> Any:
        """The payload of the next message of this name; others before it are kept in `heard`."""
        while True:
            kind, value = await self._next(timeout)
            if kind == name:
                return value
            self.heard.append((kind, value))

    async def _next(self, timeout: float) -> tuple[str, Any]:
        while True:
            text = await self.ws.text(timeout)
            if text == "2":
                self.ws.send("3")
            elif text.startswith("42"):
                name, payload = json.loads(text[2:])
                return name, payload
            elif text.startswith("43"):
                number, _, rest = text[2:].partition("[")
                return f"ack{number}", json.loads("[" + rest)[0]
            else:
                return text[:2], json.loads(text[2:]) if text[2:] else None

    def say(self, name: str, *arguments: Any) -> int:
        """Send an event that wants an answer; its ack id."""
        number = next(self._acks)
        self.ws.send(f"42{number}" + json.dumps([name, *arguments]))
        return number

    async def ask(self, name: str, *arguments: Any) -> Any:
        return await self.hear(f"ack{self.say(name, *arguments)}")

    async def command(self, type_: str, id_: str | None = None, **fields: Any) -> Any:
        return await self.ask("command", {"id": id_ or f"k{time.monotonic_ns()}", "type": type_, **fields})

    async def ended(self) -> tuple[list[str], int | None]:
        """Read on to the end: the names of what was heard, and the close code."""
        names = []
        while True:
            try:
                names.append((await self._next(5))[0])
            except Closed as closed:
                return names, closed.code


class World:
    """A server and what tests need of it."""

    def __init__(self, port: int, http: aiohttp.ClientSession, services: Services) -> None:
        self.port, self.http, self.services = port, http, services
        self.hub = services.hub

    async def ask(
        self, method: str, path: str, body: Any = None, bearer: str | None = HOST_KEY, **headers: str
    ) -> Answer:
        """One request; bytes go as they are, anything else as JSON."""
        if bearer is not None:
            headers["Authorization"] = f"Bearer {bearer}"
        data = body if body is None or isinstance(body, bytes | io.BytesIO) else json.dumps(body).encode()
        url = f"http://127.0.0.1:{self.port}{path}"
        async with self.http.request(method, url, data=data, headers=headers, allow_redirects=False) as answer:
            read = await answer.read()
            is_json = answer.content_type == "application/json"
            return Answer(answer.status, answer.headers, json.loads(read) if is_json and read else read)

    async def room(self, **asked: Any) -> Any:
        """A new room; the answer of POST /api/rooms. Without members: a chair, a secretary and three others."""
        offices = {"Chi": "chair", "Thu": "secretary"}
        members = [
            {"name": name, "office": offices.get(name, "member")} for name in ("Chi", "Thu", "An", "Bình", "Cúc")
        ]
        made = await self.ask("POST", "/api/rooms", {"title": "Họp", "members": members, "agenda": [], **asked})
        assert made.status == 201, made.body
        return made.body

    async def open(self) -> RawWebSocket:
        ws = await RawWebSocket.open(self.port, PATH)
        await ws.text()
        return ws

    async def connect(self, token: str, **auth: Any) -> Client:
        """A connection that was accepted; its `sync` is still to be heard."""
        client = await self.greet({"token": token, **auth})
        kind, value = client.heard.pop()
        assert kind == "40", value
        return client

    async def greet(self, auth: Any) -> Client:
        """A connection that sent CONNECT; the answer is in `heard`."""
        client = Client(await self.open())
        client.ws.send("40" + ("" if auth is None else json.dumps(auth)))
        client.heard.append(await client._next(3))
        return client

    async def seated(self, token: str) -> Client:
        """A connection that has its view."""
        client = await self.connect(token)
        await client.hear("sync")
        return client


def token_of(room: Any, name: str) -> str:
    """The token of a member of a room just made; of the projector for `screen`."""
    if name == "screen":
        return str(room["links"]["screen"].partition("#t=")[2])
    return next(str(member["token"]) for member in room["members"] if member["name"] == name)


def id_of(room: Any, name: str) -> str:
    return next(str(member["id"]) for member in room["members"] if member["name"] == name)


@asynccontextmanager
async def running(
    *,
    settings: Settings | None = None,
    clock: Any = time.monotonic,
    web_folder: Path = WEB,
    waiting: DoorstepOptions | None = None,
    **stores: Any,
) -> AsyncIterator[World]:
    """A server until the block ends. `clock` is what rates are measured by; `stores` replace those in memory."""
    settings = settings or Settings()

    def now() -> int:
        return time.time_ns() // 1_000_000

    log = stores.pop("store", None) or MemoryLog()
    kept: dict[str, Any] = {
        "tokens": MemoryTokens(), "claims": MemoryClaims(), "directory": MemoryDirectory(), "slips": MemorySlips(),
        "hooks": MemoryHooks(),
        "files": MemoryFiles(),
        **stores,
    }  # fmt: skip
    files = kept.pop("files")
    opened = Opened(files)
    hub = Hub(log, now, profiles=PROFILES)
    hub.papers = opened
    limits = Limits(clock)
    credentials = Credentials(hub, kept["tokens"], kept["claims"])
    pairing = Pairing(kept["slips"], kept["tokens"], now)
    commands = Commands(pairing)
    gateway = Gateway(credentials, commands, limits)
    engine = EngineServer(
        gateway.accept,
        Options(
            leave_s=0.02, address_of=address_of(settings.trusted_proxy), origin_allowed=origin_allowed(settings.address)
        ),
    )
    services = Services(
        settings=settings, host_key=HOST_KEY, now=now, hub=hub, store=log, drafts=log.drafts,
        files=files, opened=opened, bundles=Bundles(opened.folder / "bundles"),
        credentials=credentials, commands=commands, pairing=pairing, limits=limits, engine=engine,
        profiles=PROFILES, **kept,
    )  # fmt: skip
    runner = runner_of(build(services, web_folder=web_folder), shutdown_s=1)
    await runner.setup()
    doorstep = doorstep_of(runner, waiting or DoorstepOptions())
    port = await doorstep.listen("127.0.0.1", 0)
    engine.start()
    keeping = asyncio.create_task(hub.run())
    try:
        async with aiohttp.ClientSession() as http:
            yield World(port, http, services)
    finally:
        await RawWebSocket.close_all()
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await hub.close()
        await engine.stop()
        await gateway.stop()
        await doorstep.stop()
        await runner.cleanup()
        opened.close()
