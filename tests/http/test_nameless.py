"""No answer says which program of which version gives it: none of ours, none of the HTTP library's own."""

import asyncio

import pytest
from tests.gateway.world import running

KEY = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
)
REQUESTS = {
    "GET /healthz HTTP/1.1\r\nHost: x": 200,
    "GET /healthz HTTP/1.0": 200,
    "GET /help HTTP/1.1\r\nHost: x": 200,
    "GET /api/nothing HTTP/1.1\r\nHost: x": 404,
    "PATCH /api/rooms HTTP/1.1\r\nHost: x": 405,
    "GET /api/rooms HTTP/1.1\r\nHost: x": 401,
    "POST /api/join HTTP/1.1\r\nHost: x\r\nExpect: the worst\r\nContent-Length: 0": 417,
    "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x": 200,
    "GET /socket.io/?EIO=3&transport=polling HTTP/1.1\r\nHost: x": 400,
    f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n{KEY}": 101,
    f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nOrigin: http://evil.example\r\n{KEY}": 403,
    "this is no HTTP": 400,
    "GET / HTTP/1.1\r\nHost: x\r\nno header": 400,
}


@pytest.mark.parametrize(("asked", "status"), REQUESTS.items())
async def test_no_answer_names_its_program(asked: str, status: int) -> None:
    async with running() as world, asyncio.timeout(20):
        reader, writer = await asyncio.open_connection("127.0.0.1", world.port)
        writer.write(f"{asked}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        writer.close()
    assert head.split(" ")[1] == str(status)
    assert "\r\nserver:" not in head
    assert "aiohttp" not in head
    assert "python" not in head
