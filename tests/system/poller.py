"""A client that has nothing but HTTP: Engine.IO by long-polling, made of requests, so that every status can be seen."""

import asyncio
import json
from typing import Any

import aiohttp

from giotay_client import Replica

SEPARATOR = "\x1e"


class Poller:
    """One long-polling connection to a room. `statuses` has that of every answer; `alive=False` takes a new TCP
    connection for every request, as some proxies do.
    """

    def __init__(self, url: str, token: str, *, alive: bool) -> None:
        self.replica = Replica()
        self.statuses: list[int] = []
        self.resyncs = 0
        self.sid = ""
        self._auth = {"token": token}
        self._where = f"{url}/socket.io/?EIO=4&transport=polling"
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=not alive))
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._polling: asyncio.Task[None] | None = None
        self._posting = asyncio.Lock()
        self._level = asyncio.Event()

    async def __aenter__(self) -> "Poller":
        opening = await self._get(self._where)
        self.sid = json.loads(opening[1:])["sid"]
        self._where += f"&sid={self.sid}"
        await self._post("40" + json.dumps(self._auth))
        self._polling = asyncio.create_task(self._poll())
        async with asyncio.timeout(20):
            await self._level.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        await self._http.close()

    async def command(self, type: str, **fields: Any) -> Any:
        """The answer to a command."""
        number = len(self._acks)
        answer = self._acks[number] = asyncio.get_running_loop().create_future()
        command = {"id": f"{self.sid[-8:]}-{number}", "type": type, **fields}
        await self._post(f"42{number}{json.dumps(['command', command])}")
        async with asyncio.timeout(20):
            return await answer

    async def _get(self, url: str) -> str:
        async with self._http.get(url) as answer:
            self.statuses.append(answer.status)
            return await answer.text()

    async def _post(self, packet: str) -> None:
        async with self._posting, self._http.post(self._where, data=packet.encode()) as answer:
            self.statuses.append(answer.status)
            said = await answer.text()
            assert said == "ok", said

    async def _poll(self) -> None:
        while True:
            for packet in (await self._get(self._where)).split(SEPARATOR):
                if packet == "2":
                    await self._post("3")
                elif packet.startswith("42"):
                    name, payload = json.loads(packet[2:])
                    if name == "sync":
                        self.replica.sync(payload)
                        self._level.set()
                    elif name == "update" and not self.replica.update(payload):
                        self.resyncs += 1
                elif packet.startswith("43"):
                    number, _, rest = packet[2:].partition("[")
                    self._acks[int(number)].set_result(json.loads("[" + rest)[0])
