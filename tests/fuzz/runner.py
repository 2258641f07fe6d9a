"""Sends what is wrong to a real server, and looks at it: is it alive, how large is it, and is anybody else disturbed?

A frame counts when the server has taken it: on a connection that stays, a question sent behind it was answered; one
that ends a connection counts when the connection has ended. Beside it five people hold a meeting, of whom none may lose
a connection or an answer; the checker of all levels judges what they saw.
"""

import asyncio
import itertools
import json
import socket
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, Final

import aiohttp
from yarl import URL

from giotay.bench.usage import memory_kb
from tests.engine.raw import Closed, RawWebSocket
from tests.fuzz import frames, requests
from tests.soak.room import Room

PATH: Final = "/socket.io/?EIO=4&transport=websocket"
_DEFLATE: Final = {"Sec-WebSocket-Extensions": "permessage-deflate"}
_ANSWERED_S: Final = 20.0
_BATCH: Final = 40
_UNFINISHED_S: Final = 4.0


class Fuzz:
    """One run against a server: `log` is its log, `pid` its process."""

    def __init__(self, port: int, pid: int, log: Path, http: aiohttp.ClientSession, seed: int) -> None:
        self._port, self._pid, self._log, self._http = port, pid, log, http
        self.rng = Random(seed)
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self.most_kb = self.first_kb = memory_kb([pid])
        self._witnesses = Room(port, http, itertools.count(), seed)
        self._tokens: list[str] = []
        self._sockets = itertools.count()

    # The meeting beside it --------------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """The meeting of the witnesses, and a room whose tokens are used to send what is wrong."""
        await self._witnesses.begin(5)
        members = [{"name": f"M {n}", "office": "chair" if n == 0 else "member"} for n in range(40)]
        async with self._http.post(self._url("/api/rooms"), json={"title": "Fuzz", "members": members}) as answer:
            self._tokens = [member["token"] for member in (await answer.json())["members"]]

    async def a_room_to_be_harmed(self, host_key: str) -> tuple[dict[str, str], list[str | None]]:
        """A room that no meeting needs: what may stand in paths, and the bearers that may ask."""
        body = {"title": "Harm", "members": [{"name": "A", "office": "chair"}, {"name": "B"}], "agenda": []}
        async with self._http.post(self._url("/api/rooms"), json=body) as answer:
            made = await answer.json()
        known = {
            "room": made["room"], "id": made["members"][1]["id"], "code": made["code"], "format": "md",
            "ticket": "mine", "document": "d_1", "number": "1", "statement": "st_1", "scan": "sc_1",
        }  # fmt: skip
        return known, [host_key, *(each["token"] for each in made["members"]), "r_x." + "x" * 32, "wrong", None]

    async def end(self) -> None:
        """Judge the witnesses, and what the server wrote about itself."""
        connections = self._witnesses.conns
        found, events, oks = await self._witnesses.end()
        self.problems += [str(each) for each in found]
        if connections != 5:
            self.problems.append(f"five phones needed {connections} connections")
        self.counts.update({"events of the meeting beside it": events, "answered there": oks})
        errors = [line for line in self._log.read_text("utf-8", "replace").splitlines() if " ERROR " in line]
        self.problems += [f"the log has {len(errors)} errors, first: {each[:300]}" for each in errors[:1]]

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._port}{path}"

    async def beside(self, work: Awaitable[object]) -> None:
        """Do it while the witnesses meet and the server's memory is watched."""
        task = asyncio.ensure_future(work)
        while not task.done():
            self._witnesses.something()
            self.most_kb = max(self.most_kb, memory_kb([self._pid]))
            await asyncio.wait([task], timeout=0.1)
        await task
        await self._alive()

    async def _alive(self) -> None:
        async with self._http.get(self._url("/readyz")) as answer:
            if answer.status != 200:
                self.problems.append("the server is not ready any more")

    # Frames -----------------------------------------------------------------------------------------------------------

    async def frames(self, count: int, at_once: int = 20) -> None:
        """So many frames, over so many connections at once."""
        seeds = [self.rng.getrandbits(32) for _ in range(at_once)]
        await self.beside(asyncio.gather(*(self._send(Random(seed), count) for seed in seeds)))

    async def _send(self, rng: Random, most: int) -> None:
        while self.counts["frames"] < most:
            try:
                await self._connection(rng, most)
            except (ConnectionError, Closed):
                self.counts["connections refused"] += 1
                await asyncio.sleep(0.05)

    async def _connection(self, rng: Random, most: int) -> None:
        deflates = rng.random() < 0.5
        ws = await RawWebSocket.open(self._port, PATH, _DEFLATE if deflates else None)
        RawWebSocket.live.remove(ws)
        self.counts["connections"] += 1
        try:
            if rng.random() < 0.9:
                ws.send("40" + json.dumps({"token": rng.choice(self._tokens)}))
                while not (await _heard(ws)).startswith("40"):
                    pass
                staying = rng.choice((0, 0, 0, 0, 0, 1, 1, 2))
                for number in range(staying):
                    if self.counts["frames"] >= most or not await self._batch(ws, rng, number, deflates):
                        return
            await self._last(ws, rng)
        finally:
            ws.writer.transport.abort()

    async def _batch(self, ws: RawWebSocket, rng: Random, number: int, deflates: bool) -> bool:
        """Some frames, and a question behind them; whether the connection is still there."""
        ws.writer.write(b"".join(frames.staying(rng, deflates=deflates) for _ in range(_BATCH)))
        ack = f"43{900_000_000 + number}["
        ws.send(f'42{900_000_000 + number}["clock",{{"sent":1}}]')
        try:
            async with asyncio.timeout(_ANSWERED_S):
                while not (text := await _heard(ws)).startswith(ack):
                    if text == "2":
                        ws.send("3")
        except Closed:
            self._count(1, "ended")
            return False
        except TimeoutError:
            self.problems.append("a question behind wrong frames was not answered")
            return False
        self._count(_BATCH, "stayed")
        return True

    async def _last(self, ws: RawWebSocket, rng: Random) -> None:
        sent = frames.ending(rng)
        ws.writer.write(sent)
        # Half a frame, and one of those after which a connection may stay, are ended by going away.
        with suppress(ConnectionError, RuntimeError):
            ws.send('421["clock",{"sent":1}]')
            ws.send(b"\x03\xe8", frames.CLOSE)
        try:
            async with asyncio.timeout(_ANSWERED_S):
                while True:
                    await _heard(ws)
        except Closed:
            self._count(1, "ended")
        except TimeoutError:
            self._count(1, "ended")
            self.counts["only heard by going"] += 1

    def _count(self, frames_: int, how: str) -> None:
        self.counts.update({"frames": frames_, how: frames_})

    # Requests ---------------------------------------------------------------------------------------------------------

    async def raw_requests(self, count: int, at_once: int = 60) -> None:
        """Bytes that are no decent HTTP; the connection is closed in the end, whatever they are."""
        await self.beside(self._some(count, at_once, self._raw_request))

    async def _raw_request(self, number: int, rng: Random) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            with suppress(ConnectionError):
                writer.write(requests.raw(rng))
                async with asyncio.timeout(_UNFINISHED_S):
                    answer = await reader.read()
                status = answer[9:12]
                self.counts[f"raw {status.decode('latin-1')}"] += 1
                if status[:1] == b"5" and status != b"503":
                    self.problems.append(f"a raw request was answered {answer[:200]!r}")
                if b"root:" in answer:
                    self.problems.append("a file of the machine was served")
        except TimeoutError:
            # It announced more than it had; whether the server would have waited for ever is for `strangers` to say.
            self.counts["raw, never whole"] += 1
        finally:
            writer.transport.abort()

    async def described_requests(self, count: int, known: dict[str, str], bearers: list[str | None]) -> None:
        """What the OpenAPI document describes, fitting and not, under every kind of bearer."""
        async with self._http.get(self._url("/api/openapi.json")) as answer:
            described = requests.Described(await answer.json())

        async def one(number: int, rng: Random) -> None:
            method, path, body = described.request(number, rng, known)
            if path.startswith(("/api/host", "/metrics")) or (method == "DELETE" and path.endswith(known["room"])):
                return
            bearer = rng.choice(bearers)
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {bearer}" if bearer else ""}
            if bearer is None:
                del headers["Authorization"]
            url = self._url("") + path
            async with self._http.request(
                method, _as_is(url), data=body, headers=headers, allow_redirects=False, timeout=_LONG
            ) as answer:  # fmt: skip
                read = await answer.read()
                self.counts[f"described {answer.status // 100}xx"] += 1
                if answer.status >= 500 and answer.status != 503:
                    self.problems.append(f"{method} {path} {body!r} was answered {answer.status} {read[:200]!r}")
                elif answer.status >= 400 and not requests.is_refusal(answer.status, read):
                    self.problems.append(
                        f"{method} {path} was refused in another shape: {answer.status} {read[:200]!r}"
                    )

        async with aiohttp.ClientSession() as plain:
            self._http, kept = plain, self._http
            try:
                await self.beside(self._some(count, 8, one))
            finally:
                self._http = kept

    async def _some(self, count: int, at_once: int, one: Callable[[int, Random], Awaitable[None]]) -> None:
        numbers = iter(range(count))
        seeds = [self.rng.getrandbits(32) for _ in range(at_once)]

        async def worker(rng: Random) -> None:
            for number in numbers:
                await one(number, rng)

        await asyncio.gather(*(worker(Random(seed)) for seed in seeds))
        self.counts["requests"] += count

    # Strangers --------------------------------------------------------------------------------------------------------

    async def strangers(self, count: int) -> None:
        """So many sockets that never say who they are, all open at once: WebSockets, and bare connections that say
        nothing, half a line, or letter after letter. All are ended by the server.
        """
        kinds = [number % 4 for number in range(count)]
        await self.beside(asyncio.gather(*(self._stranger(kind) for kind in kinds)))

    async def _stranger(self, kind: int) -> None:
        number = next(self._sockets)
        made = socket.socket()
        made.setblocking(False)
        # Every address may have some thousands that wait.
        made.bind((f"127.0.{1 + number % 16}.{2 + number % 7}", 0))
        loop = asyncio.get_running_loop()
        try:
            await loop.sock_connect(made, ("127.0.0.1", self._port))
            self.counts["strangers"] += 1
            upgrade = (
                f"GET {PATH} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            )
            match kind:
                case 0 | 1:
                    await loop.sock_sendall(made, upgrade.encode())
                case 2:
                    await loop.sock_sendall(made, b"GET / HTTP/1.1\r\nHost: ")
                case _:
                    pass
            async with asyncio.timeout(90):
                while True:
                    if kind == 2:
                        with suppress(TimeoutError):
                            async with asyncio.timeout(1.0):
                                if not await loop.sock_recv(made, 65_536):
                                    break
                        await loop.sock_sendall(made, b"x")
                    elif not await loop.sock_recv(made, 65_536):
                        break
            self.counts["strangers let go"] += 1
        except TimeoutError:
            self.problems.append("a stranger was not let go")
        except OSError:
            self.counts["strangers let go"] += 1
        finally:
            made.close()

    def told(self) -> str:
        """What was done and what came of it, in a few lines."""
        counts = ", ".join(f"{name}: {count}" for name, count in sorted(self.counts.items()))
        memory = f"memory {self.first_kb / 1024:.0f} MiB at first, at most {self.most_kb / 1024:.0f} MiB"
        return f"{counts}\n{memory}\n{len(self.problems)} problems"


async def _heard(ws: RawWebSocket) -> str:
    """The next text; empty for one that came compressed, as updates do. Raises Closed."""
    try:
        opcode, data = await ws.frame(_ANSWERED_S)
    except (asyncio.IncompleteReadError, ConnectionError):
        raise Closed(None) from None
    if opcode == frames.CLOSE:
        raise Closed(None)
    return data.decode("utf-8", "replace") if opcode == frames.TEXT else ""


_LONG: Final = aiohttp.ClientTimeout(total=60)


def _as_is(url: str) -> Any:
    return URL(url.replace(" ", "%20"), encoded=True)
