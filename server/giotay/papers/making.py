"""Making papers in processes of their own, a few at a time; the file, or the reason why there is none."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

import msgspec

from giotay.papers.order import Line, Order
from giotay.storage.entry import StoredEntry

AT_ONCE: Final = 2
TIMEOUT_S: Final = 28.0
_encoder = msgspec.json.Encoder()


class NoPaper(Exception):
    """`nothing`: the meeting has nothing of it; `broken`: making it took too much, or failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Making:
    """Makes papers. Raises NoPaper."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    async def make(self, order: Order, entries: AsyncIterator[list[StoredEntry]]) -> bytes:
        """The file for an order, of a log that comes in parts."""
        async with self._free:
            # -I and an empty environment: nothing of the server's settings or secrets is in reach.
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", "-m", "giotay.papers.work", stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={},
            )  # fmt: skip
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                async with asyncio.timeout(TIMEOUT_S):
                    reading = asyncio.ensure_future(process.stdout.read())
                    try:
                        # A process that died reads no more; what it said before says why.
                        with suppress(BrokenPipeError, ConnectionResetError):
                            process.stdin.write(_encoder.encode(order) + b"\n")
                            async for some in entries:
                                for entry in some:
                                    line = Line(entry.last, entry.stored.decode(), entry.texts)
                                    process.stdin.write(_encoder.encode(line) + b"\n")
                                await process.stdin.drain()
                            process.stdin.close()
                        answer = await reading
                    finally:
                        reading.cancel()
                    await process.wait()
            except TimeoutError:
                raise NoPaper("broken") from None
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        if process.returncode == 0:
            return answer
        raise NoPaper("nothing" if answer == b"nothing" else "broken")
