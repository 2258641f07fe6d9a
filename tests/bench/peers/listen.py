"""Connections that read what they are sent and throw it away: whom the floor sends to."""

import asyncio
import sys

import uvloop


class Ear(asyncio.Protocol):
    """Hears and forgets."""

    def __init__(self, gone: asyncio.Event) -> None:
        self._gone = gone

    def data_received(self, data: bytes) -> None:
        pass

    def connection_lost(self, error: Exception | None) -> None:
        self._gone.set()


async def main(port: int, connections: int) -> None:
    gone = asyncio.Event()
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Ear(gone), "127.0.0.1", port)
    await gone.wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
