"""Fixtures of the conformance tests: the echo, and two ways to speak to it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest

from tests.conformance.echo import echoing
from tests.engine.raw import RawWebSocket

Opener = Callable[[str], Awaitable[RawWebSocket]]


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Where the echo listens."""
    async with echoing() as listening:
        yield listening
        await RawWebSocket.close_all()


class Http:
    """Requests to one endpoint, each answered by status and text."""

    def __init__(self, session: aiohttp.ClientSession, port: int, path: str) -> None:
        self.session = session
        self._where = f"http://127.0.0.1:{port}{path}"

    async def ask(self, method: str, query: str, body: bytes | str = b"") -> tuple[int, str]:
        async with self.session.request(method, f"{self._where}?{query}", data=body or None) as answer:
            return answer.status, await answer.text()

    async def get(self, query: str) -> tuple[int, str]:
        return await self.ask("GET", query)

    async def post(self, query: str, body: bytes | str) -> tuple[int, str]:
        return await self.ask("POST", query, body)


@pytest.fixture(params=["/engine.io/", "/socket.io/"])
def path(request: pytest.FixtureRequest) -> str:
    """Both endpoints keep the rules of Engine.IO."""
    return str(request.param)


@pytest.fixture
async def http(port: int, path: str) -> AsyncIterator[Http]:
    async with aiohttp.ClientSession() as session:
        yield Http(session, port, path)


@pytest.fixture
def ws(port: int, path: str) -> Opener:
    """Opens a WebSocket with a query; ConnectionRefusedError when there is no upgrade."""

    async def opened(query: str) -> RawWebSocket:
        return await RawWebSocket.open(port, f"{path}?{query}")

    return opened
