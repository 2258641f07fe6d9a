"""What a large document costs the server's memory, coming in and going out. `python -m tests.bench.uploads`

The peaks are the kernel's, of the server's process alone: the store keeps the file, in memory or on disk as it was set,
and a process of its own looks at the pages.
"""

import asyncio
import hashlib
import json
import sys
from pathlib import Path
from typing import Final

import aiohttp
from rich.console import Console

from giotay.bench.own import own_server
from tests.paper import pdf

MEGABYTES: Final = 50
PROMISED_MB: Final = 20.0
_HEAD: Final = 100_000


def _status(pid: int, what: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))


class Peak:
    """How far the memory of a process rises above where it was, in MB."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")
        self._idle = _status(pid, "VmRSS")

    def stop(self) -> float:
        return (_status(self._pid, "VmHWM") - self._idle) / 1024


async def main() -> int:
    """Print what a document of 50 MB took; 1 when that was more than promised, or what came back is another."""
    heavy = pdf(3, heavy=MEGABYTES * 1024 * 1024 - _HEAD)
    async with own_server() as (server, host), aiohttp.ClientSession() as http:
        token = json.loads((await host.room(3))[0])["token"]
        where = f"{server.url}/api/rooms/{token.partition('.')[0]}/documents"
        http.headers["Authorization"] = f"Bearer {token}"

        async def send(name: str, body: bytes) -> str:
            async with http.post(where, params={"name": name}, data=body) as answer:
                assert answer.status == 201, await answer.text()
                return str((await answer.json())["document"])

        await send("first.pdf", pdf(1))
        coming = Peak(server.pid)
        document = await send("heavy.pdf", heavy)
        came = coming.stop()
        going, digest = Peak(server.pid), hashlib.sha256()
        async with http.get(f"{where}/{document}") as answer:
            async for chunk in answer.content.iter_chunked(1 << 16):
                digest.update(chunk)
        went = going.stop()
    whole = digest.digest() == hashlib.sha256(heavy).digest()
    Console().print(
        f"A document of {len(heavy) / 1024 / 1024:.1f} MB: {came:.1f} MB over idle while it came, {went:.1f} while it "
        f"was fetched (≤ {PROMISED_MB:g}); what came back is {'the same' if whole else 'ANOTHER'}."
    )
    return 0 if whole and max(came, went) <= PROMISED_MB else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
